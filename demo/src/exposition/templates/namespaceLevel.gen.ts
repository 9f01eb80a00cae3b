// Made by demo/tools/make-templates.mjs from shared/corpus/pulsar-4.0.8/metrics/namespace-level/broker_broker-2_ns_20261122T035144.845Z.prom.gz
// (recorded by us from Apache Pulsar 4.0.8). Do not edit; the grammar is in ../template.ts.
export const namespaceLevelTemplate = `#g pulsar_storage_write_latency_le_200 gauge
n pulsar_storage_write_latency_le_200{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_entry_size_le_16_kb gauge
n pulsar_entry_size_le_16_kb{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_logical_size gauge
n pulsar_storage_logical_size{cluster="$cluster$",namespace="$namespace$"}	114656166	i
#g pulsar_entry_size_le_1_mb gauge
n pulsar_entry_size_le_1_mb{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_backlog_quota_exceeded_evictions_total gauge
n pulsar_storage_backlog_quota_exceeded_evictions_total{cluster="$cluster$",namespace="$namespace$",quota_type="<size|time>"}	0	i
#g pulsar_producers_count gauge
n pulsar_producers_count{cluster="$cluster$",namespace="$namespace$"}	2	i
#g pulsar_rate_out gauge
n pulsar_rate_out{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_storage_ledger_write_latency_sum gauge
n pulsar_storage_ledger_write_latency_sum{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_200 gauge
n pulsar_storage_ledger_write_latency_le_200{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_consumer_msg_ack_rate gauge
n pulsar_consumer_msg_ack_rate{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_storage_ledger_write_latency_le_1 gauge
n pulsar_storage_ledger_write_latency_le_1{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_1000 gauge
n pulsar_storage_ledger_write_latency_le_1000{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_entry_size_le_2_kb gauge
n pulsar_entry_size_le_2_kb{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_20 gauge
n pulsar_storage_ledger_write_latency_le_20{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_le_50 gauge
n pulsar_storage_write_latency_le_50{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_le_5 gauge
n pulsar_storage_write_latency_le_5{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_delayed_message_index_size_bytes gauge
n pulsar_delayed_message_index_size_bytes{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_size gauge
n pulsar_storage_size{cluster="$cluster$",namespace="$namespace$"}	229312332	i
#g pulsar_storage_write_latency_le_10 gauge
n pulsar_storage_write_latency_le_10{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_throughput_in gauge
n pulsar_throughput_in{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_storage_write_latency_le_1 gauge
n pulsar_storage_write_latency_le_1{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_in_bytes_total gauge
n pulsar_in_bytes_total{cluster="$cluster$",namespace="$namespace$"}	27994368	i	151627
#g pulsar_entry_size_le_128 gauge
n pulsar_entry_size_le_128{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_rate_in gauge
n pulsar_rate_in{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_txn_tb_aborted_total gauge
n pulsar_txn_tb_aborted_total{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_entry_size_le_100_kb gauge
n pulsar_entry_size_le_100_kb{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_throughput_out gauge
n pulsar_throughput_out{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_topics_count gauge
n pulsar_topics_count{cluster="$cluster$",namespace="$namespace$"}	3	i
#g pulsar_storage_read_rate gauge
n pulsar_storage_read_rate{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_in_messages_total gauge
n pulsar_in_messages_total{cluster="$cluster$",namespace="$namespace$"}	33680	i	205.928
#g pulsar_storage_read_cache_misses_rate gauge
n pulsar_storage_read_cache_misses_rate{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_storage_write_latency_count gauge
n pulsar_storage_write_latency_count{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_entry_size_le_1_kb gauge
n pulsar_entry_size_le_1_kb{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_10 gauge
n pulsar_storage_ledger_write_latency_le_10{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_le_100 gauge
n pulsar_storage_write_latency_le_100{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_50 gauge
n pulsar_storage_ledger_write_latency_le_50{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_overflow gauge
n pulsar_storage_ledger_write_latency_overflow{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_subscription_in_replay gauge
n pulsar_subscription_in_replay{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_le_1000 gauge
n pulsar_storage_write_latency_le_1000{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_le_20 gauge
n pulsar_storage_write_latency_le_20{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_sum gauge
n pulsar_storage_write_latency_sum{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_0_5 gauge
n pulsar_storage_ledger_write_latency_le_0_5{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_le_0_5 gauge
n pulsar_storage_write_latency_le_0_5{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_entry_size_count gauge
n pulsar_entry_size_count{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_100 gauge
n pulsar_storage_ledger_write_latency_le_100{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_out_messages_total gauge
n pulsar_out_messages_total{cluster="$cluster$",namespace="$namespace$"}	40155	i	242.171
#g pulsar_entry_size_le_overflow gauge
n pulsar_entry_size_le_overflow{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_subscription_delayed gauge
n pulsar_subscription_delayed{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_le_5 gauge
n pulsar_storage_ledger_write_latency_le_5{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_rate gauge
n pulsar_storage_write_rate{cluster="$cluster$",namespace="$namespace$"}	0.0	j
#g pulsar_msg_backlog gauge
n pulsar_msg_backlog{cluster="$cluster$",namespace="$namespace$",remote_cluster="local"}	0	i
#g pulsar_subscriptions_count gauge
n pulsar_subscriptions_count{cluster="$cluster$",namespace="$namespace$"}	17	i
#g pulsar_entry_size_le_4_kb gauge
n pulsar_entry_size_le_4_kb{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_ledger_write_latency_count gauge
n pulsar_storage_ledger_write_latency_count{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_txn_tb_active_total gauge
n pulsar_txn_tb_active_total{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_backlog_size gauge
n pulsar_storage_backlog_size{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_txn_tb_committed_total gauge
n pulsar_txn_tb_committed_total{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_consumers_count gauge
n pulsar_consumers_count{cluster="$cluster$",namespace="$namespace$"}	10	i
#g pulsar_entry_size_le_512 gauge
n pulsar_entry_size_le_512{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_out_bytes_total gauge
n pulsar_out_bytes_total{cluster="$cluster$",namespace="$namespace$"}	34062972	i	189634
#g pulsar_entry_size_sum gauge
n pulsar_entry_size_sum{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_offloaded_size gauge
n pulsar_storage_offloaded_size{cluster="$cluster$",namespace="$namespace$"}	0	i
#g pulsar_storage_write_latency_overflow gauge
n pulsar_storage_write_latency_overflow{cluster="$cluster$",namespace="$namespace$"}	0	i`;
