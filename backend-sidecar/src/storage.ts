/**
 * The seam between what fills or reads series and what keeps them. scrape, promql, stream, rules and analysis know only
 * these interfaces; tsdb/ and remote/ implement them.
 *
 * Numbers: timestamps are integer milliseconds since the epoch, kept as float64; values are float64. A staleness marker
 * is a NaN with the bits of model/stale.ts and must be carried by copying bytes (typed-array set/subarray), never by
 * reading it into a variable and writing it back.
 */
import type { Labels } from './model/labels.ts';
import type { Matcher } from './model/matcher.ts';
import type { MetricMetadata } from './model/metadata.ts';

/** Numeric handle of a series in one store, 1..2^32-1; 0 means "none". Not stable across restarts. */
export type SeriesRef = number;

export type AppendRefusal = 'out_of_order' | 'out_of_bounds' | 'duplicate' | 'series_limit' | 'memory_limit';

export interface AppendCounts {
  appended: number;
  refused: Record<AppendRefusal, number>;
}

/** Samples of one source at one time: the shape of a scrape. Arrays may be longer than `length`; the rest is ignored. */
export interface SampleBatch {
  timestampMs: number;
  length: number;
  refs: Uint32Array;
  values: Float64Array;
  /** Identifies the column layout: equal id and version promise equal refs in equal order (WAL and append exploit it). */
  layoutId: number;
  layoutVersion: number;
}

export interface Exemplar {
  labels: Labels;
  value: number;
  timestampMs: number;
}

/** Writes. One instance serves many writers on the main thread; each call is atomic with respect to readers. */
export interface Appender {
  /**
   * The ref of a label set, created when new. Cheap for known sets, but callers on the hot path keep refs.
   * @throws ObservatoryError `OBS_STORE_SERIES_LIMIT` / `OBS_STORE_MEMORY_LIMIT` when a ceiling is reached.
   */
  seriesRef(labels: Labels): SeriesRef;
  /** A process-wide new layout id for SampleBatch. */
  newLayoutId(): number;
  /** Appends one sample per ref at one time. Refused samples are counted, the others are kept. */
  appendBatch(batch: SampleBatch): AppendCounts;
  /** One sample at its own time (exposition timestamps, remote write, rules). Undefined means appended. */
  append(ref: SeriesRef, timestampMs: number, value: number): AppendRefusal | undefined;
  /** The staleness marker; never goes through a JS number. */
  appendStale(ref: SeriesRef, timestampMs: number): AppendRefusal | undefined;
  appendExemplar(ref: SeriesRef, exemplar: Exemplar): void;
  setMetadata(metricName: string, metadata: MetricMetadata): void;
  /** True while the ref still names a live series (series without samples are dropped after a while). */
  isLive(ref: SeriesRef): boolean;
}

/** Growable columns that a read fills; reused across reads to avoid allocation. */
export class SampleBuffer {
  length = 0;
  timestamps: Float64Array;
  values: Float64Array;
  /** The same bytes as `values`, to test for staleness markers (model/stale.ts). */
  valueWords: Uint32Array;

  constructor(capacity = 1024) {
    this.timestamps = new Float64Array(capacity);
    this.values = new Float64Array(capacity);
    this.valueWords = new Uint32Array(this.values.buffer);
  }

  /** Makes room for `extra` more samples; contents are kept, views are replaced. */
  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.timestamps.length) return;
    const capacity = Math.max(needed, this.timestamps.length * 2);
    const timestamps = new Float64Array(capacity);
    timestamps.set(this.timestamps.subarray(0, this.length));
    const values = new Float64Array(capacity);
    const words = new Uint32Array(values.buffer);
    words.set(this.valueWords.subarray(0, 2 * this.length));
    this.timestamps = timestamps;
    this.values = values;
    this.valueWords = words;
  }
}

export interface SelectRequest {
  matchers: readonly Matcher[];
  /** Inclusive bounds in ms. */
  minTimeMs: number;
  maxTimeMs: number;
  /** What the reader will do with the samples, so that a source may answer from a downsampled tier. */
  hints?: SelectHints;
  signal?: AbortSignal;
}

