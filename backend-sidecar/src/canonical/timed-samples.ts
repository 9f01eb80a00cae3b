import type { SampleBatch, SeriesRef } from '../storage.ts';

/**
 * Samples that carry a time of their own: Pulsar before 2.11 writes one on each line of its topics (reference/pulsar.md §6,
 * its TransactionAggregator). They reach the store after the scrape's batch, so that they join the batch of the next scrape;
 * what is derived from them is one scrape late.
 */
export class TimedSamples {
  private refs: number[] = [];
  private values: number[] = [];
  /** The series of the last scrape, to tell when the list differs. */
  private last: readonly number[] = [];
  private version = 0;

  /** Samples that wait for the next batch: never more than one scrape's. */
  get pending(): number {
    return this.refs.length;
  }

  push(ref: SeriesRef, value: number): void {
    // The first series again, and nothing was joined meanwhile: a target all of whose samples have times of their own.
    if (this.refs[0] === ref) {
      this.refs = [];
      this.values = [];
    }
    this.refs.push(ref);
    this.values.push(value);
  }

  /** The batch with what was pushed since the last call behind it; the batch itself where there is nothing. */
  join(batch: SampleBatch): SampleBatch {
    const { refs, values, last } = this;
    if (refs.length === 0 && last.length === 0) return batch;
    if (refs.length !== last.length || refs.some((ref, i) => ref !== last[i])) this.version++;
    this.last = refs;
    this.refs = [];
    this.values = [];
    const length = batch.length + refs.length;
    const joined = {
      ...batch,
      length,
      refs: new Uint32Array(length),
      values: new Float64Array(length),
      // Both only grow: their sum moves when either does.
      layoutVersion: batch.layoutVersion + this.version,
    };
    joined.refs.set(batch.refs.subarray(0, batch.length));
    joined.refs.set(refs, batch.length);
    joined.values.set(batch.values.subarray(0, batch.length));
    joined.values.set(values, batch.length);
    return joined;
  }
}
