import type { Windows } from '../engine/windows.ts';
import { KahanSum } from './kahan.ts';
import { perWindow, type RangeKernel } from './kernel.ts';

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

/** Population variance by Welford's method with compensated sums, as Prometheus computes it. */
export function variance(root: boolean): RangeKernel {
  const mean = new KahanSum();
  const squares = new KahanSum();
  return perWindow(1, ({ values }: Windows, first, end) => {
    mean.reset();
    squares.reset();
    for (let i = first; i < end; i++) {
      const delta = values[i] - (mean.sum + mean.lost);
      mean.add(delta / (i - first + 1));
      squares.add(delta * (values[i] - (mean.sum + mean.lost)));
    }
    const result = (squares.sum + squares.lost) / (end - first);
    return root ? Math.sqrt(result) : result;
  });
}
