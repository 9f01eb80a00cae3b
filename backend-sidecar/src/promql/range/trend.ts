import type { Windows } from '../engine/windows.ts';
import { KahanSum } from './kahan.ts';
import { perWindow, type RangeKernel } from './kernel.ts';

const result = { slope: 0, intercept: 0 };
const [sumX, sumY, sumXY, sumX2] = [new KahanSum(), new KahanSum(), new KahanSum(), new KahanSum()];

/** Least squares through a window; x in seconds from `originMs`. Source: prometheus promql/functions.go, linearRegression. */
function regression({ timestamps, values }: Windows, first: number, end: number, originMs: number): typeof result {
  const initial = values[first];
  let constant = true;
  sumX.reset();
  sumY.reset();
  sumXY.reset();
  sumX2.reset();
  for (let i = first; i < end; i++) {
    const y = values[i];
    if (constant && i > first && y !== initial) constant = false;
    const x = (timestamps[i] - originMs) / 1e3;
    sumX.add(x);
    sumY.add(y);
    sumXY.add(x * y);
    sumX2.add(x * x);
  }
  if (constant) {
    const isInfinite = Math.abs(initial) === Infinity;
    result.slope = isInfinite ? NaN : 0;
    result.intercept = isInfinite ? NaN : initial;
    return result;
  }
  const n = end - first;
  const x = sumX.sum + sumX.lost;
  const y = sumY.sum + sumY.lost;
  const covariance = sumXY.sum + sumXY.lost - (x * y) / n;
  const variance = sumX2.sum + sumX2.lost - (x * x) / n;
  result.slope = covariance / variance;
  result.intercept = y / n - (result.slope * x) / n;
  return result;
}

export const deriv: RangeKernel = perWindow(
  2,
  (windows, first, end) => regression(windows, first, end, windows.timestamps[first]).slope,
);

/** Its argument says how many seconds ahead of the step. */
export const predictLinear: RangeKernel = perWindow(2, (windows, first, end, step, { args, times }) => {
  const { slope, intercept } = regression(windows, first, end, times[step]);
  return slope * args[0][step] + intercept;
});

/** Holt's linear trend; arguments are the smoothing and the trend factor. */
export const doubleExponentialSmoothing: RangeKernel = perWindow(2, ({ values }, first, end, step, { args }) => {
  const smoothing = args[0][step];
  const trendFactor = args[1][step];
  let previous = 0;
  let level = values[first];
  let trend = values[first + 1] - values[first];
  for (let i = first + 1; i < end; i++) {
    const fromValue = smoothing * values[i];
    if (i > first + 1) trend = trendFactor * (level - previous) + (1 - trendFactor) * trend;
    previous = level;
    level = fromValue + (1 - smoothing) * (level + trend);
  }
  return level;
});
