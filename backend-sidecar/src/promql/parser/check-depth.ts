import type { Expr } from './ast.ts';
import { childrenOf } from './children.ts';
import { ParseError } from './parse-error.ts';

/** Trees may be this deep; recursion over them then stays well within the stack. */
export const MAX_DEPTH = 1000;
export const tooDeep = `expression is more than ${MAX_DEPTH} operations deep`;

/**
 * A chain of operators makes a tree as deep as the chain is long, without any nesting in the text. Walks level by level,
 * because a tree that is too deep cannot be walked recursively.
 * @throws ParseError at the node that is too deep.
 */
export function checkDepth(query: string, root: Expr): void {
  let level: Expr[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MAX_DEPTH) throw new ParseError(query, level[0].pos, tooDeep);
    level = level.flatMap(childrenOf);
  }
}
