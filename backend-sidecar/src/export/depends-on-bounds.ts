import type { Expr } from '../promql/index.ts';

const BOUND_FUNCTIONS: ReadonlySet<string> = new Set(['start', 'end', 'range']);

/** True when an expression looks at the bounds of its evaluation (`@ end()`), so that it cannot be evaluated in slices. */
export function dependsOnBounds(expr: Expr): boolean {
  switch (expr.kind) {
    case 'vectorSelector':
      return isBound(expr.at) || expr.offsetExpr !== undefined;
    case 'matrixSelector':
      return dependsOnBounds(expr.selector) || expr.rangeExpr !== undefined;
    case 'subquery':
      return (
        isBound(expr.at) ||
        expr.offsetExpr !== undefined ||
        expr.rangeExpr !== undefined ||
        expr.stepExpr !== undefined ||
        dependsOnBounds(expr.expr)
      );
    case 'paren':
    case 'unary':
      return dependsOnBounds(expr.expr);
    case 'binary':
      return dependsOnBounds(expr.left) || dependsOnBounds(expr.right);
    case 'aggregate':
      return dependsOnBounds(expr.expr) || (expr.param !== undefined && dependsOnBounds(expr.param));
    case 'call':
      return BOUND_FUNCTIONS.has(expr.func.name) || expr.args.some(dependsOnBounds);
    default:
      return false;
  }
}

function isBound(at: { kind: string } | undefined): boolean {
  return at !== undefined && at.kind !== 'time';
}
