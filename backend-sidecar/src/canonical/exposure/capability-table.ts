/**
 * What a target may expose or keep to itself, and how that is seen in a scrape: from families and labels alone, never from
 * a version. A capability is `on` when a series matches one of its `on` probes; `off` when none does although a series
 * matches an `off` probe, which proves that there was something to expose; otherwise unknown.
 *
 * Sources: recorded scrapes of Pulsar 4.0.8 with each switch on and off (../shared/corpus/pulsar-4.0.8/metrics); for other
 * versions reference/pulsar.md §6 (Pulsar 2.10 to 5.0, BookKeeper 4.14 to 4.18), noted `[§6]`.
 */
export type CapabilityScope = 'broker' | 'bookie' | 'function_worker' | 'metadata_store' | 'process';

export interface Probe {
  /** Whole metric name, or the beginning of it when it ends in `*`. */
  name: string;
  /** The series must carry this label; with a pattern, its value must match. */
  label?: string;
  matches?: RegExp;
  /** The series must lack this label. */
  without?: string;
  /** The series' value must be above 0: there is something that would be shown. */
  isBusy?: boolean;
}

export interface Capability {
  id: string;
  title: string;
  scope: CapabilityScope;
  on: readonly Probe[];
  off: readonly Probe[];
  /** Whatever it shows, it is this capability only beside one of these. */
  beside?: readonly Probe[];
  /** How an operator turns it on; undefined where there is no switch. */
  setting?: { file: string; key: string; value: string };
  /** Metric names that exist only with it. */
  metrics?: RegExp;
  /** What a reader should know: versions, traps, cost. */
  note: string;
}

const BROKER_CONF = 'broker.conf';
const flag = (key: string): Capability['setting'] => ({ file: BROKER_CONF, key, value: 'true' });

