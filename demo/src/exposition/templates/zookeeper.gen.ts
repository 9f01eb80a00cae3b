// Made by demo/tools/make-templates.mjs from shared/corpus/pulsar-4.0.8/metrics/baseline-15s/zookeeper_zk-1_20261122T044250.374Z.prom.gz
// (recorded by us from Apache Pulsar 4.0.8). Do not edit; the grammar is in ../template.ts.
export const zookeeperTemplate = `?g unavailable_time unavailable_time
#g unavailable_time summary
g unavailable_time{quantile="0.5",}	NaN	j
g unavailable_time_count	0.0	j
g unavailable_time_sum	0.0	j
?g bytes_received_count_total bytes_received_count
#g bytes_received_count_total counter
g bytes_received_count_total	347361.0	j	239.336
?g request_commit_queued_total request_commit_queued
#g request_commit_queued_total counter
g request_commit_queued_total	0.0	j
?g dbinittime dbinittime
#g dbinittime summary
g dbinittime{quantile="0.5",}	NaN	j
g dbinittime_count	1.0	j
g dbinittime_sum	353.0	j
?g revalidate_count_total revalidate_count
#g revalidate_count_total counter
g revalidate_count_total	0.0	j
?g startup_txns_loaded startup_txns_loaded
#g startup_txns_loaded summary
g startup_txns_loaded{quantile="0.5",}	NaN	j
g startup_txns_loaded_count	1.0	j
g startup_txns_loaded_sum	3143.0	j
?g node_children_watch_count node_children_watch_count
#g node_children_watch_count summary
g node_children_watch_count{quantile="0.5",}	NaN	j
g node_children_watch_count_count	0.0	j
g node_children_watch_count_sum	0.0	j
?g local_write_committed_time_ms local_write_committed_time_ms
#g local_write_committed_time_ms summary
g local_write_committed_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g local_write_committed_time_ms_count	0.0	j
g local_write_committed_time_ms_sum	0.0	j
?g requests_in_session_queue requests_in_session_queue
#g requests_in_session_queue summary
g requests_in_session_queue{quantile="0.5",}	NaN	j
g requests_in_session_queue_count	0.0	j
g requests_in_session_queue_sum	0.0	j
?g stale_replies_total stale_replies
#g stale_replies_total counter
g stale_replies_total	0.0	j
?g restore_rate_limited_count_total restore_rate_limited_count
#g restore_rate_limited_count_total counter
g restore_rate_limited_count_total	0.0	j
?g sync_process_time sync_process_time
#g sync_process_time summary
g sync_process_time{quantile="0.5",}	0.0	j
g sync_process_time_count	684.0	j	0.0871792
g sync_process_time_sum	29.0	j	0.00341879
?g watch_count watch_count
#g watch_count gauge
g watch_count	26.0	j
?g outstanding_changes_removed_total outstanding_changes_removed
#g outstanding_changes_removed_total counter
g outstanding_changes_removed_total	1130.0	j	0.133333
?g node_deleted_watch_count node_deleted_watch_count
#g node_deleted_watch_count summary
g node_deleted_watch_count{quantile="0.5",}	12.0	j	0.00341879
g node_deleted_watch_count_count	313.0	j	0.0188034
g node_deleted_watch_count_sum	3276.0	j	0.22564
?g dead_watchers_queued_total dead_watchers_queued
#g dead_watchers_queued_total counter
g dead_watchers_queued_total	0.0	j
?g inflight_diff_count inflight_diff_count
#g inflight_diff_count summary
g inflight_diff_count{quantile="0.5",}	NaN	j
g inflight_diff_count_count	0.0	j
g inflight_diff_count_sum	0.0	j
?g snapshot_error_count_total snapshot_error_count
#g snapshot_error_count_total counter
g snapshot_error_count_total	0.0	j
?g dead_watchers_cleared_total dead_watchers_cleared
#g dead_watchers_cleared_total counter
g dead_watchers_cleared_total	0.0	j
?g startup_txns_load_time startup_txns_load_time
#g startup_txns_load_time summary
g startup_txns_load_time{quantile="0.5",}	NaN	j
g startup_txns_load_time_count	1.0	j
g startup_txns_load_time_sum	342.0	j
?g learner_handler_qp_time_ms learner_handler_qp_time_ms
#g learner_handler_qp_time_ms summary
?g response_packet_cache_hits_total response_packet_cache_hits
#g response_packet_cache_hits_total counter
g response_packet_cache_hits_total	13.0	j
?g znode_count znode_count
#g znode_count gauge
g znode_count	381.0	j	0.0017094
?g propagation_latency propagation_latency
#g propagation_latency summary
g propagation_latency{quantile="<0.5|0.9|0.99>",}	1.0|3.0|21.0	j
g propagation_latency_count	655.0	j	0.0837604
g propagation_latency_sum	2725.0	j	0.181196
?g outstanding_changes_queued_total outstanding_changes_queued
#g outstanding_changes_queued_total counter
g outstanding_changes_queued_total	1130.0	j	0.133333
?g read_commit_proc_req_queued read_commit_proc_req_queued
#g read_commit_proc_req_queued summary
g read_commit_proc_req_queued{quantile="0.5",}	NaN	j
g read_commit_proc_req_queued_count	0.0	j
g read_commit_proc_req_queued_sum	0.0	j
?g request_throttle_queue_time_ms request_throttle_queue_time_ms
#g request_throttle_queue_time_ms summary
g request_throttle_queue_time_ms{quantile="<0.5|0.9|0.99>",}	0.0|0.0|1.0	j
g request_throttle_queue_time_ms_count	6780.0	j	6.86493
g request_throttle_queue_time_ms_sum	1209.0	j	0.540169
?g write_commit_proc_issued write_commit_proc_issued
#g write_commit_proc_issued summary
g write_commit_proc_issued{quantile="0.5",}	NaN	j
g write_commit_proc_issued_count	0.0	j
g write_commit_proc_issued_sum	0.0	j
?g jvm_pause_time_ms jvm_pause_time_ms
#g jvm_pause_time_ms summary
g jvm_pause_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g jvm_pause_time_ms_count	0.0	j
g jvm_pause_time_ms_sum	0.0	j
?g quota_bytes_usage_per_namespace quota_bytes_usage_per_namespace
#g quota_bytes_usage_per_namespace gauge
?g inflight_snap_count inflight_snap_count
#g inflight_snap_count summary
g inflight_snap_count{quantile="0.5",}	NaN	j
g inflight_snap_count_count	0.0	j
g inflight_snap_count_sum	0.0	j
?g tls_handshake_exceeded_total tls_handshake_exceeded
#g tls_handshake_exceeded_total counter
g tls_handshake_exceeded_total	0.0	j
?g socket_closing_time socket_closing_time
#g socket_closing_time summary
g socket_closing_time{quantile="0.5",}	NaN	j
g socket_closing_time_count	0.0	j
g socket_closing_time_sum	0.0	j
?g skip_learner_request_to_next_processor_count_total skip_learner_request_to_next_processor_count
#g skip_learner_request_to_next_processor_count_total counter
g skip_learner_request_to_next_processor_count_total	0.0	j
?g jvm_threads_current Current thread count of a JVM
#g jvm_threads_current gauge
g jvm_threads_current	41.0	j
?g jvm_threads_daemon Daemon thread count of a JVM
#g jvm_threads_daemon gauge
g jvm_threads_daemon	16.0	j
?g jvm_threads_peak Peak thread count of a JVM
#g jvm_threads_peak gauge
g jvm_threads_peak	41.0	j
?g jvm_threads_started_total Started thread count of a JVM
#g jvm_threads_started_total counter
g jvm_threads_started_total	41.0	j
?g jvm_threads_deadlocked Cycles of JVM-threads that are in deadlock waiting to acquire object monitors or ownable synchronizers
#g jvm_threads_deadlocked gauge
g jvm_threads_deadlocked	0.0	j
?g jvm_threads_deadlocked_monitor Cycles of JVM-threads that are in deadlock waiting to acquire object monitors
#g jvm_threads_deadlocked_monitor gauge
g jvm_threads_deadlocked_monitor	0.0	j
?g jvm_threads_state Current count of threads by state
#g jvm_threads_state gauge
g jvm_threads_state{state="<NEW|TERMINATED|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|UNKNOWN>",}	0.0|0.0|10.0|0.0|12.0|19.0|0.0	j
?g jvm_classes_currently_loaded The number of classes that are currently loaded in the JVM
#g jvm_classes_currently_loaded gauge
g jvm_classes_currently_loaded	4613.0	j
?g jvm_classes_loaded_total The total number of classes that have been loaded since the JVM has started execution
#g jvm_classes_loaded_total counter
g jvm_classes_loaded_total	4613.0	j	0.0153846
?g jvm_classes_unloaded_total The total number of classes that have been unloaded since the JVM has started execution
#g jvm_classes_unloaded_total counter
g jvm_classes_unloaded_total	0.0	j
?g uptime uptime
#g uptime gauge
g uptime	760075.0	j
?g commit_process_time commit_process_time
#g commit_process_time summary
g commit_process_time{quantile="0.5",}	NaN	j
g commit_process_time_count	0.0	j
g commit_process_time_sum	0.0	j
?g sync_processor_request_queued_total sync_processor_request_queued
#g sync_processor_request_queued_total counter
g sync_processor_request_queued_total	6791.0	j	6.86835
?g read_final_proc_time_ms read_final_proc_time_ms
#g read_final_proc_time_ms summary
g read_final_proc_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g read_final_proc_time_ms_count	0.0	j
g read_final_proc_time_ms_sum	0.0	j
?g commit_propagation_latency commit_propagation_latency
#g commit_propagation_latency summary
g commit_propagation_latency{quantile="<0.5|0.9|0.99>",}	NaN	j
g commit_propagation_latency_count	0.0	j
g commit_propagation_latency_sum	0.0	j
?g write_per_namespace write_per_namespace
#g write_per_namespace summary
g write_per_namespace{key="managed-ledgers",quantile="0.5",}	76.0	j
g write_per_namespace_count{key="managed-ledgers",}	884.0	j	0.0153846
g write_per_namespace_sum{key="managed-ledgers",}	134831.0	j	1.4923
g write_per_namespace{key="schemas",quantile="0.5",}	123.0	j
g write_per_namespace_count{key="schemas",}	64.0	j	0.0017094
g write_per_namespace_sum{key="schemas",}	4199.0	j	0.210256
g write_per_namespace{key="ledgers",quantile="0.5",}	28.0	j
g write_per_namespace_count{key="ledgers",}	2521.0	j	0.0393161
g write_per_namespace_sum{key="ledgers",}	244606.0	j	4.01879
g write_per_namespace{key="counters",quantile="0.5",}	NaN	j
g write_per_namespace_count{key="counters",}	26.0	j
g write_per_namespace_sum{key="counters",}	872.0	j
g write_per_namespace{key="bookies",quantile="0.5",}	NaN	j
g write_per_namespace_count{key="bookies",}	3.0	j
g write_per_namespace_sum{key="bookies",}	95.0	j
g write_per_namespace{key="admin",quantile="0.5",}	NaN	j
g write_per_namespace_count{key="admin",}	45.0	j
g write_per_namespace_sum{key="admin",}	10256.0	j
g write_per_namespace{key="namespace",quantile="0.5",}	NaN	j
g write_per_namespace_count{key="namespace",}	268.0	j
g write_per_namespace_sum{key="namespace",}	23747.0	j
g write_per_namespace{key="stream",quantile="0.5",}	NaN	j
g write_per_namespace_count{key="stream",}	6.0	j
g write_per_namespace_sum{key="stream",}	298.0	j
g write_per_namespace{key="loadbalance",quantile="0.5",}	2556.0	j
g write_per_namespace_count{key="loadbalance",}	303.0	j	0.0376067
g write_per_namespace_sum{key="loadbalance",}	374482.0	j	87.5245
g write_per_namespace{key="pulsar",quantile="0.5",}	NaN	j
g write_per_namespace_count{key="pulsar",}	106.0	j
g write_per_namespace_sum{key="pulsar",}	12116.0	j
?g pending_session_queue_size pending_session_queue_size
#g pending_session_queue_size summary
g pending_session_queue_size{quantile="0.5",}	NaN	j
g pending_session_queue_size_count	0.0	j
g pending_session_queue_size_sum	0.0	j
?g requests_not_forwarded_to_commit_processor_total requests_not_forwarded_to_commit_processor
#g requests_not_forwarded_to_commit_processor_total counter
g requests_not_forwarded_to_commit_processor_total	0.0	j
?g quota_count_usage_per_namespace quota_count_usage_per_namespace
#g quota_count_usage_per_namespace gauge
?g om_proposal_process_time_ms om_proposal_process_time_ms
#g om_proposal_process_time_ms summary
g om_proposal_process_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g om_proposal_process_time_ms_count	0.0	j
g om_proposal_process_time_ms_sum	0.0	j
?g ephemerals_count ephemerals_count
#g ephemerals_count gauge
g ephemerals_count	22.0	j
?g looking_count_total looking_count
#g looking_count_total counter
g looking_count_total	0.0	j
?g commit_commit_proc_req_queued commit_commit_proc_req_queued
#g commit_commit_proc_req_queued summary
g commit_commit_proc_req_queued{quantile="0.5",}	NaN	j
g commit_commit_proc_req_queued_count	0.0	j
g commit_commit_proc_req_queued_sum	0.0	j
?g sync_processor_queue_and_flush_time_ms sync_processor_queue_and_flush_time_ms
#g sync_processor_queue_and_flush_time_ms summary
g sync_processor_queue_and_flush_time_ms{quantile="<0.5|0.9|0.99>",}	0.0|1.0|21.0	j
g sync_processor_queue_and_flush_time_ms_count	684.0	j	0.0871792
g sync_processor_queue_and_flush_time_ms_sum	2097.0	j	0.0940168
?g quorum_ack_latency quorum_ack_latency
#g quorum_ack_latency summary
g quorum_ack_latency{quantile="<0.5|0.9|0.99>",}	NaN	j
g quorum_ack_latency_count	0.0	j
g quorum_ack_latency_sum	0.0	j
?g log4j2_appender_total Log4j2 log statements at various log levels
#g log4j2_appender_total counter
g log4j2_appender_total{level="<debug|warn|trace|error|fatal|info>",}	0.0|7.0|0.0|0.0|0.0|127.0	j	0|0|0|0|0|0.00341879
?g stale_requests_total stale_requests
#g stale_requests_total counter
g stale_requests_total	0.0	j
?g read_per_namespace read_per_namespace
#g read_per_namespace summary
g read_per_namespace{key="managed-ledgers",quantile="0.5",}	136.0	j
g read_per_namespace_count{key="managed-ledgers",}	139.0	j	0.00512819
g read_per_namespace_sum{key="managed-ledgers",}	26181.0	j	0.670083
g read_per_namespace{key="schemas",quantile="0.5",}	191.0	j
g read_per_namespace_count{key="schemas",}	20.0	j	0.00683758
g read_per_namespace_sum{key="schemas",}	3848.0	j	1.33675
g read_per_namespace{key="ledgers",quantile="0.5",}	131.0	j
g read_per_namespace_count{key="ledgers",}	869.0	j	0.124786
g read_per_namespace_sum{key="ledgers",}	168220.0	j	30.9606
g read_per_namespace{key="counters",quantile="0.5",}	NaN	j
g read_per_namespace_count{key="counters",}	2.0	j
g read_per_namespace_sum{key="counters",}	182.0	j
g read_per_namespace{key="bookies",quantile="0.5",}	NaN	j
g read_per_namespace_count{key="bookies",}	8.0	j
g read_per_namespace_sum{key="bookies",}	624.0	j
g read_per_namespace{key="admin",quantile="0.5",}	999.0	j
g read_per_namespace_count{key="admin",}	101.0	j	0.0393161
g read_per_namespace_sum{key="admin",}	33935.0	j	24.3247
g read_per_namespace{key="namespace",quantile="0.5",}	230.0	j
g read_per_namespace_count{key="namespace",}	36.0	j	0.0102564
g read_per_namespace_sum{key="namespace",}	8282.0	j	2.36239
g read_per_namespace{key="loadbalance",quantile="0.5",}	2624.0	j
g read_per_namespace_count{key="loadbalance",}	204.0	j	0.249572
g read_per_namespace_sum{key="loadbalance",}	459588.0	j	629.603
g read_per_namespace{key="pulsar",quantile="0.5",}	NaN	j
g read_per_namespace_count{key="pulsar",}	30.0	j
g read_per_namespace_sum{key="pulsar",}	7166.0	j
?g read_commitproc_time_ms read_commitproc_time_ms
#g read_commitproc_time_ms summary
g read_commitproc_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g read_commitproc_time_ms_count	0.0	j
g read_commitproc_time_ms_sum	0.0	j
?g min_latency min_latency
#g min_latency gauge
g min_latency	0.0	j
?g prep_processor_queue_time_ms prep_processor_queue_time_ms
#g prep_processor_queue_time_ms summary
g prep_processor_queue_time_ms{quantile="<0.5|0.9|0.99>",}	0.0|0.0|1.0	j
g prep_processor_queue_time_ms_count	6791.0	j	6.86835
g prep_processor_queue_time_ms_sum	1221.0	j	1.15897
?g cnxn_closed_without_zk_server_running_total cnxn_closed_without_zk_server_running
#g cnxn_closed_without_zk_server_running_total counter
g cnxn_closed_without_zk_server_running_total	0.0	j
?g packets_sent packets_sent
#g packets_sent gauge
g packets_sent	13421.0	j
?g readlatency readlatency
#g readlatency summary
g readlatency{quantile="<0.5|0.9|0.99>",}	0.0|1.0|1.0	j
g readlatency_count	6136.0	j	6.78459
g readlatency_sum	3675.0	j	2.68888
?g prep_processor_queue_size prep_processor_queue_size
#g prep_processor_queue_size summary
g prep_processor_queue_size{quantile="0.5",}	0.0	j
g prep_processor_queue_size_count	6792.0	j	6.86835
g prep_processor_queue_size_sum	698.0	j	0.745297
?g node_changed_watch_count node_changed_watch_count
#g node_changed_watch_count summary
g node_changed_watch_count{quantile="0.5",}	12.0	j
g node_changed_watch_count_count	86.0	j	0.0547007
g node_changed_watch_count_sum	1032.0	j	0.656408
?g response_packet_get_children_cache_misses_total response_packet_get_children_cache_misses
#g response_packet_get_children_cache_misses_total counter
g response_packet_get_children_cache_misses_total	8.0	j
?g request_throttle_wait_count_total request_throttle_wait_count
#g request_throttle_wait_count_total counter
g request_throttle_wait_count_total	0.0	j
?g digest_mismatches_count_total digest_mismatches_count
#g digest_mismatches_count_total counter
g digest_mismatches_count_total	0.0	j
?g startup_snap_load_time startup_snap_load_time
#g startup_snap_load_time summary
g startup_snap_load_time{quantile="0.5",}	NaN	j
g startup_snap_load_time_count	1.0	j
g startup_snap_load_time_sum	5.0	j
?g diff_count_total diff_count
#g diff_count_total counter
g diff_count_total	0.0	j
?g sync_processor_queue_flush_time_ms sync_processor_queue_flush_time_ms
#g sync_processor_queue_flush_time_ms summary
g sync_processor_queue_flush_time_ms{quantile="<0.5|0.9|0.99>",}	0.0|1.0|19.0	j
g sync_processor_queue_flush_time_ms_count	638.0	j	0.0837604
g sync_processor_queue_flush_time_ms_sum	1411.0	j	0.0717946
?g observer_sync_time observer_sync_time
#g observer_sync_time summary
g observer_sync_time{quantile="0.5",}	NaN	j
g observer_sync_time_count	0.0	j
g observer_sync_time_sum	0.0	j
?g connection_rejected_total connection_rejected
#g connection_rejected_total counter
g connection_rejected_total	0.0	j
?g sync_processor_queue_size sync_processor_queue_size
#g sync_processor_queue_size summary
g sync_processor_queue_size{quantile="0.5",}	0.0	j
g sync_processor_queue_size_count	6792.0	j	6.86835
g sync_processor_queue_size_sum	855.0	j	0.952133
?g max_latency max_latency
#g max_latency gauge
g max_latency	227.0	j
?g local_sessions local_sessions
#g local_sessions gauge
g local_sessions	0.0	j
?g fsynctime fsynctime
#g fsynctime summary
g fsynctime{quantile="0.5",}	0.0	j
g fsynctime_count	638.0	j	0.0837604
g fsynctime_sum	1197.0	j	0.0427349
?g unrecoverable_error_count_total unrecoverable_error_count
#g unrecoverable_error_count_total counter
g unrecoverable_error_count_total	0.0	j
?g connection_request_count_total connection_request_count
#g connection_request_count_total counter
g connection_request_count_total	18.0	j
?g learner_request_processor_queue_size learner_request_processor_queue_size
#g learner_request_processor_queue_size summary
g learner_request_processor_queue_size{quantile="0.5",}	NaN	j
g learner_request_processor_queue_size_count	0.0	j
g learner_request_processor_queue_size_sum	0.0	j
?g response_packet_get_children_cache_hits_total response_packet_get_children_cache_hits
#g response_packet_get_children_cache_hits_total counter
g response_packet_get_children_cache_hits_total	10.0	j
?g jvm_memory_objects_pending_finalization The number of objects waiting in the finalizer queue.
#g jvm_memory_objects_pending_finalization gauge
g jvm_memory_objects_pending_finalization	0.0	j
?g jvm_memory_bytes_used Used bytes of a given JVM memory area.
#g jvm_memory_bytes_used gauge
g jvm_memory_bytes_used{area="<heap|nonheap>",}	7.0811592E7|3.2597984E7	j
?g jvm_memory_bytes_committed Committed (bytes) of a given JVM memory area.
#g jvm_memory_bytes_committed gauge
g jvm_memory_bytes_committed{area="<heap|nonheap>",}	1.02760448E8|3.7224448E7	j
?g jvm_memory_bytes_max Max (bytes) of a given JVM memory area.
#g jvm_memory_bytes_max gauge
g jvm_memory_bytes_max{area="<heap|nonheap>",}	1.34217728E8|-1.0	j
?g jvm_memory_bytes_init Initial bytes of a given JVM memory area.
#g jvm_memory_bytes_init gauge
g jvm_memory_bytes_init{area="<heap|nonheap>",}	1.00663296E8|7667712.0	j
?g jvm_memory_pool_bytes_used Used bytes of a given JVM memory pool.
#g jvm_memory_pool_bytes_used gauge
g jvm_memory_pool_bytes_used{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>",}	1294336.0|2.1772672E7|4772352.0|2501984.0|4.5088768E7|2.2717952E7|3004872.0|2256640.0	j
?g jvm_memory_pool_bytes_committed Committed bytes of a given JVM memory pool.
#g jvm_memory_pool_bytes_committed gauge
g jvm_memory_pool_bytes_committed{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>",}	2555904.0|2.2020096E7|7274496.0|2621440.0|5.6623104E7|4.2991616E7|3145728.0|2752512.0	j
?g jvm_memory_pool_bytes_max Max bytes of a given JVM memory pool.
#g jvm_memory_pool_bytes_max gauge
g jvm_memory_pool_bytes_max{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>",}	5828608.0|-1.0|1.22912768E8|1.073741824E9|-1.0|1.34217728E8|-1.0|1.22916864E8	j
?g jvm_memory_pool_bytes_init Initial bytes of a given JVM memory pool.
#g jvm_memory_pool_bytes_init gauge
g jvm_memory_pool_bytes_init{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>",}	2555904.0|0.0|2555904.0|0.0|7340032.0|9.3323264E7|0.0|2555904.0	j
?g jvm_memory_pool_collection_used_bytes Used bytes after last collection of a given JVM memory pool.
#g jvm_memory_pool_collection_used_bytes gauge
g jvm_memory_pool_collection_used_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>",}	0.0|0.0|3004872.0	j
?g jvm_memory_pool_collection_committed_bytes Committed after last collection bytes of a given JVM memory pool.
#g jvm_memory_pool_collection_committed_bytes gauge
g jvm_memory_pool_collection_committed_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>",}	5.6623104E7|0.0|3145728.0	j
?g jvm_memory_pool_collection_max_bytes Max bytes after last collection of a given JVM memory pool.
#g jvm_memory_pool_collection_max_bytes gauge
g jvm_memory_pool_collection_max_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>",}	-1.0|1.34217728E8|-1.0	j
?g jvm_memory_pool_collection_init_bytes Initial after last collection bytes of a given JVM memory pool.
#g jvm_memory_pool_collection_init_bytes gauge
g jvm_memory_pool_collection_init_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>",}	7340032.0|9.3323264E7|0.0	j
?g response_packet_cache_misses_total response_packet_cache_misses
#g response_packet_cache_misses_total counter
g response_packet_cache_misses_total	16.0	j
?g jvm_gc_collection_seconds Time spent in a given JVM garbage collector in seconds.
#g jvm_gc_collection_seconds summary
g jvm_gc_collection_seconds_count{gc="G1 Young Generation",}	9.0	j	0.0017094
g jvm_gc_collection_seconds_sum{gc="G1 Young Generation",}	0.149	j	0.00000854698
g jvm_gc_collection_seconds_count{gc="G1 Old Generation",}	0.0	j
g jvm_gc_collection_seconds_sum{gc="G1 Old Generation",}	0.0	j
?g response_bytes_total response_bytes
#g response_bytes_total counter
g response_bytes_total	1112731.0	j	1209.08
?g sync_processor_queue_time_ms sync_processor_queue_time_ms
#g sync_processor_queue_time_ms summary
g sync_processor_queue_time_ms{quantile="<0.5|0.9|0.99>",}	0.0|0.0|1.0	j
g sync_processor_queue_time_ms_count	6791.0	j	6.86835
g sync_processor_queue_time_ms_sum	1308.0	j	0.427349
?g non_mtls_local_conn_count non_mtls_local_conn_count
#g non_mtls_local_conn_count gauge
g non_mtls_local_conn_count	0.0	j
?g updatelatency updatelatency
#g updatelatency summary
g updatelatency{quantile="<0.5|0.9|0.99>",}	1.0|5.0|32.0	j
g updatelatency_count	636.0	j	0.0803416
g updatelatency_sum	3214.0	j	0.249572
?g open_file_descriptor_count open_file_descriptor_count
#g open_file_descriptor_count gauge
g open_file_descriptor_count	376.0	j
?g learner_proposal_received_count_total learner_proposal_received_count
#g learner_proposal_received_count_total counter
g learner_proposal_received_count_total	0.0	j
?g last_client_response_size last_client_response_size
#g last_client_response_size gauge
g last_client_response_size	84.0	j
?g quota_count_limit_per_namespace quota_count_limit_per_namespace
#g quota_count_limit_per_namespace gauge
?g restore_error_count_total restore_error_count
#g restore_error_count_total counter
g restore_error_count_total	0.0	j
?g quota_exceeded_error_per_namespace_total quota_exceeded_error_per_namespace
#g quota_exceeded_error_per_namespace_total counter
?g jvm_info VM version info
#g jvm_info gauge
g jvm_info{runtime="OpenJDK Runtime Environment",vendor="Debian",version="17.0.15+6-Debian-1deb12u1",}	1.0	j
?g session_queues_drained session_queues_drained
#g session_queues_drained summary
g session_queues_drained{quantile="0.5",}	NaN	j
g session_queues_drained_count	0.0	j
g session_queues_drained_sum	0.0	j
?g insecure_admin_count_total insecure_admin_count
#g insecure_admin_count_total counter
g insecure_admin_count_total	0.0	j
?g jvm_memory_pool_allocated_bytes_total Total bytes allocated in a given JVM memory pool. Only updated after GC, not continuously.
#g jvm_memory_pool_allocated_bytes_total counter
g jvm_memory_pool_allocated_bytes_total{pool="<CodeHeap 'profiled nmethods'|G1 Old Gen|G1 Eden Space|CodeHeap 'non-profiled nmethods'|G1 Survivor Space|Compressed Class Space|Metaspace|CodeHeap 'non-nmethods'>",}	6910720.0|2.2717952E7|1.9922944E8|2404224.0|8418792.0|2501984.0|2.1626832E7|1294336.0	j	1168.84|0|89621.6|572.388|1844.03|26.5161|566.959|2.62563
?g ensemble_auth_skip_total ensemble_auth_skip
#g ensemble_auth_skip_total counter
g ensemble_auth_skip_total	0.0	j
?g avg_latency avg_latency
#g avg_latency gauge
g avg_latency	1.0173	j
?g reads_issued_from_session_queue reads_issued_from_session_queue
#g reads_issued_from_session_queue summary
g reads_issued_from_session_queue{quantile="0.5",}	NaN	j
g reads_issued_from_session_queue_count	0.0	j
g reads_issued_from_session_queue_sum	0.0	j
?g outstanding_requests outstanding_requests
#g outstanding_requests gauge
g outstanding_requests	0.0	j
?g auth_failed_count auth_failed_count
#g auth_failed_count gauge
g auth_failed_count	0.0	j
?g ack_latency ack_latency
#g ack_latency summary
?g time_waiting_empty_pool_in_commit_processor_read_ms time_waiting_empty_pool_in_commit_processor_read_ms
#g time_waiting_empty_pool_in_commit_processor_read_ms summary
g time_waiting_empty_pool_in_commit_processor_read_ms{quantile="0.5",}	NaN	j
g time_waiting_empty_pool_in_commit_processor_read_ms_count	0.0	j
g time_waiting_empty_pool_in_commit_processor_read_ms_sum	0.0	j
?g write_batch_time_in_commit_processor write_batch_time_in_commit_processor
#g write_batch_time_in_commit_processor summary
g write_batch_time_in_commit_processor{quantile="0.5",}	NaN	j
g write_batch_time_in_commit_processor_count	0.0	j
g write_batch_time_in_commit_processor_sum	0.0	j
?g server_write_committed_time_ms server_write_committed_time_ms
#g server_write_committed_time_ms summary
g server_write_committed_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g server_write_committed_time_ms_count	0.0	j
g server_write_committed_time_ms_sum	0.0	j
?g snapshot_rate_limited_count_total snapshot_rate_limited_count
#g snapshot_rate_limited_count_total counter
g snapshot_rate_limited_count_total	0.0	j
?g connection_token_deficit connection_token_deficit
#g connection_token_deficit summary
g connection_token_deficit{quantile="0.5",}	NaN	j
g connection_token_deficit_count	18.0	j
g connection_token_deficit_sum	0.0	j
?g netty_queued_buffer_capacity netty_queued_buffer_capacity
#g netty_queued_buffer_capacity summary
g netty_queued_buffer_capacity{quantile="0.5",}	NaN	j
g netty_queued_buffer_capacity_count	0.0	j
g netty_queued_buffer_capacity_sum	0.0	j
?g max_client_response_size max_client_response_size
#g max_client_response_size gauge
g max_client_response_size	19001.0	j
?g write_final_proc_time_ms write_final_proc_time_ms
#g write_final_proc_time_ms summary
g write_final_proc_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g write_final_proc_time_ms_count	0.0	j
g write_final_proc_time_ms_sum	0.0	j
?g stale_sessions_expired_total stale_sessions_expired
#g stale_sessions_expired_total counter
g stale_sessions_expired_total	8.0	j
?g outstanding_tls_handshake outstanding_tls_handshake
#g outstanding_tls_handshake gauge
g outstanding_tls_handshake	0.0	j
?g write_commitproc_time_ms write_commitproc_time_ms
#g write_commitproc_time_ms summary
g write_commitproc_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g write_commitproc_time_ms_count	0.0	j
g write_commitproc_time_ms_sum	0.0	j
?g max_file_descriptor_count max_file_descriptor_count
#g max_file_descriptor_count gauge
g max_file_descriptor_count	20000.0	j
?g stale_requests_dropped_total stale_requests_dropped
#g stale_requests_dropped_total counter
g stale_requests_dropped_total	0.0	j
?g unsuccessful_handshake_total unsuccessful_handshake
#g unsuccessful_handshake_total counter
g unsuccessful_handshake_total	0.0	j
?g concurrent_request_processing_in_commit_processor concurrent_request_processing_in_commit_processor
#g concurrent_request_processing_in_commit_processor summary
g concurrent_request_processing_in_commit_processor{quantile="0.5",}	NaN	j
g concurrent_request_processing_in_commit_processor_count	0.0	j
g concurrent_request_processing_in_commit_processor_sum	0.0	j
?g watch_bytes_total watch_bytes
#g watch_bytes_total counter
g watch_bytes_total	476284.0	j	68.5946
?g jvm_buffer_pool_used_bytes Used bytes of a given JVM buffer pool.
#g jvm_buffer_pool_used_bytes gauge
g jvm_buffer_pool_used_bytes{pool="<mapped|direct|mapped - 'non-volatile memory'>",}	0.0|387821.0|0.0	j
?g jvm_buffer_pool_capacity_bytes Bytes capacity of a given JVM buffer pool.
#g jvm_buffer_pool_capacity_bytes gauge
g jvm_buffer_pool_capacity_bytes{pool="<mapped|direct|mapped - 'non-volatile memory'>",}	0.0|387821.0|0.0	j
?g jvm_buffer_pool_used_buffers Used buffers of a given JVM buffer pool.
#g jvm_buffer_pool_used_buffers gauge
g jvm_buffer_pool_used_buffers{pool="<mapped|direct|mapped - 'non-volatile memory'>",}	0.0|17.0|0.0	j
?g follower_sync_time follower_sync_time
#g follower_sync_time summary
g follower_sync_time{quantile="0.5",}	NaN	j
g follower_sync_time_count	0.0	j
g follower_sync_time_sum	0.0	j
?g add_dead_watcher_stall_time_total add_dead_watcher_stall_time
#g add_dead_watcher_stall_time_total counter
g add_dead_watcher_stall_time_total	0.0	j
?g write_commit_proc_req_queued write_commit_proc_req_queued
#g write_commit_proc_req_queued summary
g write_commit_proc_req_queued{quantile="0.5",}	NaN	j
g write_commit_proc_req_queued_count	0.0	j
g write_commit_proc_req_queued_sum	0.0	j
?g approximate_data_size approximate_data_size
#g approximate_data_size gauge
g approximate_data_size	59353.0	j
?g non_mtls_remote_conn_count non_mtls_remote_conn_count
#g non_mtls_remote_conn_count gauge
g non_mtls_remote_conn_count	0.0	j
?g restore_time restore_time
#g restore_time summary
g restore_time{quantile="0.5",}	NaN	j
g restore_time_count	0.0	j
g restore_time_sum	0.0	j
?g ensemble_auth_fail_total ensemble_auth_fail
#g ensemble_auth_fail_total counter
g ensemble_auth_fail_total	0.0	j
?g prep_process_time prep_process_time
#g prep_process_time summary
g prep_process_time{quantile="0.5",}	0.0	j
g prep_process_time_count	6791.0	j	6.86835
g prep_process_time_sum	252.0	j	0.0717946
?g proposal_latency proposal_latency
#g proposal_latency summary
g proposal_latency{quantile="<0.5|0.9|0.99>",}	NaN	j
g proposal_latency_count	0.0	j
g proposal_latency_sum	0.0	j
?g learner_handler_qp_size learner_handler_qp_size
#g learner_handler_qp_size summary
?g ensemble_auth_success_total ensemble_auth_success
#g ensemble_auth_success_total counter
g ensemble_auth_success_total	0.0	j
?g sync_processor_batch_size sync_processor_batch_size
#g sync_processor_batch_size summary
g sync_processor_batch_size{quantile="0.5",}	1.0	j
g sync_processor_batch_size_count	638.0	j	0.0837604
g sync_processor_batch_size_sum	684.0	j	0.0871792
?g read_commit_proc_issued read_commit_proc_issued
#g read_commit_proc_issued summary
g read_commit_proc_issued{quantile="0.5",}	NaN	j
g read_commit_proc_issued_count	0.0	j
g read_commit_proc_issued_sum	0.0	j
?g packets_received packets_received
#g packets_received gauge
g packets_received	6772.0	j
?g quota_bytes_limit_per_namespace quota_bytes_limit_per_namespace
#g quota_bytes_limit_per_namespace gauge
?g om_commit_process_time_ms om_commit_process_time_ms
#g om_commit_process_time_ms summary
g om_commit_process_time_ms{quantile="<0.5|0.9|0.99>",}	NaN	j
g om_commit_process_time_ms_count	0.0	j
g om_commit_process_time_ms_sum	0.0	j
?g sessionless_connections_expired_total sessionless_connections_expired
#g sessionless_connections_expired_total counter
g sessionless_connections_expired_total	0.0	j
?g min_client_response_size min_client_response_size
#g min_client_response_size gauge
g min_client_response_size	16.0	j
?g num_alive_connections num_alive_connections
#g num_alive_connections gauge
g num_alive_connections	16.0	j
?g proposal_count_total proposal_count
#g proposal_count_total counter
g proposal_count_total	0.0	j
?g dead_watchers_cleaner_latency dead_watchers_cleaner_latency
#g dead_watchers_cleaner_latency summary
g dead_watchers_cleaner_latency{quantile="<0.5|0.9|0.99>",}	NaN	j
g dead_watchers_cleaner_latency_count	0.0	j
g dead_watchers_cleaner_latency_sum	0.0	j
?g election_time election_time
#g election_time summary
g election_time{quantile="0.5",}	NaN	j
g election_time_count	0.0	j
g election_time_sum	0.0	j
?g connection_drop_probability connection_drop_probability
#g connection_drop_probability gauge
g connection_drop_probability	0.0	j
?g process_cpu_seconds_total Total user and system CPU time spent in seconds.
#g process_cpu_seconds_total counter
g process_cpu_seconds_total	13.01	j	0.00723074
?g process_start_time_seconds Start time of the process since unix epoch in seconds.
#g process_start_time_seconds gauge
g process_start_time_seconds	0	c
?g process_open_fds Number of open file descriptors.
#g process_open_fds gauge
g process_open_fds	376.0	j
?g process_max_fds Maximum number of open file descriptors.
#g process_max_fds gauge
g process_max_fds	20000.0	j
?g process_virtual_memory_bytes Virtual memory size in bytes.
#g process_virtual_memory_bytes gauge
g process_virtual_memory_bytes	1.87807744E9	j
?g process_resident_memory_bytes Resident memory size in bytes.
#g process_resident_memory_bytes gauge
g process_resident_memory_bytes	2.03485184E8	j
?g quit_leading_due_to_disloyal_voter_total quit_leading_due_to_disloyal_voter
#g quit_leading_due_to_disloyal_voter_total counter
g quit_leading_due_to_disloyal_voter_total	0.0	j
?g global_sessions global_sessions
#g global_sessions gauge
g global_sessions	16.0	j
?g proposal_process_time proposal_process_time
#g proposal_process_time summary
g proposal_process_time{quantile="0.5",}	0.0	j
g proposal_process_time_count	6791.0	j	6.86835
g proposal_process_time_sum	240.0	j	0.167521
?g learner_commit_received_count_total learner_commit_received_count
#g learner_commit_received_count_total counter
g learner_commit_received_count_total	0.0	j
?g snap_count_total snap_count
#g snap_count_total counter
g snap_count_total	0.0	j
?g proposal_ack_creation_latency proposal_ack_creation_latency
#g proposal_ack_creation_latency summary
g proposal_ack_creation_latency{quantile="<0.5|0.9|0.99>",}	NaN	j
g proposal_ack_creation_latency_count	0.0	j
g proposal_ack_creation_latency_sum	0.0	j
?g connection_drop_count_total connection_drop_count
#g connection_drop_count_total counter
g connection_drop_count_total	0.0	j
?g close_session_prep_time close_session_prep_time
#g close_session_prep_time summary
g close_session_prep_time{quantile="<0.5|0.9|0.99>",}	NaN	j
g close_session_prep_time_count	10.0	j
g close_session_prep_time_sum	0.0	j
?g connection_revalidate_count_total connection_revalidate_count
#g connection_revalidate_count_total counter
g connection_revalidate_count_total	0.0	j
?g large_requests_rejected_total large_requests_rejected
#g large_requests_rejected_total counter
g large_requests_rejected_total	0.0	j
?g node_created_watch_count node_created_watch_count
#g node_created_watch_count summary
g node_created_watch_count{quantile="0.5",}	12.0	j
g node_created_watch_count_count	209.0	j	0.0205128
g node_created_watch_count_sum	2341.0	j	0.246153
?g leader_unavailable_time leader_unavailable_time
#g leader_unavailable_time summary
g leader_unavailable_time{quantile="0.5",}	NaN	j
g leader_unavailable_time_count	0.0	j
g leader_unavailable_time_sum	0.0	j
?g prep_processor_request_queued_total prep_processor_request_queued
#g prep_processor_request_queued_total counter
g prep_processor_request_queued_total	6791.0	j	6.86835
?g reads_after_write_in_session_queue reads_after_write_in_session_queue
#g reads_after_write_in_session_queue summary
g reads_after_write_in_session_queue{quantile="0.5",}	NaN	j
g reads_after_write_in_session_queue_count	0.0	j
g reads_after_write_in_session_queue_sum	0.0	j
?g snapshottime snapshottime
#g snapshottime summary
g snapshottime{quantile="0.5",}	NaN	j
g snapshottime_count	1.0	j
g snapshottime_sum	32.0	j
?g commit_count_total commit_count
#g commit_count_total counter
g commit_count_total	0.0	j
?g throttled_ops_total throttled_ops
#g throttled_ops_total counter
g throttled_ops_total	0.0	j
?g add_dead_watcher_stall_time_created add_dead_watcher_stall_time
#g add_dead_watcher_stall_time_created gauge
g add_dead_watcher_stall_time_created	1.513	c
?g bytes_received_count_created bytes_received_count
#g bytes_received_count_created gauge
g bytes_received_count_created	1.513	c
?g close_session_prep_time_created close_session_prep_time
#g close_session_prep_time_created gauge
g close_session_prep_time_created	1.514	c
?g cnxn_closed_without_zk_server_running_created cnxn_closed_without_zk_server_running
#g cnxn_closed_without_zk_server_running_created gauge
g cnxn_closed_without_zk_server_running_created	1.518	c
?g commit_commit_proc_req_queued_created commit_commit_proc_req_queued
#g commit_commit_proc_req_queued_created gauge
g commit_commit_proc_req_queued_created	1.514	c
?g commit_count_created commit_count
#g commit_count_created gauge
g commit_count_created	1.512	c
?g commit_process_time_created commit_process_time
#g commit_process_time_created gauge
g commit_process_time_created	1.517	c
?g commit_propagation_latency_created commit_propagation_latency
#g commit_propagation_latency_created gauge
g commit_propagation_latency_created	1.517	c
?g concurrent_request_processing_in_commit_processor_created concurrent_request_processing_in_commit_processor
#g concurrent_request_processing_in_commit_processor_created gauge
g concurrent_request_processing_in_commit_processor_created	1.514	c
?g connection_drop_count_created connection_drop_count
#g connection_drop_count_created gauge
g connection_drop_count_created	1.514	c
?g connection_rejected_created connection_rejected
#g connection_rejected_created gauge
g connection_rejected_created	1.512	c
?g connection_request_count_created connection_request_count
#g connection_request_count_created gauge
g connection_request_count_created	1.512	c
?g connection_revalidate_count_created connection_revalidate_count
#g connection_revalidate_count_created gauge
g connection_revalidate_count_created	1.514	c
?g connection_token_deficit_created connection_token_deficit
#g connection_token_deficit_created gauge
g connection_token_deficit_created	1.512	c
?g dbinittime_created dbinittime
#g dbinittime_created gauge
g dbinittime_created	1.509	c
?g dead_watchers_cleaner_latency_created dead_watchers_cleaner_latency
#g dead_watchers_cleaner_latency_created gauge
g dead_watchers_cleaner_latency_created	1.513	c
?g dead_watchers_cleared_created dead_watchers_cleared
#g dead_watchers_cleared_created gauge
g dead_watchers_cleared_created	1.513	c
?g dead_watchers_queued_created dead_watchers_queued
#g dead_watchers_queued_created gauge
g dead_watchers_queued_created	1.513	c
?g diff_count_created diff_count
#g diff_count_created gauge
g diff_count_created	1.512	c
?g digest_mismatches_count_created digest_mismatches_count
#g digest_mismatches_count_created gauge
g digest_mismatches_count_created	1.518	c
?g election_time_created election_time
#g election_time_created gauge
g election_time_created	1.512	c
?g ensemble_auth_fail_created ensemble_auth_fail
#g ensemble_auth_fail_created gauge
g ensemble_auth_fail_created	1.513	c
?g ensemble_auth_skip_created ensemble_auth_skip
#g ensemble_auth_skip_created gauge
g ensemble_auth_skip_created	1.513	c
?g ensemble_auth_success_created ensemble_auth_success
#g ensemble_auth_success_created gauge
g ensemble_auth_success_created	1.513	c
?g follower_sync_time_created follower_sync_time
#g follower_sync_time_created gauge
g follower_sync_time_created	1.512	c
?g fsynctime_created fsynctime
#g fsynctime_created gauge
g fsynctime_created	1.504	c
?g inflight_diff_count_created inflight_diff_count
#g inflight_diff_count_created gauge
g inflight_diff_count_created	1.512	c
?g inflight_snap_count_created inflight_snap_count
#g inflight_snap_count_created gauge
g inflight_snap_count_created	1.512	c
?g insecure_admin_count_created insecure_admin_count
#g insecure_admin_count_created gauge
g insecure_admin_count_created	1.518	c
?g jvm_memory_pool_allocated_bytes_created Total bytes allocated in a given JVM memory pool. Only updated after GC, not continuously.
#g jvm_memory_pool_allocated_bytes_created gauge
g jvm_memory_pool_allocated_bytes_created{pool="<CodeHeap 'profiled nmethods'|G1 Old Gen|G1 Eden Space|CodeHeap 'non-profiled nmethods'|G1 Survivor Space|Compressed Class Space|Metaspace|CodeHeap 'non-nmethods'>",}	1.885	c
?g jvm_pause_time_ms_created jvm_pause_time_ms
#g jvm_pause_time_ms_created gauge
g jvm_pause_time_ms_created	1.518	c
?g large_requests_rejected_created large_requests_rejected
#g large_requests_rejected_created gauge
g large_requests_rejected_created	1.518	c
?g leader_unavailable_time_created leader_unavailable_time
#g leader_unavailable_time_created gauge
g leader_unavailable_time_created	1.514	c
?g learner_commit_received_count_created learner_commit_received_count
#g learner_commit_received_count_created gauge
g learner_commit_received_count_created	1.517	c
?g learner_proposal_received_count_created learner_proposal_received_count
#g learner_proposal_received_count_created gauge
g learner_proposal_received_count_created	1.517	c
?g learner_request_processor_queue_size_created learner_request_processor_queue_size
#g learner_request_processor_queue_size_created gauge
g learner_request_processor_queue_size_created	1.518	c
?g local_write_committed_time_ms_created local_write_committed_time_ms
#g local_write_committed_time_ms_created gauge
g local_write_committed_time_ms_created	1.517	c
?g log4j2_appender_created Log4j2 log statements at various log levels
#g log4j2_appender_created gauge
g log4j2_appender_created{level="<debug|warn|trace|error|fatal|info>",}	1.057	c
?g looking_count_created looking_count
#g looking_count_created gauge
g looking_count_created	1.512	c
?g netty_queued_buffer_capacity_created netty_queued_buffer_capacity
#g netty_queued_buffer_capacity_created gauge
g netty_queued_buffer_capacity_created	1.518	c
?g node_changed_watch_count_created node_changed_watch_count
#g node_changed_watch_count_created gauge
g node_changed_watch_count_created	1.513	c
?g node_children_watch_count_created node_children_watch_count
#g node_children_watch_count_created gauge
g node_children_watch_count_created	1.513	c
?g node_created_watch_count_created node_created_watch_count
#g node_created_watch_count_created gauge
g node_created_watch_count_created	1.513	c
?g node_deleted_watch_count_created node_deleted_watch_count
#g node_deleted_watch_count_created gauge
g node_deleted_watch_count_created	1.513	c
?g observer_sync_time_created observer_sync_time
#g observer_sync_time_created gauge
g observer_sync_time_created	1.512	c
?g om_commit_process_time_ms_created om_commit_process_time_ms
#g om_commit_process_time_ms_created gauge
g om_commit_process_time_ms_created	1.517	c
?g om_proposal_process_time_ms_created om_proposal_process_time_ms
#g om_proposal_process_time_ms_created gauge
g om_proposal_process_time_ms_created	1.517	c
?g outstanding_changes_queued_created outstanding_changes_queued
#g outstanding_changes_queued_created gauge
g outstanding_changes_queued_created	1.514	c
?g outstanding_changes_removed_created outstanding_changes_removed
#g outstanding_changes_removed_created gauge
g outstanding_changes_removed_created	1.514	c
?g pending_session_queue_size_created pending_session_queue_size
#g pending_session_queue_size_created gauge
g pending_session_queue_size_created	1.514	c
?g prep_process_time_created prep_process_time
#g prep_process_time_created gauge
g prep_process_time_created	1.514	c
?g prep_processor_queue_size_created prep_processor_queue_size
#g prep_processor_queue_size_created gauge
g prep_processor_queue_size_created	1.514	c
?g prep_processor_queue_time_ms_created prep_processor_queue_time_ms
#g prep_processor_queue_time_ms_created gauge
g prep_processor_queue_time_ms_created	1.513	c
?g prep_processor_request_queued_created prep_processor_request_queued
#g prep_processor_request_queued_created gauge
g prep_processor_request_queued_created	1.514	c
?g propagation_latency_created propagation_latency
#g propagation_latency_created gauge
g propagation_latency_created	1.512	c
?g proposal_ack_creation_latency_created proposal_ack_creation_latency
#g proposal_ack_creation_latency_created gauge
g proposal_ack_creation_latency_created	1.517	c
?g proposal_count_created proposal_count
#g proposal_count_created gauge
g proposal_count_created	1.518	c
?g proposal_latency_created proposal_latency
#g proposal_latency_created gauge
g proposal_latency_created	1.517	c
?g proposal_process_time_created proposal_process_time
#g proposal_process_time_created gauge
g proposal_process_time_created	1.514	c
?g quit_leading_due_to_disloyal_voter_created quit_leading_due_to_disloyal_voter
#g quit_leading_due_to_disloyal_voter_created gauge
g quit_leading_due_to_disloyal_voter_created	1.518	c
?g quorum_ack_latency_created quorum_ack_latency
#g quorum_ack_latency_created gauge
g quorum_ack_latency_created	1.518	c
?g read_commit_proc_issued_created read_commit_proc_issued
#g read_commit_proc_issued_created gauge
g read_commit_proc_issued_created	1.514	c
?g read_commit_proc_req_queued_created read_commit_proc_req_queued
#g read_commit_proc_req_queued_created gauge
g read_commit_proc_req_queued_created	1.514	c
?g read_commitproc_time_ms_created read_commitproc_time_ms
#g read_commitproc_time_ms_created gauge
g read_commitproc_time_ms_created	1.517	c
?g read_final_proc_time_ms_created read_final_proc_time_ms
#g read_final_proc_time_ms_created gauge
g read_final_proc_time_ms_created	1.517	c
?g read_per_namespace_created read_per_namespace
#g read_per_namespace_created gauge
g read_per_namespace_created{key="<managed-ledgers|schemas|ledgers|counters|bookies|admin|namespace|loadbalance|pulsar>",}	29.663|33.252|6.14|23.332|8.809|22.713|32.737|29.481|30.751	c
?g readlatency_created readlatency
#g readlatency_created gauge
g readlatency_created	1.512	c
?g reads_after_write_in_session_queue_created reads_after_write_in_session_queue
#g reads_after_write_in_session_queue_created gauge
g reads_after_write_in_session_queue_created	1.514	c
?g reads_issued_from_session_queue_created reads_issued_from_session_queue
#g reads_issued_from_session_queue_created gauge
g reads_issued_from_session_queue_created	1.514	c
?g request_commit_queued_created request_commit_queued
#g request_commit_queued_created gauge
g request_commit_queued_created	1.514	c
?g request_throttle_queue_time_ms_created request_throttle_queue_time_ms
#g request_throttle_queue_time_ms_created gauge
g request_throttle_queue_time_ms_created	1.518	c
?g request_throttle_wait_count_created request_throttle_wait_count
#g request_throttle_wait_count_created gauge
g request_throttle_wait_count_created	1.518	c
?g requests_in_session_queue_created requests_in_session_queue
#g requests_in_session_queue_created gauge
g requests_in_session_queue_created	1.514	c
?g requests_not_forwarded_to_commit_processor_created requests_not_forwarded_to_commit_processor
#g requests_not_forwarded_to_commit_processor_created gauge
g requests_not_forwarded_to_commit_processor_created	1.518	c
?g response_bytes_created response_bytes
#g response_bytes_created gauge
g response_bytes_created	1.518	c
?g response_packet_cache_hits_created response_packet_cache_hits
#g response_packet_cache_hits_created gauge
g response_packet_cache_hits_created	1.513	c
?g response_packet_cache_misses_created response_packet_cache_misses
#g response_packet_cache_misses_created gauge
g response_packet_cache_misses_created	1.513	c
?g response_packet_get_children_cache_hits_created response_packet_get_children_cache_hits
#g response_packet_get_children_cache_hits_created gauge
g response_packet_get_children_cache_hits_created	1.513	c
?g response_packet_get_children_cache_misses_created response_packet_get_children_cache_misses
#g response_packet_get_children_cache_misses_created gauge
g response_packet_get_children_cache_misses_created	1.513	c
?g restore_error_count_created restore_error_count
#g restore_error_count_created gauge
g restore_error_count_created	1.509	c
?g restore_rate_limited_count_created restore_rate_limited_count
#g restore_rate_limited_count_created gauge
g restore_rate_limited_count_created	1.509	c
?g restore_time_created restore_time
#g restore_time_created gauge
g restore_time_created	1.509	c
?g revalidate_count_created revalidate_count
#g revalidate_count_created gauge
g revalidate_count_created	1.514	c
?g server_write_committed_time_ms_created server_write_committed_time_ms
#g server_write_committed_time_ms_created gauge
g server_write_committed_time_ms_created	1.517	c
?g session_queues_drained_created session_queues_drained
#g session_queues_drained_created gauge
g session_queues_drained_created	1.514	c
?g sessionless_connections_expired_created sessionless_connections_expired
#g sessionless_connections_expired_created gauge
g sessionless_connections_expired_created	1.514	c
?g skip_learner_request_to_next_processor_count_created skip_learner_request_to_next_processor_count
#g skip_learner_request_to_next_processor_count_created gauge
g skip_learner_request_to_next_processor_count_created	1.518	c
?g snap_count_created snap_count
#g snap_count_created gauge
g snap_count_created	1.512	c
?g snapshot_error_count_created snapshot_error_count
#g snapshot_error_count_created gauge
g snapshot_error_count_created	1.508	c
?g snapshot_rate_limited_count_created snapshot_rate_limited_count
#g snapshot_rate_limited_count_created gauge
g snapshot_rate_limited_count_created	1.509	c
?g snapshottime_created snapshottime
#g snapshottime_created gauge
g snapshottime_created	1.505	c
?g socket_closing_time_created socket_closing_time
#g socket_closing_time_created gauge
g socket_closing_time_created	1.518	c
?g stale_replies_created stale_replies
#g stale_replies_created gauge
g stale_replies_created	1.518	c
?g stale_requests_created stale_requests
#g stale_requests_created gauge
g stale_requests_created	1.518	c
?g stale_requests_dropped_created stale_requests_dropped
#g stale_requests_dropped_created gauge
g stale_requests_dropped_created	1.518	c
?g stale_sessions_expired_created stale_sessions_expired
#g stale_sessions_expired_created gauge
g stale_sessions_expired_created	1.514	c
?g startup_snap_load_time_created startup_snap_load_time
#g startup_snap_load_time_created gauge
g startup_snap_load_time_created	1.518	c
?g startup_txns_load_time_created startup_txns_load_time
#g startup_txns_load_time_created gauge
g startup_txns_load_time_created	1.517	c
?g startup_txns_loaded_created startup_txns_loaded
#g startup_txns_loaded_created gauge
g startup_txns_loaded_created	1.517	c
?g sync_process_time_created sync_process_time
#g sync_process_time_created gauge
g sync_process_time_created	1.518	c
?g sync_processor_batch_size_created sync_processor_batch_size
#g sync_processor_batch_size_created gauge
g sync_processor_batch_size_created	1.518	c
?g sync_processor_queue_and_flush_time_ms_created sync_processor_queue_and_flush_time_ms
#g sync_processor_queue_and_flush_time_ms_created gauge
g sync_processor_queue_and_flush_time_ms_created	1.518	c
?g sync_processor_queue_flush_time_ms_created sync_processor_queue_flush_time_ms
#g sync_processor_queue_flush_time_ms_created gauge
g sync_processor_queue_flush_time_ms_created	1.518	c
?g sync_processor_queue_size_created sync_processor_queue_size
#g sync_processor_queue_size_created gauge
g sync_processor_queue_size_created	1.518	c
?g sync_processor_queue_time_ms_created sync_processor_queue_time_ms
#g sync_processor_queue_time_ms_created gauge
g sync_processor_queue_time_ms_created	1.518	c
?g sync_processor_request_queued_created sync_processor_request_queued
#g sync_processor_request_queued_created gauge
g sync_processor_request_queued_created	1.518	c
?g throttled_ops_created throttled_ops
#g throttled_ops_created gauge
g throttled_ops_created	1.517	c
?g time_waiting_empty_pool_in_commit_processor_read_ms_created time_waiting_empty_pool_in_commit_processor_read_ms
#g time_waiting_empty_pool_in_commit_processor_read_ms_created gauge
g time_waiting_empty_pool_in_commit_processor_read_ms_created	1.514	c
?g tls_handshake_exceeded_created tls_handshake_exceeded
#g tls_handshake_exceeded_created gauge
g tls_handshake_exceeded_created	1.518	c
?g unavailable_time_created unavailable_time
#g unavailable_time_created gauge
g unavailable_time_created	1.514	c
?g unrecoverable_error_count_created unrecoverable_error_count
#g unrecoverable_error_count_created gauge
g unrecoverable_error_count_created	1.513	c
?g unsuccessful_handshake_created unsuccessful_handshake
#g unsuccessful_handshake_created gauge
g unsuccessful_handshake_created	1.518	c
?g updatelatency_created updatelatency
#g updatelatency_created gauge
g updatelatency_created	1.512	c
?g watch_bytes_created watch_bytes
#g watch_bytes_created gauge
g watch_bytes_created	1.518	c
?g write_batch_time_in_commit_processor_created write_batch_time_in_commit_processor
#g write_batch_time_in_commit_processor_created gauge
g write_batch_time_in_commit_processor_created	1.514	c
?g write_commit_proc_issued_created write_commit_proc_issued
#g write_commit_proc_issued_created gauge
g write_commit_proc_issued_created	1.514	c
?g write_commit_proc_req_queued_created write_commit_proc_req_queued
#g write_commit_proc_req_queued_created gauge
g write_commit_proc_req_queued_created	1.514	c
?g write_commitproc_time_ms_created write_commitproc_time_ms
#g write_commitproc_time_ms_created gauge
g write_commitproc_time_ms_created	1.517	c
?g write_final_proc_time_ms_created write_final_proc_time_ms
#g write_final_proc_time_ms_created gauge
g write_final_proc_time_ms_created	1.517	c
?g write_per_namespace_created write_per_namespace
#g write_per_namespace_created gauge
g write_per_namespace_created{key="<managed-ledgers|schemas|ledgers|counters|bookies|admin|namespace|stream|loadbalance|pulsar>",}	1.692|1.7|1.673|1.687|1.677|1.679|1.691|1.676|1.689|1.674	c`;
