import { STEP_DEPENDENT } from '../functions/at-unsafe.ts';
import { childrenOf } from '../parser/children.ts';
import type { Expr, TimeShift } from '../parser/ast.ts';
import { printExpr } from '../parser/format.ts';
import { parseExpr } from '../parser/parse.ts';

/**
 * The query with `@ time` on every selector, to be evaluated at other times: the answer must be the same. None when the
 * query does not parse or looks at the evaluation time by itself.
 */
export function atVariants(query: string, timeMs: number): { query: string; timeMs: number }[] {
  let expr: Expr;
  try {
    expr = parseExpr(query);
  } catch {
    return [];
  }
  if (!pin(expr, timeMs)) return [];
  const pinned = printExpr(expr);
  const times = timeMs === 0 ? [-1000, 0, 1000] : [-10 * timeMs, 0, Math.trunc(timeMs / 5), timeMs, 10 * timeMs];
  return times.map((time) => ({ query: pinned, timeMs: time }));
}

const UNSAFE: ReadonlySet<string> = new Set([...STEP_DEPENDENT, 'start', 'end', 'step', 'range']);

/** False when a function in it forbids the comparison. */
function pin(expr: Expr, timeMs: number): boolean {
  if (expr.kind === 'call' && UNSAFE.has(expr.func.name)) return false;
  const shift: TimeShift | undefined =
    expr.kind === 'matrixSelector'
      ? expr.selector
      : expr.kind === 'vectorSelector' || expr.kind === 'subquery'
        ? expr
        : undefined;
  if (shift && shift.at?.kind !== 'time') shift.at = { kind: 'time', timestampMs: timeMs };
  // What is inside a pinned subquery is relative to it, but functions in there still count.
  if (expr.kind === 'subquery') return !containsUnsafe(expr.expr);
  return childrenOf(expr).every((child) => pin(child, timeMs));
}

function containsUnsafe(expr: Expr): boolean {
  return (expr.kind === 'call' && UNSAFE.has(expr.func.name)) || childrenOf(expr).some(containsUnsafe);
}
