/**
 * Ranks from 1, ties at their mean, of the values where `use` is 1; 0 elsewhere. One native sort and two binary searches a
 * value: several times faster than sorting indices by a comparison.
 */
export function ranksOf(values: Float64Array, use: Uint8Array): Float64Array {
  let count = 0;
  const sorted = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) if (use[i]) sorted[count++] = values[i];
  const order = sorted.subarray(0, count).sort();
  const rankAt = new Float64Array(count);
  for (let i = 0; i < count;) {
    let end = i + 1;
    while (end < count && order[end] === order[i]) end++;
    for (let j = i; j < end; j++) rankAt[j] = (i + 1 + end) / 2;
    i = end;
  }
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) if (use[i]) ranks[i] = rankAt[firstNotBelow(order, values[i])];
  return ranks;
}

function firstNotBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A column less its mean, with the running sums of its squares: what correlations at many lags share. */
export interface Centred {
  values: Float64Array;
  /** squares[i]: the sum over the rows before i. */
  squares: Float64Array;
}

export function centred(values: Float64Array): Centred {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += values[i] / values.length;
  const out = new Float64Array(values.length);
  const squares = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) {
    out[i] = values[i] - mean;
    squares[i + 1] = squares[i] + out[i] * out[i];
  }
  return { values: out, squares };
}

/**
 * Correlation of two complete columns of one length, y shifted by `lag` rows: around the means of the whole columns, which
 * costs one multiplication a row. NaN when either is constant where they overlap.
 */
export function centredCorrelationAt(x: Centred, y: Centred, lag: number): { r: number; n: number } {
  const { length } = x.values;
  const from = Math.max(0, lag);
  const to = Math.min(length, length + lag);
  const a = x.values;
  const b = y.values;
  let sum = 0;
  for (let i = from; i < to; i++) sum += a[i] * b[i - lag];
  const vx = x.squares[to] - x.squares[from];
  const vy = y.squares[to - lag] - y.squares[from - lag];
  const n = to - from;
  return { r: n >= 3 && vx > 1e-9 && vy > 1e-9 ? sum / Math.sqrt(vx * vy) : NaN, n };
}

/** Correlation of two columns over the rows where both are used, y shifted by `lag` rows; NaN when either is constant. */
export function correlationAt(
  x: Float64Array,
  xUse: Uint8Array,
  y: Float64Array,
  yUse: Uint8Array,
  lag: number,
): { r: number; n: number } {
  let n = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  const from = Math.max(0, lag);
  const to = Math.min(x.length, x.length + lag);
  for (let i = from; i < to; i++) {
    const j = i - lag;
    if (!xUse[i] || !yUse[j]) continue;
    const a = x[i];
    const b = y[j];
    n++;
    sx += a;
    sy += b;
    sxx += a * a;
    syy += b * b;
    sxy += a * b;
  }
  const vx = sxx - (sx * sx) / n;
  const vy = syy - (sy * sy) / n;
  if (n < 3 || vx <= 1e-9 * sxx || vy <= 1e-9 * syy) return { r: NaN, n };
  return { r: (sxy - (sx * sy) / n) / Math.sqrt(vx * vy), n };
}
