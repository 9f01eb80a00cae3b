import { setStaleAt } from '../../model/stale.ts';
import type { AppendCounts, AppendRefusal, Appender, SeriesRef } from '../../storage.ts';
import { messageOf } from '../../util/errors.ts';
import type { RuleSample } from './sample.ts';

export interface WriteOutcome {
  written: number;
  /** A refusal, as a sentence; undefined when all samples were taken. */
  refused: string | undefined;
}

const REFUSALS: Readonly<Record<AppendRefusal, string>> = {
  out_of_order: 'out of order sample',
  out_of_bounds: 'too old sample',
  duplicate: 'duplicate sample for timestamp',
  series_limit: 'the store takes no more series',
  memory_limit: 'the store takes no more memory',
};

/**
 * The series of one rule. An evaluation is written as one batch, as a scrape is: the samples, and staleness markers for the
 * series that the rule gave before and gives no longer.
 */
export class RuleOutput {
  private readonly appender: Appender;
  /** Given at the last evaluation, by key of their labels. */
  private series = new Map<string, SeriesRef>();
  private layoutId = 0;
  private layoutVersion = 0;
  private refs = new Uint32Array(0);
  private values = new Float64Array(0);
  private words = new Uint32Array(0);
  private length = 0;
  private lastLength = 0;

  constructor(appender: Appender) {
    this.appender = appender;
  }

  write(samples: readonly RuleSample[], timeMs: number): WriteOutcome {
    const { appender } = this;
    const before = this.series;
    const next = new Map<string, SeriesRef>();
    let refused: string | undefined;
    this.begin(samples.length + before.size);
    for (const { labels, value } of samples) {
      const key = labels.key();
      const known = before.get(key);
      let ref: SeriesRef;
      try {
        ref = known !== undefined && appender.isLive(known) ? known : appender.seriesRef(labels);
      } catch (error) {
        refused = messageOf(error);
        continue;
      }
      next.set(key, ref);
      this.put(ref, value);
    }
    const { length } = this;
    for (const [key, ref] of before) if (!next.has(key) && appender.isLive(ref)) this.putStale(ref);
    this.series = next;
    const counts = this.flush(timeMs);
    if (!counts) return { written: 0, refused };
    for (const kind of Object.keys(REFUSALS) as AppendRefusal[]) if (counts.refused[kind] > 0) refused = REFUSALS[kind];
    return { written: Math.min(counts.appended, length), refused };
  }

  /** Marks all series as stale, so that queries do not look back to values that no longer hold. */
  end(timeMs: number): void {
    this.write([], timeMs);
  }

  private begin(capacity: number): void {
    this.length = 0;
    if (capacity <= this.refs.length) return;
    const refs = new Uint32Array(capacity);
    refs.set(this.refs);
    this.refs = refs;
    this.values = new Float64Array(capacity);
    this.words = new Uint32Array(this.values.buffer);
    this.layoutVersion++;
  }

  /** Equal refs in equal order keep the layout's version, which the store makes use of. */
  private put(ref: SeriesRef, value: number): void {
    this.place(ref);
    this.values[this.length++] = value;
  }

  private putStale(ref: SeriesRef): void {
    this.place(ref);
    setStaleAt(this.words, this.length++);
  }

  private place(ref: SeriesRef): void {
    if (this.refs[this.length] === ref) return;
    this.refs[this.length] = ref;
    this.layoutVersion++;
  }

  private flush(timestampMs: number): AppendCounts | undefined {
    const { length, refs, values } = this;
    if (length === 0) return undefined;
    if (length !== this.lastLength) this.layoutVersion++;
    this.lastLength = length;
    if (this.layoutId === 0) this.layoutId = this.appender.newLayoutId();
    return this.appender.appendBatch({
      timestampMs,
      length,
      refs,
      values,
      layoutId: this.layoutId,
      layoutVersion: this.layoutVersion,
    });
  }
}
