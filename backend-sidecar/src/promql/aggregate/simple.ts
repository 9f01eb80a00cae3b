import type { Row } from '../engine/row.ts';
import { type Accumulator, Counts } from './accumulator.ts';

/** `count` and `group`. */
export class CountAccumulator implements Accumulator {
  readonly cells = 1;
  private readonly seen: Counts;
  private readonly isGroup: boolean;

  constructor(groups: number, steps: number, isGroup: boolean) {
    this.seen = new Counts(groups, steps);
    this.isGroup = isGroup;
  }

  add(group: number, row: Row): void {
    const { counts, steps } = this.seen;
    const base = group * steps;
    for (let step = 0; step < steps; step++) counts[base + step] += row.present[step];
  }

  result(group: number, out: Row): void {
    this.seen.markPresent(group, out);
    const base = group * this.seen.steps;
    for (let step = 0; step < this.seen.steps; step++)
      out.values[step] = this.isGroup ? 1 : this.seen.counts[base + step];
  }
}

/** `min` and `max`; NaN gives way to any number. */
export class ExtremeAccumulator implements Accumulator {
  readonly cells = 2;
  private readonly seen: Counts;
  private readonly best: Float64Array;
  private readonly isMax: boolean;

  constructor(groups: number, steps: number, isMax: boolean) {
    this.seen = new Counts(groups, steps);
    this.best = new Float64Array(groups * steps);
    this.isMax = isMax;
  }

  add(group: number, { values, present }: Row): void {
    const { best, isMax } = this;
    const { counts, steps } = this.seen;
    const base = group * steps;
    for (let step = 0; step < steps; step++) {
      if (present[step] === 0) continue;
      const cell = base + step;
      const value = values[step];
      const current = best[cell];
      if (counts[cell] === 0 || (isMax ? current < value : current > value) || current !== current) best[cell] = value;
      counts[cell] = 1;
    }
  }

  result(group: number, out: Row): void {
    this.seen.markPresent(group, out);
    const base = group * this.seen.steps;
    out.values.set(this.best.subarray(base, base + this.seen.steps));
  }
}

/** `stddev` and `stdvar` of the population, by Welford's method. */
export class VarianceAccumulator implements Accumulator {
  readonly cells = 3;
  private readonly seen: Counts;
  private readonly means: Float64Array;
  private readonly squares: Float64Array;
  private readonly isRoot: boolean;

  constructor(groups: number, steps: number, isRoot: boolean) {
    this.seen = new Counts(groups, steps);
    this.means = new Float64Array(groups * steps);
    this.squares = new Float64Array(groups * steps);
    this.isRoot = isRoot;
  }

  add(group: number, { values, present }: Row): void {
    const { means, squares } = this;
    const { counts, steps } = this.seen;
    const base = group * steps;
    for (let step = 0; step < steps; step++) {
      if (present[step] === 0) continue;
      const cell = base + step;
      const value = values[step];
      if (counts[cell]++ === 0) {
        means[cell] = value;
        squares[cell] = Number.isFinite(value) ? 0 : NaN;
        continue;
      }
      const delta = value - means[cell];
      means[cell] += delta / counts[cell];
      squares[cell] += delta * (value - means[cell]);
    }
  }

  result(group: number, out: Row): void {
    this.seen.markPresent(group, out);
    const { counts, steps } = this.seen;
    const base = group * steps;
    for (let step = 0; step < steps; step++) {
      const variance = this.squares[base + step] / counts[base + step];
      out.values[step] = this.isRoot ? Math.sqrt(variance) : variance;
    }
  }
}
