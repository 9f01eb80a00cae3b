import type { Labels } from '../model/labels.ts';
import type { Appender, SampleBatch, SeriesRef } from '../storage.ts';
import { ObservatoryError } from '../util/errors.ts';

/** Series that are appended together; `touch` tells the batch that `numbers` changed. */
export interface DerivedSeries {
  readonly numbers: Float64Array;
  labelSets(): Labels[];
}

interface Entry {
  series: DerivedSeries;
  refs: Uint32Array;
}

/** Refs may have been given up by the store after this long without a sample. */
const DOUBT_MS = 5 * 60_000;

/** The canonical series of one target as one batch with a layout of its own. A full store costs the batch series, never the scrape. */
export class DerivedBatch {
  private readonly appender: Appender;
  private readonly entries = new Map<DerivedSeries, Entry>();
  private readonly layoutId: number;
  private batch: SampleBatch;
  private isLayoutOld = true;
  private areNumbersOld = true;
  private lastAppendMs = NaN;
  /** Series that the store had no room for at the last attempt. */
  refusedSeries = 0;

  constructor(appender: Appender) {
    this.appender = appender;
    this.layoutId = appender.newLayoutId();
    this.batch = this.emptyBatch(0, 0);
  }

  get seriesCount(): number {
    return this.batch.length;
  }

  has(series: DerivedSeries): boolean {
    return this.entries.has(series);
  }

  add(series: DerivedSeries): void {
    if (this.entries.has(series)) return;
    this.entries.set(series, { series, refs: new Uint32Array(series.numbers.length) });
    this.isLayoutOld = true;
  }

  /** Takes series out; with a time, they get their staleness markers. */
  remove(series: DerivedSeries, staleMs?: number): void {
    const entry = this.entries.get(series);
    if (!entry) return;
    this.entries.delete(series);
    this.isLayoutOld = true;
    if (staleMs !== undefined) this.mark(entry.refs, staleMs);
  }

  /** Some series' numbers changed since the last append. */
  touch(): void {
    this.areNumbersOld = true;
  }

  append(timestampMs: number): void {
    if (this.entries.size === 0) return;
    if (timestampMs - this.lastAppendMs > DOUBT_MS) this.dropDeadRefs();
    if (this.isLayoutOld) this.layOut();
    const { batch } = this;
    if (batch.length === 0) return;
    if (this.areNumbersOld) this.gather();
    batch.timestampMs = timestampMs;
    const { refused } = this.appender.appendBatch(batch);
    this.lastAppendMs = timestampMs;
    if (refused.out_of_bounds > 0) this.dropDeadRefs();
  }

  /** Gives new series the sample 0 just before their first, so that `rate` sees what the first one holds. */
  appendZeros(series: DerivedSeries, timestampMs: number): void {
    if (this.isLayoutOld) this.layOut();
    const refs = this.entries.get(series)?.refs ?? [];
    for (const ref of refs) if (ref !== 0) this.appender.append(ref, timestampMs - 1, 0);
  }

  markStale(timestampMs: number): void {
    for (const { refs } of this.entries.values()) this.mark(refs, timestampMs);
  }

  private gather(): void {
    this.areNumbersOld = false;
    const { values } = this.batch;
    let at = 0;
    for (const { series, refs } of this.entries.values()) {
      const { numbers } = series;
      for (let i = 0; i < refs.length; i++) if (refs[i] !== 0) values[at++] = numbers[i];
    }
  }

  private mark(refs: Uint32Array, timestampMs: number): void {
    for (const ref of refs) if (ref !== 0 && this.appender.isLive(ref)) this.appender.appendStale(ref, timestampMs);
  }

  private dropDeadRefs(): void {
    for (const { refs } of this.entries.values()) {
      for (let i = 0; i < refs.length; i++) if (refs[i] !== 0 && !this.appender.isLive(refs[i])) refs[i] = 0;
    }
    this.isLayoutOld = true;
  }

  private layOut(): void {
    this.isLayoutOld = false;
    this.areNumbersOld = true;
    this.refusedSeries = 0;
    let length = 0;
    for (const entry of this.entries.values()) {
      if (entry.refs.includes(0)) this.resolve(entry);
      for (const ref of entry.refs) if (ref !== 0) length++;
    }
    const batch = this.emptyBatch(length, this.batch.layoutVersion + 1);
    let at = 0;
    for (const { refs } of this.entries.values()) for (const ref of refs) if (ref !== 0) batch.refs[at++] = ref;
    this.batch = batch;
  }

  private resolve({ series, refs }: Entry): void {
    series.labelSets().forEach((labels, i) => {
      if (refs[i] === 0) refs[i] = this.ref(labels);
    });
  }

  private ref(labels: Labels): SeriesRef {
    try {
      return this.appender.seriesRef(labels);
    } catch (error) {
      if (!(error instanceof ObservatoryError)) throw error;
      this.refusedSeries++;
      return 0;
    }
  }

  private emptyBatch(length: number, layoutVersion: number): SampleBatch {
    return {
      timestampMs: 0,
      length,
      refs: new Uint32Array(length),
      values: new Float64Array(length),
      layoutId: this.layoutId,
      layoutVersion,
    };
  }
}
