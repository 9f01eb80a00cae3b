import { centred, centredCorrelationAt, correlationAt, ranksOf, type Centred } from '../math/ranks.ts';
import { quantileOfSorted } from '../math/robust.ts';
import { correlationProbability, ksDistance, ksProbability } from '../math/tests.ts';

/** The chosen series, prepared once for all comparisons. */
export interface Reference {
  values: Float64Array;
  use: Uint8Array;
  ranks: Float64Array;
  /** Of the ranks, when there is a value in every row. */
  centred: Centred | undefined;
  /** Lag-one correlation of its ranks: how much its rows say the same. */
  persistence: number;
}

export interface Comparison {
  /** Rank correlation at the best lag, and that lag in rows: positive when the series leads the reference. */
  correlation: number;
  lag: number;
  /** Change of the median in robust widths of the baseline; infinite jumps from a constant are capped. */
  shift: number;
  baseline: number;
  window: number;
  ks: number;
  p: number;
  score: number;
  rows: number;
}

const MAX_LAG_ROWS = 20;
/** Rows that the shape is compared over: those of the window and as many before it as the lag needs. */
const MIN_ROWS = 8;
const MAX_SHIFT = 50;
const IQR_TO_SIGMA = 1.349;
const MAX_PERSISTENCE = 0.9;
/** However much its rows say the same, a window is this many looks. */
const MIN_LOOKS = 4;

export function referenceOf(values: Float64Array, split: number): Reference {
  const use = usable(values);
  const ranks = ranksOf(values, use);
  const isComplete = use.every((each) => each === 1);
  return {
    values,
    use,
    ranks,
    centred: isComplete ? centred(ranks) : undefined,
    persistence: persistenceOf(ranks, use, split),
  };
}

/**
 * Compares one series with the reference: shape over the whole grid by lagged rank correlation both ways, and its own
 * window against its own baseline by shift and distribution. All of it by ranks or in units of the series' own spread, so
 * that neither units nor offsets matter. Probabilities count only as many rows as are independent, and every lag tried.
 */
export function compare(reference: Reference, values: Float64Array, split: number): Comparison | undefined {
  const use = usable(values);
  const before = pick(values, use, 0, split);
  const within = pick(values, use, split, values.length);
  if (before.length < MIN_ROWS || within.length < 3) return undefined;
  before.sort();
  within.sort();
  const baseline = quantileOfSorted(before, 0.5);
  const sigma = (quantileOfSorted(before, 0.75) - quantileOfSorted(before, 0.25)) / IQR_TO_SIGMA;
  const window = quantileOfSorted(within, 0.5);
  const isConstant = before[0] === before[before.length - 1] && within[0] === within[within.length - 1];
  if (isConstant && before[0] === within[0]) return undefined;
  const ranks = ranksOf(values, use);
  const own = persistenceOf(ranks, use, split);
  const { r, lag, n } = bestLag(reference, ranks, use);
  const both = Math.max(0, own) * Math.max(0, reference.persistence);
  const independent = Math.max(3, (n * (1 - both)) / (1 + both));
  const lags = 2 * MAX_LAG_ROWS + 1;
  const shapeP = Math.min(1, correlationProbability(r, independent) * lags);
  const ks = ksDistance(before, within);
  const thin = (1 - Math.max(0, own)) / (1 + Math.max(0, own));
  const ksP = ksProbability(ks, looks(before.length, thin), looks(within.length, thin));
  const difference = window - baseline;
  const width = Math.max(sigma, Math.abs(difference) / MAX_SHIFT);
  return {
    correlation: Number.isFinite(r) ? r : 0,
    lag,
    shift: difference === 0 ? 0 : difference / width,
    baseline,
    window,
    ks,
    p: Math.min(1, 2 * Math.min(shapeP, ksP)),
    score: Math.abs(Number.isFinite(r) ? r : 0) * 0.6 + ks * 0.4,
    rows: n,
  };
}

/** Lags that are always tried; around the best of them the others are, when it is no chance. */
const COARSE = [0, 1, -1, 2, -2, 4, -4, 7, -7, 11, -11, 16, -16];
const WORTH_REFINING = 0.25;

function bestLag(
  reference: Reference,
  other: Float64Array,
  otherUse: Uint8Array,
): { r: number; lag: number; n: number } {
  let best = { r: NaN, lag: 0, n: 0 };
  const mine = reference.centred;
  const theirs = mine && otherUse.every((each) => each === 1) ? centred(other) : undefined;
  const attempt = (lag: number) => {
    const { r, n } =
      mine && theirs
        ? centredCorrelationAt(mine, theirs, lag)
        : correlationAt(reference.ranks, reference.use, other, otherUse, lag);
    // A longer lag has to be better by more than chance.
    if (n >= MIN_ROWS && (!(Math.abs(best.r) >= 0) || Math.abs(r) > Math.abs(best.r) + 0.01)) best = { r, lag, n };
  };
  COARSE.forEach(attempt);
  if (Math.abs(best.r) < WORTH_REFINING) return best;
  const near = best.lag;
  for (let lag = near - 4; lag <= near + 4; lag++)
    if (Math.abs(lag) <= MAX_LAG_ROWS && !COARSE.includes(lag)) attempt(lag);
  return best;
}

const looks = (rows: number, thin: number): number => Math.max(Math.min(rows, MIN_LOOKS), rows * thin);

function usable(values: Float64Array): Uint8Array {
  const use = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) use[i] = Number.isFinite(values[i]) ? 1 : 0;
  return use;
}

function pick(values: Float64Array, use: Uint8Array, from: number, to: number): Float64Array {
  const out = new Float64Array(Math.max(0, to - from));
  let length = 0;
  for (let i = from; i < to; i++) if (use[i]) out[length++] = values[i];
  return out.subarray(0, length);
}

/**
 * Lag-one correlation of the ranks around the mean of baseline and window each: what a change of level adds to it says
 * nothing of how independent the rows are.
 */
function persistenceOf(ranks: Float64Array, use: Uint8Array, split: number): number {
  let over = 0;
  let under = 0;
  for (const [from, to] of [
    [0, split],
    [split, ranks.length],
  ]) {
    let sum = 0;
    let count = 0;
    for (let i = from; i < to; i++) {
      sum += use[i] ? ranks[i] : 0;
      count += use[i];
    }
    const mean = sum / Math.max(1, count);
    for (let i = from; i < to; i++) {
      if (!use[i]) continue;
      under += (ranks[i] - mean) ** 2;
      if (i > from && use[i - 1]) over += (ranks[i] - mean) * (ranks[i - 1] - mean);
    }
  }
  return under > 0 ? Math.min(MAX_PERSISTENCE, over / under) : 0;
}
