import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';
import type { Comparison, Limit } from '../shipped-rule.ts';

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  Gtr: 'gt',
  Gte: 'gte',
  Lss: 'lt',
  Lte: 'lte',
  Eql: 'eq',
  EqlC: 'eq',
  Neq: 'ne',
};

/** A query and what its values are compared with. */
export interface SplitComparison {
  query: string;
  comparison: Comparison;
  limit: Limit;
}

/**
 * `q > 5` and `q > scalar(observatory:threshold:x)`, taken apart at the comparison that is evaluated last. Nothing when
 * the expression is of another form (`a > 1 and b`, `a < b`): it filters, and cannot be judged by its value alone.
 */
export function splitComparison(expr: string): SplitComparison | undefined {
  const top = parser.parse(expr).topNode.firstChild;
  if (top?.name !== 'BinaryExpr' || top.getChild('BoolModifier') || top.getChild('MatchingModifierClause'))
    return undefined;
  const [left, right] = [top.firstChild, top.lastChild];
  const comparison = operatorOf(top);
  if (!left || !right || !comparison) return undefined;
  const limit = limitOf(expr.slice(right.from, right.to));
  return limit && { query: expr.slice(left.from, left.to), comparison, limit };
}

function operatorOf(top: SyntaxNode): Comparison | undefined {
  for (let node = top.firstChild; node; node = node.nextSibling)
    if (Object.hasOwn(COMPARISONS, node.name)) return COMPARISONS[node.name];
  return undefined;
}

function limitOf(text: string): Limit | undefined {
  const threshold = /^scalar\(observatory:threshold:(\w+)\)$/.exec(text)?.[1];
  if (threshold) return { threshold };
  return /^-?\d+(\.\d+)?$/.test(text) ? { value: Number(text) } : undefined;
}
