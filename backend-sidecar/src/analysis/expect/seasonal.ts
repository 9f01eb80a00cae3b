import { medianOf, spreadOf } from '../math/robust.ts';

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** What was to be expected of each of the last rows, and how it was found out. */
export interface Expected {
  middle: Float64Array;
  sigma: Float64Array;
  basis: string;
}

/** Periods of which at least three are needed. */
const PERIODS: readonly [number, string][] = [
  [WEEK_MS, 'the same time of the last weeks'],
  [DAY_MS, 'the same time of the last days'],
  [3_600_000, 'the same time of the last hours'],
];
const MIN_PERIODS = 3;
/** A season is used when it leaves at most this share of the spread. */
const USEFUL = 0.7;
const NEIGHBOURS = 2;
/** Rows that a running median looks back on. */
const RUNNING_ROWS = 60;

/**
 * Expected values for a series on an even grid, from its own past alone: of each row only earlier rows are used. Seasonal,
 * by the medians of the same times of earlier periods, where three periods are there and they explain the series; else by
 * a running median.
 */
export function expectedOf(values: Float64Array, stepMs: number): Expected {
  const plain = running(values);
  const spread = residualSpread(values, plain.middle);
  for (const [periodMs, basis] of PERIODS) {
    const rows = Math.round(periodMs / stepMs);
    if (rows < 4 || values.length < rows * MIN_PERIODS) continue;
    const middle = seasonal(values, rows);
    const left = residualSpread(values, middle);
    if (left < USEFUL * spread) return { middle, sigma: runningSigma(values, middle), basis };
  }
  return { ...plain, basis: `the median of the ${Math.min(RUNNING_ROWS, values.length)} values before` };
}

function running(values: Float64Array): { middle: Float64Array; sigma: Float64Array } {
  const middle = new Float64Array(values.length).fill(NaN);
  for (let i = 0; i < values.length; i++) middle[i] = medianOf(finiteOf(values, Math.max(0, i - RUNNING_ROWS), i));
  return { middle, sigma: runningSigma(values, middle) };
}

/** The median of the neighbours of the same time in earlier periods, moved to the level of the last period. */
function seasonal(values: Float64Array, rows: number): Float64Array {
  const middle = new Float64Array(values.length).fill(NaN);
  for (let i = rows; i < values.length; i++) {
    const same: number[] = [];
    for (let at = i - rows; at >= 0 && same.length < 40; at -= rows)
      for (let j = Math.max(0, at - NEIGHBOURS); j <= Math.min(i - 1, at + NEIGHBOURS); j++)
        if (Number.isFinite(values[j])) same.push(values[j]);
    middle[i] = medianOf(same);
  }
  return middle;
}

function runningSigma(values: Float64Array, middle: Float64Array): Float64Array {
  const sigma = new Float64Array(values.length).fill(NaN);
  const residuals = values.map((value, i) => value - middle[i]);
  for (let i = 0; i < values.length; i++) {
    const past = finiteOf(residuals, Math.max(0, i - 4 * RUNNING_ROWS), i);
    if (past.length < 5) continue;
    const { sigma: width } = spreadOf(past);
    sigma[i] = Math.max(width, Math.abs(middle[i]) * 0.005, 1e-12);
  }
  return sigma;
}

function residualSpread(values: Float64Array, middle: Float64Array): number {
  const residuals = finiteOf(
    values.map((value, i) => value - middle[i]),
    0,
    values.length,
  );
  return residuals.length === 0 ? Infinity : spreadOf(residuals).sigma || 1e-12;
}

function finiteOf(values: Float64Array, from: number, to: number): Float64Array {
  return values.subarray(from, to).filter(Number.isFinite);
}
