import type { Windows } from '../engine/windows.ts';
import { PrefixSums, productError } from './double-double.ts';
import { KahanSum } from './kahan.ts';
import { perWindow, type RangeKernel } from './kernel.ts';
import { arePrefixSumsWorthIt } from './sums.ts';

export const changed = (value: number, previous: number): boolean =>
  value !== previous && !(value !== value && previous !== previous);
export const fell = (value: number, previous: number): boolean => value < previous;

/** `changes` and `resets`: samples that count after the one before, from prefix counts. */
export function countPairs(counts: (value: number, previous: number) => boolean): RangeKernel {
  return (windows, out, input) => {
    const { values, length } = windows;
    const prefix = new Int32Array(length);
    for (let i = 1; i < length; i++) prefix[i] = prefix[i - 1] + (counts(values[i], values[i - 1]) ? 1 : 0);
    perWindow(1, (_w, first, end) => prefix[end - 1] - prefix[first])(windows, out, input);
  };
}

export const countOverTime: RangeKernel = perWindow(1, (_w, first, end) => end - first);
export const presentOverTime: RangeKernel = perWindow(1, () => 1);
export const firstOverTime: RangeKernel = perWindow(1, ({ values }, first) => values[first]);
export const lastOverTime: RangeKernel = perWindow(1, ({ values }, _first, end) => values[end - 1]);
export const tsOfFirst: RangeKernel = perWindow(1, ({ timestamps }, first) => timestamps[first] / 1000);
export const tsOfLast: RangeKernel = perWindow(1, ({ timestamps }, _first, end) => timestamps[end - 1] / 1000);

/** Population variance by Welford's method with compensated sums, as Prometheus computes it; over long windows by sums. */
export function variance(root: boolean): RangeKernel {
  const finish = root ? Math.sqrt : (value: number) => value;
  const mean = new KahanSum();
  const squares = new KahanSum();
  const byVisits = perWindow(1, ({ values }: Windows, first, end) => {
    mean.reset();
    squares.reset();
    for (let i = first; i < end; i++) {
      const delta = values[i] - (mean.sum + mean.lost);
      mean.add(delta / (i - first + 1));
      squares.add(delta * (values[i] - (mean.sum + mean.lost)));
    }
    return finish((squares.sum + squares.lost) / (end - first));
  });
  return (windows, out, input) => {
    if (!arePrefixSumsWorthIt(windows)) return byVisits(windows, out, input);
    const moments = new Moments(windows);
    perWindow(1, (_w, first, end) => finish(moments.variance(first, end)))(windows, out, input);
  };
}

/** Prefix sums of samples and of their squares, relative to the first sample so that little cancels. */
class Moments {
  private readonly sums: PrefixSums;
  private readonly squares: PrefixSums;

  constructor({ values, length }: Windows) {
    this.sums = new PrefixSums(length);
    this.squares = new PrefixSums(length);
    for (let i = 0; i < length; i++) {
      const value = values[i] - values[0];
      const square = value * value;
      this.sums.append(i, value, 0);
      this.squares.append(i, square, productError(value, value, square));
    }
  }

  variance(first: number, end: number): number {
    const count = end - first;
    const sum = this.sums.between(first, end);
    return Math.max(0, (this.squares.between(first, end) - (sum * sum) / count) / count);
  }
}
