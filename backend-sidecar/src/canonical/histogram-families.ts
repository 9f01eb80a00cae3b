/**
 * Pulsar's histograms that Prometheus cannot use as such, and what each becomes. Every bucket is a gauge of its own that
 * holds the count of that bucket alone in the last finished period; the range stands in the metric's name or in a label
 * called `quantile`. Sources: a recorded Pulsar 4.0.8 (reference/pulsar-real.md §3-4), Pulsar's ManagedLedgerMBeanImpl,
 * TransactionAggregator, CompactionRecord and their StatsBuckets (reference/pulsar.md §6).
 */

/**
 * When the source renews its numbers. `ledger_stats`: all managed ledgers of a broker together, every
 * managedLedgerStatsPeriodSeconds. `broker_stats`: every statsUpdateFrequencyInSecs. `scrape`: with each scrape, so that
 * each value is news (and a second scraper takes some of it away).
 */
export type StatsClockName = 'ledger_stats' | 'broker_stats' | 'scrape';

export interface HistogramFamily {
  /** Without `_bucket`, `_sum`, `_count`. */
  canonical: string;
  help: string;
  unit: 'seconds' | 'bytes';
  clock: StatsClockName;
  /** Upper bounds in the canonical unit, ascending; the bucket above the last is implied. */
  bounds: readonly number[];
  /** Native name, or name and range, of each bucket in the order of `bounds`, then of the one above the last. */
  buckets: readonly NativeColumn[];
  /** The period's sum; absent where Pulsar exposes none. */
  sum?: { native: NativeColumn; scale: number };
  /** `per_second`: a bucket is a rate over its period, `count`: the number of observations in it. */
  values: 'count' | 'per_second';
}

export interface NativeColumn {
  name: string;
  /** The range, as the label `quantile` has it. */
  range?: string;
}

const US = 1e-6;
const KIB = 1024;

const LATENCY_MS = [0.5, 1, 5, 10, 20, 50, 100, 200, 1000];
const LATENCY_NAMES = ['0_5', '1', '5', '10', '20', '50', '100', '200', '1000'];
const SIZES = [128, 512, KIB, 2 * KIB, 4 * KIB, 16 * KIB, 100 * KIB, KIB * KIB];
const SIZE_NAMES = ['128', '512', '1_kb', '2_kb', '4_kb', '16_kb', '100_kb', '1_mb'];
const TRANSACTION_MS = [10, 20, 50, 100, 500, 1000, 5000, 15_000, 30_000, 60_000, 300_000, 1_500_000, 3_000_000];

/** Divided, not multiplied: 5 / 1000 is the double that "0.005" means. */
const inSeconds = (ms: readonly number[]): number[] => ms.map((each) => each / 1000);

function latency(native: string, canonical: string, help: string, clock: StatsClockName): HistogramFamily {
  return {
    canonical,
    help,
    unit: 'seconds',
    clock,
    bounds: inSeconds(LATENCY_MS),
    // The last has no `le` in its name, unlike that of the entry size.
    buckets: [...LATENCY_NAMES.map((each) => ({ name: `${native}_le_${each}` })), { name: `${native}_overflow` }],
    sum: { native: { name: `${native}_sum` }, scale: US },
    values: 'count',
  };
}

function managedLedger(
  native: string,
  canonical: string,
  help: string,
  unit: 'seconds' | 'bytes',
  bounds: readonly number[],
): HistogramFamily {
  const name = `pulsar_ml_${native}`;
  return {
    canonical,
    help,
    unit,
    clock: 'ledger_stats',
    bounds: unit === 'seconds' ? inSeconds(bounds) : bounds,
    buckets: [
      ...bounds.map((bound, i) => ({ name, range: `${rangeEnd(bounds[i - 1] ?? 0)}_${rangeEnd(bound)}` })),
      { name: `${name}_OVERFLOW` },
    ],
    values: 'per_second',
  };
}

/** As Java prints a double. */
const rangeEnd = (bound: number): string => (Number.isInteger(bound) ? `${bound}.0` : String(bound));

export const HISTOGRAM_FAMILIES: readonly HistogramFamily[] = [
  latency(
    'pulsar_storage_write_latency',
    'observatory_pulsar_publish_latency_seconds',
    'Time from the arrival of an entry at the managed ledger to its acknowledgement by the bookies, with the wait in the broker.',
    'ledger_stats',
  ),
  latency(
    'pulsar_storage_ledger_write_latency',
    'observatory_pulsar_ledger_write_latency_seconds',
    "BookKeeper's part of the publish latency: from the add to the ack quorum.",
    'ledger_stats',
  ),
  {
    canonical: 'observatory_pulsar_entry_size_bytes',
    help: 'Size of the entries written.',
    unit: 'bytes',
    clock: 'ledger_stats',
    bounds: SIZES,
    buckets: [...SIZE_NAMES, 'overflow'].map((each) => ({ name: `pulsar_entry_size_le_${each}` })),
    sum: { native: { name: 'pulsar_entry_size_sum' }, scale: 1 },
    values: 'count',
  },
  latency(
    'pulsar_compaction_latency',
    'observatory_pulsar_compaction_latency_seconds',
    'Time to write an entry of a compacted topic.',
    'broker_stats',
  ),
  {
    canonical: 'observatory_pulsar_transaction_latency_seconds',
    help: 'Time from the start of a transaction to its end, by coordinator.',
    unit: 'seconds',
    clock: 'scrape',
    bounds: TRANSACTION_MS.map((each) => each / 1000),
    buckets: [...TRANSACTION_MS, 'overflow'].map((each) => ({ name: `pulsar_txn_execution_latency_le_${each}` })),
    values: 'count',
  },
  managedLedger(
    'AddEntryLatencyBuckets',
    'observatory_pulsar_managed_ledger_add_latency_seconds',
    'Publish latency by namespace, as the managed ledger reports it (without system topics of other namespaces).',
    'seconds',
    LATENCY_MS,
  ),
  managedLedger(
    'LedgerAddEntryLatencyBuckets',
    'observatory_pulsar_managed_ledger_bookkeeper_add_latency_seconds',
    "BookKeeper's part of the publish latency by namespace.",
    'seconds',
    LATENCY_MS,
  ),
  managedLedger(
    'LedgerSwitchLatencyBuckets',
    'observatory_pulsar_managed_ledger_switch_latency_seconds',
    'Time to close a ledger and open the next; writes of the topic wait for it.',
    'seconds',
    LATENCY_MS,
  ),
  managedLedger(
    'EntrySizeBuckets',
    'observatory_pulsar_managed_ledger_entry_size_bytes',
    'Size of the entries written, by namespace.',
    'bytes',
    SIZES,
  ),
];

/** The values of `le`, as Prometheus 3 writes them, ending in +Inf. */
export function leValues(family: HistogramFamily): string[] {
  return [...family.bounds.map((bound) => (Number.isInteger(bound) ? `${bound}.0` : String(bound))), '+Inf'];
}
