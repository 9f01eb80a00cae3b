import type { Windows } from '../engine/windows.ts';
import { PrefixSums } from './double-double.ts';
import { KahanSum } from './kahan.ts';
import { perWindow, type RangeKernel } from './kernel.ts';

const MAX_EXACT = 2 ** 53;
/** From here on, prefix sums are cheaper than visiting every window. */
const MANY_VISITS = 32;
/** Beyond, squares and error terms could overflow. */
const MAX_MAGNITUDE = 1e150;

/** Sum of a window, in constant time. */
type WindowSum = (first: number, end: number) => number;

/**
 * `sum_over_time`. Sums of integers are exact, so they are differences of prefix sums. Others are summed per window in
 * Prometheus' order, for the same last digit, unless windows are so long that prefix sums of higher precision pay.
 */
export const sumOverTime: RangeKernel = (windows, out, input) => {
  const sum = prefixSums(windows);
  if (sum) return perWindow(1, (_w, first, end) => sum(first, end))(windows, out, input);
  const kahan = new KahanSum();
  perWindow(1, ({ values }, first, end) => {
    kahan.reset();
    for (let i = first; i < end; i++) kahan.add(values[i]);
    return Math.abs(kahan.sum) === Infinity ? kahan.sum : kahan.sum + kahan.lost;
  })(windows, out, input);
};

export const avgOverTime: RangeKernel = (windows, out, input) => {
  const sum = prefixSums(windows);
  if (sum) return perWindow(1, (_w, first, end) => sum(first, end) / (end - first))(windows, out, input);
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

/** Sums by prefix sums where they are exact, or nearly so and much cheaper; undefined otherwise. */
function prefixSums(windows: Windows): WindowSum | undefined {
  // Windows that hardly overlap are as cheap to visit.
  if (windows.work < 2 * windows.length) return undefined;
  return integerSums(windows) ?? preciseSums(windows);
}

function integerSums({ values, length }: Windows): WindowSum | undefined {
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
  return magnitude < MAX_EXACT ? (first, end) => sums[end] - sums[first] : undefined;
}

function preciseSums(windows: Windows): WindowSum | undefined {
  if (!arePrefixSumsWorthIt(windows)) return undefined;
  const sums = new PrefixSums(windows.length);
  for (let i = 0; i < windows.length; i++) sums.append(i, windows.values[i], 0);
  return (first, end) => sums.between(first, end);
}

/** Windows overlap so much that each sample would be visited many times, and all samples are of ordinary size. */
export function arePrefixSumsWorthIt({ values, length, work }: Windows): boolean {
  if (work < MANY_VISITS * length) return false;
  for (let i = 0; i < length; i++) if (!(Math.abs(values[i]) < MAX_MAGNITUDE)) return false;
  return true;
}
