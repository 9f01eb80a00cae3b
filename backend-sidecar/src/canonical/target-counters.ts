import type { CounterRegistry } from './counter-registry.ts';
import type { CounterTotal } from './counter-total.ts';
import type { DerivedBatch } from './derived-batch.ts';

/** A native counter of the batch and the total it adds to. */
export interface CounterColumn {
  total: CounterTotal;
  /** The names of its labels: by topic, by topic and partition, by namespace. */
  shape: string;
  batchIndex: number;
}

/**
 * One target's part in the totals. A counter that first appears on a target that was watched before began at nought there;
 * one that appears on the first scrape, or because the target now exposes the same in another shape, is only taken as a
 * start to count from.
 */
export class TargetCounters {
  private readonly batch: DerivedBatch;
  private readonly registry: CounterRegistry;
  private totals: CounterTotal[] = [];
  private sources = new Int32Array(0);
  /** NaN before the first. */
  private previous = new Float64Array(0);
  /** Whether a counter that is new counts from nought. */
  private isFresh: boolean[] = [];
  private shapes = new Set<string>();
  private isFirst = true;

  constructor(batch: DerivedBatch, registry: CounterRegistry) {
    this.batch = batch;
    this.registry = registry;
  }

  setLayout(columns: readonly CounterColumn[], timestampMs: number): void {
    const before = new Map<CounterTotal, number>();
    this.totals.forEach((total, i) => before.set(total, this.previous[i]));
    const now = new Set(columns.map(({ total }) => total));
    for (const total of before.keys()) if (!now.has(total)) this.release(total, timestampMs);
    const hadNone = this.totals.length === 0;
    this.totals = columns.map(({ total }) => total);
    this.sources = Int32Array.from(columns, ({ batchIndex }) => batchIndex);
    this.previous = Float64Array.from(columns, ({ total }) => before.get(total) ?? NaN);
    this.isFresh = columns.map(({ shape }) => hadNone || this.shapes.has(shape));
    this.shapes = new Set(columns.map(({ shape }) => shape));
  }

  /** @param hasRestarted the process began anew since the last scrape, or after we began to watch. */
  step(timestampMs: number, values: Float64Array, hasRestarted: boolean): void {
    const { totals, sources, previous, isFresh } = this;
    for (let i = 0; i < totals.length; i++) {
      const total = totals[i];
      const value = values[sources[i]];
      if (!(value >= 0)) continue;
      const last = previous[i];
      previous[i] = value;
      let added = value;
      if (last === last) {
        if (value >= last && !hasRestarted) added = value - last;
      } else if (!hasRestarted && (this.isFirst || !isFresh[i])) added = 0;
      if (total.emitter === undefined) this.claim(total, added, timestampMs);
      total.numbers[0] += added;
    }
    this.isFirst = false;
    // Other targets add to these totals as well.
    this.batch.touch();
  }

  /** The target cannot be scraped: its topics may soon be elsewhere. */
  releaseAll(timestampMs: number): void {
    for (const total of this.totals) this.release(total, timestampMs);
  }

  private claim(total: CounterTotal, added: number, timestampMs: number): void {
    this.registry.adopt(total, this);
    this.batch.add(total);
    if (total.isNew && added > 0) this.batch.appendZeros(total, timestampMs);
    total.isNew = false;
  }

  private release(total: CounterTotal, timestampMs: number): void {
    if (total.emitter !== this) return;
    this.batch.remove(total);
    this.registry.orphan(total, timestampMs);
  }
}
