import type { Appender, SeriesRef } from '../../storage.ts';
import type { Labels } from '../../model/labels.ts';
import type { RuleSample } from './sample.ts';

/** Series a rule gave at an evaluation, by key of their labels. */
export type SeriesRefs = Map<string, { labels: Labels; ref: SeriesRef }>;

export interface WriteOutcome {
  written: number;
  /** The last refusal, as a sentence; undefined when all samples were taken. */
  refused: string | undefined;
}

const REFUSALS = {
  out_of_order: 'out of order sample',
  out_of_bounds: 'too old sample',
  duplicate: 'duplicate sample for timestamp',
  series_limit: 'the store takes no more series',
  memory_limit: 'the store takes no more series',
} as const;

/**
 * Writes what one rule gave and ends the series it no longer gives. `series` holds those of the evaluation before and is
 * brought up to date.
 */
export function writeSamples(
  appender: Appender,
  samples: readonly RuleSample[],
  timeMs: number,
  series: SeriesRefs,
): WriteOutcome {
  const gone = new Map(series);
  const outcome: WriteOutcome = { written: 0, refused: undefined };
  for (const { labels, value } of samples) {
    const key = labels.key();
    gone.delete(key);
    const known = series.get(key);
    let ref: SeriesRef;
    try {
      ref = known && appender.isLive(known.ref) ? known.ref : appender.seriesRef(labels);
    } catch (error) {
      outcome.refused = error instanceof Error ? error.message : String(error);
      continue;
    }
    if (ref !== known?.ref) series.set(key, { labels, ref });
    const refusal = appender.append(ref, timeMs, value);
    if (refusal === undefined) outcome.written++;
    else outcome.refused = REFUSALS[refusal];
  }
  endSeries(appender, gone, timeMs);
  for (const key of gone.keys()) series.delete(key);
  return outcome;
}

/** Marks series as stale, so that queries do not look back to a value that no longer holds. */
export function endSeries(appender: Appender, series: SeriesRefs, timeMs: number): void {
  for (const { ref } of series.values()) if (appender.isLive(ref)) appender.appendStale(ref, timeMs);
}
