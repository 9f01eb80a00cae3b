import type { MetricMetadata } from '../model/metadata.ts';
import type { Appender, Exemplar, SeriesRef } from '../storage.ts';
import { BatchLayout } from './ingest-layout.ts';
import type { IngestOptions } from './ingest-types.ts';

/** Samples in the order of exposition; all arrays have the same length. */
export interface SampleColumns {
  refs: Uint32Array;
  values: Float64Array;
}

export interface TaggedExemplar {
  ref: SeriesRef;
  /** `timestampMs` NaN stands for the time of the scrape. */
  exemplar: Exemplar;
}

/** What one scrape adds to the store. */
export interface ScrapeSamples {
  /** Samples at the time of the scrape, each series once. */
  batch: SampleColumns;
  /** Samples at times of their own. */
  timed: SampleColumns & { times: Float64Array };
  exemplars: readonly TaggedExemplar[];
  /** False when the caller knows that both lists of series equal the last scrape's. */
  mayDiffer: boolean;
}

const NONE = new Uint32Array(0);

/**
 * Writes a target's scrapes to the store: one batch whose layout version moves only when the list of series does,
 * staleness markers for series that vanished, and metadata when it changed.
 */
export class ScrapeOutput {
  private readonly appender: Appender;
  private readonly tracksTimed: boolean;
  private readonly layout: BatchLayout;
  private readonly timedLayout: BatchLayout;
  /** False after markStale: the markers are written, nothing is left to mark. */
  private isTracking = false;
  private readonly metadata = new Map<string, MetricMetadata>();

  constructor(appender: Appender, options: IngestOptions) {
    this.appender = appender;
    this.tracksTimed = options.trackTimestampsStaleness;
    this.layout = new BatchLayout(appender);
    this.timedLayout = new BatchLayout(appender);
  }

  /** Appends everything; returns refusals by reason and how many series the last scrape did not have. */
  commit(timestampMs: number, samples: ScrapeSamples): { refused: Record<string, number>; added: number } {
    const refused: Record<string, number> = {};
    const added = samples.mayDiffer ? this.adopt(timestampMs, samples) : 0;
    this.isTracking = true;
    if (samples.batch.refs.length > 0) this.append(timestampMs, this.layout, samples.batch.values, refused);
    this.appendTimed(samples.timed, refused);
    for (const { ref, exemplar } of samples.exemplars) {
      this.appender.appendExemplar(ref, Number.isNaN(exemplar.timestampMs) ? { ...exemplar, timestampMs } : exemplar);
    }
    return { refused, added };
  }

  /** Staleness markers for all that the last scrape held, once. */
  markStale(timestampMs: number): void {
    if (!this.isTracking) return;
    this.isTracking = false;
    this.layout.forEachMissing(NONE, NONE, (ref) => this.mark(ref, timestampMs));
    if (this.tracksTimed) this.timedLayout.forEachMissing(this.layout.refs, NONE, (ref) => this.mark(ref, timestampMs));
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

  /** Takes over the lists of series and marks what vanished from them; returns how many series are new. */
  private adopt(timestampMs: number, { batch, timed }: ScrapeSamples): number {
    const { layout, timedLayout } = this;
    const isSame = layout.equals(batch.refs);
    const isTimedSame = timedLayout.equals(timed.refs);
    if (isSame && isTimedSame) return 0;
    const timedNow = this.tracksTimed ? timed.refs : NONE;
    if (this.isTracking) {
      layout.forEachMissing(batch.refs, timedNow, (ref) => this.mark(ref, timestampMs));
      // What was in both lists has its marker already.
      if (this.tracksTimed) {
        const others = new Uint32Array([...timedNow, ...layout.refs]);
        timedLayout.forEachMissing(batch.refs, others, (ref) => this.mark(ref, timestampMs));
      }
    }
    const added = layout.countNew(batch.refs);
    if (!isSame) layout.replace(batch.refs);
    if (!isTimedSame) timedLayout.replace(timed.refs);
    return added;
  }

  private append(
    timestampMs: number,
    layout: BatchLayout,
    values: Float64Array,
    refused: Record<string, number>,
  ): void {
    const counts = this.appender.appendBatch(layout.batch(timestampMs, values));
    for (const [reason, times] of Object.entries(counts.refused)) {
      if (times > 0) refused[reason] = (refused[reason] ?? 0) + times;
    }
  }

  /** Exporters that replay or federate mostly write one time on all lines: those are a batch as well. */
  private appendTimed({ refs, values, times }: ScrapeSamples['timed'], refused: Record<string, number>): void {
    if (refs.length === 0) return;
    if (this.timedLayout.isUnique && times.every((time) => time === times[0]))
      return this.append(times[0], this.timedLayout, values, refused);
    for (let i = 0; i < refs.length; i++) {
      const reason = this.appender.append(refs[i], times[i], values[i]);
      if (reason) refused[reason] = (refused[reason] ?? 0) + 1;
    }
  }

  /** A series that the store has dropped meanwhile needs no marker. */
  private mark(ref: SeriesRef, timestampMs: number): void {
    if (this.appender.isLive(ref)) this.appender.appendStale(ref, timestampMs);
  }
}
