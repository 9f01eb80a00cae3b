import { lowerBound } from '../detect/deviation.ts';
import { medianOf } from '../math/robust.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import type { Finding } from './finding.ts';

/** How much a topic's change of load is of what its cluster carried in the baseline; 0 for what is no load of a topic. */
export function loadShares(
  signals: readonly SignalSeries[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): (finding: Finding) => number {
  const totals = new Map<string, number>();
  for (const { definition, subject, t, v } of signals) {
    if (definition.kind !== 'topic_load' || subject.type !== 'topic') continue;
    const values = v.subarray(lowerBound(t, fromMs), lowerBound(t, toMs));
    if (values.length > 0) totals.set(subject.cluster, (totals.get(subject.cluster) ?? 0) + medianOf(values));
  }
  return ({ series: { subject }, deviation }) => {
    const total = subject.type === 'topic' ? (totals.get(subject.cluster) ?? 0) : 0;
    return total > 0 ? Math.abs(deviation.level - deviation.baseline) / total : 0;
  };
}
