import type { Expr } from './ast.ts';

/** Direct sub-expressions, in the order written; a range selector is a leaf. */
export function childrenOf(expr: Expr): Expr[] {
  switch (expr.kind) {
    case 'paren':
    case 'unary':
    case 'subquery':
      return [expr.expr];
    case 'binary':
      return [expr.left, expr.right];
    case 'aggregate':
      return expr.param ? [expr.param, expr.expr] : [expr.expr];
    case 'call':
      return expr.args;
    default:
      return [];
  }
}
