import type { Labels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import { isStaleAt } from '../model/stale.ts';
import { SampleBuffer } from '../storage.ts';
import type { SeriesDirectory, SeriesRef, SeriesSource } from '../storage.ts';
import { ObservatoryError } from '../util/errors.ts';
import { Channel } from './channel.ts';
import type { ChannelHost } from './channel.ts';
import type { Frame } from './frame.ts';
import { wireNumber } from './wire-value.ts';

/** Brings appended samples to channels; series-router.ts. */
export interface SeriesRoutes {
  /** Routes to a channel from now on, also the series that appear later. */
  add(channel: SeriesChannel): void;
  /** Lets a channel have the samples of a series. */
  route(ref: SeriesRef, channel: SeriesChannel): void;
  remove(channel: SeriesChannel): void;
  /** A channel's slots moved. */
  refresh(): void;
}

export interface SeriesChannelOptions {
  matchers: readonly Matcher[];
  routes: SeriesRoutes;
  source: SeriesSource;
  directory: SeriesDirectory;
  now: () => number;
  maxSeries: number;
  onSeriesLimit: () => void;
}

/** How far back the first value of a series may lie: PromQL's lookback delta. */
const LOOKBACK_MS = 5 * 60_000;

/**
 * Live samples of the series that a selector matches. A series' id on the wire is its ref. The newest value of every
 * series is kept in columns indexed by slot, so that snapshots and conflation cost nothing per client.
 */
export class SeriesChannel extends Channel {
  override readonly conflates = true;
  readonly matchers: readonly Matcher[];
  private readonly options: SeriesChannelOptions;
  private readonly slots = new Map<SeriesRef, number>();
  private refs: SeriesRef[] = [];
  private labels: Labels[] = [];
  private times = new Float64Array(16);
  private values = new Float64Array(16);
  private words = new Uint32Array(this.values.buffer);
  /** A sequence number that no client had when the slot last changed. */
  private changedAt = new Float64Array(16);
  private addedAt = new Float64Array(16);
  private pendingBlocks: string[] = [];
  private pendingSamples = 0;
  private pendingMeta: number[] = [];
  private ignoredSeries = 0;

  constructor(name: string, key: string, host: ChannelHost, options: SeriesChannelOptions) {
    super(name, key, host);
    this.options = options;
    this.matchers = options.matchers;
  }

  get liveRefs(): readonly SeriesRef[] {
    return this.refs;
  }

  has(ref: SeriesRef): boolean {
    return this.slots.has(ref);
  }

  slotOf(ref: SeriesRef): number {
    return this.slots.get(ref) ?? -1;
  }

  /** Finds the series there are and their latest values. Samples that arrive meanwhile win. */
  override async start(): Promise<void> {
    const { directory, maxSeries } = this.options;
    const found = [...directory.refsOf(this.matchers)];
    if (found.length > maxSeries) {
      this.options.onSeriesLimit();
      throw new ObservatoryError(
        'OBS_STREAM_SERIES_LIMIT',
        `the selector matches ${found.length} series, at most ${maxSeries} can be streamed`,
        {
          hint: 'narrow the selector, or subscribe to a query that aggregates, such as sum by (…) or topk(…)',
          httpStatus: 422,
        },
      );
    }
    for (const ref of found) {
      const labels = directory.labelsOf(ref);
      if (labels && this.addSeries(ref, labels)) this.options.routes.route(ref, this);
    }
    // The first subscriber learns them from the snapshot.
    this.pendingMeta = [];
    this.options.routes.add(this);
    await this.loadLatest();
  }

  override stop(): void {
    this.options.routes.remove(this);
  }

  /** Takes in a series that appeared; false when it is known or above the limit. */
  addSeries(ref: SeriesRef, labels: Labels): boolean {
    if (this.slots.has(ref)) return false;
    if (this.refs.length >= this.options.maxSeries) {
      this.noteIgnored();
      return false;
    }
    const slot = this.refs.length;
    this.slots.set(ref, slot);
    this.refs.push(ref);
    this.labels.push(labels);
    this.reserve(slot + 1);
    this.times[slot] = -Infinity;
    this.changedAt[slot] = 0;
    this.addedAt[slot] = this.host.seq + 1;
    this.pendingMeta.push(slot);
    this.host.flushSoon(this);
    return true;
  }

  /**
   * Samples of one batch for this channel: `columns[i]` indexes the batch, `slots[i]` this channel. `idsJson` is the JSON
   * array of the refs, encoded once for as long as the layout stands.
   */
  accept(
    timestampMs: number,
    batchValues: Float64Array,
    batchWords: Uint32Array,
    columns: Uint32Array,
    slots: Uint32Array,
    idsJson: string,
  ): void {
    const change = this.host.seq + 1;
    let json = '';
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i];
      const slot = slots[i];
      const isStale = isStaleAt(batchWords, column);
      const text = isStale ? 'null' : wireNumber(batchValues[column]);
      json = i === 0 ? text : `${json},${text}`;
      if (timestampMs < this.times[slot]) continue;
      this.times[slot] = timestampMs;
      this.words[2 * slot] = batchWords[2 * column];
      this.words[2 * slot + 1] = batchWords[2 * column + 1];
      this.changedAt[slot] = change;
    }
    this.pendingBlocks.push(`{"t":${timestampMs},"ids":${idsJson},"values":[${json}]}`);
    this.pendingSamples += columns.length;
    this.host.flushSoon(this);
  }

  override flush(): void {
    if (this.pendingMeta.length > 0) {
      const meta = this.metaJson(this.pendingMeta);
      this.pendingMeta = [];
      this.host.broadcast(this, meta, 0);
    }
    if (this.pendingBlocks.length === 0) return;
    const payload = `{"type":"samples","blocks":[${this.pendingBlocks.join(',')}]}`;
    const samples = this.pendingSamples;
    this.pendingBlocks = [];
    this.pendingSamples = 0;
    this.host.broadcast(this, payload, samples);
  }

  override since(seq: number): Frame[] {
    const added: number[] = [];
    const changed = new Map<number, number[]>();
    for (let slot = 0; slot < this.refs.length; slot++) {
      if (seq === 0 || this.addedAt[slot] > seq) added.push(slot);
      const isNews = this.times[slot] > -Infinity && (seq === 0 || this.changedAt[slot] > seq);
      if (!isNews) continue;
      const time = this.times[slot];
      const block = changed.get(time);
      if (block) block.push(slot);
      else changed.set(time, [slot]);
    }
    const frames: Frame[] = [];
    if (added.length > 0) frames.push(this.host.frameFor(this, this.metaJson(added), 0));
    let samples = 0;
    const blocks: string[] = [];
    for (const time of [...changed.keys()].sort((a, b) => a - b)) {
      const slots = changed.get(time) ?? [];
      samples += slots.length;
      blocks.push(
        `{"t":${time},"ids":[${slots.map((slot) => this.refs[slot]).join(',')}],"values":[${slots.map((slot) => this.valueJson(slot)).join(',')}]}`,
      );
    }
    if (samples > 0) {
      frames.push(
        this.host.frameFor(this, `{"type":"samples","snapshot":true,"blocks":[${blocks.join(',')}]}`, samples),
      );
    }
    return frames;
  }

  /** Forgets series that the store dropped, and tells the subscribers. */
  override prune(): void {
    const gone = this.refs.filter((ref) => this.options.directory.labelsOf(ref) === undefined);
    if (gone.length === 0) return;
    this.flush();
    const goneSet = new Set(gone);
    let kept = 0;
    this.slots.clear();
    for (let slot = 0; slot < this.refs.length; slot++) {
      if (goneSet.has(this.refs[slot])) continue;
      this.refs[kept] = this.refs[slot];
      this.labels[kept] = this.labels[slot];
      this.times[kept] = this.times[slot];
      this.words.copyWithin(2 * kept, 2 * slot, 2 * slot + 2);
      this.changedAt[kept] = this.changedAt[slot];
      this.addedAt[kept] = this.addedAt[slot];
      this.slots.set(this.refs[kept], kept);
      kept++;
    }
    this.refs.length = kept;
    this.labels.length = kept;
    this.options.routes.refresh();
    this.host.broadcast(this, `{"type":"gone","ids":[${gone.join(',')}]}`, 0);
  }

  private async loadLatest(): Promise<void> {
    const maxTimeMs = this.options.now();
    const set = await this.options.source.select({
      matchers: this.matchers,
      minTimeMs: maxTimeMs - LOOKBACK_MS,
      maxTimeMs,
    });
    try {
      const slotByKey = new Map(this.labels.map((labels, slot) => [labels.key(), slot]));
      const buffer = new SampleBuffer();
      for (let index = 0; index < set.count; index++) {
        const slot = slotByKey.get(set.labels(index).key());
        if (slot === undefined) continue;
        set.read(index, buffer);
        const last = buffer.length - 1;
        if (last < 0 || buffer.timestamps[last] <= this.times[slot] || isStaleAt(buffer.valueWords, last)) continue;
        this.times[slot] = buffer.timestamps[last];
        this.values[slot] = buffer.values[last];
        this.changedAt[slot] = this.host.seq + 1;
      }
    } finally {
      set.close();
    }
  }

  private valueJson(slot: number): string {
    return isStaleAt(this.words, slot) ? 'null' : wireNumber(this.values[slot]);
  }

  private metaJson(slots: readonly number[]): string {
    const series = slots.map(
      (slot) => `{"id":${this.refs[slot]},"labels":${JSON.stringify(this.labels[slot].toObject())}}`,
    );
    return `{"type":"meta","series":[${series.join(',')}]}`;
  }

  private noteIgnored(): void {
    this.options.onSeriesLimit();
    if (this.ignoredSeries++ > 0) return;
    const message = `more than ${this.options.maxSeries} series match: those that appeared last are left out`;
    this.host.broadcast(this, JSON.stringify({ type: 'notice', code: 'OBS_STREAM_SERIES_LIMIT', message }), 0);
  }

  private reserve(slots: number): void {
    if (slots <= this.times.length) return;
    const capacity = this.times.length * 2;
    const grow = (old: Float64Array) => {
      const grown = new Float64Array(capacity);
      grown.set(old);
      return grown;
    };
    this.times = grow(this.times);
    this.changedAt = grow(this.changedAt);
    this.addedAt = grow(this.addedAt);
    const values = new Float64Array(capacity);
    const words = new Uint32Array(values.buffer);
    words.set(this.words);
    this.values = values;
    this.words = words;
  }
}
