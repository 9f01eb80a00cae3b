import type { Deviation } from '../detect/deviation.ts';
import type { SignalSeries } from '../signals/signal-series.ts';

/** A signal that left its band: what happened, where, and when. */
export interface Finding {
  series: SignalSeries;
  deviation: Deviation;
  /** Kind with the direction where both are told apart: `topic_load.up`. */
  facet: string;
  /** The onset lies between these, ms: a sample tells only that it happened since the one before. */
  earliestMs: number;
  latestMs: number;
  /** False when its source renews it too seldom to date anything. */
  live: boolean;
  /** Several subjects of one owner show the same at the same time: what they share comes first. */
  isShared: boolean;
}

export function toFinding(series: SignalSeries, deviation: Deviation): Finding {
  const { definition, stepMs } = series;
  const steppedMs = definition.steppedMs ?? 0;
  return {
    series,
    deviation,
    facet: definition.direction === 'both' ? `${definition.kind}.${deviation.direction}` : definition.kind,
    earliestMs: deviation.onsetMs - Math.max(stepMs, steppedMs, definition.minRateMs ?? 0),
    latestMs: deviation.onsetMs,
    live: steppedMs === 0,
    isShared: false,
  };
}
