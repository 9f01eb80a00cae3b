import type { JsonFrame } from '@observatory/protocol/frames';

/** A histogram over time: what was counted between each bound and the next lower one. */
export interface HeatmapBuckets {
  /** ms since the epoch. */
  times: readonly number[];
  /** Upper bounds, ascending; the last may be Infinity. */
  bounds: readonly number[];
  /** A row a bound, a value a time; null where nothing is known. */
  counts: readonly (readonly (number | null)[])[];
}

/** What a frame needs for a histogram, in the form of either host. */
interface HeatmapFields {
  name: string;
  isTime: boolean;
  isNumber: boolean;
  le: string | undefined;
  values: ArrayLike<unknown>;
}

/** The histogram of a `heatmap-rows` frame: a time field and a number field a bucket. Undefined when it is no such frame. */
export function bucketsOfFields(fields: readonly HeatmapFields[]): HeatmapBuckets | undefined {
  const time = fields.find(({ isTime }) => isTime);
  if (!time) return undefined;
  const buckets = fields
    .filter(({ isNumber }) => isNumber)
    .map(({ le, name, values }) => ({ bound: boundOf(le ?? name), counts: Array.from(values) as (number | null)[] }))
    .filter(({ bound }) => !Number.isNaN(bound))
    .sort((a, b) => a.bound - b.bound);
  if (buckets.length === 0) return undefined;
  return {
    times: Array.from(time.values) as number[],
    bounds: buckets.map(({ bound }) => bound),
    counts: buckets.map(({ counts }) => counts),
  };
}

function boundOf(text: string): number {
  return /^\+?inf$/i.test(text) ? Infinity : text.trim() === '' ? NaN : Number(text);
}

/** The histogram of a frame as the sidecar writes it. */
export function bucketsOfFrame(frame: JsonFrame | undefined): HeatmapBuckets | undefined {
  return (
    frame &&
    bucketsOfFields(
      frame.schema.fields.map(({ name, type, labels }, index) => ({
        name,
        isTime: type === 'time',
        isNumber: type === 'number',
        le: labels?.le,
        values: frame.data.values[index],
      })),
    )
  );
}

/**
 * A quantile of each time, as PromQL's histogram_quantile computes it: linear within a bucket, the first one begins at 0, and
 * what lies beyond the last finite bound is that bound. Null where nothing was counted. A quantile of 1 is the upper bound of
 * the highest bucket that counted.
 */
export function quantileOf({ times, bounds, counts }: HeatmapBuckets, quantile: number): (number | null)[] {
  return times.map((_, column) => {
    let total = 0;
    for (const row of counts) total += Math.max(0, row[column] ?? 0);
    if (!(total > 0)) return null;
    const rank = quantile * total;
    let below = 0;
    let last = 0;
    for (let row = 0; row < bounds.length; row++) {
      const count = Math.max(0, counts[row][column] ?? 0);
      if (count === 0) continue;
      last = row;
      // Sums of rates round: the highest bucket is reached for certain by the fallback below.
      if (below + count >= rank) return within(bounds, row, (rank - below) / count);
      below += count;
    }
    return within(bounds, last, 1);
  });
}

function within(bounds: readonly number[], row: number, share: number): number {
  const lower = row === 0 ? 0 : bounds[row - 1];
  return bounds[row] === Infinity ? lower : lower + (bounds[row] - lower) * share;
}