export interface SelectHints {
  /** Distance of evaluation steps; 0 for an instant query. */
  stepMs: number;
  /** Length of the range selector; 0 for an instant selector. */
  rangeMs: number;
  /** Innermost function or aggregation over the selector: `rate`, `max_over_time`, … */
  func?: string;
  /** Of each series only the newest sample within the bounds is looked at; a source may leave out the others. */
  newestOnly?: boolean;
}

/** The series a selector matched, in no particular order; indices run from 0 to count-1. */
export interface SeriesSet {
  readonly count: number;
  labels(index: number): Labels;
  /** Clears `out`, then fills it with the samples within the request's bounds, ascending in time, one per time. */
  read(index: number, out: SampleBuffer): void;
  /** Metadata-only consumers need not call it; frees what `select` pinned. */
  close(): void;
  /** Set when the answer comes from a downsampled tier: its resolution in ms. */
  readonly resolutionMs?: number;
}

/** Reads. */
export interface SeriesSource {
  select(request: SelectRequest): Promise<SeriesSet>;
  /** Sorted; restricted to series that match any of the selectors (all when empty) and have samples in the bounds. */
  labelNames(selectors: readonly (readonly Matcher[])[], minTimeMs: number, maxTimeMs: number): Promise<string[]>;
  labelValues(
    name: string,
    selectors: readonly (readonly Matcher[])[],
    minTimeMs: number,
    maxTimeMs: number,
  ): Promise<string[]>;
  series(selectors: readonly (readonly Matcher[])[], minTimeMs: number, maxTimeMs: number): Promise<Labels[]>;
  exemplars(
    selectors: readonly (readonly Matcher[])[],
    minTimeMs: number,
    maxTimeMs: number,
  ): Promise<{ labels: Labels; exemplars: Exemplar[] }[]>;
  /** Metric name to metadata; of one metric when named. */
  metadata(metricName?: string): ReadonlyMap<string, MetricMetadata>;
}

/** Told of every batch after it was appended; must be quick and must not throw. Used by the stream hub. */
export type AppendListener = (batch: SampleBatch) => void;

/** Names the series behind the refs of an AppendListener's batches. A ref is never given to another series. */
export interface SeriesDirectory {
  /** Undefined once the series was dropped. */
  labelsOf(ref: SeriesRef): Labels | undefined;
  /** Live series (those that can still be appended to) that pass all matchers, in no particular order. */
  refsOf(matchers: readonly Matcher[]): Iterable<SeriesRef>;
}

/**
 * Where what is stored has changed, for whoever keeps answers. It has one reader: asking forgets.
 * @returns the time of the oldest sample that came or went since the call before; -Infinity when that is not known, Infinity
 * when nothing changed.
 */
export type OldestChange = () => number;

/** One query's answer, by type, as Prometheus' HTTP API names them. */
export type QueryValue =
  | { resultType: 'scalar'; timestampMs: number; value: number }
  | { resultType: 'string'; timestampMs: number; value: string }
  | { resultType: 'vector'; timestampMs: number; series: { labels: Labels; value: number; timestampMs?: number }[] }
  | { resultType: 'matrix'; series: MatrixSeries[] };

/** Columns of one series; both arrays have equal length. */
export interface MatrixSeries {
  labels: Labels;
  timestamps: Float64Array;
  values: Float64Array;
}

export interface QueryResult {
  value: QueryValue;
  warnings: string[];
  infos: string[];
  stats: QueryStats;
}

export interface QueryStats {
  /** Samples read from storage. */
  samples: number;
  series: number;
  peakSamples: number;
  timings: { evalMs: number; queueMs: number; totalMs: number };
}

export interface QueryOptions {
  timeoutMs?: number;
  lookbackMs?: number;
  signal?: AbortSignal;
  /** Answer at most this many series (Prometheus' `limit`); a warning tells when it cut. */
  limit?: number;
  /** Evaluate all, also what a cache of results has. */
  noCache?: boolean;
}

/** PromQL: embedded engine or a remote Prometheus-compatible server. */
export interface PromqlSource {
  instant(query: string, timeMs: number, options?: QueryOptions): Promise<QueryResult>;
  range(query: string, startMs: number, endMs: number, stepMs: number, options?: QueryOptions): Promise<QueryResult>;
}
