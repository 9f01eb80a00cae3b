import {
  changed,
  countOverTime,
  countPairs,
  fell,
  firstOverTime,
  lastOverTime,
  presentOverTime,
  tsOfFirst,
  tsOfLast,
  variance,
} from './counts.ts';
import { anchoredCount, extendedRate } from './extended.ts';
import { extreme } from './extremes.ts';
import type { RangeKernel } from './kernel.ts';
import { madOverTime, quantileOverTime } from './quantile.ts';
import { extrapolated, lastTwo } from './rate.ts';
import { avgOverTime, sumOverTime } from './sums.ts';
import { deriv, doubleExponentialSmoothing, predictLinear } from './trend.ts';

/** Kernels are made anew for each query: some keep scratch between series. */
const KERNELS: Readonly<Record<string, () => RangeKernel>> = {
  rate: () => extrapolated(true, true),
  increase: () => extrapolated(true, false),
  delta: () => extrapolated(false, false),
  irate: () => lastTwo(true),
  idelta: () => lastTwo(false),
  changes: () => countPairs(changed),
  resets: () => countPairs(fell),
  avg_over_time: () => avgOverTime,
  sum_over_time: () => sumOverTime,
  count_over_time: () => countOverTime,
  min_over_time: () => extreme('min', 'value'),
  max_over_time: () => extreme('max', 'value'),
  ts_of_min_over_time: () => extreme('min', 'timestamp'),
  ts_of_max_over_time: () => extreme('max', 'timestamp'),
  ts_of_first_over_time: () => tsOfFirst,
  ts_of_last_over_time: () => tsOfLast,
  first_over_time: () => firstOverTime,
  last_over_time: () => lastOverTime,
  present_over_time: () => presentOverTime,
  absent_over_time: () => presentOverTime,
  stddev_over_time: () => variance(true),
  stdvar_over_time: () => variance(false),
  quantile_over_time: () => quantileOverTime,
  mad_over_time: () => madOverTime,
  deriv: () => deriv,
  predict_linear: () => predictLinear,
  double_exponential_smoothing: () => doubleExponentialSmoothing,
};

/** The kernel of a range function, or of its variant for `anchored` and `smoothed` selectors. */
export function rangeKernel(name: string, extension: 'anchored' | 'smoothed' | undefined): RangeKernel | undefined {
  if (extension === undefined) return KERNELS[name]?.();
  const smoothed = extension === 'smoothed';
  switch (name) {
    case 'rate':
    case 'increase':
      return extendedRate(true, name === 'rate', smoothed);
    case 'delta':
      return extendedRate(false, false, smoothed);
    case 'changes':
      return smoothed ? undefined : anchoredCount(changed);
    case 'resets':
      return smoothed ? undefined : anchoredCount(fell);
    default:
      return undefined;
  }
}
