/**
 * Names of one fact in different versions and exporters of Pulsar and BookKeeper: the canonical name first if there is one,
 * then today's native one, then older ones and those of OpenTelemetry. Source: reference/pulsar.md §6, with the pull requests
 * that renamed; names of 4.0.8 from recorded scrapes. A name may end in `*`, which stands for the same text in all.
 */
export interface Alias {
  /** The name that the product uses: a derived one, or today's native name. */
  name: string;
  /** Older or other names of the same, with the version that had them last. */
  also: readonly { name: string; until?: string; from?: 'opentelemetry' | 'documentation' | 'dashboards' }[];
  source: string;
}

const RENAMED_2_11 = 'Prometheus client 0.5 to 0.15 (apache/pulsar#13785): every counter ends in _total';

const counter = (base: string, old: string, source: string): Alias => ({
  name: `${base}_total`,
  also: [{ name: old, until: '2.10' }],
  source,
});

export const ALIASES: readonly Alias[] = [
  // 2.11: transactions, schemas, load balancing, authentication.
  ...['committed', 'aborted', 'created', 'timeout', 'append_log'].map((each) =>
    counter(`pulsar_txn_${each}`, `pulsar_txn_${each}_count`, 'apache/pulsar#16581'),
  ),
  ...['del_ops_failed', 'get_ops_failed', 'put_ops_failed', 'compatible', 'incompatible'].map((each) =>
    counter(`pulsar_schema_${each}`, `pulsar_schema_${each}_count`, 'apache/pulsar#16610'),
  ),
  ...['unload_broker', 'unload_bundle', 'bundles_split'].map((each) =>
    counter(`pulsar_lb_${each}`, `pulsar_lb_${each}_count`, 'apache/pulsar#16611'),
  ),
  ...['success', 'failures'].map((each) =>
    counter(`pulsar_authentication_${each}`, `pulsar_authentication_${each}_count`, RENAMED_2_11),
  ),
  counter('pulsar_expired_token', 'pulsar_expired_token_count', RENAMED_2_11),
  ...['function', 'source', 'sink'].flatMap((kind) =>
    ['received', 'processed_successfully', 'written', 'user_exceptions', 'system_exceptions'].map((each) => ({
      name: `pulsar_${kind}_${each}_1min_total`,
      also: [{ name: `pulsar_${kind}_${each}_total_1min`, until: '2.10' }],
      source: RENAMED_2_11,
    })),
  ),
  { name: 'pulsar_topic_load_times', also: [{ name: 'topic_load_times', until: '2.10' }], source: 'renamed in 2.11' },
  {
    name: 'jvm_classes_currently_loaded',
    also: [{ name: 'jvm_classes_loaded', until: '2.10' }],
    source: 'Prometheus client 0.11',
  },
  // BookKeeper 4.16.
  ...['DELETED_LEDGER', 'MINOR_COMPACTION', 'MAJOR_COMPACTION', 'ACTIVE_LEDGER', 'ACTIVE_ENTRY_LOG'].map((each) => ({
    name: `bookie_${each}_TOTAL`,
    also: [{ name: `bookie_${each}_COUNT`, until: 'BookKeeper 4.15' }],
    source: 'BookKeeper 4.16; the documentation still lists the old names',
  })),
  // Names that documentation or public dashboards ask for and that never existed so.
  {
    name: 'pulsar_storage_write_latency_overflow',
    also: [{ name: 'pulsar_storage_write_latency_le_overflow', from: 'documentation' }],
    source: 'recorded from 4.0.8',
  },
  {
    name: 'pulsar_entry_size_le_overflow',
    also: [{ name: 'pulsar_entry_size_overflow', from: 'dashboards' }],
    source: 'recorded from 4.0.8',
  },
  {
    name: 'pulsar_compaction_latency_overflow',
    also: [{ name: 'pulsar_compaction_latency_le_overflow', from: 'documentation' }],
    source: 'reference/pulsar.md §6',
  },
  {
    name: 'pulsar_broker_load_manager_bundle_assigment',
    also: [{ name: 'pulsar_broker_load_manager_bundle_assignment', from: 'documentation' }],
    source: 'spelt so in 4.0.8',
  },
  {
    name: 'pulsar_producer_msg_average_Size',
    also: [{ name: 'pulsar_producer_msg_average_size', from: 'documentation' }],
    source: 'spelt so in 4.0.8',
  },
  {
    name: 'brk_ledgeroffloader_offload_rate',
    also: [{ name: 'pulsar_ledgeroffloader_writeRate', from: 'dashboards' }],
    source: 'LedgerOffloaderStatsImpl of 4.0.8',
  },
  {
    name: 'brk_ledgeroffloader_*',
    also: [{ name: 'pulsar_ledgeroffloader_*', from: 'documentation' }],
    source: 'apache/pulsar 4.2.4: registered with the internal prefix',
  },
  {
    name: 'pulsar_rate_in',
    also: [{ name: 'pulsar_topic_msg_rate_in', from: 'dashboards' }],
    source: 'reference/pulsar.md §2',
  },
  {
    name: 'pulsar_subscription_back_log',
    also: [{ name: 'pulsar_topic_backlog', from: 'dashboards' }],
    source: 'reference/pulsar.md §2: backlog belongs to a subscription',
  },
  // OpenTelemetry (3.3 and later), as the Prometheus exporter writes it.
  {
    name: 'observatory_pulsar_messages_in_total',
    also: [
      { name: 'pulsar_in_messages_total' },
      { name: 'pulsar_broker_topic_message_incoming_count_total', from: 'opentelemetry' },
    ],
    source: 'PIP-264',
  },
  {
    name: 'observatory_pulsar_bytes_in_total',
    also: [
      { name: 'pulsar_in_bytes_total' },
      { name: 'pulsar_broker_topic_message_incoming_size_bytes_total', from: 'opentelemetry' },
    ],
    source: 'PIP-264',
  },
  {
    name: 'observatory_pulsar_messages_out_total',
    also: [
      { name: 'pulsar_out_messages_total' },
      { name: 'pulsar_broker_topic_message_outgoing_count_total', from: 'opentelemetry' },
    ],
    source: 'PIP-264',
  },
  {
    name: 'observatory_pulsar_bytes_out_total',
    also: [
      { name: 'pulsar_out_bytes_total' },
      { name: 'pulsar_broker_topic_message_outgoing_size_bytes_total', from: 'opentelemetry' },
    ],
    source: 'PIP-264',
  },
  {
    name: 'observatory_pulsar_publish_latency_seconds',
    also: [
      { name: 'pulsar_storage_write_latency' },
      { name: 'pulsar_publish_latency_seconds', from: 'dashboards' },
      { name: 'pulsar_broker_topic_publish_latency_seconds', from: 'opentelemetry' },
    ],
    source: 'PIP-264; the managed ledger histogram called message.outgoing.latency is a write as well, no delivery',
  },
  {
    name: 'pulsar_storage_size',
    also: [{ name: 'pulsar_broker_topic_storage_size_bytes', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_storage_logical_size',
    also: [{ name: 'pulsar_broker_topic_storage_logical_size_bytes', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_storage_backlog_size',
    also: [{ name: 'pulsar_broker_topic_storage_backlog_size_bytes', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_storage_backlog_age_seconds',
    also: [{ name: 'pulsar_broker_topic_storage_backlog_age_seconds', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_producers_count',
    also: [{ name: 'pulsar_broker_topic_producer_count', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_consumers_count',
    also: [{ name: 'pulsar_broker_topic_consumer_count', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_subscriptions_count',
    also: [{ name: 'pulsar_broker_topic_subscription_count', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_subscription_unacked_messages',
    also: [{ name: 'pulsar_broker_consumer_message_unack_count', from: 'opentelemetry' }],
    source: 'PIP-264; by consumer there',
  },
  {
    name: 'pulsar_consumer_available_permits',
    also: [{ name: 'pulsar_broker_consumer_permit_count', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  {
    name: 'pulsar_connection_created_total_count',
    also: [{ name: 'pulsar_broker_connection_count_total', from: 'opentelemetry' }],
    source: 'PIP-264',
  },
  // ZooKeeper's own provider (2.8) instead of Pulsar's agent.
  ...['znode_count', 'ephemerals_count', 'watches_count', 'connections', 'requests', 'data_size_bytes'].map((each) => ({
    name:
      {
        watches_count: 'watch_count',
        connections: 'num_alive_connections',
        requests: 'packets_received',
        data_size_bytes: 'approximate_data_size',
      }[each] ?? each,
    also: [{ name: `zookeeper_server_${each}`, until: '2.7' }],
    source: 'apache/pulsar#10533, #10803',
  })),
];
