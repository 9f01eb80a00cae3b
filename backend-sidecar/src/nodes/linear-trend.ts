/**
 * Least squares through points: the slope in units of y per unit of x, and the line's value at the last x. Undefined below
 * three points, or when all have the same x. Points that are no finite number (staleness markers) are left out.
 */
export function linearTrend(xs: ArrayLike<number>, ys: ArrayLike<number>): { slope: number; last: number } | undefined {
  // From the first x on: times in milliseconds would lose the digits that matter in their sums.
  const origin = xs[0] ?? 0;
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let lastX = 0;
  for (let i = 0; i < xs.length; i++) {
    if (!Number.isFinite(ys[i])) continue;
    count++;
    sumX += xs[i] - origin;
    sumY += ys[i];
    lastX = xs[i] - origin;
  }
  if (count < 3) return undefined;
  const [meanX, meanY] = [sumX / count, sumY / count];
  let covariance = 0;
  let variance = 0;
  for (let i = 0; i < xs.length; i++) {
    if (!Number.isFinite(ys[i])) continue;
    covariance += (xs[i] - origin - meanX) * (ys[i] - meanY);
    variance += (xs[i] - origin - meanX) ** 2;
  }
  if (variance === 0) return undefined;
  const slope = covariance / variance;
  return { slope, last: meanY + slope * (lastX - meanX) };
}
