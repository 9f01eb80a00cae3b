import type { Appender, SampleBatch, SeriesRef } from '../storage.ts';
import { RefSet } from './ingest-ref-set.ts';

const seen = new RefSet();

/** The list of series that a target's batches hold, with the version that tells the store when it differs. */
export class BatchLayout {
  private readonly id: number;
  private version = 0;
  /** Series in the order of exposition. */
  refs = new Uint32Array(0);
  /** Each series once: then they can be one batch. */
  isUnique = true;

  constructor(appender: Appender) {
    this.id = appender.newLayoutId();
  }

  equals(refs: Uint32Array): boolean {
    if (this.refs.length !== refs.length) return false;
    for (let i = 0; i < refs.length; i++) if (this.refs[i] !== refs[i]) return false;
    return true;
  }

  replace(refs: Uint32Array): void {
    this.refs = refs.slice();
    this.version++;
    seen.clear(refs.length);
    this.isUnique = this.refs.every((ref) => seen.add(ref));
  }

  batch(timestampMs: number, values: Float64Array): SampleBatch {
    return {
      timestampMs,
      length: this.refs.length,
      refs: this.refs,
      values,
      layoutId: this.id,
      layoutVersion: this.version,
    };
  }

  /** How many of `refs` are not in it. */
  countNew(refs: Uint32Array): number {
    seen.clear(this.refs.length);
    for (const ref of this.refs) seen.add(ref);
    let added = 0;
    for (const ref of refs) if (!seen.has(ref)) added++;
    return added;
  }

  /** Calls back for each series that is neither in `refs` nor in `others`, once. */
  forEachMissing(refs: Uint32Array, others: Uint32Array, callback: (ref: SeriesRef) => void): void {
    seen.clear(refs.length + others.length);
    for (const ref of refs) seen.add(ref);
    for (const ref of others) seen.add(ref);
    for (const ref of this.refs) if (seen.add(ref)) callback(ref);
  }
}
