import type { Labels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import { isStaleAt, setStaleAt } from '../../model/stale.ts';
import {
  SampleBuffer,
  type AppendCounts,
  type Appender,
  type AppendRefusal,
  type Exemplar,
  type SampleBatch,
  type SelectRequest,
  type SeriesRef,
  type SeriesSet,
  type SeriesSource,
} from '../../storage.ts';

interface MemorySeries {
  labels: Labels;
  buffer: SampleBuffer;
}

/** Series in plain columns, written and read at once: the store of unit tests of rules. Time may begin anywhere. */
export class MemoryStore implements Appender, SeriesSource {
  /** By ref minus 1. */
  private readonly all: MemorySeries[] = [];
  private readonly refs = new Map<string, SeriesRef>();
  private readonly byName = new Map<string, MemorySeries[]>();
  private layouts = 0;

  seriesRef(labels: Labels): SeriesRef {
    const key = labels.key();
    const known = this.refs.get(key);
    if (known !== undefined) return known;
    const series = { labels, buffer: new SampleBuffer(16) };
    const ref = this.all.push(series);
    this.refs.set(key, ref);
    const named = this.byName.get(labels.metricName);
    if (named) named.push(series);
    else this.byName.set(labels.metricName, [series]);
    return ref;
  }

  newLayoutId(): number {
    return ++this.layouts;
  }

  appendBatch(batch: SampleBatch): AppendCounts {
    const counts: AppendCounts = {
      appended: 0,
      refused: { out_of_order: 0, out_of_bounds: 0, duplicate: 0, series_limit: 0, memory_limit: 0 },
    };
    const words = new Uint32Array(batch.values.buffer, batch.values.byteOffset, 2 * batch.length);
    for (let i = 0; i < batch.length; i++) {
      const refusal = isStaleAt(words, i)
        ? this.appendStale(batch.refs[i], batch.timestampMs)
        : this.append(batch.refs[i], batch.timestampMs, batch.values[i]);
      if (refusal === undefined) counts.appended++;
      else counts.refused[refusal]++;
    }
    return counts;
  }

  append(ref: SeriesRef, timestampMs: number, value: number): AppendRefusal | undefined {
    const { buffer } = this.all[ref - 1];
    const last = buffer.length - 1;
    if (last >= 0 && buffer.timestamps[last] >= timestampMs) {
      if (buffer.timestamps[last] > timestampMs) return 'out_of_order';
      // The same sample again is no mistake.
      return Object.is(buffer.values[last], value) ? undefined : 'duplicate';
    }
    buffer.reserve(1);
    buffer.timestamps[buffer.length] = timestampMs;
    buffer.values[buffer.length] = value;
    buffer.length++;
    return undefined;
  }

  appendStale(ref: SeriesRef, timestampMs: number): AppendRefusal | undefined {
    const refusal = this.append(ref, timestampMs, 0);
    const { buffer } = this.all[ref - 1];
    if (refusal === undefined) setStaleAt(buffer.valueWords, buffer.length - 1);
    return refusal;
  }

  appendExemplar(): void {}

  setMetadata(): void {}

  isLive(): boolean {
    return true;
  }

  select({ matchers, minTimeMs, maxTimeMs }: SelectRequest): Promise<SeriesSet> {
    const matched = this.matching(matchers);
    return Promise.resolve({
      count: matched.length,
      labels: (index) => matched[index].labels,
      read: (index, out) => copyRange(matched[index].buffer, minTimeMs, maxTimeMs, out),
      close() {},
    });
  }

  async labelNames(selectors: readonly (readonly Matcher[])[]): Promise<string[]> {
    const all = await this.series(selectors);
    return [...new Set(all.flatMap((labels) => [...labels.toMap().keys()]))].sort();
  }

  async labelValues(name: string, selectors: readonly (readonly Matcher[])[]): Promise<string[]> {
    const all = await this.series(selectors);
    return [...new Set(all.map((labels) => labels.get(name)))].filter((value) => value !== '').sort();
  }

  series(selectors: readonly (readonly Matcher[])[]): Promise<Labels[]> {
    const sets = selectors.length === 0 ? [this.all] : selectors.map((matchers) => this.matching(matchers));
    return Promise.resolve([...new Set(sets.flat())].map(({ labels }) => labels));
  }

  exemplars(): Promise<{ labels: Labels; exemplars: Exemplar[] }[]> {
    return Promise.resolve([]);
  }

  metadata(): ReadonlyMap<string, MetricMetadata> {
    return new Map();
  }

  private matching(matchers: readonly Matcher[]): MemorySeries[] {
    const name = matchers.find((matcher) => matcher.name === '__name__' && matcher.type === '=');
    const candidates = name ? (this.byName.get(name.value) ?? []) : this.all;
    return candidates.filter(({ labels }) => matchers.every((matcher) => matcher.matches(labels.get(matcher.name))));
  }
}

function copyRange(from: SampleBuffer, minTimeMs: number, maxTimeMs: number, out: SampleBuffer): void {
  const first = firstAtOrAfter(from, minTimeMs);
  const end = firstAtOrAfter(from, maxTimeMs + 1);
  out.length = 0;
  out.reserve(end - first);
  out.timestamps.set(from.timestamps.subarray(first, end));
  out.valueWords.set(from.valueWords.subarray(2 * first, 2 * end));
  out.length = end - first;
}

function firstAtOrAfter({ timestamps, length }: SampleBuffer, timeMs: number): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timestamps[middle] < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
