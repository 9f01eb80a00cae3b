import { EMPTY_GRID, gridOf, type GridData } from '../heatmap/grid-data.ts';
import { formatValue } from '../live/format-value.ts';
import type { HeatmapBuckets } from './heatmap-buckets.ts';

/**
 * A histogram in seconds as rows of buckets by time. Buckets that never counted anything above the highest that did, or below the lowest, are left out: they would take most of the picture.
 */
export function latencyGrid(
  buckets: HeatmapBuckets | undefined,
  window: { fromMs: number; toMs: number; stepMs: number },
): GridData {
  if (!buckets) return EMPTY_GRID;
  const { times, bounds, counts } = buckets;
  const used = counts.map((row) => row.some((value) => value !== null && value > 0));
  const first = used.indexOf(true);
  if (first < 0) return EMPTY_GRID;
  const rows = bounds.map((bound, index) => ({
    row: { id: String(bound), label: bucketLabel(bound) },
    times,
    // Nothing counted is an empty cell, not a pale one.
    values: counts[index].map((value) => (value === null || value <= 0 ? null : value)),
  }));
  return gridOf(rows.slice(Math.max(0, first - 1), used.lastIndexOf(true) + 2), window);
}

/** `≤ 5 ms`, or `above the last bucket`. */
function bucketLabel(boundSeconds: number): string {
  return boundSeconds === Infinity ? 'beyond' : `≤ ${formatValue(boundSeconds * 1000, 'ms')}`;
}

/** Steps of the colour scale. */
export const SHADES = 12;

/**
 * The shade of each value, 1 to SHADES, logarithmic between the smallest and the largest of the picture, so that the few slow
 * messages are seen beside the many quick ones.
 */
export function shadeOf(values: Float64Array): (value: number) => number {
  let low = Infinity;
  let high = 0;
  for (const value of values) {
    if (!(value > 0)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const span = Math.log(high / low);
  return (value) => {
    if (!(value > 0)) return 0;
    return span > 0 ? 1 + Math.min(SHADES - 1, Math.floor((Math.log(value / low) / span) * SHADES)) : SHADES;
  };
}
