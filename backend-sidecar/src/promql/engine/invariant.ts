import type { Expr } from '../parser/ast.ts';
import { STEP_DEPENDENT } from '../functions/at-unsafe.ts';
import { unwrapParens } from './unwrap.ts';

/**
 * True when an expression has the same value at every step: all its selectors are pinned by `@`, and no function in it
 * looks at the step's time. As in Prometheus, the parameter of an aggregation is not looked at.
 */
export function isStepInvariant(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return true;
    case 'vectorSelector':
    case 'subquery':
      return expr.at !== undefined;
    case 'matrixSelector':
      return expr.selector.at !== undefined;
    case 'paren':
    case 'unary':
    case 'aggregate':
      return isStepInvariant(expr.expr);
    case 'binary':
      return isStepInvariant(expr.left) && isStepInvariant(expr.right);
    case 'call': {
      const pinnedTimestamp = expr.func.name === 'timestamp' && unwrapParens(expr.args[0]).kind === 'vectorSelector';
      return (pinnedTimestamp || !STEP_DEPENDENT.has(expr.func.name)) && expr.args.every(isStepInvariant);
    }
  }
}
