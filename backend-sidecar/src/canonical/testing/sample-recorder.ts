import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { AppendCounts, AppendRefusal, Appender, SampleBatch, SeriesRef } from '../../storage.ts';

export interface RecordedSample {
  timestampMs: number;
  /** Undefined for a staleness marker. */
  value: number | undefined;
}

/** A store for tests: keeps every sample by series, in the order of time, and refuses what a store refuses. */
export class SampleRecorder implements Appender {
  readonly series = new Map<string, { labels: Labels; samples: RecordedSample[] }>();
  readonly metadata = new Map<string, MetricMetadata>();
  readonly refused: string[] = [];
  batches = 0;
  private readonly refs = new Map<string, SeriesRef>();
  private readonly keys: string[] = [''];
  private layouts = 0;

  seriesRef(labels: Labels): SeriesRef {
    const key = labels.toString();
    let ref = this.refs.get(key);
    if (ref === undefined) {
      ref = this.keys.push(key) - 1;
      this.refs.set(key, ref);
      this.series.set(key, { labels, samples: [] });
    }
    return ref;
  }

  newLayoutId(): number {
    return ++this.layouts;
  }

  appendBatch(batch: SampleBatch): AppendCounts {
    this.batches++;
    for (let i = 0; i < batch.length; i++) this.append(batch.refs[i], batch.timestampMs, batch.values[i]);
    return {
      appended: batch.length,
      refused: { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 },
    };
  }

  append(ref: SeriesRef, timestampMs: number, value: number | undefined): AppendRefusal | undefined {
    const key = this.keys[ref];
    const samples = this.series.get(key)?.samples ?? [];
    const last = samples.at(-1);
    if (last && last.timestampMs >= timestampMs) {
      this.refused.push(`${key} @${timestampMs}`);
      return 'out_of_order';
    }
    samples.push({ timestampMs, value });
    return undefined;
  }

  appendStale(ref: SeriesRef, timestampMs: number): AppendRefusal | undefined {
    return this.append(ref, timestampMs, undefined);
  }

  appendExemplar(): void {}

  setMetadata(metricName: string, metadata: MetricMetadata): void {
    this.metadata.set(metricName, metadata);
  }

  isLive(ref: SeriesRef): boolean {
    return this.keys[ref] !== undefined;
  }

  /** Series of a metric whose labels have all these values. */
  select(name: string, where: Readonly<Record<string, string>> = {}): { labels: Labels; samples: RecordedSample[] }[] {
    return [...this.series.values()].filter(
      ({ labels }) =>
        labels.metricName === name && Object.entries(where).every(([label, value]) => labels.get(label) === value),
    );
  }

  /**
   * What `sum(increase(...))` should answer between two times, without its extrapolation: differences of neighbouring
   * samples; a value that falls begins at nought, and so does a series after a marker.
   */
  increase(name: string, where: Readonly<Record<string, string>> = {}, fromMs = -Infinity, toMs = Infinity): number {
    let sum = 0;
    for (const { samples } of this.select(name, where)) {
      let last: number | undefined;
      for (const { timestampMs, value } of samples) {
        if (value === undefined) continue;
        if (last !== undefined && timestampMs > fromMs && timestampMs <= toMs)
          sum += value >= last ? value - last : value;
        last = value;
      }
    }
    return sum;
  }
}
