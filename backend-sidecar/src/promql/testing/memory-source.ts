import type { Labels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import { setStaleAt } from '../../model/stale.ts';
import { SampleBuffer, type Exemplar, type SelectRequest, type SeriesSet, type SeriesSource } from '../../storage.ts';

/** A sample; `stale` stands for the staleness marker, which no number can hold. */
export interface MemorySample {
  timestampMs: number;
  value: number | 'stale';
}

interface MemorySeries {
  labels: Labels;
  buffer: SampleBuffer;
}

/** Series in plain arrays: a SeriesSource for tests of the query engine and of rules. */
export class MemorySource implements SeriesSource {
  private readonly seriesByKey = new Map<string, MemorySeries>();
  /** Requests made, newest last: what hints and bounds the engine passed. */
  readonly requests: SelectRequest[] = [];
  openSets = 0;

  /** Adds a sample; one at or before the newest of its series is refused, as a store without out-of-order would. */
  append(labels: Labels, { timestampMs, value }: MemorySample): boolean {
    let series = this.seriesByKey.get(labels.key());
    if (!series) this.seriesByKey.set(labels.key(), (series = { labels, buffer: new SampleBuffer(16) }));
    const { buffer } = series;
    if (buffer.length > 0 && buffer.timestamps[buffer.length - 1] >= timestampMs) return false;
    buffer.reserve(1);
    buffer.timestamps[buffer.length] = timestampMs;
    if (value === 'stale') setStaleAt(buffer.valueWords, buffer.length);
    else buffer.values[buffer.length] = value;
    buffer.length++;
    return true;
  }

  clear(): void {
    this.seriesByKey.clear();
  }

  async select(request: SelectRequest): Promise<SeriesSet> {
    this.requests.push(request);
    this.openSets++;
    const { minTimeMs, maxTimeMs } = request;
    const matched = [...this.seriesByKey.values()].filter(({ labels }) =>
      request.matchers.every((matcher) => matcher.matches(labels.get(matcher.name))),
    );
    return {
      count: matched.length,
      labels: (index) => matched[index].labels,
      read: (index, out) => copyRange(matched[index].buffer, minTimeMs, maxTimeMs, out),
      close: () => {
        this.openSets--;
      },
    };
  }

  async labelNames(selectors: readonly (readonly Matcher[])[]): Promise<string[]> {
    const all = await this.series(selectors);
    return [...new Set(all.flatMap((labels) => [...labels.toMap().keys()]))].sort();
  }

  async labelValues(name: string, selectors: readonly (readonly Matcher[])[]): Promise<string[]> {
    const all = await this.series(selectors);
    return [...new Set(all.map((labels) => labels.get(name)))].filter((value) => value !== '').sort();
  }

  async series(selectors: readonly (readonly Matcher[])[]): Promise<Labels[]> {
    const all = [...this.seriesByKey.values()].map(({ labels }) => labels);
    if (selectors.length === 0) return all;
    return all.filter((labels) =>
      selectors.some((matchers) => matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))),
    );
  }

  async exemplars(): Promise<{ labels: Labels; exemplars: Exemplar[] }[]> {
    return [];
  }

  metadata(): ReadonlyMap<string, MetricMetadata> {
    return new Map();
  }
}

function copyRange(from: SampleBuffer, minTimeMs: number, maxTimeMs: number, out: SampleBuffer): void {
  let first = 0;
  while (first < from.length && from.timestamps[first] < minTimeMs) first++;
  let end = first;
  while (end < from.length && from.timestamps[end] <= maxTimeMs) end++;
  out.length = 0;
  out.reserve(end - first);
  out.timestamps.set(from.timestamps.subarray(first, end));
  out.valueWords.set(from.valueWords.subarray(2 * first, 2 * end));
  out.length = end - first;
}
