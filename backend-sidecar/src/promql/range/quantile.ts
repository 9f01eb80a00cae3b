import type { RangeKernel } from './kernel.ts';

/** The q-quantile of sorted values, NaN first, interpolated between neighbours. Source: prometheus promql/quantile.go. */
export function quantileOfSorted(q: number, sorted: Float64Array, length: number): number {
  if (length === 0 || q !== q) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const rank = q * (length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return sorted[lower] * (1 - weight) + sorted[upper] * weight;
}

/** Sorts in place; NaN comes first. */
export function sortNaNFirst(values: Float64Array): Float64Array {
  values.sort();
  // Typed arrays sort NaN to the end.
  let numbers = values.length;
  while (numbers > 0 && values[numbers - 1] !== values[numbers - 1]) numbers--;
  if (numbers < values.length) {
    values.copyWithin(values.length - numbers, 0, numbers);
    values.fill(NaN, 0, values.length - numbers);
  }
  return values;
}

/** A window's values in order, kept sorted while the window slides: a sample enters and leaves by binary search. */
class SortedWindow {
  readonly sorted: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.sorted = new Float64Array(capacity);
  }

  replace(values: Float64Array): void {
    this.sorted.set(values);
    this.length = values.length;
    sortNaNFirst(this.sorted.subarray(0, this.length));
  }

  insert(value: number): void {
    const at = this.position(value);
    this.sorted.copyWithin(at + 1, at, this.length++);
    this.sorted[at] = value;
  }

  remove(value: number): void {
    const at = this.position(value);
    this.sorted.copyWithin(at, at + 1, this.length--);
  }

  /** Index of the first element not below the value; NaN is below all. */
  private position(value: number): number {
    if (value !== value) return 0;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle] < value || this.sorted[middle] !== this.sorted[middle]) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** More new samples than this in one step, and sorting the window anew is cheaper than finding each its place. */
const MANY_NEW = 200;

/** Calls `compute` for each window with its values in order. */
function overSorted(
  compute: (sorted: Float64Array, length: number, step: number, args: readonly Float64Array[]) => number,
): RangeKernel {
  return ({ values, first, end, length }, out, input) => {
    const window = new SortedWindow(length);
    let from = 0;
    let to = 0;
    for (let step = input.from; step < input.to; step++) {
      if (end[step] === first[step]) continue;
      if (first[step] >= to || end[step] - to > MANY_NEW) {
        window.replace(values.subarray(first[step], end[step]));
      } else {
        for (let i = to; i < end[step]; i++) window.insert(values[i]);
        for (let i = from; i < first[step]; i++) window.remove(values[i]);
      }
      from = first[step];
      to = end[step];
      out.set(step, compute(window.sorted, window.length, step, input.args));
    }
  };
}

/** `quantile_over_time`; its argument is the quantile. */
export const quantileOverTime: RangeKernel = overSorted((sorted, length, step, args) =>
  quantileOfSorted(args[0][step], sorted, length),
);

/** `mad_over_time`: the median distance from the median. */
export const madOverTime: RangeKernel = overSorted((sorted, length) => {
  if (sorted[0] !== sorted[0]) return NaN;
  const median = quantileOfSorted(0.5, sorted, length);
  const distances = sorted.slice(0, length).map((value) => Math.abs(value - median));
  return quantileOfSorted(0.5, distances.sort(), length);
});
