import type { Windows } from '../engine/windows.ts';
import { KahanSum } from './kahan.ts';
import { perWindow, type RangeKernel } from './kernel.ts';

const MAX_EXACT = 2 ** 53;

/**
 * `sum_over_time`. Sums of integers are exact, so they are differences of prefix sums; others are summed per window in
 * Prometheus' order, because a different order would differ in the last digit.
 */
export const sumOverTime: RangeKernel = (windows, out, input) => {
  const prefix = integerPrefixSums(windows);
  if (prefix) return perWindow(1, (_w, first, end) => prefix[end] - prefix[first])(windows, out, input);
  const kahan = new KahanSum();
  perWindow(1, ({ values }, first, end) => {
    kahan.reset();
    for (let i = first; i < end; i++) kahan.add(values[i]);
    return Math.abs(kahan.sum) === Infinity ? kahan.sum : kahan.sum + kahan.lost;
  })(windows, out, input);
};

export const avgOverTime: RangeKernel = (windows, out, input) => {
  const prefix = integerPrefixSums(windows);
  if (prefix)
    return perWindow(1, (_w, first, end) => (prefix[end] - prefix[first]) / (end - first))(windows, out, input);
  const kahan = new KahanSum();
  perWindow(1, ({ values }, first, end) => mean(values, first, end, kahan))(windows, out, input);
};

/** Mean from the sum; from the first overflow on, incrementally. */
function mean(values: Float64Array, first: number, end: number, kahan: KahanSum): number {
  kahan.reset(values[first]);
  for (let i = first + 1; i < end; i++) {
    const { sum, lost } = kahan;
    kahan.add(values[i]);
    if (Math.abs(kahan.sum) !== Infinity) continue;
    const count = i - first;
    kahan.reset(sum / count, lost / count);
    return incrementalMean(values, i, first, end, kahan);
  }
  const count = end - first;
  return kahan.sum / count + kahan.lost / count;
}

function incrementalMean(values: Float64Array, from: number, first: number, end: number, kahan: KahanSum): number {
  for (let i = from; i < end; i++) {
    const count = i - first + 1;
    const share = (count - 1) / count;
    kahan.reset(share * kahan.sum, share * kahan.lost);
    kahan.add(values[i] / count);
  }
  return kahan.sum + kahan.lost;
}

/**
 * Sums of the first n samples for every n, when all samples are integers and no sum exceeds what a float64 holds exactly.
 * Not worth it, and undefined, when windows hardly overlap.
 */
function integerPrefixSums({ values, length, work }: Windows): Float64Array | undefined {
  if (work < 2 * length) return undefined;
  const sums = new Float64Array(length + 1);
  let sum = 0;
  let magnitude = 0;
  for (let i = 0; i < length; i++) {
    const value = values[i];
    if (value !== Math.trunc(value)) return undefined;
    magnitude += Math.abs(value);
    sum += value;
    sums[i + 1] = sum;
  }
  return magnitude < MAX_EXACT ? sums : undefined;
}
