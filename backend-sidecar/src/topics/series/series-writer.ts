import { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { Appender, SeriesRef } from '../../storage.ts';
import { messageOf } from '../../util/errors.ts';

interface Entry {
  ref: SeriesRef;
  round: number;
}

/**
 * Writes rounds of derived samples. A series that a round leaves out gets a staleness marker, so that a query does not show
 * its last value for five minutes more.
 */
export class SeriesWriter {
  private readonly appender: Appender;
  private readonly entries = new Map<string, Entry>();
  private readonly described = new Set<string>();
  private readonly layoutId: number;
  private layoutVersion = 0;
  private round = 0;
  private changed = false;
  private nowMs = 0;
  private length = 0;
  private refs = new Uint32Array(256);
  private values = new Float64Array(256);
  /** Why a series could not be written in the last round; empty when all could. */
  lastError = '';

  constructor(appender: Appender) {
    this.appender = appender;
    this.layoutId = appender.newLayoutId();
  }

  get seriesCount(): number {
    return this.entries.size;
  }

  describe(metric: string, help: string, unit = '', type: MetricMetadata['type'] = 'gauge'): void {
    if (this.described.has(metric)) return;
    this.described.add(metric);
    this.appender.setMetadata(metric, { type, help, unit });
  }

  begin(nowMs: number): void {
    this.nowMs = nowMs;
    this.round++;
    this.length = 0;
    this.lastError = '';
  }

  /** @param labels alternating names and values; empty values are left out */
  write(metric: string, value: number, ...labels: string[]): void {
    const key = `${metric}\u0000${labels.join('\u0000')}`;
    let entry = this.entries.get(key);
    if (!entry || !this.appender.isLive(entry.ref)) {
      entry = this.create(key, metric, labels);
      if (!entry) return;
    }
    if (entry.round === this.round) return;
    // A gap in the rounds shifts the columns.
    if (entry.round !== this.round - 1) this.changed = true;
    entry.round = this.round;
    if (this.length === this.refs.length) this.grow();
    if (this.refs[this.length] !== entry.ref) this.changed = true;
    this.refs[this.length] = entry.ref;
    this.values[this.length++] = value;
  }

  /** Appends the round, and ends what it did not write. */
  end(): void {
    for (const [key, { ref, round }] of this.entries) {
      if (round === this.round) continue;
      this.entries.delete(key);
      this.changed = true;
      if (this.appender.isLive(ref)) this.appender.appendStale(ref, this.nowMs);
    }
    if (this.changed) this.layoutVersion++;
    this.changed = false;
    if (this.length === 0) return;
    const { refs, values, length, layoutId, layoutVersion } = this;
    this.appender.appendBatch({ timestampMs: this.nowMs, length, refs, values, layoutId, layoutVersion });
  }

  /** Ends all series: what they were drawn from is not followed any more. */
  endAll(nowMs: number): void {
    this.begin(nowMs);
    this.end();
  }

  private create(key: string, metric: string, labels: readonly string[]): Entry | undefined {
    const pairs: [string, string][] = [['__name__', metric]];
    for (let i = 0; i < labels.length; i += 2) pairs.push([labels[i], labels[i + 1]]);
    try {
      const entry = { ref: this.appender.seriesRef(Labels.fromPairs(pairs)), round: 0 };
      this.entries.set(key, entry);
      return entry;
    } catch (error) {
      this.lastError = messageOf(error);
      return undefined;
    }
  }

  private grow(): void {
    const refs = new Uint32Array(2 * this.refs.length);
    const values = new Float64Array(2 * this.values.length);
    refs.set(this.refs);
    values.set(this.values);
    this.refs = refs;
    this.values = values;
  }
}
