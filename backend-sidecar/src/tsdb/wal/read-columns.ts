import { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import { SampleBuffer } from '../../storage.ts';
import type { Exemplar } from '../../storage.ts';
import { slotOf } from '../index/series-record.ts';
import type { WalVisitor } from './segment-decoder.ts';
import type { WalRead } from './wal-reader.ts';
import type { WalPosition } from './wal.ts';

/** Gathers decoded records into the columns of a WalRead. */
export class ReadColumns implements WalVisitor {
  /** False while records are decoded only for the state that later ones refer to. */
  delivering = true;
  private readonly samples = new SampleBuffer(1024);
  private series_ = new Uint32Array(1024);
  /** Labels by handle; a handle is never given to other labels within a segment. */
  private readonly labelSets: Labels[] = [];
  private readonly handles = new Map<number, number>();
  private metadata_: { metricName: string; metadata: MetricMetadata }[] = [];
  private exemplars: { labels: Labels; exemplar: Exemplar }[] = [];

  get length(): number {
    return this.samples.length;
  }

  get isEmpty(): boolean {
    return this.samples.length === 0 && this.metadata_.length === 0 && this.exemplars.length === 0;
  }

  clear(): void {
    this.samples.length = 0;
    this.metadata_ = [];
    this.exemplars = [];
  }

  forgetSeries(): void {
    this.labelSets.length = 0;
    this.handles.clear();
  }

  asRead(position: WalPosition): WalRead {
    const { timestamps, values, valueWords, length } = this.samples;
    return {
      position,
      length,
      timestamps,
      values,
      valueWords,
      series: this.series_,
      labels: (series) => this.labelSets[series] ?? Labels.EMPTY,
      metadata: this.metadata_,
      exemplars: this.exemplars,
    };
  }

  series(ref: number, labels: Labels): void {
    this.handles.set(slotOf(ref), this.labelSets.length);
    this.labelSets.push(labels);
  }

  batch(refs: Uint32Array, values: Float64Array, length: number, timestampMs: number): void {
    if (!this.delivering) return;
    this.reserve(length);
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
    for (let i = 0; i < length; i++) this.push(refs[i], timestampMs, words[2 * i], words[2 * i + 1]);
  }

  sample(ref: number, timestampMs: number, low: number, high: number): void {
    if (!this.delivering) return;
    this.reserve(1);
    this.push(ref, timestampMs, low, high);
  }

  lateSample(ref: number, timestampMs: number, low: number, high: number): void {
    this.sample(ref, timestampMs, low, high);
  }

  metadata(metricName: string, metadata: MetricMetadata): void {
    if (this.delivering) this.metadata_.push({ metricName, metadata });
  }

  exemplar(ref: number, exemplar: Exemplar): void {
    const handle = this.handles.get(slotOf(ref));
    if (this.delivering && handle !== undefined) this.exemplars.push({ labels: this.labelSets[handle], exemplar });
  }

  deletion(): void {}

  cutBegins(): void {}

  cutDone(): void {}

  private reserve(extra: number): void {
    this.samples.reserve(extra);
    if (this.series_.length >= this.samples.timestamps.length) return;
    const grown = new Uint32Array(this.samples.timestamps.length);
    grown.set(this.series_);
    this.series_ = grown;
  }

  private push(ref: number, timestampMs: number, low: number, high: number): void {
    const handle = this.handles.get(slotOf(ref));
    if (handle === undefined) return;
    const at = this.samples.length++;
    this.series_[at] = handle;
    this.samples.timestamps[at] = timestampMs;
    this.samples.valueWords[2 * at] = low;
    this.samples.valueWords[2 * at + 1] = high;
  }
}
