import { Labels } from '../../model/labels.ts';
import type { Appender } from '../../storage.ts';

/** Drives a target's appender as an ingester does: refs for new series, one batch a scrape, markers for what vanished. */
export class FakeBroker {
  /** What it exposes now, by `name{labels}` of a test's choice. */
  readonly exposed = new Map<string, { labels: Labels; value: number }>();
  private readonly appender: Appender;
  private readonly own: Readonly<Record<string, string>>;
  private readonly layoutId: number;
  private layoutVersion = 0;
  private readonly refs = new Map<string, number>();
  private last: readonly string[] = [];

  constructor(appender: Appender, own: Readonly<Record<string, string>> = {}) {
    this.appender = appender;
    this.own = own;
    this.layoutId = appender.newLayoutId();
  }

  set(name: string, labels: Readonly<Record<string, string>>, value: number): void {
    const key = `${name}${JSON.stringify(labels)}`;
    const known = this.exposed.get(key);
    if (known) known.value = value;
    else this.exposed.set(key, { labels: Labels.fromObject({ ...labels, ...this.own, __name__: name }), value });
  }

  /** Stops exposing what has all these labels. */
  drop(labels: Readonly<Record<string, string>>): void {
    for (const [key, each] of this.exposed)
      if (Object.entries(labels).every(([name, value]) => each.labels.get(name) === value)) this.exposed.delete(key);
  }

  scrape(timestampMs: number): void {
    const keys = [...this.exposed.keys()];
    const isSame = keys.length === this.last.length && keys.every((key, i) => key === this.last[i]);
    for (const key of keys) {
      const labels = this.exposed.get(key)?.labels;
      if (labels && !this.refs.has(key)) this.refs.set(key, this.appender.seriesRef(labels));
    }
    if (!isSame) {
      for (const key of this.last) {
        if (this.exposed.has(key)) continue;
        this.appender.appendStale(this.refs.get(key) ?? 0, timestampMs);
        this.refs.delete(key);
      }
      this.layoutVersion++;
      this.last = keys;
    }
    this.appender.appendBatch({
      timestampMs,
      length: keys.length,
      refs: Uint32Array.from(keys, (key) => this.refs.get(key) ?? 0),
      values: Float64Array.from(keys, (key) => this.exposed.get(key)?.value ?? NaN),
      layoutId: this.layoutId,
      layoutVersion: this.layoutVersion,
    });
  }

  /** A scrape that failed. */
  fail(timestampMs: number): void {
    for (const key of this.last) this.appender.appendStale(this.refs.get(key) ?? 0, timestampMs);
  }
}
