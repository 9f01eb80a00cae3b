/** Ranks from 1, ties at their mean, of the values where `use` is 1; 0 elsewhere. Sorting dominates. */
export function ranksOf(values: Float64Array, use: Uint8Array): Float64Array {
  const index: number[] = [];
  for (let i = 0; i < values.length; i++) if (use[i]) index.push(i);
  index.sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let i = 0; i < index.length;) {
    let end = i + 1;
    while (end < index.length && values[index[end]] === values[index[i]]) end++;
    for (let j = i; j < end; j++) ranks[index[j]] = (i + 1 + end) / 2;
    i = end;
  }
  return ranks;
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
