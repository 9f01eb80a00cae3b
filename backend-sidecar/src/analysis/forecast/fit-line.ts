import { medianOf, spreadOf } from '../math/robust.ts';

export interface Line {
  /** Value at row 0 and change a row. */
  start: number;
  slope: number;
  /** Standard error of the slope, and spread of the rows around the line. */
  slopeError: number;
  sigma: number;
}

const MAX_POINTS = 400;

/**
 * Theil-Sen: the median of the slopes between pairs, unmoved by a quarter of outliers. At most MAX_POINTS rows are used,
 * evenly chosen; pairs that lie far apart only, as those say most of a trend.
 */
export function fitLine(values: Float64Array): Line | undefined {
  const rows = [...values.keys()].filter((i) => Number.isFinite(values[i]));
  if (rows.length < 6) return undefined;
  const every = Math.max(1, Math.floor(rows.length / MAX_POINTS));
  const used = rows.filter((_, i) => i % every === 0);
  const half = used.length >> 1;
  const slopes: number[] = [];
  for (let i = 0; i < half; i++)
    for (let j = half; j < used.length; j += Math.max(1, half >> 5))
      slopes.push((values[used[j]] - values[used[i]]) / (used[j] - used[i]));
  const slope = medianOf(slopes);
  const start = medianOf(used.map((row) => values[row] - slope * row));
  const { sigma } = spreadOf(used.map((row) => values[row] - start - slope * row));
  const length = used[used.length - 1] - used[0] || 1;
  // Of least squares over evenly spaced rows, widened by what Theil-Sen loses against it.
  const independent = Math.max(4, used.length / persistence(used.map((row) => values[row] - start - slope * row)));
  return { start, slope, sigma, slopeError: (1.1 * sigma * Math.sqrt(12)) / (length * Math.sqrt(independent)) };
}

/** Rows that say the same as one independent row: (1 + r) / (1 - r) of the lag-one correlation. */
function persistence(residuals: readonly number[]): number {
  let over = 0;
  let under = 0;
  for (let i = 0; i < residuals.length; i++) {
    under += residuals[i] ** 2;
    if (i > 0) over += residuals[i] * residuals[i - 1];
  }
  const r = under > 0 ? Math.max(0, Math.min(0.98, over / under)) : 0;
  return (1 + r) / (1 - r);
}
