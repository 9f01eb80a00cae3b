import { Labels } from '../../model/labels.ts';
import type { PromqlSource, QueryResult } from '../../storage.ts';

export interface VectorElement {
  labels: Labels;
  value: number;
}

/** Evaluates a rule's expression at a time. @throws what the engine throws, and when the answer is no vector. */
export type RuleQuery = (query: string, timeMs: number, signal?: AbortSignal) => Promise<VectorElement[]>;

/** Rules see vectors only; a scalar is one element without labels. */
export function ruleQuery(promql: PromqlSource, timeoutMs?: number): RuleQuery {
  return async (query, timeMs, signal) => vectorOf(await promql.instant(query, timeMs, { timeoutMs, signal }));
}

function vectorOf({ value }: QueryResult): VectorElement[] {
  if (value.resultType === 'vector') return value.series;
  if (value.resultType === 'scalar') return [{ labels: Labels.EMPTY, value: value.value }];
  throw new Error('rule result is not a vector or scalar');
}
