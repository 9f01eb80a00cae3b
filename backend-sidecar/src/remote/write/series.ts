import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata, MetricType } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';

/** Samples of one series in a request; the columns are reused from series to series. */
export class WriteColumns {
  length = 0;
  timestamps = new Float64Array(16);
  values = new Float64Array(16);
  /** The same bytes as `values`: staleness markers are read and copied here. */
  words = new Uint32Array(this.values.buffer);

  clear(): void {
    this.length = 0;
  }

  /** Adds a sample whose value is the 8 bytes at `valueAt`, or 0 when negative (proto's default). */
  push(bytes: Buffer, valueAt: number, timestampMs: number): void {
    if (this.length === this.timestamps.length) this.grow();
    const index = this.length++;
    this.timestamps[index] = timestampMs;
    this.words[2 * index] = valueAt < 0 ? 0 : bytes.readUInt32LE(valueAt);
    this.words[2 * index + 1] = valueAt < 0 ? 0 : bytes.readUInt32LE(valueAt + 4);
  }

  private grow(): void {
    const timestamps = new Float64Array(this.timestamps.length * 2);
    timestamps.set(this.timestamps);
    const words = new Uint32Array(this.words.length * 2);
    words.set(this.words);
    this.timestamps = timestamps;
    this.words = words;
    this.values = new Float64Array(words.buffer);
  }
}

/** What a decoder tells of one request, in the order of the request. */
export interface WriteVisitor {
  /**
   * One series. `key` is equal only for equal label sets of the same message type, so that a known series needs no
   * labels; `labels()` builds them, and throws InvalidSeriesError when they are not acceptable.
   */
  series(key: string, labels: () => Labels, samples: WriteColumns, extras: WriteExtras): void;
  metadata(metricName: string, metadata: MetricMetadata): void;
}

/** The rarer parts of a series. */
export interface WriteExtras {
  exemplars: readonly Exemplar[];
  nativeHistograms: number;
  metadata: MetricMetadata | undefined;
  /** Says why nothing of the series can be taken, when its references are broken. */
  invalid: string | undefined;
}

/** A series whose labels cannot be stored; the rest of the request can. */
export class InvalidSeriesError extends Error {}

/** By number; equal in remote write 1.0 and 2.0. */
export const METRIC_TYPES: readonly MetricType[] = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
];
