import type { Row } from '../engine/row.ts';
import type { Windows } from '../engine/windows.ts';

/** What a kernel may need beside the windows. */
export interface KernelInput {
  /** The function's scalar arguments, one value a step each. */
  readonly args: readonly Float64Array[];
  /** Times of the steps in ms. */
  readonly times: Float64Array;
  /** Steps to compute: from `from` up to but excluding `to`. Costly rows are computed in parts. */
  from: number;
  to: number;
}

/** Computes a range function over the windows of one series, adding to `out` the steps that have a result. */
export type RangeKernel = (windows: Windows, out: Row, input: KernelInput) => void;

/** A kernel that looks at each window of at least `least` samples by itself. */
export function perWindow(
  least: number,
  compute: (windows: Windows, first: number, end: number, step: number, input: KernelInput) => number,
): RangeKernel {
  return (windows, out, input) => {
    const { first, end } = windows;
    const { values, present } = out;
    let count = 0;
    for (let step = input.from; step < input.to; step++) {
      if (end[step] - first[step] < least) continue;
      values[step] = compute(windows, first[step], end[step], step, input);
      present[step] = 1;
      count++;
    }
    out.count += count;
  };
}
