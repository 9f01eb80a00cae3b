import type { MatrixSeries } from '../../storage.ts';

/** Every time at which any of the series has a value, ascending. Cheap when they share one column, as without gaps. */
export function timeAxis(series: readonly MatrixSeries[]): Float64Array {
  const columns = new Set(series.map(({ timestamps }) => timestamps));
  if (columns.size === 1) for (const only of columns) return only;
  const all = new Float64Array([...columns].reduce((sum, { length }) => sum + length, 0));
  let length = 0;
  for (const column of columns) {
    all.set(column, length);
    length += column.length;
  }
  all.sort();
  let kept = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[kept - 1]) all[kept++] = all[i];
  return all.slice(0, kept);
}

/** Values by row of the axis, and which rows have one. */
export function onAxis(
  { timestamps, values }: MatrixSeries,
  axis: Float64Array,
): { values: Float64Array; present?: Uint8Array } {
  if (timestamps === axis || timestamps.length === axis.length) return { values };
  const spread = new Float64Array(axis.length);
  const present = new Uint8Array(axis.length);
  for (let i = 0, row = 0; i < timestamps.length; i++, row++) {
    while (axis[row] !== timestamps[i]) row++;
    spread[row] = values[i];
    present[row] = 1;
  }
  return { values: spread, present };
}
