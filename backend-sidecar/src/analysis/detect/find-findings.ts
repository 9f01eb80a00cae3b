import { toFinding, type Finding } from '../causes/finding.ts';
import type { SignalSeries } from '../signals/signal-series.ts';
import { findDeviations, type Bounds } from './deviation.ts';

/** All signals that left their band, strongest first. */
export function findFindings(signals: readonly SignalSeries[], bounds: Bounds): Finding[] {
  const found: Finding[] = [];
  for (const series of signals) {
    for (const deviation of findDeviations(series.t, series.v, series.definition, bounds))
      found.push(toFinding(series, deviation));
  }
  return found.sort((a, b) => b.deviation.score - a.deviation.score);
}
