import type { Matcher } from './builder-query.ts';
import { nodesOf, parsePromql } from './parse-promql.ts';
import { readSelector } from './read-selector.ts';

export interface Selector {
  metric: string;
  matchers: readonly Matcher[];
}

/** Every selector of an expression, in order; none when it is not PromQL. */
export function selectorsOf(expr: string): Selector[] {
  const parsed = parsePromql(expr);
  if (parsed.error) return [];
  try {
    return nodesOf(parsed.tree, 'VectorSelector').map((node) => readSelector(node, expr));
  } catch {
    return [];
  }
}
