import type { SyntaxNode } from '@lezer/common';
import type { Matcher, MatchOperator } from './builder-query.ts';
import { childrenOf, nodesOf, parsePromql } from './parse-promql.ts';
import { readMatchers } from './read-selector.ts';
import { renderMatcher } from './render-builder.ts';

interface Edit {
  from: number;
  to: number;
  insert: string;
}

const OPPOSITE: Record<MatchOperator, MatchOperator> = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' };

/**
 * The expression with the matchers in every selector of it, found by the parser: nothing in strings, label names or
 * comments is touched. A matcher that a selector already has is not repeated. The second argument of info() is left
 * alone, since its matchers choose labels, not series. Text that is not PromQL comes back as it is; whoever evaluates
 * it will say so.
 *
 * @param replaceOpposite a matcher of the same label and value with the opposite operator is turned around, for
 * "filter out" after "filter for".
 */
export function addMatchers(expr: string, matchers: readonly Matcher[], { replaceOpposite = false } = {}): string {
  if (matchers.length === 0) return expr;
  const parsed = parsePromql(expr);
  if (parsed.error) return expr;
  const edits = nodesOf(parsed.tree, 'VectorSelector')
    .filter((node) => !choosesLabels(node, expr))
    .flatMap((node) => editsOf(node, expr, matchers, replaceOpposite));
  return edits
    .sort((a, b) => b.from - a.from)
    .reduce((text, { from, to, insert }) => text.slice(0, from) + insert + text.slice(to), expr);
}

function editsOf(node: SyntaxNode, expr: string, matchers: readonly Matcher[], replaceOpposite: boolean): Edit[] {
  const present = readMatchers(node, expr);
  const edits: Edit[] = [];
  const added: string[] = [];
  for (const matcher of matchers) {
    const same = present.filter(({ label, value }) => label === matcher.label && value === matcher.value);
    const opposite = same.find(({ operator }) => operator === OPPOSITE[matcher.operator]);
    const rendered = renderMatcher(matcher);
    if (replaceOpposite && opposite) edits.push({ from: opposite.node.from, to: opposite.node.to, insert: rendered });
    else if (!same.some(({ operator }) => operator === matcher.operator) && !added.includes(rendered))
      added.push(rendered);
  }
  if (added.length === 0) return edits;
  const braces = node.getChild('LabelMatchers');
  if (!braces) return [...edits, { from: node.to, to: node.to, insert: `{${added.join(', ')}}` }];
  // Put behind the last matcher rather than before the brace: there may be a comma, and a comment, in between.
  const last = childrenOf(braces).at(-1);
  const at = last ? last.to : braces.from + 1;
  return [...edits, { from: at, to: at, insert: `${last ? ', ' : ''}${added.join(', ')}` }];
}

function choosesLabels(node: SyntaxNode, expr: string): boolean {
  const call = node.parent?.name === 'FunctionCallBody' ? node.parent.parent : null;
  const name = call?.getChild('FunctionIdentifier');
  if (!name || expr.slice(name.from, name.to) !== 'info') return false;
  return node.parent?.firstChild !== null && childrenOf(node.parent as SyntaxNode)[0].from !== node.from;
}