export const CAPABILITIES: readonly Capability[] = [
  {
    id: 'topic_metrics',
    title: 'Metrics by topic',
    scope: 'broker',
    on: [
      { name: 'pulsar_in_messages_total', label: 'topic' },
      { name: 'pulsar_rate_in', label: 'topic' },
    ],
    off: [
      { name: 'pulsar_in_messages_total', label: 'namespace', without: 'topic' },
      { name: 'pulsar_rate_in', label: 'namespace', without: 'topic' },
    ],
    setting: flag('exposeTopicLevelMetricsInPrometheus'),
    metrics:
      /^pulsar_(subscription_(?!(in_replay|delayed)$)\w+|average_msg_size|publish_rate_limit_times|storage_backlog_(age_seconds|quota_limit\w*))$/,
    note: 'On by default. On: no family by namespace but pulsar_topics_count; off: the reverse [§6]. Dynamic from 5.0 on.',
  },
  {
    id: 'consumer_metrics',
    title: 'Metrics by consumer',
    scope: 'broker',
    on: [{ name: 'pulsar_consumer_*', label: 'consumer_name' }],
    off: [{ name: 'pulsar_subscription_consumers_count', isBusy: true }],
    setting: flag('exposeConsumerLevelMetricsInPrometheus'),
    metrics: /^pulsar_consumer_(?!msg_ack_rate$)\w+$/,
    note: 'Off by default. Needs metrics by topic. One set of series for each consumer.',
  },
  {
    id: 'producer_metrics',
    title: 'Metrics by producer',
    scope: 'broker',
    on: [{ name: 'pulsar_producer_*', label: 'producer_name' }],
    off: [{ name: 'pulsar_producers_count', label: 'topic', isBusy: true }],
    setting: flag('exposeProducerLevelMetricsInPrometheus'),
    metrics: /^pulsar_producer_\w+$/,
    note: 'Off by default. Needs metrics by topic.',
  },
  {
    id: 'cursor_metrics',
    title: 'Metrics of managed cursors',
    scope: 'broker',
    on: [{ name: 'pulsar_ml_cursor_*' }],
    off: [{ name: 'pulsar_subscriptions_count', isBusy: true }],
    setting: flag('exposeManagedCursorMetricsInPrometheus'),
    metrics: /^pulsar_ml_cursor_\w+$/,
    note: 'Off by default.',
  },
  {
    id: 'bundle_metrics',
    title: 'Metrics by bundle',
    scope: 'broker',
    on: [{ name: 'pulsar_bundle_*', label: 'bundle' }],
    off: [{ name: 'pulsar_lb_cpu_usage' }],
    setting: flag('exposeBundlesMetricsInPrometheus'),
    metrics: /^pulsar_bundle_\w+$/,
    note: 'Off by default; in 4.0.8 the one of these switches that is dynamic. Appears with the next load report.',
  },
  {
    id: 'partition_label',
    title: 'Topic and partition as two labels',
    scope: 'broker',
    on: [
      { name: 'pulsar_in_messages_total', label: 'partition' },
      { name: 'pulsar_rate_in', label: 'partition' },
    ],
    off: [
      { name: 'pulsar_in_messages_total', label: 'topic', without: 'partition' },
      { name: 'pulsar_rate_in', label: 'topic', without: 'partition' },
    ],
    setting: flag('splitTopicAndPartitionLabel'),
    note: 'Off by default. On, `topic` loses its -partition-N and topics without partitions have partition="-1".',
  },
  {
    id: 'bookkeeper_client_metrics',
    title: "Metrics of the broker's BookKeeper client",
    scope: 'broker',
    on: [{ name: 'pulsar_managedLedger_client_*' }],
    off: [{ name: 'pulsar_ml_count' }],
    setting: { file: BROKER_CONF, key: 'bookkeeperClientExposeStatsToPrometheus', value: 'true' },
    metrics: /^pulsar_managedLedger_client_\w+$/,
    note: 'Off by default. Names hold the addresses of bookies.',
  },
  {
    id: 'publish_latency_summary',
    title: 'Publish latency of the broker as a summary',
    scope: 'broker',
    on: [{ name: 'pulsar_broker_publish_latency' }],
    off: [{ name: 'pulsar_topics_count' }],
    metrics: /^pulsar_broker_publish_latency(_count|_sum)?$/,
    note: 'Named new in 5.0 [§6], but recorded from 4.0.8. Quantiles of one broker, in ms; no switch.',
  },
  {
    id: 'broker_aggregates',
    title: 'Totals of the broker',
    scope: 'broker',
    on: [{ name: 'pulsar_broker_rate_in' }],
    off: [{ name: 'pulsar_topics_count' }],
    metrics: /^pulsar_broker_(rate|throughput)_(in|out)$|^pulsar_broker_\w+_count$/,
    note: 'Since 3.0 (PIP-214) [§6].',
  },
  {
    id: 'backlog_age',
    title: 'Age of the oldest message in the backlog',
    scope: 'broker',
    on: [{ name: 'pulsar_storage_backlog_age_seconds' }],
    off: [{ name: 'pulsar_subscription_back_log' }],
    metrics: /^pulsar_storage_backlog_age_seconds$/,
    note: 'Since 3.0.x and 3.3 (PIP-323) [§6], with metrics by topic; -1 means unknown, and it follows the slowest subscription.',
  },
  {
    id: 'subscription_backlog_age',
    title: 'Age of the backlog by subscription',
    scope: 'broker',
    on: [{ name: 'pulsar_subscription_storage_backlog_age_seconds' }],
    off: [{ name: 'pulsar_subscription_back_log' }],
    metrics: /^pulsar_subscription_storage_backlog_age_seconds$/,
    note: 'Since 5.0, behind a switch that is off by default [§6].',
  },
  {
    id: 'transactions',
    title: 'Transaction coordinator',
    scope: 'broker',
    on: [{ name: 'pulsar_txn_*', label: 'coordinator_id' }],
    off: [{ name: 'pulsar_topics_count' }],
    setting: { file: BROKER_CONF, key: 'transactionCoordinatorEnabled', value: 'true' },
    metrics: /^pulsar_txn_(?!tb_)\w+$/,
    note: 'Counters end in _count before 2.11 and in _total since [§6]. Execution latency is reset by each scrape.',
  },
  {
    id: 'replication',
    title: 'Geo-replication',
    scope: 'broker',
    on: [{ name: 'pulsar_replication_*' }],
    off: [],
    metrics: /^pulsar_replication_\w+$/,
    note: 'Series exist for replicated namespaces only.',
  },
  {
    id: 'offload',
    title: 'Offload to tiered storage',
    scope: 'broker',
    on: [{ name: 'brk_ledgeroffloader_*' }, { name: 'pulsar_ledgeroffloader_*' }],
    off: [],
    metrics: /^(brk|pulsar)_ledgeroffloader_\w+$/,
    note: 'Documented as pulsar_ledgeroffloader_*, registered as brk_ledgeroffloader_* [§6].',
  },
  {
    id: 'extensible_load_manager',
    title: 'Extensible load manager',
    scope: 'broker',
    on: [{ name: 'pulsar_sunit_state_chn_*' }],
    off: [{ name: 'pulsar_lb_cpu_usage' }],
    setting: {
      file: BROKER_CONF,
      key: 'loadManagerClassName',
      value: 'org.apache.pulsar.broker.loadbalance.extensions.ExtensibleLoadManagerImpl',
    },
    metrics:
      /^pulsar_sunit_state_chn_\w+$|^(pulsar|brk)_lb_(\w+_breakdown_total|resource_usage(_stats)?|ignored_\w+_total|(assign|release|unload|disconnect)_latency\w*)$/,
    note: 'Since 3.0 [§6]; names from the jar of 4.0.8.',
  },
  {
    id: 'opentelemetry_names',
    title: 'OpenTelemetry names',
    scope: 'process',
    on: [{ name: 'target_info' }],
    off: [{ name: 'pulsar_topics_count' }],
    setting: { file: 'environment', key: 'OTEL_SDK_DISABLED', value: 'false' },
    metrics: /^target_info$|^pulsar_broker_(topic|managed_ledger|consumer|producer|request|connection)_\w+$/,
    note: 'Since 3.3 (PIP-264), on a port of its own (9464), beside Prometheus. At most 2,000 attribute sets for each instrument; a broker with an embedded worker does not start with a fixed port.',
  },
  {
    id: 'embedded_function_worker',
    title: 'Function worker inside the broker',
    scope: 'broker',
    on: [{ name: 'pulsar_function_worker_*' }],
    off: [{ name: 'pulsar_topics_count' }],
    beside: [{ name: 'pulsar_topics_count' }],
    setting: { file: BROKER_CONF, key: 'functionsWorkerEnabled', value: 'true' },
    note: 'A broker without one exposes no pulsar_function_* at all. Standalone workers have the same names without the broker families.',
  },
  {
    id: 'function_process_metrics',
    title: 'Metrics of function processes pasted into the worker',
    scope: 'function_worker',
    on: [{ name: 'java_lang_*' }],
    off: [{ name: 'pulsar_function_received_total' }],
    note: 'With the process runtime each instance repeats jvm_*, process_* and java_lang_* without a label that tells it: the first of equal series is kept, and nobody knows whose it is.',
  },
  {
    id: 'jvm_metrics',
    title: 'JVM and process',
    scope: 'process',
    on: [{ name: 'jvm_memory_bytes_used' }, { name: 'jvm_memory_used_bytes' }],
    off: [{ name: 'pulsar_function_worker_*' }, { name: 'pulsar_topics_count' }, { name: 'bookie_SERVER_STATUS' }],
    setting: { file: 'functions_worker.yml', key: 'includeStandardPrometheusMetrics', value: 'true' },
    metrics: /^(jvm|process)_\w+$/,
    note: 'Function workers with the thread runtime hide them by default; brokers, bookies and ZooKeeper have them. Names of collectors and pools follow the garbage collector.',
  },
  {
    id: 'bookie_metrics',
    title: 'Bookie',
    scope: 'bookie',
    on: [{ name: 'bookie_SERVER_STATUS' }],
    off: [],
    metrics: /^(bookie|bookkeeper_server)_\w+$/,
    note: 'The Prometheus provider of BookKeeper. For Pulsar 5.0 bookies statsProviderClass must change [§6].',
  },
  {
    id: 'task_execution_stats',
    title: "Times of the bookie's threads",
    scope: 'bookie',
    on: [{ name: 'bookkeeper_server_BookieReadThreadPool_task_execution' }],
    off: [{ name: 'bookie_SERVER_STATUS' }],
    setting: { file: 'bookkeeper.conf', key: 'enableTaskExecutionStats', value: 'true' },
    metrics: /^bookkeeper_server_\w+_task_(execution|queued)(_count|_sum)?$/,
    note: 'Off by default.',
  },
  {
    id: 'auditor',
    title: 'Auditor of autorecovery',
    scope: 'bookie',
    on: [{ name: 'replication_auditor_*' }, { name: 'auditor_*' }],
    off: [],
    metrics: /auditor_\w+$/,
    note: 'Only the elected auditor has them with meaning. Under-replicated ledgers are refreshed once an audit.',
  },
  {
    id: 'deleted_ledger_total',
    title: 'BookKeeper names since 4.16',
    scope: 'bookie',
    on: [{ name: 'bookie_DELETED_LEDGER_TOTAL' }, { name: 'bookie_ACTIVE_LEDGER_TOTAL' }],
    off: [{ name: 'bookie_DELETED_LEDGER_COUNT' }],
    note: 'DELETED_LEDGER_COUNT and kin became _TOTAL in 4.16; the documentation still lists the old [§6].',
  },
  {
    id: 'zookeeper_provider',
    title: "ZooKeeper's own metrics provider",
    scope: 'metadata_store',
    on: [{ name: 'znode_count' }],
    off: [{ name: 'zookeeper_server_znode_count' }],
    setting: {
      file: 'zookeeper.conf',
      key: 'metricsProvider.className',
      value: 'org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider',
    },
    note: "Since Pulsar 2.8; before, Pulsar's own agent exposed zookeeper_server_* [§6].",
  },
];

/** The capability without which a metric does not exist, for those that tell why a panel is empty. */
export function capabilityOfMetric(name: string): Capability | undefined {
  return CAPABILITIES.find(({ metrics }) => metrics?.test(name));
}
