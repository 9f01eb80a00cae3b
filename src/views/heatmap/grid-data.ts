/** A picture of rows by time, such as nodes by time or latency buckets by time. */
export interface GridRow {
  id: string;
  label: string;
  /** Rows of equal group stand together under its name. */
  group?: string;
}

export interface GridData {
  rows: readonly GridRow[];
  /** Start of each column in ms since the epoch, ascending and `stepMs` apart. */
  times: Float64Array;
  stepMs: number;
  /** `rows.length * times.length` values, row by row; NaN where there is none. */
  values: Float64Array;
}

export const EMPTY_GRID: GridData = { rows: [], times: new Float64Array(0), stepMs: 0, values: new Float64Array(0) };

/** A place in the grid. */
export interface GridCell {
  row: number;
  column: number;
}

/** The value of a cell; NaN where there is none. */
export function valueAt(grid: GridData, { row, column }: GridCell): number {
  return grid.values[row * grid.times.length + column] ?? NaN;
}

/** One series of a range query: its row, and points at times of the grid's steps (others are put into the step they fall in). */
export interface GridSeries {
  row: GridRow;
  /** ms since the epoch. */
  times: ArrayLike<number>;
  values: ArrayLike<number | null>;
}

/**
 * Aligns series to columns of `stepMs` between two times (both inclusive, rounded down to steps). Where several points fall
 * into one cell, or several series have the same row id, `merge` decides; by default the later one stays.
 */
export function gridOf(
  series: readonly GridSeries[],
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
  merge: (before: number, after: number) => number = (_before, after) => after,
): GridData {
  if (!(stepMs > 0) || toMs < fromMs) return EMPTY_GRID;
  const first = Math.floor(fromMs / stepMs);
  const columns = Math.floor(toMs / stepMs) - first + 1;
  const times = Float64Array.from({ length: columns }, (_, index) => (first + index) * stepMs);
  const indexOf = new Map<string, number>();
  const rows: GridRow[] = [];
  for (const { row } of series) {
    if (indexOf.has(row.id)) continue;
    indexOf.set(row.id, rows.length);
    rows.push(row);
  }
  const values = new Float64Array(rows.length * columns).fill(NaN);
  for (const { row, times: at, values: points } of series) {
    const base = (indexOf.get(row.id) ?? 0) * columns;
    for (let index = 0; index < at.length; index++) {
      const column = Math.floor(at[index] / stepMs) - first;
      const value = points[index];
      if (value === null || value === undefined || Number.isNaN(value) || column < 0 || column >= columns) continue;
      const before = values[base + column];
      values[base + column] = Number.isNaN(before) ? value : merge(before, value);
    }
  }
  return { rows, times, stepMs, values };
}
