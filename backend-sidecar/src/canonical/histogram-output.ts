import type { Labels } from '../model/labels.ts';
import { leValues, type HistogramFamily } from './histogram-families.ts';

/**
 * One canonical histogram: cumulative over its buckets and over time. Its numbers in the order of `labelSets`: the buckets
 * up to +Inf, the count, and the sum where the source has one.
 */
export class HistogramOutput {
  readonly family: HistogramFamily;
  readonly labels: Labels;
  readonly numbers: Float64Array;
  /** Native histograms that add to it. */
  members = 0;
  /** Nothing of it was stored yet. */
  isNew = true;

  constructor(family: HistogramFamily, labels: Labels) {
    this.family = family;
    this.labels = labels;
    this.numbers = new Float64Array(family.buckets.length + 1 + (family.sum ? 1 : 0));
  }

  /** Adds one period, or one per disjoint bucket and the sum, given from `offset` on in the source's units. */
  add(period: Float64Array, offset: number, periodMs: number): void {
    const { numbers, family } = this;
    const { length } = family.buckets;
    const isRate = family.values === 'per_second';
    let running = 0;
    for (let i = 0; i < length; i++) {
      const value = period[offset + i];
      // Rates of whole entries over a known time: rounding gives the entries back.
      if (value > 0) running += isRate ? Math.round((value * periodMs) / 1000) : value;
      numbers[i] += running;
    }
    numbers[length] += running;
    if (family.sum && period[offset + length] > 0) numbers[length + 1] += period[offset + length] * family.sum.scale;
  }

  labelSets(): Labels[] {
    const { canonical, sum } = this.family;
    return [
      ...leValues(this.family).map((le) => this.labels.with('__name__', `${canonical}_bucket`).with('le', le)),
      this.labels.with('__name__', `${canonical}_count`),
      ...(sum ? [this.labels.with('__name__', `${canonical}_sum`)] : []),
    ];
  }
}
