import type { Labels } from '../model/labels.ts';
import type { MetricMetadata } from '../model/metadata.ts';
import type { AppendCounts, AppendRefusal, Appender, Exemplar, SampleBatch, SeriesRef } from '../storage.ts';
import { ObservatoryError } from '../util/errors.ts';

/** An appender that keeps what it is told as readable text, to compare two writers or to assert on. */
export class RecordingAppender implements Appender {
  /** One line a call: `name{…} value @time`, `… stale @time`, `… exemplar …`. */
  log: string[] = [];
  readonly metadata = new Map<string, MetricMetadata>();
  readonly batches: { layoutId: number; layoutVersion: number; length: number }[] = [];
  /** New series are refused beyond this many. */
  seriesLimit = Infinity;
  /** Refs in the order of their creation may be wanted different between two appenders. */
  private nextRef: number;
  private layouts = 0;
  private readonly refs = new Map<string, SeriesRef>();
  private readonly labels = new Map<SeriesRef, Labels>();
  private readonly shown = new Map<SeriesRef, string>();

  constructor(firstRef = 1) {
    this.nextRef = firstRef;
  }

  seriesRef(labels: Labels): SeriesRef {
    const key = labels.key();
    let ref = this.refs.get(key);
    if (ref === undefined) {
      if (this.refs.size >= this.seriesLimit) throw new ObservatoryError('OBS_STORE_SERIES_LIMIT', 'too many series');
      ref = this.nextRef++;
      this.refs.set(key, ref);
      this.labels.set(ref, labels);
      this.shown.set(ref, labels.toString());
    }
    return ref;
  }

  newLayoutId(): number {
    return ++this.layouts;
  }

  appendBatch(batch: SampleBatch): AppendCounts {
    const words = new Uint32Array(batch.values.buffer, batch.values.byteOffset, 2 * batch.length);
    for (let i = 0; i < batch.length; i++) {
      this.log.push(
        `${this.name(batch.refs[i])} ${show(batch.values[i], words[2 * i + 1], words[2 * i])} @${batch.timestampMs}`,
      );
    }
    this.batches.push({ layoutId: batch.layoutId, layoutVersion: batch.layoutVersion, length: batch.length });
    return {
      appended: batch.length,
      refused: { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 },
    };
  }

  append(ref: SeriesRef, timestampMs: number, value: number): AppendRefusal | undefined {
    this.log.push(`${this.name(ref)} ${Object.is(value, -0) ? '-0' : value} @${timestampMs} timed`);
    return undefined;
  }

  appendStale(ref: SeriesRef, timestampMs: number): undefined {
    this.log.push(`${this.name(ref)} stale @${timestampMs}`);
  }

  appendExemplar(ref: SeriesRef, exemplar: Exemplar): void {
    this.log.push(
      `${this.name(ref)} exemplar ${exemplar.labels.toString()} ${exemplar.value} @${exemplar.timestampMs}`,
    );
  }

  setMetadata(metricName: string, metadata: MetricMetadata): void {
    this.metadata.set(metricName, metadata);
  }

  isLive(ref: SeriesRef): boolean {
    return this.labels.has(ref);
  }

  /** The store forgets a series; its ref never comes back. */
  drop(labels: Labels): void {
    const ref = this.refs.get(labels.key());
    if (ref === undefined) return;
    this.refs.delete(labels.key());
    this.labels.delete(ref);
    this.shown.set(ref, `dropped ${labels.toString()}`);
  }

  /** Label sets of all series it holds. */
  seriesNames(): Labels[] {
    return [...this.labels.values()];
  }

  /** What was recorded since the last call. */
  take(): string[] {
    const taken = this.log;
    this.log = [];
    return taken;
  }

  private name(ref: SeriesRef): string {
    return this.shown.get(ref) ?? `unknown ref ${ref}`;
  }
}

/** NaNs are told apart by their bits: a measured NaN must never look like a staleness marker. */
function show(value: number, high: number, low: number): string {
  if (Number.isNaN(value)) return high === 0x7ff00000 && low === 2 ? 'STALE BITS' : 'NaN';
  return Object.is(value, -0) ? '-0' : String(value);
}
