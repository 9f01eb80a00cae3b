import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { ExemplarRing } from '../database/exemplar-ring.ts';
import type { MetadataStore } from '../database/metadata-store.ts';
import { deleteInHead } from '../head/delete-in-head.ts';
import type { Head } from '../head/head.ts';
import { truncateHead } from '../head/truncate-head.ts';
import { LATE } from '../head/verdict.ts';
import { slotOf } from '../index/series-record.ts';
import type { WalVisitor } from './segment-decoder.ts';

/** Applies a segment's records to the head as they were applied when they were written. One visitor a segment. */
export class ReplayVisitor implements WalVisitor {
  samples = 0;
  /** Series that a ceiling kept out: the configuration may have become smaller. */
  skippedSeries = 0;
  private readonly head: Head;
  private readonly metadataStore: MetadataStore;
  private readonly exemplars: ExemplarRing;
  /** Refs of this process by the slot of the writing one's. */
  private refs = new Uint32Array(1024);
  private mapped = new Uint32Array(1024);

  constructor(head: Head, metadata: MetadataStore, exemplars: ExemplarRing) {
    this.head = head;
    this.metadataStore = metadata;
    this.exemplars = exemplars;
  }

  series(ref: number, labels: Labels): void {
    const slot = slotOf(ref);
    if (slot >= this.refs.length) {
      const grown = new Uint32Array(Math.max(slot + 1, this.refs.length * 2));
      grown.set(this.refs);
      this.refs = grown;
    }
    try {
      this.refs[slot] = this.head.seriesRef(labels);
    } catch (error) {
      if (!(error instanceof ObservatoryError)) throw error;
      this.refs[slot] = 0;
      this.skippedSeries++;
    }
  }

  batch(refs: Uint32Array, values: Float64Array, length: number, timestampMs: number): void {
    if (this.mapped.length < length) this.mapped = new Uint32Array(refs.length);
    for (let i = 0; i < length; i++) this.mapped[i] = this.refOf(refs[i]);
    const outcome = this.head.appendBatch(this.mapped, values, length, timestampMs, false);
    this.samples += outcome.appended;
  }

  sample(ref: number, timestampMs: number, low: number, high: number): void {
    this.head.appendBits(this.refOf(ref), timestampMs, low, high, false);
    this.samples++;
  }

  lateSample(ref: number, timestampMs: number, low: number, high: number): void {
    if (this.head.appendLate(this.refOf(ref), timestampMs, low, high) !== LATE) this.samples++;
  }

  metadata(metricName: string, metadata: MetricMetadata): void {
    this.metadataStore.set(metricName, metadata);
  }

  exemplar(ref: number, exemplar: Exemplar): void {
    const own = this.refOf(ref);
    if (own !== 0) this.exemplars.add(own, exemplar);
  }

  deletion(refs: Uint32Array, minTimeMs: number, maxTimeMs: number): void {
    for (const ref of refs) {
      const own = this.refOf(ref);
      if (own !== 0 && this.head.isLive(own)) deleteInHead(this.head, slotOf(own), minTimeMs, maxTimeMs);
    }
  }

  cutBegins(timeMs: number): void {
    for (const slot of this.head.late.slots()) this.head.late.take(slot, -Infinity, timeMs - 1);
  }

  cutDone(timeMs: number): void {
    truncateHead(this.head, timeMs);
  }

  private refOf(ref: number): number {
    return this.refs[slotOf(ref)] ?? 0;
  }
}
