import type { Labels } from '../model/labels.ts';
import type { CounterFamily } from './counter-families.ts';
import type { DerivedSeries } from './derived-batch.ts';

/** A topic's counter over all its owners. */
export class CounterTotal implements DerivedSeries {
  readonly family: CounterFamily;
  /** Without the name. */
  readonly labels: Labels;
  readonly numbers = new Float64Array(1);
  /** The target with whose scrapes it is stored; the others only add to it. */
  emitter: object | undefined;
  /** Since when no target stores it; ms. */
  orphanedMs = NaN;
  isNew = true;

  constructor(family: CounterFamily, labels: Labels) {
    this.family = family;
    this.labels = labels;
  }

  labelSets(): Labels[] {
    return [this.labels.with('__name__', this.family.canonical)];
  }
}
