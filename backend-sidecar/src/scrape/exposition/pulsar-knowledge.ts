/**
 * What we know about the metrics of Pulsar, BookKeeper and the OpenTelemetry exporter that their pages do not say, or say
 * wrongly. Tables only; families.ts and unbounded-labels.ts apply them. Source: a recorded Pulsar 4.0.8 cluster, scraped every
 * 2 s (reference/pulsar-real.md §3). Patterns match whole metric names.
 */
import type { MetricType } from '../../model/metadata.ts';

/** The source's own period for most rates and latency windows. */
const ONE_MINUTE_MS = 60_000;

interface TypeCorrection {
  names: RegExp;
  /** Corrected only when the page says this. */
  from: MetricType;
  to: MetricType;
}

const TYPE_CORRECTIONS: readonly TypeCorrection[] = [
  // Grow for as long as the topic stays with its owner, but are typed gauge.
  { names: /^pulsar_(in|out)_(messages|bytes)_total$/, from: 'gauge', to: 'counter' },
  { names: /^pulsar_connection_(closed|created)_total_count$/, from: 'gauge', to: 'counter' },
  { names: /^pulsar_connection_create_(success|fail)_count$/, from: 'gauge', to: 'counter' },
  // Queue lengths go up and down, but are typed counter.
  { names: /^bookie_journal_(JOURNAL|JOURNAL_FORCE_WRITE|FORCE_WRITE)_QUEUE_SIZE$/, from: 'counter', to: 'gauge' },
  // Counts of the last minute: they start at nought every minute.
  { names: /^pulsar_(function|source|sink)_.*_1min(_total)?$/, from: 'counter', to: 'gauge' },
];

/** Names whose value the source recomputes once a minute. Everything else moves with each scrape. */
const STEPPED_NAMES: readonly RegExp[] = [
  /^pulsar_(broker_)?(rate|throughput)_(in|out)$/,
  /^pulsar_average_msg_size$/,
  /^pulsar_(consumer|producer|subscription)_msg_(rate|throughput)_\w+$/,
  /^pulsar_subscription_msg_(ack|drop)_rate$/,
  /^pulsar_replication_(rate|throughput)_\w+$/,
  /^pulsar_(broker_)?storage_(write|read|read_cache_misses)_rate$/,
  /^pulsar_storage_(ledger_)?write_latency_(le_\w+|overflow|count|sum)$/,
  /^pulsar_entry_size_(le_\w+|count|sum)$/,
  /^pulsar_compaction_latency_(le_\w+|count|sum)$/,
  /^pulsar_ml_\w*(Rate|Rate_s|Buckets|_OVERFLOW)$/,
  /^pulsar_ml_(AddEntry|ReadEntries)(Succeed|Succeeded|Errors)$/,
  /^pulsar_ml_cache_(hits|misses)_(rate|throughput)$/,
  /^pulsar_lb_cpu_usage$/,
];

/** Summaries whose quantiles cover the last minute and change at its end; their `_count` and `_sum` are live. */
const STEPPED_SUMMARIES: readonly RegExp[] = [
  /^(bookie|bookkeeper|replication)_\w+$/,
  /^pulsar_(broker_publish_latency|broker_\w+|schema_\w+|metadata_store_\w+|managedLedger_client_\w+)$/,
];

/** Typed wrongly by the page: the type it really is, else undefined. */
export function correctedType(name: string, exposed: MetricType): MetricType | undefined {
  if (exposed !== 'gauge' && exposed !== 'counter') return undefined;
  return TYPE_CORRECTIONS.find((rule) => rule.from === exposed && rule.names.test(name))?.to;
}

/** The period in ms at which the source steps the series of this name; undefined when they are live. */
export function steppedMs(name: string, type: MetricType): number | undefined {
  if (!/^(pulsar|bookie|bookkeeper|replication)_/.test(name)) return undefined;
  const rules = type === 'summary' ? STEPPED_SUMMARIES : STEPPED_NAMES;
  return rules.some((rule) => rule.test(name)) ? ONE_MINUTE_MS : undefined;
}

interface LabelRule {
  /** Metric names; undefined for all. */
  metrics: RegExp | undefined;
  label: string;
  /** Values longer than this are cut here and end in `…`; 0 drops the label. */
  maxLength: number;
}

/** Labels without bound. A cut keeps series apart that differ in their first characters, which is what an operator reads. */
export const UNBOUNDED_LABELS: readonly LabelRule[] = [
  // The message of the exception that a function threw.
  {
    metrics: /^pulsar_(function|source|sink)_(user|system|source|sink)_exception(s?)(_1min)?$/,
    label: 'error',
    maxLength: 120,
  },
  // OpenTelemetry repeats the JVM's command line (2.8 kB) on each series; it says nothing about the series.
  { metrics: undefined, label: 'process_command_args', maxLength: 0 },
];
