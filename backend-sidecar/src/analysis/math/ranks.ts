/**
 * Ranks from 1, ties at their mean, of the values where `use` is 1; 0 elsewhere. One native sort and two binary searches a
 * value: several times faster than sorting indices by a comparison.
 */
export function ranksOf(values: Float64Array, use: Uint8Array): Float64Array {
  let count = 0;
  const sorted = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) if (use[i]) sorted[count++] = values[i];
  const order = sorted.subarray(0, count).sort();
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (use[i]) ranks[i] = (below(order, values[i], false) + below(order, values[i], true) + 1) / 2;
  }
  return ranks;
}

/** How many sorted values are below one, or not above it. */
function below(sorted: Float64Array, value: number, orEqual: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle] < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
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
