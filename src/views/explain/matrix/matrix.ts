import type { TimeWindow } from '../../host/ViewHost.ts';
import { quantile } from '../model/quantile.ts';
import { laggedCorrelation, MIN_POINTS } from './lagged.ts';

/** A series on its own times. */
export interface MatrixSeries {
  id: string;
  label: string;
  /** What is measured, for the headings of groups. */
  group: string;
  times: readonly number[];
  values: readonly (number | null)[];
}

export interface MatrixCell {
  row: MatrixSeries;
  column: MatrixSeries;
  /** Absent: too few points or no variation; `reason` says which. */
  correlation?: number;
  /** Seconds by which the row leads the column; negative when it follows. */
  leadSeconds?: number;
  points: number;
  independent?: number;
  /** After Benjamini-Hochberg over all cells; above FALSE_DISCOVERIES the cell is told as chance. */
  q?: number;
  reason?: string;
}

export interface SeriesEffect {
  /** Change of level from baseline to window, in robust standard deviations of the baseline; undefined without enough points. */
  effect: number | undefined;
  baseline: number | undefined;
  window: number | undefined;
}

export interface Matrix {
  rows: readonly MatrixSeries[];
  columns: readonly MatrixSeries[];
  /** Row by row. */
  cells: readonly MatrixCell[];
  effects: ReadonlyMap<string, SeriesEffect>;
  /** Cells with a number, of all. */
  compared: number;
  stepMs: number;
}

export interface MatrixSpans {
  /** In which series are compared. */
  window: TimeWindow;
  baseline?: TimeWindow;
  /** What is held against the baseline for the effect; the window unless said. */
  recent?: TimeWindow;
  stepMs: number;
}

export const FALSE_DISCOVERIES = 0.05;
/** Farther apart nothing is said to lead: a quarter of the window, and not more than ten minutes. */
const MAX_LAG_MS = 600_000;

/** Every row against every column in a window, each on the same steps of time; cells against chance as a whole. */
export function correlationMatrix(
  rows: readonly MatrixSeries[],
  columns: readonly MatrixSeries[],
  { window, baseline, recent = window, stepMs }: MatrixSpans,
): Matrix {
  const onGrid = new Map([...rows, ...columns].map((series) => [series.id, gridColumn(series, window, stepMs)]));
  const steps = Math.floor((window.toMs - window.fromMs) / stepMs) + 1;
  const maxLag = Math.max(0, Math.min(Math.floor(steps / 4), Math.round(MAX_LAG_MS / stepMs)));
  const cells: MatrixCell[] = [];
  const chances: { cell: MatrixCell; p: number }[] = [];
  for (const row of rows)
    for (const column of columns) {
      if (row.id === column.id) {
        cells.push({ row, column, points: 0, reason: 'the same series' });
        continue;
      }
      const result = laggedCorrelation(onGrid.get(row.id) ?? [], onGrid.get(column.id) ?? [], maxLag);
      if (!result.ok) {
        cells.push({ row, column, points: result.points, reason: result.reason });
        continue;
      }
      const { correlation, lag, points, independent, p } = result.value;
      const cell: MatrixCell = { row, column, correlation, leadSeconds: (lag * stepMs) / 1000, points, independent };
      cells.push(cell);
      chances.push({ cell, p });
    }
  correct(chances);
  return {
    rows,
    columns,
    cells,
    effects: new Map([...rows, ...columns].map((series) => [series.id, effectOf(series, recent, baseline)])),
    compared: chances.length,
    stepMs,
  };
}

export function isChance({ q }: MatrixCell): boolean {
  return q === undefined || q >= FALSE_DISCOVERIES;
}

/** The last value of each step. */
function gridColumn({ times, values }: MatrixSeries, { fromMs, toMs }: TimeWindow, stepMs: number): (number | null)[] {
  const column = new Array<number | null>(Math.floor((toMs - fromMs) / stepMs) + 1).fill(null);
  times.forEach((timeMs, row) => {
    const at = Math.floor((timeMs - fromMs) / stepMs);
    if (timeMs < fromMs || timeMs > toMs || values[row] === null) return;
    column[at] = values[row];
  });
  return column;
}

/** Benjamini and Hochberg, 1995. */
function correct(chances: { cell: MatrixCell; p: number }[]): void {
  const sorted = [...chances].sort((a, b) => b.p - a.p);
  let q = 1;
  sorted.forEach(({ cell, p }, index) => {
    q = Math.min(q, (p * sorted.length) / (sorted.length - index));
    cell.q = q;
  });
}

function effectOf(series: MatrixSeries, window: TimeWindow, baseline: TimeWindow | undefined): SeriesEffect {
  const during = within(series, window);
  const before = baseline ? within(series, baseline) : [];
  const [now, usual] = [quantile(during, 0.5), quantile(before, 0.5)];
  const known = { window: now, baseline: usual };
  if (now === undefined || usual === undefined || before.length < MIN_POINTS || during.length < 3)
    return { ...known, effect: undefined };
  const spread =
    quantile(
      before.map((value) => Math.abs(value - usual)),
      0.5,
    ) ?? 0;
  // 1.4826 makes the median deviation a standard deviation of the normal law; a constant baseline has the width of 1 % of it.
  const sigma = Math.max(1.4826 * spread, 0.01 * Math.abs(usual), 1e-12);
  return { ...known, effect: (now - usual) / sigma };
}

function within({ times, values }: MatrixSeries, { fromMs, toMs }: TimeWindow): number[] {
  return values.filter((value, row): value is number => value !== null && times[row] >= fromMs && times[row] <= toMs);
}
