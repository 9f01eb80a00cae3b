/**
 * How two series move together, and by how much one leads. Spearman's rank correlation (no assumption of a straight line, and
 * no single spike decides) at every lag within a bound; the best one counts. Honest about three traps:
 * - few points: below MIN_POINTS there is no number at all;
 * - a series that barely varies: its ranks are noise, so there is no number either;
 * - series that change slowly look alike by chance: the number of independent points is taken down by their
 *   autocorrelation (Bartlett), and the probability is corrected for the lags that were tried (Bonferroni).
 * Cost: points times lags.
 */
export interface Lagged {
  /** -1 to 1, at the best lag. */
  correlation: number;
  /** Points by which the first series leads; negative when it follows. */
  lag: number;
  /** Pairs of values at that lag. */
  points: number;
  /** Of those, how many are as good as independent. */
  independent: number;
  /** Probability of as much by chance, all tried lags counted. */
  p: number;
}

export type LaggedResult = { ok: true; value: Lagged } | { ok: false; reason: string; points: number };

/** Fewer pairs prove nothing. */
export const MIN_POINTS = 12;
/** Distinct values that a series needs. */
const MIN_DISTINCT = 3;

type Column = readonly (number | null)[];

/** Compares two columns of one time axis. */
export function laggedCorrelation(a: Column, b: Column, maxLag: number): LaggedResult {
  const points = pairs(a, b, 0)[0].length;
  if (points < MIN_POINTS) return { ok: false, points, reason: `${points} common points; ${MIN_POINTS} are needed` };
  if (distinct(a) < MIN_DISTINCT || distinct(b) < MIN_DISTINCT)
    return { ok: false, points, reason: 'one of them hardly varies' };
  let best: Lagged | undefined;
  let tried = 0;
  for (let lag = -maxLag; lag <= maxLag; lag++) {
    const [x, y] = pairs(a, b, lag);
    if (x.length < MIN_POINTS) continue;
    const [rx, ry] = [ranks(x), ranks(y)];
    const correlation = pearson(rx, ry);
    if (!Number.isFinite(correlation)) continue;
    tried++;
    // Of equals the smaller lag: it needs less to be believed.
    const isBetter =
      !best ||
      Math.abs(correlation) > Math.abs(best.correlation) + 1e-9 ||
      (Math.abs(Math.abs(correlation) - Math.abs(best.correlation)) <= 1e-9 && Math.abs(lag) < Math.abs(best.lag));
    if (!isBetter) continue;
    const independent = independentPoints(rx, ry);
    best = { correlation, lag, points: x.length, independent, p: chance(correlation, independent) };
  }
  if (!best) return { ok: false, points, reason: 'one of them hardly varies' };
  return { ok: true, value: { ...best, p: Math.min(1, best.p * tried) } };
}

/** Values of both where both have one; `a` is taken `lag` points earlier. */
function pairs(a: Column, b: Column, lag: number): [x: number[], y: number[]] {
  const [x, y]: [number[], number[]] = [[], []];
  for (let row = 0; row < b.length; row++) {
    const [left, right] = [a[row - lag], b[row]];
    if (left === null || left === undefined || right === null || right === undefined) continue;
    if (!Number.isFinite(left) || !Number.isFinite(right)) continue;
    x.push(left);
    y.push(right);
  }
  return [x, y];
}

function distinct(column: Column): number {
  return new Set(column.filter((value) => value !== null && Number.isFinite(value))).size;
}

/** Ranks from 1; equal values share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, row) => row).sort((i, j) => values[i] - values[j]);
  const found = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++;
    for (let at = from; at <= to; at++) found[order[at]] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return found;
}

function pearson(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const mx = x.reduce((sum, value) => sum + value, 0) / n;
  const my = y.reduce((sum, value) => sum + value, 0) / n;
  let [xy, xx, yy] = [0, 0, 0];
  for (let row = 0; row < n; row++) {
    const [dx, dy] = [x[row] - mx, y[row] - my];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? NaN : xy / Math.sqrt(xx * yy);
}

/** Bartlett: n (1 - r1 r2) / (1 + r1 r2), with the autocorrelations at one step. */
function independentPoints(x: readonly number[], y: readonly number[]): number {
  const product = Math.max(0, auto(x)) * Math.max(0, auto(y));
  return Math.max(3, (x.length * (1 - product)) / (1 + product));
}

function auto(x: readonly number[]): number {
  const value = pearson(x.slice(0, -1), x.slice(1));
  return Number.isFinite(value) ? value : 0;
}

/** Two-sided, by Fisher's transformation. */
function chance(correlation: number, n: number): number {
  if (n <= 3) return 1;
  const z = Math.atanh(Math.min(Math.abs(correlation), 1 - 1e-12)) * Math.sqrt(n - 3);
  return 2 * (1 - normal(z));
}

/** Distribution of the normal law; Abramowitz and Stegun 26.2.17, off by less than 1e-7. */
function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const tail =
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429)))) *
    (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI));
  return 1 - tail;
}
