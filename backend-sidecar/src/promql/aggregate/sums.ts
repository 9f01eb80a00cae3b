import type { Row } from '../engine/row.ts';
import { KahanSum } from '../range/kahan.ts';
import { type Accumulator, Counts } from './accumulator.ts';

/** `sum` and `avg`, compensated (see range/kahan.ts). */
export class SumAccumulator implements Accumulator {
  readonly cells = 3;
  private readonly seen: Counts;
  private readonly sums: Float64Array;
  private readonly lost: Float64Array;
  private readonly isMean: boolean;
  /** Cells whose sum overflowed: they hold an incremental mean instead. */
  private overflowed: Uint8Array | undefined;
  private readonly kahan = new KahanSum();

  constructor(groups: number, steps: number, isMean: boolean) {
    this.seen = new Counts(groups, steps);
    this.sums = new Float64Array(groups * steps);
    this.lost = new Float64Array(groups * steps);
    this.isMean = isMean;
  }

  add(group: number, { values, present, count, isFull }: Row): void {
    if (count === 0) return;
    const { sums, lost } = this;
    const { counts, steps } = this.seen;
    const base = group * steps;
    for (let step = 0; step < steps; step++) {
      if (!isFull && present[step] === 0) continue;
      const cell = base + step;
      const value = values[step];
      const sum = sums[cell];
      const total = sum + value;
      // The rare cases apart: the difference is NaN when the total is no finite number.
      if (total - total !== 0 || this.overflowed !== undefined) {
        this.addRare(cell, value);
        continue;
      }
      // The first value finds a sum of 0 and leaves nothing lost; a sum of -0 has to stay one.
      if (counts[cell]++ === 0) sums[cell] = value;
      else {
        lost[cell] += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
        sums[cell] = total;
      }
    }
  }

  private addRare(cell: number, value: number): void {
    const { sums, lost } = this;
    const seen = this.seen.counts[cell]++;
    if (seen === 0) {
      sums[cell] = value;
      return;
    }
    if (this.overflowed?.[cell] === 1) return this.addToMean(cell, value, seen + 1);
    const sum = sums[cell];
    const total = sum + value;
    if (total === Infinity || total === -Infinity) {
      if (this.isMean) return this.startMean(cell, value, seen);
      lost[cell] = 0;
    } else {
      lost[cell] += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
    }
    sums[cell] = total;
  }

  result(group: number, out: Row): void {
    this.seen.markPresent(group, out);
    const { counts, steps } = this.seen;
    const base = group * steps;
    for (let step = 0; step < steps; step++) {
      const cell = base + step;
      if (!this.isMean || this.overflowed?.[cell] === 1) out.values[step] = this.sums[cell] + this.lost[cell];
      else out.values[step] = this.sums[cell] / counts[cell] + this.lost[cell] / counts[cell];
    }
  }

  private startMean(cell: number, value: number, seen: number): void {
    this.overflowed ??= new Uint8Array(this.sums.length);
    this.overflowed[cell] = 1;
    this.sums[cell] /= seen;
    this.lost[cell] /= seen;
    this.addToMean(cell, value, seen + 1);
  }

  private addToMean(cell: number, value: number, count: number): void {
    const share = (count - 1) / count;
    this.kahan.reset(share * this.sums[cell], share * this.lost[cell]);
    this.kahan.add(value / count);
    this.sums[cell] = this.kahan.sum;
    this.lost[cell] = this.kahan.lost;
  }
}
