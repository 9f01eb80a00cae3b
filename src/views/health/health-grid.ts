import { gridOf, type GridData, type GridSeries } from '../heatmap/grid-data.ts';

/** One series of an answer: its labels and points. */
export interface LabelledSeries {
  labels: Readonly<Record<string, string>>;
  /** ms since the epoch. */
  times: ArrayLike<number>;
  values: ArrayLike<number | null>;
}

export type RowOrder = 'name' | 'worst';

/**
 * Nodes by time. A node is what the labels `names` say, the first one present; nodes of one `groups` value (job, kind, rack)
 * stand together. `worst`: those with the most steps above zero first, within their group.
 */
export function healthGrid(
  series: readonly LabelledSeries[],
  window: { fromMs: number; toMs: number; stepMs: number },
  {
    names = ['node', 'instance', 'broker', 'bookie'],
    groups = ['job', 'kind'],
    order = 'name' as RowOrder,
  }: { names?: readonly string[]; groups?: readonly string[]; order?: RowOrder } = {},
): GridData {
  const first = (labels: LabelledSeries['labels'], keys: readonly string[]) =>
    keys.map((key) => labels[key]).find((value) => value !== undefined && value !== '');
  const rows: (GridSeries & { trouble: number })[] = series.map(({ labels, times, values }) => {
    const label = first(labels, names) ?? Object.values(labels).join(' ');
    const group = first(labels, groups);
    const id = JSON.stringify([labels.cluster, group, label]);
    let trouble = 0;
    for (let index = 0; index < values.length; index++) trouble += Math.max(0, values[index] ?? 0);
    return { row: { id, label, group }, times, values, trouble };
  });
  rows.sort(
    (a, b) =>
      compare(a.row.group ?? '', b.row.group ?? '') ||
      (order === 'worst' ? b.trouble - a.trouble : 0) ||
      compare(a.row.label, b.row.label),
  );
  return gridOf(rows, window, Math.max);
}

/** `node-2` before `node-10`. */
function compare(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** What a row was, in words: the share of the steps it was in trouble, for a summary beside the picture. */
export function troubleShare(grid: GridData, row: number): number {
  const columns = grid.times.length;
  let known = 0;
  let troubled = 0;
  for (let column = 0; column < columns; column++) {
    const value = grid.values[row * columns + column];
    if (Number.isNaN(value)) continue;
    known++;
    if (value > 0) troubled++;
  }
  return known === 0 ? NaN : troubled / known;
}
