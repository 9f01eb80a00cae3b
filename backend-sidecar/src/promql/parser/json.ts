import { formatFloatDecimal } from '../../model/format-float.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { DurationOperand, Expr, TimeShift, VectorMatching } from './ast.ts';

/** A tree of plain objects. */
export type ExprJson = Record<string, unknown>;

/** The tree as Prometheus' `parse_query` answers it. */
export function exprToJson(expr: Expr): ExprJson {
  switch (expr.kind) {
    case 'number':
      return { type: 'numberLiteral', val: formatFloatDecimal(expr.value) };
    case 'string':
      return { type: 'stringLiteral', val: expr.value };
    case 'vectorSelector':
      return {
        type: 'vectorSelector',
        name: expr.name,
        ...shiftToJson(expr),
        matchers: matchersToJson(expr.matchers),
        anchored: expr.anchored,
        smoothed: expr.smoothed,
      };
    case 'matrixSelector':
      return {
        type: 'matrixSelector',
        name: expr.selector.name,
        range: expr.rangeMs,
        rangeExpr: durationToJson(expr.rangeExpr),
        ...shiftToJson(expr.selector),
        matchers: matchersToJson(expr.selector.matchers),
        anchored: expr.selector.anchored,
        smoothed: expr.selector.smoothed,
      };
    case 'subquery':
      return {
        type: 'subquery',
        expr: exprToJson(expr.expr),
        range: expr.rangeMs,
        rangeExpr: durationToJson(expr.rangeExpr),
        ...shiftToJson(expr),
        step: expr.stepMs,
        stepExpr: durationToJson(expr.stepExpr),
      };
    case 'unary':
      return { type: 'unaryExpr', op: expr.op, expr: exprToJson(expr.expr) };
    case 'binary':
      return {
        type: 'binaryExpr',
        op: expr.op,
        lhs: exprToJson(expr.left),
        rhs: exprToJson(expr.right),
        matching: matchingToJson(expr.matching),
        bool: expr.returnBool,
      };
    case 'aggregate':
      return {
        type: 'aggregation',
        op: expr.op,
        expr: exprToJson(expr.expr),
        param: expr.param ? exprToJson(expr.param) : null,
        grouping: expr.grouping,
        without: expr.without,
      };
    case 'call': {
      const { name, argTypes, variadic, returnType } = expr.func;
      return { type: 'call', func: { name, argTypes, variadic, returnType }, args: expr.args.map(exprToJson) };
    }
    case 'paren':
      return { type: 'parenExpr', expr: exprToJson(expr.expr) };
  }
}

function shiftToJson({ offsetMs, offsetExpr, at }: TimeShift): ExprJson {
  return {
    offset: offsetMs,
    offsetExpr: durationToJson(offsetExpr),
    timestamp: at?.kind === 'time' ? at.timestampMs : null,
    startOrEnd: at && at.kind !== 'time' ? at.kind : null,
  };
}

function durationToJson(operand: DurationOperand | undefined): ExprJson | null {
  if (!operand) return null;
  if (operand.kind === 'number')
    return { type: 'numberLiteral', val: formatFloatDecimal(operand.value), duration: operand.duration };
  const { op, left, right, wrapped } = operand;
  return { type: 'durationExpr', op, lhs: durationToJson(left), rhs: durationToJson(right), wrapped };
}

function matchersToJson(matchers: readonly Matcher[]): ExprJson[] {
  return matchers.map(({ name, value, type }) => ({ name, value, type }));
}

function matchingToJson(matching: VectorMatching | undefined): ExprJson | null {
  if (!matching) return null;
  const { card, labels, on, include, fillLeft, fillRight } = matching;
  return { card, labels, on, include, fillValues: { lhs: fillLeft ?? null, rhs: fillRight ?? null } };
}
