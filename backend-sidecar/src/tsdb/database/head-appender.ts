import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import { NORMAL_NAN_HIGH, NORMAL_NAN_LOW, STALE_NAN_HIGH, STALE_NAN_LOW } from '../../model/stale.ts';
import type {
  AppendCounts,
  AppendListener,
  Appender,
  AppendRefusal,
  Exemplar,
  SampleBatch,
  SeriesRef,
} from '../../storage.ts';
import type { Clock } from '../../util/clock.ts';
import type { Head } from '../head/head.ts';
import { LATE, OK, OUT_OF_BOUNDS, refusalOf } from '../head/verdict.ts';
import type { AppendJournal } from './append-journal.ts';
import type { ExemplarRing } from './exemplar-ring.ts';
import type { MetadataStore } from './metadata-store.ts';

/** Some 9,000 years before the epoch: what the log's integers hold with room to spare. */
const EARLIEST_MS = -(2 ** 48);

let nextLayoutId = 1;

/** Totals since the store was opened. */
export interface AppendTotals {
  appended: number;
  refused: Record<AppendRefusal, number>;
}

/** Appends to the head and, record by record, to the WAL; the only writer of both. */
export class HeadAppender implements Appender {
  readonly totals: AppendTotals = { appended: 0, refused: noRefusals() };
  private readonly head: Head;
  private readonly journal: AppendJournal;
  private readonly metadataStore: MetadataStore;
  private readonly exemplars: ExemplarRing;
  private readonly clock: Clock;
  private readonly maxFutureMs: number;
  private readonly listeners = new Set<AppendListener>();
  private oldestAppendedMs = Infinity;
  private readonly float = new Float64Array(1);
  private readonly words = new Uint32Array(this.float.buffer);
  private readonly oneRef = new Uint32Array(1);

  constructor(
    head: Head,
    journal: AppendJournal,
    metadata: MetadataStore,
    exemplars: ExemplarRing,
    clock: Clock,
    maxFutureMs: number,
  ) {
    this.head = head;
    this.journal = journal;
    this.metadataStore = metadata;
    this.exemplars = exemplars;
    this.clock = clock;
    this.maxFutureMs = maxFutureMs;
  }

  seriesRef(labels: Labels): SeriesRef {
    try {
      return this.head.seriesRef(labels);
    } catch (error) {
      const code = (error as { code?: string }).code;
      if (code === 'OBS_STORE_SERIES_LIMIT') this.totals.refused.series_limit++;
      else if (code === 'OBS_STORE_MEMORY_LIMIT') this.totals.refused.memory_limit++;
      throw error;
    }
  }

  newLayoutId(): number {
    return nextLayoutId++;
  }

  isLive(ref: SeriesRef): boolean {
    return this.head.isLive(ref);
  }

  /** Time of the oldest sample appended since the call before; Infinity when there was none. */
  takeOldestAppended(): number {
    const oldest = this.oldestAppendedMs;
    this.oldestAppendedMs = Infinity;
    return oldest;
  }

