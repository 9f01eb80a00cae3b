import type { JsonFrame } from '@observatory/protocol/frames';
import { EMPTY_GRID, gridOf, type GridData, type GridSeries } from '../heatmap/grid-data.ts';
import { formatValue } from '../live/format-value.ts';

/**
 * A `heatmap-rows` frame (a field a bucket, not cumulative, in seconds) as rows of buckets by time. Buckets that never counted
 * anything above the highest that did, or below the lowest, are left out: they would take most of the picture.
 */
export function latencyGrid(
  frame: JsonFrame | undefined,
  window: { fromMs: number; toMs: number; stepMs: number },
): GridData {
  const fields = frame?.schema.fields ?? [];
  const time = fields.findIndex(({ type }) => type === 'time');
  if (!frame || time < 0) return EMPTY_GRID;
  const buckets: { bound: number; series: GridSeries; used: boolean }[] = [];
  fields.forEach((field, index) => {
    if (field.type !== 'number') return;
    const le = field.labels?.le ?? field.name;
    const bound = le === '+Inf' ? Infinity : Number(le);
    const values = frame.data.values[index] as (number | null)[];
    buckets.push({
      bound,
      used: values.some((value) => value !== null && value > 0),
      series: {
        row: { id: String(bound), label: bucketLabel(bound) },
        times: frame.data.values[time] as number[],
        // Nothing counted is an empty cell, not a pale one.
        values: values.map((value) => (value === null || value <= 0 ? null : value)),
      },
    });
  });
  const first = buckets.findIndex(({ used }) => used);
  if (first < 0) return EMPTY_GRID;
  const last = buckets.findLastIndex(({ used }) => used);
  return gridOf(
    buckets.slice(Math.max(0, first - 1), last + 2).map(({ series }) => series),
    window,
  );
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
