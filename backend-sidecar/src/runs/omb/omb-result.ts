/**
 * What an OpenMessaging Benchmark result says, whatever version or fork wrote it: arrays of one length, latencies in
 * milliseconds, absent values `null`. Nothing is filled in: what a file does not hold is absent and named in `missing`.
 */
export interface OmbResult {
  /** Name of the file without folders; the only place that holds the end of a run in upstream's format. */
  fileName: string;
  shape: OmbShape;
  workload?: string;
  driver?: string;
  /** End as the file name says it, `2021-02-05 22:34:17`, in the unknown zone of the machine that ran the benchmark. */
  endedLocal?: string;
  /** Only Redpanda's fork writes these. */
  beginMs?: number;
  endMs?: number;
  /** Between two samples; assumed to be 10 s (OMB's own constant) when the file does not say. */
  intervalMs: number;
  intervalStated: boolean;
  samples: number;
  messageSizeBytes?: number;
  topics?: number;
  partitions?: number;
  producersPerTopic?: number;
  consumersPerTopic?: number;
  /** Messages per second and samples. */
  publishRate: Column;
  publishErrorRate: Column;
  consumeRate: Column;
  /** Messages, summed over subscriptions. */
  backlog: Column;
  /** Counts that forks write. */
  totals: Record<string, number>;
  latencies: OmbLatency[];
  /** Fields of a complete file that this one has not, in the file's words. */
  missing: string[];
  /** What was there and could not be used, as sentences. */
  problems: string[];
}

export type Column = (number | null)[];

/** `classic`: 2018 to 2021, 39 keys; `upstream`: since 2022; `redpanda`: its fork; `other`: further keys of other forks. */
export type OmbShape = 'classic' | 'upstream' | 'redpanda' | 'other';

export type OmbLatencyKind = 'publish' | 'endToEnd' | 'publishDelay' | 'schedule' | 'subscriptionChange';

/** One kind of latency, in ms. */
export interface OmbLatency {
  kind: OmbLatencyKind;
  /** By statistic: what the samples say over time. */
  overTime: Partial<Record<OmbStatistic, Column>>;
  /** By statistic: the whole run. */
  whole: Partial<Record<OmbStatistic, number>>;
  /** The whole run's quantile curve: `[percentile, ms]`, ascending, 100 left out (a log axis has no place for it). */
  quantiles: [percentile: number, ms: number][];
}

export const OMB_STATISTICS = ['min', 'avg', 'p50', 'p75', 'p95', 'p99', 'p99.9', 'p99.99', 'max'] as const;
export type OmbStatistic = (typeof OMB_STATISTICS)[number];
