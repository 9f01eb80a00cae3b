import type { MetricMetadata } from '../model/metadata.ts';
import type { Appender, Exemplar, SeriesRef } from '../storage.ts';
import { RefSet } from './ingest-ref-set.ts';
import type { IngestOptions } from './ingest-types.ts';

/** A sample that does not fit the batch: it has a time of its own. */
export interface TimedSample {
  ref: SeriesRef;
  value: number;
  timestampMs: number;
}

export interface TaggedExemplar {
  ref: SeriesRef;
  exemplar: Exemplar;
}

/** What one scrape adds to the store. `refs` holds each series once, in the order of exposition. */
export interface ScrapeSamples {
  length: number;
  refs: Uint32Array;
  values: Float64Array;
  timed: readonly TimedSample[];
  exemplars: readonly TaggedExemplar[];
  /** False when the caller knows that `refs` equals the last scrape's. */
  mayDiffer: boolean;
}

/** Shared scratch: every commit runs to its end before the next. */
const current = new RefSet();
const seenTimed = new RefSet();

/**
 * Writes a target's scrapes to the store: one batch whose layout version moves only when the list of series does,
 * staleness markers for series that vanished, and metadata when it changed.
 */
export class ScrapeOutput {
  private readonly appender: Appender;
  private readonly tracksTimed: boolean;
  private readonly layoutId: number;
  private layoutVersion = 0;
  /** Series of the last batch, in order. */
  private refs = new Uint32Array(0);
  /** Series with times of their own whose disappearance is told (track_timestamps_staleness). */
  private timedRefs: SeriesRef[] = [];
  /** False after markStale: the markers are written, nothing is left to mark. */
  private isTracking = false;
  private readonly metadata = new Map<string, MetricMetadata>();

  constructor(appender: Appender, options: IngestOptions) {
    this.appender = appender;
    this.tracksTimed = options.trackTimestampsStaleness;
    this.layoutId = appender.newLayoutId();
  }

  /** Series of the last batch: valid until the next commit. */
  get lastRefs(): Uint32Array {
    return this.refs;
  }

  /** Appends everything; returns refusals by reason and how many series the last scrape did not have. */
  commit(timestampMs: number, samples: ScrapeSamples): { refused: Record<string, number>; added: number } {
    const refused: Record<string, number> = {};
    const count = (reason: string, times = 1) => {
      if (times > 0) refused[reason] = (refused[reason] ?? 0) + times;
    };
    const changed = samples.mayDiffer && !isSamePrefix(this.refs, samples.refs, samples.length);
    const timed = this.tracksTimed ? distinct(samples.timed) : [];
    const added = changed ? this.countNew(samples) : 0;
    this.markVanished(timestampMs, changed, samples, timed);
    if (changed) {
      this.refs = samples.refs.slice(0, samples.length);
      this.layoutVersion++;
    }
    this.timedRefs = timed;
    this.isTracking = true;
    if (samples.length > 0) {
      const counts = this.appender.appendBatch({
        timestampMs,
        length: samples.length,
        refs: this.refs,
        values: samples.values,
        layoutId: this.layoutId,
        layoutVersion: this.layoutVersion,
      });
      for (const [reason, times] of Object.entries(counts.refused)) count(reason, times);
    }
    for (const sample of samples.timed) {
      const refusal = this.appender.append(sample.ref, sample.timestampMs, sample.value);
      if (refusal) count(refusal);
    }
    for (const { ref, exemplar } of samples.exemplars) {
      this.appender.appendExemplar(ref, Number.isNaN(exemplar.timestampMs) ? { ...exemplar, timestampMs } : exemplar);
    }
    return { refused, added };
  }

  /** Staleness markers for all that the last scrape held, once. */
  markStale(timestampMs: number): void {
    if (!this.isTracking) return;
    this.isTracking = false;
    for (const ref of this.refs) this.mark(ref, timestampMs);
    for (const ref of this.timedRefs) this.mark(ref, timestampMs);
    this.timedRefs = [];
  }

  /** Hands over what differs from the last call. */
  setMetadata(metadata: ReadonlyMap<string, MetricMetadata>): void {
    for (const [name, entry] of metadata) {
      const known = this.metadata.get(name);
      if (
        known &&
        known.type === entry.type &&
        known.help === entry.help &&
        known.unit === entry.unit &&
        known.steppedMs === entry.steppedMs
      )
        continue;
      this.metadata.set(name, entry);
      this.appender.setMetadata(name, entry);
    }
    if (this.metadata.size > 2 * metadata.size + 100)
      for (const name of this.metadata.keys()) if (!metadata.has(name)) this.metadata.delete(name);
  }

  /** A series that the store has dropped meanwhile needs no marker. */
  private mark(ref: SeriesRef, timestampMs: number): void {
    if (this.appender.isLive(ref)) this.appender.appendStale(ref, timestampMs);
  }

  private countNew(samples: ScrapeSamples): number {
    current.clear(this.refs.length);
    for (const ref of this.refs) current.add(ref);
    let added = 0;
    for (let i = 0; i < samples.length; i++) if (!current.has(samples.refs[i])) added++;
    return added;
  }

  private markVanished(
    timestampMs: number,
    changed: boolean,
    samples: ScrapeSamples,
    timed: readonly SeriesRef[],
  ): void {
    if (!this.isTracking || (!changed && this.timedRefs.length === 0)) return;
    current.clear(samples.length + timed.length);
    for (let i = 0; i < samples.length; i++) current.add(samples.refs[i]);
    for (const ref of timed) current.add(ref);
    if (changed) for (const ref of this.refs) if (!current.has(ref)) this.mark(ref, timestampMs);
    for (const ref of this.timedRefs) if (current.add(ref)) this.mark(ref, timestampMs);
  }
}

function distinct(samples: readonly TimedSample[]): SeriesRef[] {
  seenTimed.clear(samples.length);
  const refs: SeriesRef[] = [];
  for (const { ref } of samples) if (seenTimed.add(ref)) refs.push(ref);
  return refs;
}

function isSamePrefix(refs: Uint32Array, candidate: Uint32Array, length: number): boolean {
  if (refs.length !== length) return false;
  for (let i = 0; i < length; i++) if (refs[i] !== candidate[i]) return false;
  return true;
}
