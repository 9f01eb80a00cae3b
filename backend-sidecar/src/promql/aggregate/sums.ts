import type { Row } from '../engine/row.ts';
import { KahanSum } from '../range/kahan.ts';
import type { Accumulator } from './accumulator.ts';

/** `sum` and `avg`, compensated (see range/kahan.ts). */
export class SumAccumulator implements Accumulator {
  readonly cells = 3;
  private readonly steps: number;
  /** Values that each cell has seen from rows with gaps; `fullRows` counts those of rows without, a number a group. */
  private readonly counts: Uint32Array;
  private readonly fullRows: Uint32Array;
  private readonly sums: Float64Array;
  private readonly lost: Float64Array;
  private readonly isMean: boolean;
  /** Cells whose sum overflowed: they hold an incremental mean instead. */
  private overflowed: Uint8Array | undefined;
  private readonly kahan = new KahanSum();

  constructor(groups: number, steps: number, isMean: boolean) {
    this.steps = steps;
    this.counts = new Uint32Array(groups * steps);
    this.fullRows = new Uint32Array(groups);
    this.sums = new Float64Array(groups * steps);
    this.lost = new Float64Array(groups * steps);
    this.isMean = isMean;
  }

  add(group: number, row: Row): void {
    if (row.count === 0) return;
    const base = group * this.steps;
    // Once a group has had a row without gaps, all of its cells hold a sum that another such row is added to.
    if (row.isFull && this.fullRows[group] > 0) this.addFull(base, row.values, this.fullRows[group]);
    else this.addSparse(base, row, this.fullRows[group]);
    if (row.isFull) this.fullRows[group]++;
  }

  private addFull(base: number, values: Float64Array, rowsBefore: number): void {
    const { sums, lost, counts } = this;
    for (let step = 0; step < values.length; step++) {
      const cell = base + step;
      const value = values[step];
      const sum = sums[cell];
      const total = sum + value;
      // The rare cases apart: the difference is NaN when the total is no finite number.
      if (total - total !== 0 || this.overflowed !== undefined) {
        this.addRare(cell, value, counts[cell] + rowsBefore);
        continue;
      }
      // What rounding lost, whichever is larger (Knuth's TwoSum).
      const added = total - sum;
      lost[cell] += sum - (total - added) + (value - added);
      sums[cell] = total;
    }
  }

  private addSparse(base: number, { values, present, isFull }: Row, rowsBefore: number): void {
    const { counts } = this;
    for (let step = 0; step < this.steps; step++) {
      if (present[step] === 0) continue;
      this.addRare(base + step, values[step], counts[base + step] + rowsBefore);
      if (!isFull) counts[base + step]++;
    }
  }

  /** Adds to a cell that has seen so many values. */
  private addRare(cell: number, value: number, seen: number): void {
    const { sums, lost } = this;
    if (seen === 0) {
      // Not added to 0: a sum of -0 has to stay one.
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
    const { counts, steps } = this;
    const base = group * steps;
    const rows = this.fullRows[group];
    out.clear();
    for (let step = 0; step < steps; step++) {
      const cell = base + step;
      const seen = counts[cell] + rows;
      if (seen === 0) continue;
      if (!this.isMean || this.overflowed?.[cell] === 1) out.set(step, this.sums[cell] + this.lost[cell]);
      else out.set(step, this.sums[cell] / seen + this.lost[cell] / seen);
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
