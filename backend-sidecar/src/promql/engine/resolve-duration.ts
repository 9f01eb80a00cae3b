import type { DurationExpr, DurationOperand } from '../parser/ast.ts';
import { goMax, goMin } from '../functions/math.ts';
import { power } from '../binary/element.ts';
import { QueryError } from './query-error.ts';

/** What `step()` and `range()` stand for in durations, in ms. */
export interface QueryTimes {
  startMs: number;
  endMs: number;
  /** 0 for instant queries. */
  stepMs: number;
}

const MAX_SECONDS = 2 ** 63 / 1e9;

/**
 * The value of a duration expression in ms.
 * @throws QueryError when it is no duration, or not positive where it must be.
 */
export function resolveDuration(expr: DurationExpr, times: QueryTimes, mayBeNegative: boolean): number {
  const seconds = evaluate(expr, times);
  const fail = (reason: string): never => {
    throw new QueryError('bad_data', 'OBS_QUERY_DURATION', `${expr.pos.start}:${expr.pos.end}: ${reason}`);
  };
  if (!Number.isFinite(seconds)) fail('duration is NaN or infinite');
  if (seconds <= 0 && !mayBeNegative) fail('duration must be greater than 0');
  if (Math.abs(seconds) > MAX_SECONDS) fail('duration is out of range');
  return Math.trunc(seconds * 1000) || 0;
}

function evaluate(operand: DurationOperand, times: QueryTimes): number {
  if (operand.kind === 'number') return operand.value;
  const left = operand.left ? evaluate(operand.left, times) : 0;
  const right = operand.right ? evaluate(operand.right, times) : 0;
  const divisor = (what: string): number => {
    if (right !== 0) return right;
    throw new QueryError('bad_data', 'OBS_QUERY_DURATION', `${operand.pos.start}:${operand.pos.end}: ${what} by zero`);
  };
  switch (operand.op) {
    case 'step':
      return times.stepMs / 1000;
    case 'range':
      return (times.endMs - times.startMs) / 1000;
    case 'min_of':
      return goMin(left, right);
    case 'max_of':
      return goMax(left, right);
    case '+':
      return left + right;
    case '-':
      return operand.left ? left - right : -right;
    case '*':
      return left * right;
    case '/':
      return left / divisor('division');
    case '%':
      return left % divisor('modulo');
    case '^':
      return power(left, right);
  }
}
