import type { Windows } from '../engine/windows.ts';
import type { RangeKernel } from './kernel.ts';

/**
 * `min_over_time`, `max_over_time` and the `ts_of_` variants, in one pass: a queue holds the indices that may still
 * become the extreme of a later window, best first. NaN loses against every number.
 */
export function extreme(better: 'min' | 'max', yields: 'value' | 'timestamp'): RangeKernel {
  const sign = better === 'max' ? 1 : -1;
  // Of equal extremes the first one's value counts, but the last one's timestamp.
  const replacesEqual = yields === 'timestamp';
  let queue = new Int32Array(256);
  return (windows, out, input) => {
    const { timestamps, values, first, end } = windows;
    if (queue.length < windows.length) queue = new Int32Array(2 * windows.length);
    let head = 0;
    let tail = 0;
    let next = 0;
    for (let step = input.from; step < input.to; step++) {
      if (end[step] === first[step]) continue;
      if (next < first[step]) next = first[step];
      for (; next < end[step]; next++) {
        const value = values[next];
        if (value !== value) continue;
        while (
          tail > head &&
          (sign * values[queue[tail - 1]] < sign * value || (replacesEqual && values[queue[tail - 1]] === value))
        )
          tail--;
        queue[tail++] = next;
      }
      while (head < tail && queue[head] < first[step]) head++;
      const best = head < tail ? queue[head] : onlyNaN(windows, step, replacesEqual);
      out.set(step, yields === 'value' ? values[best] : timestamps[best] / 1000);
    }
  };
}

/** Which sample stands for a window without numbers: each NaN gives way to the next, for timestamps. */
function onlyNaN({ first, end }: Windows, step: number, last: boolean): number {
  return last ? end[step] - 1 : first[step];
}
