import type { SyntaxNode } from '@lezer/common';
import type { Matcher, MatchOperator } from './builder-query.ts';
import { childrenOf } from './parse-promql.ts';
import { unquote } from './string-literal.ts';

export interface SelectorMatcher extends Matcher {
  node: SyntaxNode;
}

/**
 * Metric and matchers of a VectorSelector node.
 * @throws RangeError when a string has an escape that names no character.
 */
export function readSelector(node: SyntaxNode, text: string): { metric: string; matchers: readonly Matcher[] } {
  const matchers = readMatchers(node, text).map(({ label, operator, value }) => ({ label, operator, value }));
  return { metric: metricOf(node, text), matchers };
}

/** The matchers in the braces, each with its place. */
export function readMatchers(node: SyntaxNode, text: string): SelectorMatcher[] {
  const slice = ({ from, to }: SyntaxNode) => text.slice(from, to);
  return childrenOf(bracesOf(node))
    .filter(({ name }) => name === 'UnquotedLabelMatcher' || name === 'QuotedLabelMatcher')
    .map((matcher) => {
      const [name, operator, value] = childrenOf(matcher);
      return {
        label: name.name === 'QuotedLabelName' ? unquote(slice(name)) : slice(name),
        operator: slice(operator) as MatchOperator,
        value: unquote(slice(value)),
        node: matcher,
      };
    });
}

/** Labels between the parentheses of `by (…)` and the like. */
export function labelsOf(grouping: SyntaxNode | undefined, text: string): string[] {
  if (!grouping) return [];
  return childrenOf(grouping)
    .filter(({ name }) => name === 'LabelName' || name === 'QuotedLabelName')
    .map(({ name, from, to }) => (name === 'LabelName' ? text.slice(from, to) : unquote(text.slice(from, to))));
}

function metricOf(node: SyntaxNode, text: string): string {
  const identifier = node.getChild('Identifier');
  if (identifier) return text.slice(identifier.from, identifier.to);
  const quoted = childrenOf(bracesOf(node)).find(({ name }) => name === 'QuotedLabelName');
  return quoted ? unquote(text.slice(quoted.from, quoted.to)) : '';
}

function bracesOf(node: SyntaxNode): SyntaxNode {
  return node.getChild('LabelMatchers') ?? node;
}
