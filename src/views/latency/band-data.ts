import { BAND_QUANTILES } from './histograms.ts';
import { quantileOf, type HeatmapBuckets } from './heatmap-buckets.ts';

/** Times in seconds, then a column a quantile in ms, as uPlot takes them. */
export type BandColumns = [times: number[], ...quantiles: (number | null)[][]];

/** The percentiles of a histogram in seconds, from p50 to max. */
export function bandColumns(buckets: HeatmapBuckets | undefined): BandColumns {
  if (!buckets) return [[], ...BAND_QUANTILES.map(() => [])];
  return [
    buckets.times.map((timeMs) => timeMs / 1000),
    ...BAND_QUANTILES.map((quantile) =>
      quantileOf(buckets, quantile).map((seconds) => (seconds === null ? null : seconds * 1000)),
    ),
  ];
}

/** The first of ascending times that is not before another; their number when all are. */
export function rowFrom(times: readonly number[], time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The row nearest to a time; undefined when there is none. */
export function rowNear(times: readonly number[], time: number): number | undefined {
  if (times.length === 0) return undefined;
  const after = rowFrom(times, time);
  if (after === 0) return 0;
  if (after === times.length) return after - 1;
  return times[after] - time < time - times[after - 1] ? after : after - 1;
}
