/** The conformant latency histograms that the sidecar derives (docs/guide/canonical-series.md), and what they can be split by. */
export interface LatencyHistogram {
  id: string;
  title: string;
  /** Metric name without `_bucket`; seconds. */
  metric: string;
  /** What the time means, for a reader who sees the name for the first time. */
  meaning: string;
}

export const LATENCY_HISTOGRAMS: readonly LatencyHistogram[] = [
  {
    id: 'publish',
    title: 'Publish latency',
    metric: 'observatory_pulsar_publish_latency_seconds',
    meaning: 'From the arrival of a message at the broker until it is stored and acknowledged to the producer.',
  },
  {
    id: 'ledger',
    title: 'Ledger write latency',
    metric: 'observatory_pulsar_ledger_write_latency_seconds',
    meaning: 'The part of a publish that is spent writing the entry to the bookies.',
  },
  {
    id: 'bookkeeper',
    title: 'BookKeeper add latency, by namespace',
    metric: 'observatory_pulsar_managed_ledger_bookkeeper_add_latency_seconds',
    meaning: 'Entries written by managed ledgers, as the BookKeeper client of the broker saw them.',
  },
  {
    id: 'transaction',
    title: 'Transaction latency',
    metric: 'observatory_pulsar_transaction_latency_seconds',
    meaning: 'From the start of a transaction to its end.',
  },
];

export const LATENCY_SCOPES = ['all', 'namespace', 'topic', 'broker'] as const;
export type LatencyScope = (typeof LATENCY_SCOPES)[number];

/** The label that holds what a scope chooses by. */
export function scopeLabel(scope: LatencyScope): string | undefined {
  switch (scope) {
    case 'all':
      return undefined;
    case 'broker':
      return 'instance';
    default:
      return scope;
  }
}

/** Brokers compute these once a minute: two of their minutes are in every window. */
const MIN_WINDOW_MS = 120_000;

/** `rate(…_bucket{…}[window])` summed by `le`, for a step of the given length. */
export function bucketRates(
  { metric }: LatencyHistogram,
  { scope, value, stepMs }: { scope: LatencyScope; value: string; stepMs: number },
): string {
  const label = scopeLabel(scope);
  const matcher = label && value !== '' ? `{${label}=${JSON.stringify(value)}}` : '';
  const windowSeconds = Math.ceil(Math.max(MIN_WINDOW_MS, stepMs) / 1000);
  return `sum by (le) (rate(${metric}_bucket${matcher}[${windowSeconds}s]))`;
}

/** The quantiles of the bands, inner first; 1 is the upper bound of the highest bucket that counted anything. */
export const BAND_QUANTILES = [0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1] as const;

/** `p50`, `p99.9`, `max`. */
export function quantileName(quantile: number): string {
  return quantile === 1 ? 'max' : `p${Number((quantile * 100).toFixed(3))}`;
}
