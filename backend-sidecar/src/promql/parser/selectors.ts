import type { Matcher } from '../../model/matcher.ts';
import type { Expr } from './ast.ts';
import { childrenOf } from './children.ts';

/** The matchers of every selector in an expression. */
export function selectorsOf(expr: Expr): (readonly Matcher[])[] {
  if (expr.kind === 'vectorSelector') return [expr.matchers];
  if (expr.kind === 'matrixSelector') return [expr.selector.matchers];
  return childrenOf(expr).flatMap(selectorsOf);
}
