import type { Row } from '../engine/row.ts';

/** Collects rows into groups: column arrays with one cell per group and step. */
export interface Accumulator {
  /** Cells of 8 bytes per group and step, for the memory budget. */
  readonly cells: number;
  add(group: number, row: Row): void;
  /** The group's result; `arg` is the aggregation's parameter per step. */
  result(group: number, out: Row, arg: Float64Array | undefined): void;
}

/** Shared by accumulators: how many values each cell has seen. */
export class Counts {
  readonly counts: Uint32Array;
  readonly steps: number;

  constructor(groups: number, steps: number) {
    this.counts = new Uint32Array(groups * steps);
    this.steps = steps;
  }

  /** Marks the steps that any value was seen at. */
  markPresent(group: number, out: Row): void {
    const base = group * this.steps;
    let count = 0;
    for (let step = 0; step < this.steps; step++) {
      const seen = this.counts[base + step] > 0 ? 1 : 0;
      out.present[step] = seen;
      count += seen;
    }
    out.count = count;
  }
}
