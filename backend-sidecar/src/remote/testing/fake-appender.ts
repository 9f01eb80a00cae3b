/** An Appender in memory with Prometheus' rules for order, which tests read back by series. */
import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { AppendCounts, Appender, AppendRefusal, Exemplar, SeriesRef } from '../../storage.ts';

export interface KeptSample {
  t: number;
  v: number | 'stale';
}

export class FakeAppender implements Appender {
  readonly series: { labels: Labels; samples: KeptSample[]; exemplars: Exemplar[] }[] = [];
  readonly metadata = new Map<string, MetricMetadata>();
  /** Appends that were not refused, repetitions included. */
  accepted = 0;
  private readonly refs = new Map<string, SeriesRef>();

  seriesRef(labels: Labels): SeriesRef {
    const key = labels.key();
    const known = this.refs.get(key);
    if (known !== undefined) return known;
    this.series.push({ labels, samples: [], exemplars: [] });
    this.refs.set(key, this.series.length);
    return this.series.length;
  }

  newLayoutId(): number {
    return 1;
  }

  appendBatch(): AppendCounts {
    throw new Error('not used');
  }

  append(ref: SeriesRef, t: number, v: number): AppendRefusal | undefined {
    return this.take(ref, { t, v });
  }

  appendStale(ref: SeriesRef, t: number): AppendRefusal | undefined {
    return this.take(ref, { t, v: 'stale' });
  }

  appendExemplar(ref: SeriesRef, exemplar: Exemplar): void {
    this.series[ref - 1].exemplars.push(exemplar);
  }

  setMetadata(name: string, metadata: MetricMetadata): void {
    this.metadata.set(name, metadata);
  }

  isLive(): boolean {
    return true;
  }

  /** Samples by the series' PromQL form. */
  kept(): Record<string, KeptSample[]> {
    return Object.fromEntries(this.series.map(({ labels, samples }) => [labels.toString(), samples]));
  }

  private take(ref: SeriesRef, sample: KeptSample): AppendRefusal | undefined {
    const refusal = this.judge(ref, sample);
    if (refusal === undefined) this.accepted++;
    return refusal;
  }

  private judge(ref: SeriesRef, sample: KeptSample): AppendRefusal | undefined {
    const { samples } = this.series[ref - 1];
    const last = samples[samples.length - 1];
    if (last && sample.t < last.t) return 'out_of_order';
    if (last && sample.t === last.t) return Object.is(last.v, sample.v) ? undefined : 'duplicate';
    samples.push(sample);
    return undefined;
  }
}
