/**
 * When a downsampled tier may answer, and with which of its columns (docs/format/block.md, "Tiers"):
 *
 *   selector                                     column            needs
 *   instant (range 0)                            last              step >= 5 resolutions
 *   rate, increase                               last and resets   range >= 5 resolutions, step 0 or >= 1 resolution
 *   min_over_time, max_over_time                 min, max          as rate
 *   sum_over_time, avg_over_time                 sum, sum/count    range >= 10 resolutions, step 0 or >= 1 resolution
 *   last_over_time                               last              as rate
 *   any other range function                     -                 raw samples only
 *
 * A bucket counts where its last sample lies, so windows err by at most one bucket at each end: hence the factors. avg is the
 * mean of bucket means, exact for a constant scrape interval (as in Thanos).
 */
import type { SelectHints } from '../../storage.ts';

export type TierColumn = 'last' | 'counter' | 'min' | 'max' | 'sum' | 'avg';

export interface TierChoice {
  column: TierColumn;
  /** Coarsest resolution that answers well; 0 when only raw samples do. */
  maxResolutionMs: number;
}

const RANGE_FUNCTIONS: Readonly<Record<string, { column: TierColumn; buckets: number }>> = {
  rate: { column: 'counter', buckets: 5 },
  increase: { column: 'counter', buckets: 5 },
  min_over_time: { column: 'min', buckets: 5 },
  max_over_time: { column: 'max', buckets: 5 },
  last_over_time: { column: 'last', buckets: 5 },
  sum_over_time: { column: 'sum', buckets: 10 },
  avg_over_time: { column: 'avg', buckets: 10 },
};
const INSTANT_STEPS = 5;

/** What the hints allow; the column also serves where raw samples have expired and a tier is all there is. */
export function chooseTier(hints: SelectHints | undefined): TierChoice {
  if (!hints) return { column: 'last', maxResolutionMs: 0 };
  const { stepMs, rangeMs, func } = hints;
  if (rangeMs === 0) return { column: 'last', maxResolutionMs: stepMs / INSTANT_STEPS };
  const known = RANGE_FUNCTIONS[func ?? ''];
  if (!known) return { column: 'last', maxResolutionMs: 0 };
  return { column: known.column, maxResolutionMs: Math.min(rangeMs / known.buckets, stepMs === 0 ? Infinity : stepMs) };
}