  /** Returns the function that ends it. */
  onAppend(listener: AppendListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  appendBatch(batch: SampleBatch): AppendCounts {
    const counts: AppendCounts = { appended: 0, refused: noRefusals() };
    const { length, timestampMs } = batch;
    if (length === 0) return counts;
    if (!this.plausible(timestampMs)) {
      counts.refused.out_of_bounds = length;
      return this.count(counts);
    }
    const { head, journal } = this;
    const wal = journal.accepting;
    if (wal) {
      const epoch = journal.prepare();
      // The kernel codes against what this segment's reader knows, so series are declared before their first sample in it.
      if (!journal.knowsLayout(batch.layoutId, batch.layoutVersion)) {
        this.declare(batch.refs, length, epoch);
        journal.layout(batch.layoutId, batch.layoutVersion, batch.refs, length);
      }
    }
    const outcome = head.appendBatch(batch.refs, batch.values, length, timestampMs, wal);
    if (outcome.walBody && outcome.appended > 0) journal.batch(batch.layoutId, timestampMs, length, outcome.walBody);
    counts.appended = outcome.appended;
    counts.refused.duplicate = outcome.duplicate;
    counts.refused.out_of_order = outcome.outOfOrder;
    counts.refused.out_of_bounds = outcome.outOfBounds;
    counts.refused.memory_limit = outcome.memoryLimit;
    if (outcome.late) this.appendLateOf(batch, outcome.late, counts);
    if (timestampMs < this.oldestAppendedMs) this.oldestAppendedMs = timestampMs;
    this.count(counts);
    for (const listener of this.listeners) listener(batch);
    return counts;
  }

  append(ref: SeriesRef, timestampMs: number, value: number): AppendRefusal | undefined {
    if (Number.isNaN(value)) return this.appendBits(ref, timestampMs, NORMAL_NAN_LOW, NORMAL_NAN_HIGH);
    this.float[0] = value;
    return this.appendBits(ref, timestampMs, this.words[0], this.words[1]);
  }

  appendStale(ref: SeriesRef, timestampMs: number): AppendRefusal | undefined {
    return this.appendBits(ref, timestampMs, STALE_NAN_LOW, STALE_NAN_HIGH);
  }

  appendExemplar(ref: SeriesRef, exemplar: Exemplar): void {
    if (!this.head.isLive(ref) || !this.exemplars.add(ref, exemplar) || !this.journal.accepting) return;
    this.declareOne(ref);
    this.journal.exemplar(ref, exemplar);
  }

  setMetadata(metricName: string, metadata: MetricMetadata): void {
    if (this.metadataStore.set(metricName, metadata) && this.journal.accepting) {
      this.journal.prepare();
      this.journal.metadata(metricName, metadata);
    }
  }

  /** Tells the log of a deletion in the head, before it is done. */
  journalDeletion(slots: Uint32Array, minTimeMs: number, maxTimeMs: number): void {
    if (!this.journal.accepting || slots.length === 0) return;
    const epoch = this.journal.prepare();
    const refs = slots.map((slot) => this.head.index.refAt(slot));
    this.declare(refs, refs.length, epoch);
    this.journal.deletion(refs, minTimeMs, maxTimeMs);
  }

  private appendBits(ref: number, timestampMs: number, low: number, high: number): AppendRefusal | undefined {
    const verdict = this.plausible(timestampMs) ? this.appendPlausible(ref, timestampMs, low, high) : OUT_OF_BOUNDS;
    const refusal = refusalOf(verdict);
    if (refusal === undefined) {
      this.totals.appended++;
      if (timestampMs < this.oldestAppendedMs) this.oldestAppendedMs = timestampMs;
    } else this.totals.refused[refusal]++;
    return refusal;
  }

  private appendPlausible(ref: number, timestampMs: number, low: number, high: number): number {
    const { head, journal } = this;
    const wal = journal.accepting;
    if (wal) this.declareOne(ref);
    const verdict = head.appendBits(ref, timestampMs, low, high, wal);
    if (verdict === LATE) return this.appendLate(ref, timestampMs, low, high);
    if (verdict === OK && wal) journal.sample(ref, timestampMs, head.walValue());
    return verdict;
  }

  private appendLate(ref: number, timestampMs: number, low: number, high: number): number {
    const verdict = this.head.appendLate(ref, timestampMs, low, high);
    if (verdict === OK && this.journal.accepting) {
      this.declareOne(ref);
      this.journal.lateSample(ref, timestampMs, low, high);
    }
    return verdict;
  }

  private appendLateOf(batch: SampleBatch, indices: Uint32Array, counts: AppendCounts): void {
    const words = new Uint32Array(batch.values.buffer, batch.values.byteOffset, batch.length * 2);
    for (const i of indices) {
      const verdict = this.appendLate(batch.refs[i], batch.timestampMs, words[2 * i], words[2 * i + 1]);
      const refusal = verdict === LATE ? 'memory_limit' : refusalOf(verdict);
      if (refusal === undefined) counts.appended++;
      else counts.refused[refusal]++;
    }
  }

  private declare(refs: Uint32Array, length: number, epoch: number): void {
    const { kernel } = this.head;
    const base = kernel.scratch(length * 8);
    kernel.u32.set(refs.subarray(0, length), base >>> 2);
    const found = kernel.call.collectUndeclared(base, length, epoch, base + length * 4);
    if (found > 0) this.journal.declareSeries(kernel.u32.slice((base >>> 2) + length, (base >>> 2) + length + found));
  }

  private declareOne(ref: number): void {
    const epoch = this.journal.prepare();
    if (!this.head.isLive(ref) || this.head.kernel.call.needsDeclaration(ref, epoch) === 0) return;
    this.oneRef[0] = ref;
    this.journal.declareSeries(this.oneRef);
  }

  /** A time in seconds or microseconds by mistake would block a series for years. */
  private plausible(timestampMs: number): boolean {
    return (
      Number.isInteger(timestampMs) && timestampMs >= EARLIEST_MS && timestampMs <= this.clock.now() + this.maxFutureMs
    );
  }

  private count(counts: AppendCounts): AppendCounts {
    this.totals.appended += counts.appended;
    const total = this.totals.refused;
    const { refused } = counts;
    total.out_of_order += refused.out_of_order;
    total.out_of_bounds += refused.out_of_bounds;
    total.duplicate += refused.duplicate;
    total.memory_limit += refused.memory_limit;
    return counts;
  }
}

function noRefusals(): Record<AppendRefusal, number> {
  return { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 };
}
