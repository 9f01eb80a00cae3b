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
