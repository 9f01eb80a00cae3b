/** A store of a handful of series for stream tests and the stream benchmark: appends batches, answers selects. */
import { Labels } from '../../model/labels.ts';
import { Matcher } from '../../model/matcher.ts';
import type { AppendListener, SampleBatch, SeriesDirectory, SeriesRef, SeriesSource } from '../../storage.ts';

export class FakeStore implements SeriesDirectory {
  private readonly labels: (Labels | undefined)[] = [undefined];
  private readonly listeners = new Set<AppendListener>();
  private readonly lastTimes: number[] = [0];
  private readonly lastValues: number[] = [0];

  add(labels: Record<string, string>): SeriesRef {
    this.labels.push(Labels.fromObject(labels));
    this.lastTimes.push(0);
    this.lastValues.push(0);
    return this.labels.length - 1;
  }

  drop(ref: SeriesRef): void {
    this.labels[ref] = undefined;
  }

  append(batch: SampleBatch): void {
    for (let i = 0; i < batch.length; i++) {
      this.lastTimes[batch.refs[i]] = batch.timestampMs;
      this.lastValues[batch.refs[i]] = batch.values[i];
    }
    for (const listener of this.listeners) listener(batch);
  }

  /** Appends one scrape; equal layout id and version promise equal refs. */
  scrape(timestampMs: number, samples: Record<number, number>, layoutVersion = 1, layoutId = 1): void {
    const refs = Uint32Array.from(Object.keys(samples), Number);
    const values = Float64Array.from(Object.values(samples));
    this.append({ timestampMs, length: refs.length, refs, values, layoutId, layoutVersion });
  }

  readonly onAppend = (listener: AppendListener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  labelsOf(ref: SeriesRef): Labels | undefined {
    return this.labels[ref];
  }

  *refsOf(matchers: readonly Matcher[]): Iterable<SeriesRef> {
    for (let ref = 1; ref < this.labels.length; ref++) {
      const labels = this.labels[ref];
      if (labels && matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))) yield ref;
    }
  }

  get source(): SeriesSource {
    return {
      select: async ({ matchers, minTimeMs, maxTimeMs }) => {
        const refs = [...this.refsOf(matchers)];
        return {
          count: refs.length,
          labels: (index) => this.labels[refs[index]] ?? Labels.EMPTY,
          read: (index, out) => {
            out.length = 0;
            const time = this.lastTimes[refs[index]];
            if (time < minTimeMs || time > maxTimeMs) return;
            out.timestamps[0] = time;
            out.values[0] = this.lastValues[refs[index]];
            out.length = 1;
          },
          close: () => {},
        };
      },
      labelNames: async () => [],
      labelValues: async () => [],
      series: async () => [],
      exemplars: async () => [],
      metadata: () => new Map(),
    };
  }
}

/** Selectors of the plain form `name{a="b",c=~"d"}`: enough where the real parser is not what is tested. */
export function parsePlainSelector(text: string): readonly Matcher[] {
  const match = /^([a-zA-Z_:][\w:]*)?(?:\{(.*)\})?$/.exec(text);
  if (!match) throw new Error(`not a selector: ${text}`);
  const matchers = match[1] ? [new Matcher('=', '__name__', match[1])] : [];
  for (const [, name, type, value] of (match[2] ?? '').matchAll(/(\w+)(=~|!~|!=|=)"([^"]*)"/g)) {
    matchers.push(new Matcher(type as '=' | '!=' | '=~' | '!~', name, value));
  }
  return matchers;
}
