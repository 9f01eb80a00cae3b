// Made by demo/tools/make-templates.mjs from shared/corpus/pulsar-4.0.8/metrics/baseline-15s/broker_broker-1_20261122T044250.376Z.prom.gz
// (recorded by us from Apache Pulsar 4.0.8). Do not edit; the grammar is in ../template.ts.
export const brokerTemplate = `#g pulsar_broker_load_manager_bundle_assigment summary
g pulsar_broker_load_manager_bundle_assigment{cluster="$cluster$",quantile="<0.5|0.99|0.999|1.0>"}	NaN	j
g pulsar_broker_load_manager_bundle_assigment_count{cluster="$cluster$"}	10.0	j
g pulsar_broker_load_manager_bundle_assigment_sum{cluster="$cluster$"}	211.0	j
#g pulsar_ml_reads_available_inflight_bytes gauge
g pulsar_ml_reads_available_inflight_bytes{cluster="$cluster$"}	-1.0	j
#g pulsar_broker_lookup_failures counter
g pulsar_broker_lookup_failures_total{cluster="$cluster$"}	0.0	j
g pulsar_broker_lookup_failures_created{cluster="$cluster$"}	9.396	c
#g process_cpu_seconds counter
g process_cpu_seconds_total{cluster="$cluster$"}	144.5	j	0.148684
#g process_start_time_seconds gauge
g process_start_time_seconds{cluster="$cluster$"}	0	c
#g process_open_fds gauge
g process_open_fds{cluster="$cluster$"}	503.0	j
#g process_max_fds gauge
g process_max_fds{cluster="$cluster$"}	20000.0	j
#g process_virtual_memory_bytes gauge
g process_virtual_memory_bytes{cluster="$cluster$"}	2.402906112E9	j
#g process_resident_memory_bytes gauge
g process_resident_memory_bytes{cluster="$cluster$"}	5.31705856E8	j
#g jvm_threads_current gauge
g jvm_threads_current{cluster="$cluster$"}	119.0	j
#g jvm_threads_daemon gauge
g jvm_threads_daemon{cluster="$cluster$"}	15.0	j
#g jvm_threads_peak gauge
g jvm_threads_peak{cluster="$cluster$"}	119.0	j
#g jvm_threads_started counter
g jvm_threads_started_total{cluster="$cluster$"}	226.0	j	0.0205129
#g jvm_threads_deadlocked gauge
g jvm_threads_deadlocked{cluster="$cluster$"}	0.0	j
#g jvm_threads_deadlocked_monitor gauge
g jvm_threads_deadlocked_monitor{cluster="$cluster$"}	0.0	j
#g jvm_threads_state gauge
g jvm_threads_state{cluster="$cluster$",state="<NEW|TERMINATED|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|UNKNOWN>"}	0.0|0.0|21.0|0.0|57.0|41.0|0.0	j
#g pulsar_ml_cache_pendingreads_entries_notread counter
g pulsar_ml_cache_pendingreads_entries_notread_total{cluster="$cluster$"}	1.0	j
g pulsar_ml_cache_pendingreads_entries_notread_created{cluster="$cluster$"}	17.258	c
#g brk_ledgeroffloader_offload_rate gauge
#g caffeine_cache_hit counter
g caffeine_cache_hit_total{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|function-producer-cache|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|managed-ledger-bk-ensemble-client-cache|system-topic-policies-writer-cache>"}	599.0|76.0|2107.0|20.0|640.0|413.0|0.0|13.0|0.0|0.0	j	0.781199|0.00683763|3.00001|0.00341882|0.801712|0.512822|0|0.00341882|0|0
#g caffeine_cache_miss counter
g caffeine_cache_miss_total{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|function-producer-cache|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|managed-ledger-bk-ensemble-client-cache|system-topic-policies-writer-cache>"}	37.0|28.0|2.0|7.0|5.0|34.0|0.0|1.0|0.0|0.0	j	0.0205129|0.00170941|0|0|0|0|0|0|0|0
#g caffeine_cache_requests counter
g caffeine_cache_requests_total{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|function-producer-cache|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|managed-ledger-bk-ensemble-client-cache|system-topic-policies-writer-cache>"}	636.0|104.0|2109.0|27.0|645.0|447.0|0.0|14.0|0.0|0.0	j	0.801712|0.00854704|3.00001|0.00341882|0.801712|0.512822|0|0.00341882|0|0
#g caffeine_cache_eviction counter
g caffeine_cache_eviction_total{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|function-producer-cache|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|managed-ledger-bk-ensemble-client-cache|system-topic-policies-writer-cache>"}	0.0|0.0|1.0|0.0|0.0|7.0|0.0|0.0|0.0|0.0	j	0|0|0.00170941|0|0|0.0119659|0|0|0|0
#g caffeine_cache_eviction_weight gauge
g caffeine_cache_eviction_weight{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|function-producer-cache|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|managed-ledger-bk-ensemble-client-cache|system-topic-policies-writer-cache>"}	0.0|0.0|1.0|0.0|0.0|7.0|0.0|0.0|0.0|0.0	j
#g caffeine_cache_load_failure counter
g caffeine_cache_load_failure_total{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|system-topic-policies-writer-cache>"}	0.0	j
#g caffeine_cache_loads counter
g caffeine_cache_loads_total{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|system-topic-policies-writer-cache>"}	7.0|31.0|10.0|5.0|36.0|0.0|3.0|0.0	j	0|0.00683763|0.00170941|0|0.00341882|0|0.00170941|0
#g caffeine_cache_estimated_size gauge
g caffeine_cache_estimated_size{cluster="$cluster$",cache="<owned-bundles|metadata-store-exists|function-producer-cache|serde|bundles|metadata-store-children|web-resource-service-name-resolver|metadata-store|managed-ledger-bk-ensemble-client-cache|system-topic-policies-writer-cache>"}	7.0|26.0|1.0|7.0|5.0|21.0|0.0|1.0|0.0|0.0	j
#g caffeine_cache_load_duration_seconds summary
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="owned-bundles"}	7.0	j
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="owned-bundles"}	0.093938723	j
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="metadata-store-exists"}	31.0	j	0.00683763
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="metadata-store-exists"}	0.814876566	j	0.0000201244
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="serde"}	10.0	j	0.00170941
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="serde"}	0.189329915	j	0.0000182634
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="bundles"}	5.0	j
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="bundles"}	0.079095276	j
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="metadata-store-children"}	36.0	j	0.00341882
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="metadata-store-children"}	0.709663812	j	0.0000265135
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="web-resource-service-name-resolver"}	0.0	j
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="web-resource-service-name-resolver"}	0.0	j
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="metadata-store"}	3.0	j	0.00170941
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="metadata-store"}	0.00926389	j	0.00000533547
g caffeine_cache_load_duration_seconds_count{cluster="$cluster$",cache="system-topic-policies-writer-cache"}	0.0	j
g caffeine_cache_load_duration_seconds_sum{cluster="$cluster$",cache="system-topic-policies-writer-cache"}	0.0	j
#g pulsar_batch_metadata_store_batch_execute_time_ms histogram
g pulsar_batch_metadata_store_batch_execute_time_ms_bucket{cluster="$cluster$",name="metadata-store",le="<1.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|+Inf>"}	309.0|320.0|322.0|324.0|325.0|325.0|325.0|325.0|325.0|325.0	j	0.105983|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402
g pulsar_batch_metadata_store_batch_execute_time_ms_count{cluster="$cluster$",name="metadata-store"}	325.0	j	0.109402
g pulsar_batch_metadata_store_batch_execute_time_ms_sum{cluster="$cluster$",name="metadata-store"}	130.0	j	0.0205129
g pulsar_batch_metadata_store_batch_execute_time_ms_created{cluster="$cluster$",name="metadata-store"}	6.867	c
#g pulsar_resource_group_bytes_used counter
#g pulsar_resource_group_namespace_registers counter
#g pulsar_resource_group_aggregate_usage_secs summary
g pulsar_resource_group_aggregate_usage_secs{cluster="$cluster$",quantile="<0.5|0.9>"}	NaN	j
g pulsar_resource_group_aggregate_usage_secs_count{cluster="$cluster$"}	0.0	j
g pulsar_resource_group_aggregate_usage_secs_sum{cluster="$cluster$"}	0.0	j
g pulsar_resource_group_aggregate_usage_secs_created{cluster="$cluster$"}	23.594	c
#g log4j2_appender counter
g log4j2_appender_total{cluster="$cluster$",level="debug"}	0.0	j
g log4j2_appender_created{cluster="$cluster$",level="debug"}	4.588	c
g log4j2_appender_total{cluster="$cluster$",level="warn"}	20.0	j
g log4j2_appender_created{cluster="$cluster$",level="warn"}	4.588	c
g log4j2_appender_total{cluster="$cluster$",level="trace"}	0.0	j
g log4j2_appender_created{cluster="$cluster$",level="trace"}	4.588	c
g log4j2_appender_total{cluster="$cluster$",level="error"}	0.0	j
g log4j2_appender_created{cluster="$cluster$",level="error"}	4.588	c
g log4j2_appender_total{cluster="$cluster$",level="fatal"}	0.0	j
g log4j2_appender_created{cluster="$cluster$",level="fatal"}	4.588	c
g log4j2_appender_total{cluster="$cluster$",level="info"}	1729.0	j	0.847866
g log4j2_appender_created{cluster="$cluster$",level="info"}	4.588	c
#g pulsar_broker_lookup_redirects counter
g pulsar_broker_lookup_redirects_total{cluster="$cluster$"}	6.0	j
g pulsar_broker_lookup_redirects_created{cluster="$cluster$"}	9.396	c
#g brk_ledgeroffloader_read_offload_index_latency summary
#g pulsar_ml_cache_pendingreads_matched_overlapping_miss_both counter
g pulsar_ml_cache_pendingreads_matched_overlapping_miss_both_total{cluster="$cluster$"}	0.0	j
g pulsar_ml_cache_pendingreads_matched_overlapping_miss_both_created{cluster="$cluster$"}	17.258	c
#g pulsar_resource_group_namespace_unregisters counter
#g jvm_info gauge
g jvm_info{cluster="$cluster$",runtime="OpenJDK Runtime Environment",vendor="Debian",version="17.0.15+6-Debian-1deb12u1"}	1.0	j
#g pulsar_ml_reads_inflight_bytes gauge
g pulsar_ml_reads_inflight_bytes{cluster="$cluster$"}	-1.0	j
#g pulsar_resource_group_calculated_messages_quota counter
#g brk_ledgeroffloader_read_offload_error counter
#g jetty_requests counter
g jetty_requests_total{cluster="$cluster$"}	374.0	j	0.569233
#g jetty_requests_active gauge
g jetty_requests_active{cluster="$cluster$"}	1.0	j
#g jetty_requests_active_max gauge
g jetty_requests_active_max{cluster="$cluster$"}	4.0	j
#g jetty_request_time_max_seconds gauge
g jetty_request_time_max_seconds{cluster="$cluster$"}	4.056	j
#g jetty_request_time_seconds counter
g jetty_request_time_seconds_total{cluster="$cluster$"}	17.28	j	0.0153761
#g jetty_dispatched counter
g jetty_dispatched_total{cluster="$cluster$"}	374.0	j	0.569233
#g jetty_dispatched_active gauge
g jetty_dispatched_active{cluster="$cluster$"}	0.0	j
#g jetty_dispatched_active_max gauge
g jetty_dispatched_active_max{cluster="$cluster$"}	3.0	j
#g jetty_dispatched_time_max gauge
g jetty_dispatched_time_max{cluster="$cluster$"}	732.0	j
#g jetty_dispatched_time_seconds counter
g jetty_dispatched_time_seconds_total{cluster="$cluster$"}	4.827	j	0.00464104
#g jetty_async_requests counter
g jetty_async_requests_total{cluster="$cluster$"}	362.0	j	0.564104
#g jetty_async_requests_waiting gauge
g jetty_async_requests_waiting{cluster="$cluster$"}	1.0	j
#g jetty_async_requests_waiting_max gauge
g jetty_async_requests_waiting_max{cluster="$cluster$"}	4.0	j
#g jetty_async_dispatches counter
g jetty_async_dispatches_total{cluster="$cluster$"}	0.0	j
#g jetty_expires counter
g jetty_expires_total{cluster="$cluster$"}	0.0	j
#g jetty_responses counter
g jetty_responses_total{cluster="$cluster$",code="<1xx|2xx|3xx|4xx|5xx>"}	0.0|357.0|4.0|6.0|6.0	j	0|0.562395|0.00683763|0|0
#g jetty_stats_seconds gauge
g jetty_stats_seconds{cluster="$cluster$"}	732.328	j
#g jetty_responses_bytes counter
g jetty_responses_bytes_total{cluster="$cluster$"}	3.2857391E7	j	56024.9
#g pulsar_web_executor_min_threads gauge
g pulsar_web_executor_min_threads{cluster="$cluster$"}	8.0	j
#g pulsar_broker_lookup_pending_requests gauge
g pulsar_broker_lookup_pending_requests{cluster="$cluster$"}	0.0	j
#g pulsar_web_executor_current_threads gauge
g pulsar_web_executor_current_threads{cluster="$cluster$"}	8.0	j
#g jvm_memory_direct_bytes_used gauge
g jvm_memory_direct_bytes_used{cluster="$cluster$"}	2.0971527E7	j
#g pulsar_metadata_store_put_bytes counter
g pulsar_metadata_store_put_bytes_total{cluster="$cluster$",name="metadata-store"}	39475.0	j	44.0754
g pulsar_metadata_store_put_bytes_created{cluster="$cluster$",name="metadata-store"}	6.842	c
#g pulsar_batch_metadata_store_executor_queue_size gauge
g pulsar_batch_metadata_store_executor_queue_size{cluster="$cluster$",name="metadata-store"}	1.0	j
#g pulsar_version_info gauge
g pulsar_version_info{cluster="$cluster$",version="4.0.8",commit="2c519a386acbfaa2dbebcc484bb42ba18e4278d3"}	1.0	j
#g pulsar_resource_group_tenant_registers counter
#g pulsar_schema_del_ops_latency summary
g pulsar_schema_del_ops_latency{cluster="$cluster$",namespace="pulsar/$brokerId$",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	48.0	j
g pulsar_schema_del_ops_latency_count{cluster="$cluster$",namespace="pulsar/$brokerId$"}	1.0	j
g pulsar_schema_del_ops_latency_sum{cluster="$cluster$",namespace="pulsar/$brokerId$"}	48.0	j
g pulsar_schema_del_ops_latency_created{cluster="$cluster$",namespace="pulsar/$brokerId$"}	188.641	c
#g brk_ledgeroffloader_delete_offload_ops counter
#g pulsar_schema_compatible counter
g pulsar_schema_compatible_total{cluster="$cluster$",namespace="pulsar/$brokerId$"}	1.0	j
g pulsar_schema_compatible_created{cluster="$cluster$",namespace="pulsar/$brokerId$"}	248.856	c
#g pulsar_schema_put_ops_failed counter
#g jvm_classes_currently_loaded gauge
g jvm_classes_currently_loaded{cluster="$cluster$"}	17216.0	j
#g jvm_classes_loaded counter
g jvm_classes_loaded_total{cluster="$cluster$"}	17224.0	j	0.535045
#g jvm_classes_unloaded counter
g jvm_classes_unloaded_total{cluster="$cluster$"}	8.0	j
#g pulsar_broker_topic_load_pending_requests gauge
g pulsar_broker_topic_load_pending_requests{cluster="$cluster$"}	0.0	j
#g jvm_memory_pool_allocated_bytes counter
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="CodeHeap 'profiled nmethods'"}	2.7015808E7	j	11033.6
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="CodeHeap 'profiled nmethods'"}	11.898	c
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="G1 Old Gen"}	1.05779712E8	j	17924.4
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="G1 Old Gen"}	11.898	c
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="G1 Eden Space"}	1.565523968E9	j	1306690
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="G1 Eden Space"}	11.898	c
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="CodeHeap 'non-profiled nmethods'"}	1.199232E7	j	5923.03
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="CodeHeap 'non-profiled nmethods'"}	11.898	c
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="G1 Survivor Space"}	3.9763952E7	j	4718.54
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="G1 Survivor Space"}	11.898	c
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="Compressed Class Space"}	1.1062592E7	j	345.56
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="Compressed Class Space"}	11.898	c
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="Metaspace"}	9.3473872E7	j	5562.69
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="Metaspace"}	11.898	c
g jvm_memory_pool_allocated_bytes_total{cluster="$cluster$",pool="CodeHeap 'non-nmethods'"}	2136960.0	j	54.701
g jvm_memory_pool_allocated_bytes_created{cluster="$cluster$",pool="CodeHeap 'non-nmethods'"}	11.898	c
#g pulsar_web_executor_active_threads gauge
g pulsar_web_executor_active_threads{cluster="$cluster$"}	3.0	j
#g pulsar_web_executor_idle_threads gauge
g pulsar_web_executor_idle_threads{cluster="$cluster$"}	5.0	j
#g pulsar_resource_group_calculated_bytes_quota counter
#g pulsar_ml_cache_pendingreads_entries_read counter
g pulsar_ml_cache_pendingreads_entries_read_total{cluster="$cluster$"}	14037.0	j	18.8445
g pulsar_ml_cache_pendingreads_entries_read_created{cluster="$cluster$"}	17.258	c
#g pulsar_resource_group_messages_used counter
#g topic_load_failed counter
g topic_load_failed_total{cluster="$cluster$"}	0.0	j
g topic_load_failed_created{cluster="$cluster$"}	9.064	c
#g brk_ledgeroffloader_offload_error counter
#g pulsar_schema_get_ops_latency summary
g pulsar_schema_get_ops_latency{cluster="$cluster$",namespace="pulsar/$brokerId$",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	3.0	j
g pulsar_schema_get_ops_latency_count{cluster="$cluster$",namespace="pulsar/$brokerId$"}	1.0	j
g pulsar_schema_get_ops_latency_sum{cluster="$cluster$",namespace="pulsar/$brokerId$"}	3.0	j
g pulsar_schema_get_ops_latency_created{cluster="$cluster$",namespace="pulsar/$brokerId$"}	601.598	c
#g pulsar_broker_throttled_connections gauge
g pulsar_broker_throttled_connections{cluster="$cluster$"}	0.0	j
#g pulsar_schema_del_ops_failed counter
#g pulsar_batch_metadata_store_batch_size histogram
g pulsar_batch_metadata_store_batch_size_bucket{cluster="$cluster$",name="metadata-store",le="<1.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|+Inf>"}	234.0|325.0|325.0|325.0|325.0|325.0|325.0|325.0|325.0|325.0	j	0.0683763|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402|0.109402
g pulsar_batch_metadata_store_batch_size_count{cluster="$cluster$",name="metadata-store"}	325.0	j	0.109402
g pulsar_batch_metadata_store_batch_size_sum{cluster="$cluster$",name="metadata-store"}	479.0	j	0.200001
g pulsar_batch_metadata_store_batch_size_created{cluster="$cluster$",name="metadata-store"}	6.867	c
#g brk_ledgeroffloader_read_bytes counter
#g pulsar_broker_pending_bytes_to_dispatch gauge
g pulsar_broker_pending_bytes_to_dispatch{cluster="$cluster$"}	0.0	j
#g jvm_buffer_pool_used_bytes gauge
g jvm_buffer_pool_used_bytes{cluster="$cluster$",pool="<mapped|direct|mapped - 'non-volatile memory'>"}	0.0|763138.0|0.0	j
#g jvm_buffer_pool_capacity_bytes gauge
g jvm_buffer_pool_capacity_bytes{cluster="$cluster$",pool="<mapped|direct|mapped - 'non-volatile memory'>"}	0.0|763137.0|0.0	j
#g jvm_buffer_pool_used_buffers gauge
g jvm_buffer_pool_used_buffers{cluster="$cluster$",pool="<mapped|direct|mapped - 'non-volatile memory'>"}	0.0|54.0|0.0	j
#g jvm_memory_objects_pending_finalization gauge
g jvm_memory_objects_pending_finalization{cluster="$cluster$"}	0.0	j
#g jvm_memory_bytes_used gauge
g jvm_memory_bytes_used{cluster="$cluster$",area="<heap|nonheap>"}	1.97275984E8|1.43522936E8	j
#g jvm_memory_bytes_committed gauge
g jvm_memory_bytes_committed{cluster="$cluster$",area="<heap|nonheap>"}	2.68435456E8|1.4811136E8	j
#g jvm_memory_bytes_max gauge
g jvm_memory_bytes_max{cluster="$cluster$",area="<heap|nonheap>"}	4.02653184E8|-1.0	j
#g jvm_memory_bytes_init gauge
g jvm_memory_bytes_init{cluster="$cluster$",area="<heap|nonheap>"}	2.68435456E8|7667712.0	j
#g jvm_memory_pool_bytes_used gauge
g jvm_memory_pool_bytes_used{cluster="$cluster$",pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	2136960.0|9.3721832E7|2.4325376E7|1.1065872E7|9.2274688E7|1.01585408E8|3415888.0|1.2272896E7	j
#g jvm_memory_pool_bytes_committed gauge
g jvm_memory_pool_bytes_committed{cluster="$cluster$",pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	2555904.0|9.6403456E7|2.4379392E7|1.245184E7|1.33169152E8|1.31072E8|4194304.0|1.2320768E7	j
#g jvm_memory_pool_bytes_max gauge
g jvm_memory_pool_bytes_max{cluster="$cluster$",pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	5828608.0|-1.0|1.22912768E8|1.073741824E9|-1.0|4.02653184E8|-1.0|1.22916864E8	j
#g jvm_memory_pool_bytes_init gauge
g jvm_memory_pool_bytes_init{cluster="$cluster$",pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	2555904.0|0.0|2555904.0|0.0|1.3631488E7|2.54803968E8|0.0|2555904.0	j
#g jvm_memory_pool_collection_used_bytes gauge
g jvm_memory_pool_collection_used_bytes{cluster="$cluster$",pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	0.0|9.1099648E7|3415888.0	j
#g jvm_memory_pool_collection_committed_bytes gauge
g jvm_memory_pool_collection_committed_bytes{cluster="$cluster$",pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	1.33169152E8|1.39460608E8|4194304.0	j
#g jvm_memory_pool_collection_max_bytes gauge
g jvm_memory_pool_collection_max_bytes{cluster="$cluster$",pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	-1.0|4.02653184E8|-1.0	j
#g jvm_memory_pool_collection_init_bytes gauge
g jvm_memory_pool_collection_init_bytes{cluster="$cluster$",pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	1.3631488E7|2.54803968E8|0.0	j
#g pulsar_schema_put_ops_latency summary
g pulsar_schema_put_ops_latency{cluster="$cluster$",namespace="pulsar/$brokerId$",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g pulsar_schema_put_ops_latency_count{cluster="$cluster$",namespace="pulsar/$brokerId$"}	3.0	j
g pulsar_schema_put_ops_latency_sum{cluster="$cluster$",namespace="pulsar/$brokerId$"}	224.0	j
g pulsar_schema_put_ops_latency_created{cluster="$cluster$",namespace="pulsar/$brokerId$"}	192.431	c
#g pulsar_broker_lookup summary
g pulsar_broker_lookup{cluster="$cluster$",quantile="<0.5|0.99|0.999|1.0>"}	NaN|NaN|NaN|-Inf	j
g pulsar_broker_lookup_count{cluster="$cluster$"}	44.0	j	0.00341882
g pulsar_broker_lookup_sum{cluster="$cluster$"}	460.0	j
#g pulsar_schema_incompatible counter
#g brk_ledgeroffloader_read_ledger_latency summary
#g pulsar_web_executor_max_threads gauge
g pulsar_web_executor_max_threads{cluster="$cluster$"}	8.0	j
#g pulsar_ml_cache_pendingreads_matched_overlapping_miss_right counter
g pulsar_ml_cache_pendingreads_matched_overlapping_miss_right_total{cluster="$cluster$"}	0.0	j
g pulsar_ml_cache_pendingreads_matched_overlapping_miss_right_created{cluster="$cluster$"}	17.258	c
#g brk_ledgeroffloader_read_offload_rate gauge
#g brk_ledgeroffloader_write_storage_error counter
#g pulsar_schema_get_ops_failed counter
#g pulsar_ml_cache_pendingreads_matched_included counter
g pulsar_ml_cache_pendingreads_matched_included_total{cluster="$cluster$"}	1.0	j
g pulsar_ml_cache_pendingreads_matched_included_created{cluster="$cluster$"}	17.258	c
#g pulsar_broker_lookup_answers counter
g pulsar_broker_lookup_answers_total{cluster="$cluster$"}	38.0	j	0.00341882
g pulsar_broker_lookup_answers_created{cluster="$cluster$"}	9.396	c
#g jvm_memory_direct_bytes_max gauge
g jvm_memory_direct_bytes_max{cluster="$cluster$"}	2.68435456E8	j
#g pulsar_resource_group_calculate_quota_secs summary
g pulsar_resource_group_calculate_quota_secs{cluster="$cluster$",quantile="<0.5|0.9>"}	NaN	j
g pulsar_resource_group_calculate_quota_secs_count{cluster="$cluster$"}	0.0	j
g pulsar_resource_group_calculate_quota_secs_sum{cluster="$cluster$"}	0.0	j
g pulsar_resource_group_calculate_quota_secs_created{cluster="$cluster$"}	23.594	c
#g pulsar_batch_metadata_store_queue_wait_time_ms histogram
g pulsar_batch_metadata_store_queue_wait_time_ms_bucket{cluster="$cluster$",name="metadata-store",le="<1.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|+Inf>"}	173.0|428.0|464.0|469.0|476.0|477.0|479.0|479.0|479.0|479.0	j	0.0820516|0.186325|0.200001|0.200001|0.200001|0.200001|0.200001|0.200001|0.200001|0.200001
g pulsar_batch_metadata_store_queue_wait_time_ms_count{cluster="$cluster$",name="metadata-store"}	479.0	j	0.200001
g pulsar_batch_metadata_store_queue_wait_time_ms_sum{cluster="$cluster$",name="metadata-store"}	1824.0	j	0.458121
g pulsar_batch_metadata_store_queue_wait_time_ms_created{cluster="$cluster$",name="metadata-store"}	6.867	c
#g brk_ledgeroffloader_read_offload_data_latency summary
#g pulsar_ml_cache_pendingreads_matched_overlapping_miss_left counter
g pulsar_ml_cache_pendingreads_matched_overlapping_miss_left_total{cluster="$cluster$"}	0.0	j
g pulsar_ml_cache_pendingreads_matched_overlapping_miss_left_created{cluster="$cluster$"}	17.258	c
#g pulsar_broker_publish_latency summary
g pulsar_broker_publish_latency{cluster="$cluster$",quantile="<0.0|0.5|0.95|0.99|0.999|0.9999|1.0>"}	0.436|1.822|81.888|101.609|113.05|113.05|114.063	j
g pulsar_broker_publish_latency_count{cluster="$cluster$"}	89613.0	j	127.855
g pulsar_broker_publish_latency_sum{cluster="$cluster$"}	362696.0	j	452.214
#g pulsar_resource_group_tenant_unregisters counter
#g jvm_gc_collection_seconds summary
g jvm_gc_collection_seconds_count{cluster="$cluster$",gc="G1 Young Generation"}	22.0	j	0.0102564
g jvm_gc_collection_seconds_sum{cluster="$cluster$",gc="G1 Young Generation"}	0.904	j	0.0000940174
g jvm_gc_collection_seconds_count{cluster="$cluster$",gc="G1 Old Generation"}	0.0	j
g jvm_gc_collection_seconds_sum{cluster="$cluster$",gc="G1 Old Generation"}	0.0	j
#g pulsar_ml_cache_pendingreads_missed counter
g pulsar_ml_cache_pendingreads_missed_total{cluster="$cluster$"}	14037.0	j	18.8445
g pulsar_ml_cache_pendingreads_missed_created{cluster="$cluster$"}	17.258	c
#g pulsar_resource_group_updates counter
#g pulsar_storage_backlog_quota_check_duration_seconds histogram
g pulsar_storage_backlog_quota_check_duration_seconds_bucket{cluster="$cluster$",le="<5.0|10.0|30.0|60.0|300.0|+Inf>"}	156.0	j	0.222223
g pulsar_storage_backlog_quota_check_duration_seconds_count{cluster="$cluster$"}	156.0	j	0.222223
g pulsar_storage_backlog_quota_check_duration_seconds_sum{cluster="$cluster$"}	0.0	j
g pulsar_storage_backlog_quota_check_duration_seconds_created{cluster="$cluster$"}	9.031	c
#g pulsar_topic_load_times summary
g pulsar_topic_load_times{cluster="$cluster$",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999>"}	NaN	j
g pulsar_topic_load_times_count{cluster="$cluster$"}	0.0	j
g pulsar_topic_load_times_sum{cluster="$cluster$"}	0.0	j
g pulsar_topic_load_times_created{cluster="$cluster$"}	747.832	c
#g pulsar_ml_cache_pendingreads_matched counter
g pulsar_ml_cache_pendingreads_matched_total{cluster="$cluster$"}	0.0	j
g pulsar_ml_cache_pendingreads_matched_created{cluster="$cluster$"}	17.258	c
#g pulsar_metadata_store_ops_latency_ms histogram
g pulsar_metadata_store_ops_latency_ms_bucket{cluster="$cluster$",name="metadata-store",type="get",status="success",le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	5.0|47.0|123.0|214.0|260.0|281.0|288.0|296.0|297.0|297.0|297.0|297.0|297.0	j	0|0.0222223|0.0615387|0.123077|0.1453|0.152137|0.152137|0.157265|0.157265|0.157265|0.157265|0.157265|0.157265
g pulsar_metadata_store_ops_latency_ms_count{cluster="$cluster$",name="metadata-store",type="get",status="success"}	297.0	j	0.157265
g pulsar_metadata_store_ops_latency_ms_sum{cluster="$cluster$",name="metadata-store",type="get",status="success"}	4297.0	j	1.91796
g pulsar_metadata_store_ops_latency_ms_created{cluster="$cluster$",name="metadata-store",type="get",status="success"}	6.842	c
g pulsar_metadata_store_ops_latency_ms_bucket{cluster="$cluster$",name="metadata-store",type="get",status="fail",le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0	j
g pulsar_metadata_store_ops_latency_ms_count{cluster="$cluster$",name="metadata-store",type="get",status="fail"}	0.0	j
g pulsar_metadata_store_ops_latency_ms_sum{cluster="$cluster$",name="metadata-store",type="get",status="fail"}	0.0	j
g pulsar_metadata_store_ops_latency_ms_created{cluster="$cluster$",name="metadata-store",type="get",status="fail"}	6.842	c
g pulsar_metadata_store_ops_latency_ms_bucket{cluster="$cluster$",name="metadata-store",type="del",status="fail",le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0|0.0|5.0|5.0|5.0|5.0|5.0|5.0|5.0|5.0|5.0|5.0|5.0	j
g pulsar_metadata_store_ops_latency_ms_count{cluster="$cluster$",name="metadata-store",type="del",status="fail"}	5.0	j
g pulsar_metadata_store_ops_latency_ms_sum{cluster="$cluster$",name="metadata-store",type="del",status="fail"}	24.0	j
g pulsar_metadata_store_ops_latency_ms_created{cluster="$cluster$",name="metadata-store",type="del",status="fail"}	6.842	c
g pulsar_metadata_store_ops_latency_ms_bucket{cluster="$cluster$",name="metadata-store",type="put",status="success",le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0|3.0|18.0|46.0|66.0|87.0|102.0|106.0|106.0|106.0|106.0|106.0|106.0	j	0|0.00170941|0.0153847|0.0256411|0.0290599|0.0307693|0.0307693|0.0307693|0.0307693|0.0307693|0.0307693|0.0307693|0.0307693
g pulsar_metadata_store_ops_latency_ms_count{cluster="$cluster$",name="metadata-store",type="put",status="success"}	106.0	j	0.0307693
g pulsar_metadata_store_ops_latency_ms_sum{cluster="$cluster$",name="metadata-store",type="put",status="success"}	2689.0	j	0.215385
g pulsar_metadata_store_ops_latency_ms_created{cluster="$cluster$",name="metadata-store",type="put",status="success"}	6.842	c
g pulsar_metadata_store_ops_latency_ms_bucket{cluster="$cluster$",name="metadata-store",type="del",status="success",le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0|0.0|5.0|11.0|17.0|21.0|29.0|32.0|32.0|32.0|32.0|32.0|32.0	j	0|0|0.00341882|0.00854704|0.00854704|0.00854704|0.00854704|0.00854704|0.00854704|0.00854704|0.00854704|0.00854704|0.00854704
g pulsar_metadata_store_ops_latency_ms_count{cluster="$cluster$",name="metadata-store",type="del",status="success"}	32.0	j	0.00854704
g pulsar_metadata_store_ops_latency_ms_sum{cluster="$cluster$",name="metadata-store",type="del",status="success"}	1161.0	j	0.0495728
g pulsar_metadata_store_ops_latency_ms_created{cluster="$cluster$",name="metadata-store",type="del",status="success"}	6.842	c
g pulsar_metadata_store_ops_latency_ms_bucket{cluster="$cluster$",name="metadata-store",type="put",status="fail",le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0|0.0|0.0|1.0|3.0|3.0|3.0|3.0|3.0|3.0|3.0|3.0|3.0	j
g pulsar_metadata_store_ops_latency_ms_count{cluster="$cluster$",name="metadata-store",type="put",status="fail"}	3.0	j
g pulsar_metadata_store_ops_latency_ms_sum{cluster="$cluster$",name="metadata-store",type="put",status="fail"}	34.0	j
g pulsar_metadata_store_ops_latency_ms_created{cluster="$cluster$",name="metadata-store",type="put",status="fail"}	6.842	c
#g pulsar_function_worker_stop_instance_process_time_ms summary
g pulsar_function_worker_stop_instance_process_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_stop_instance_process_time_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_stop_instance_process_time_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_stop_instance_process_time_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_schedule_strategy_execution_time_ms summary
g pulsar_function_worker_schedule_strategy_execution_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_schedule_strategy_execution_time_ms_count{cluster="$cluster$",}	1.0	j
g pulsar_function_worker_schedule_strategy_execution_time_ms_sum{cluster="$cluster$",}	0.051916	j
g pulsar_function_worker_schedule_strategy_execution_time_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_start_instance_process_time_ms summary
g pulsar_function_worker_start_instance_process_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_start_instance_process_time_ms_count{cluster="$cluster$",}	4.0	j
g pulsar_function_worker_start_instance_process_time_ms_sum{cluster="$cluster$",}	644.820721	j
g pulsar_function_worker_start_instance_process_time_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_instance_count gauge
g pulsar_function_worker_instance_count{cluster="$cluster$",}	4.0	j
#g pulsar_function_worker_schedule_execution_time_total_ms summary
g pulsar_function_worker_schedule_execution_time_total_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_schedule_execution_time_total_ms_count{cluster="$cluster$",}	1.0	j
g pulsar_function_worker_schedule_execution_time_total_ms_sum{cluster="$cluster$",}	38.178531	j
g pulsar_function_worker_schedule_execution_time_total_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_rebalance_strategy_execution_time_ms summary
g pulsar_function_worker_rebalance_strategy_execution_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_rebalance_strategy_execution_time_ms_count{cluster="$cluster$",}	1.0	j
g pulsar_function_worker_rebalance_strategy_execution_time_ms_sum{cluster="$cluster$",}	1.074487	j
g pulsar_function_worker_rebalance_strategy_execution_time_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_drain_execution_time_total_ms summary
g pulsar_function_worker_drain_execution_time_total_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_drain_execution_time_total_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_drain_execution_time_total_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_drain_execution_time_total_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_start_up_time_ms summary
g pulsar_function_worker_start_up_time_ms_count{cluster="$cluster$",}	1.0	j
g pulsar_function_worker_start_up_time_ms_sum{cluster="$cluster$",}	6938.246533	j
g pulsar_function_worker_start_up_time_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_rebalance_execution_time_total_ms summary
g pulsar_function_worker_rebalance_execution_time_total_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_rebalance_execution_time_total_ms_count{cluster="$cluster$",}	1.0	j
g pulsar_function_worker_rebalance_execution_time_total_ms_sum{cluster="$cluster$",}	34.039056	j
g pulsar_function_worker_rebalance_execution_time_total_ms_created{cluster="$cluster$",}	16.567	c
#g pulsar_function_worker_total_function_count gauge
g pulsar_function_worker_total_function_count{cluster="$cluster$",}	6	i
#g pulsar_function_worker_total_expected_instance_count gauge
g pulsar_function_worker_total_expected_instance_count{cluster="$cluster$",}	7	i
#g pulsar_function_worker_is_leader gauge
g pulsar_function_worker_is_leader{cluster="$cluster$",}	1	i
@instances
#g pulsar_storage_logical_size gauge
t pulsar_storage_logical_size{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_storage_read_rate gauge
g pulsar_broker_storage_read_rate{cluster="$cluster$"}	15.699	p
#g pulsar_subscription_filter_rejected_msg_count gauge
s pulsar_subscription_filter_rejected_msg_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_entry_size_le_1_mb gauge
t pulsar_entry_size_le_1_mb{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_rate_in gauge
g pulsar_broker_rate_in{cluster="$cluster$"}	205.796	p
#g pulsar_broker_throughput_out gauge
g pulsar_broker_throughput_out{cluster="$cluster$"}	177339.321	p
#g pulsar_producers_count gauge
t pulsar_producers_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	1	i
#g pulsar_storage_ledger_write_latency_sum gauge
t pulsar_storage_ledger_write_latency_sum{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_storage_backlog_quota_exceeded_evictions_total gauge
g pulsar_broker_storage_backlog_quota_exceeded_evictions_total{cluster="$cluster$",quota_type="<size|time>"}	0	i
#g pulsar_broker_storage_logical_size gauge
g pulsar_broker_storage_logical_size{cluster="$cluster$"}	251673621	i
#g pulsar_broker_producers_count gauge
g pulsar_broker_producers_count{cluster="$cluster$"}	10	i
#g pulsar_subscription_dispatch_throttled_bytes_events gauge
s pulsar_subscription_dispatch_throttled_bytes_events{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$",reason="<subscription|topic|broker>"}	0	i
#g pulsar_subscription_filter_processed_msg_count gauge
s pulsar_subscription_filter_processed_msg_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_backlog_quota_limit_time gauge
t pulsar_storage_backlog_quota_limit_time{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	-1	i
#g pulsar_broker_storage_size gauge
g pulsar_broker_storage_size{cluster="$cluster$"}	503347242	i
#g pulsar_storage_ledger_write_latency_le_1000 gauge
t pulsar_storage_ledger_write_latency_le_1000{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_msg_throughput_out gauge
s pulsar_subscription_msg_throughput_out{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0.0	p
#g pulsar_entry_size_le_2_kb gauge
t pulsar_entry_size_le_2_kb{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_blocked_on_unacked_messages gauge
s pulsar_subscription_blocked_on_unacked_messages{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_delayed_message_index_size_bytes gauge
t pulsar_delayed_message_index_size_bytes{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_last_acked_timestamp gauge
s pulsar_subscription_last_acked_timestamp{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_write_latency_le_10 gauge
t pulsar_storage_write_latency_le_10{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_throughput_in gauge
t pulsar_throughput_in{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_in_bytes_total gauge
t pulsar_in_bytes_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i	0.138462
#g pulsar_rate_in gauge
t pulsar_rate_in{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_broker_consumers_count gauge
g pulsar_broker_consumers_count{cluster="$cluster$"}	16	i
#g pulsar_subscription_last_mark_delete_advanced_timestamp gauge
s pulsar_subscription_last_mark_delete_advanced_timestamp{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_txn_tb_aborted_total gauge
t pulsar_txn_tb_aborted_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_entry_size_le_100_kb gauge
t pulsar_entry_size_le_100_kb{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_throughput_out gauge
t pulsar_throughput_out{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_in_messages_total gauge
t pulsar_in_messages_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i	0.00170941
#g pulsar_storage_write_latency_count gauge
t pulsar_storage_write_latency_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_back_log_no_delayed gauge
s pulsar_subscription_back_log_no_delayed{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	1	i
#g pulsar_broker_in_bytes_total gauge
g pulsar_broker_in_bytes_total{cluster="$cluster$",system_topic="<false|true>"}	100206019|162	i	142776|0.138462
#g pulsar_entry_size_le_1_kb gauge
t pulsar_entry_size_le_1_kb{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_last_consumed_flow_timestamp gauge
s pulsar_subscription_last_consumed_flow_timestamp{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_write_latency_le_100 gauge
t pulsar_storage_write_latency_le_100{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_ledger_write_latency_le_50 gauge
t pulsar_storage_ledger_write_latency_le_50{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_backlog_age_seconds gauge
t pulsar_storage_backlog_age_seconds{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	-1	i
#g pulsar_storage_write_latency_le_20 gauge
t pulsar_storage_write_latency_le_20{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_write_latency_le_0_5 gauge
t pulsar_storage_write_latency_le_0_5{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_msg_ack_rate gauge
s pulsar_subscription_msg_ack_rate{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0.0	p
#g pulsar_broker_out_bytes_total gauge
g pulsar_broker_out_bytes_total{cluster="$cluster$",system_subscription="<false|true>"}	101838782|0	i	145247|0
#g pulsar_entry_size_le_overflow gauge
t pulsar_entry_size_le_overflow{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_delayed gauge
s pulsar_subscription_delayed{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_ledger_write_latency_le_5 gauge
t pulsar_storage_ledger_write_latency_le_5{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_storage_read_cache_misses_rate gauge
g pulsar_broker_storage_read_cache_misses_rate{cluster="$cluster$"}	15.699	p
#g pulsar_entry_size_le_4_kb gauge
t pulsar_entry_size_le_4_kb{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_txn_tb_active_total gauge
t pulsar_txn_tb_active_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_unacked_messages gauge
s pulsar_subscription_unacked_messages{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_average_msg_size gauge
t pulsar_average_msg_size{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_consumers_count gauge
t pulsar_consumers_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	1	i
#g pulsar_out_bytes_total gauge
s pulsar_out_bytes_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i	1599.58
#g pulsar_storage_offloaded_size gauge
t pulsar_storage_offloaded_size{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_total_msg_expired gauge
s pulsar_subscription_total_msg_expired{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_write_latency_overflow gauge
t pulsar_storage_write_latency_overflow{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_write_latency_le_200 gauge
t pulsar_storage_write_latency_le_200{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_entry_size_le_16_kb gauge
t pulsar_entry_size_le_16_kb{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_msg_drop_rate gauge
s pulsar_subscription_msg_drop_rate{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0.0	p
#g pulsar_storage_backlog_quota_exceeded_evictions_total gauge
t pulsar_storage_backlog_quota_exceeded_evictions_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$",quota_type="<size|time>"}	0	i
#g pulsar_subscription_filter_rescheduled_msg_count gauge
s pulsar_subscription_filter_rescheduled_msg_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_rate_out gauge
t pulsar_rate_out{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_subscription_back_log gauge
s pulsar_subscription_back_log{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	1	i
#g pulsar_storage_ledger_write_latency_le_200 gauge
t pulsar_storage_ledger_write_latency_le_200{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_msg_rate_redeliver gauge
s pulsar_subscription_msg_rate_redeliver{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0.0	p
#g pulsar_storage_ledger_write_latency_le_1 gauge
t pulsar_storage_ledger_write_latency_le_1{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_delayed_message_index_size_bytes gauge
s pulsar_subscription_delayed_message_index_size_bytes{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_ledger_write_latency_le_20 gauge
t pulsar_storage_ledger_write_latency_le_20{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_write_latency_le_50 gauge
t pulsar_storage_write_latency_le_50{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_write_latency_le_5 gauge
t pulsar_storage_write_latency_le_5{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_size gauge
t pulsar_storage_size{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_backlog_quota_limit gauge
t pulsar_storage_backlog_quota_limit{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	-1	i
#g pulsar_storage_write_latency_le_1 gauge
t pulsar_storage_write_latency_le_1{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_entry_size_le_128 gauge
t pulsar_entry_size_le_128{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_topics_count gauge
n pulsar_topics_count{cluster="$cluster$",namespace="$namespace$"}	1	i
#g pulsar_storage_read_rate gauge
t pulsar_storage_read_rate{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_subscription_last_expire_timestamp gauge
s pulsar_subscription_last_expire_timestamp{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_read_cache_misses_rate gauge
t pulsar_storage_read_cache_misses_rate{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_broker_storage_write_rate gauge
g pulsar_broker_storage_write_rate{cluster="$cluster$"}	141.716	p
#g pulsar_storage_ledger_write_latency_le_10 gauge
t pulsar_storage_ledger_write_latency_le_10{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_subscriptions_count gauge
g pulsar_broker_subscriptions_count{cluster="$cluster$"}	19	i
#g pulsar_subscription_in_replay gauge
s pulsar_subscription_in_replay{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_ledger_write_latency_overflow gauge
t pulsar_storage_ledger_write_latency_overflow{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_topics_count gauge
g pulsar_broker_topics_count{cluster="$cluster$"}	13	i
#g pulsar_storage_write_latency_le_1000 gauge
t pulsar_storage_write_latency_le_1000{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_rate_out gauge
g pulsar_broker_rate_out{cluster="$cluster$"}	235.045	p
#g pulsar_broker_msg_backlog gauge
g pulsar_broker_msg_backlog{cluster="$cluster$"}	158999	i
#g pulsar_storage_write_latency_sum gauge
t pulsar_storage_write_latency_sum{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_filter_accepted_msg_count gauge
s pulsar_subscription_filter_accepted_msg_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_storage_ledger_write_latency_le_0_5 gauge
t pulsar_storage_ledger_write_latency_le_0_5{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_entry_size_count gauge
t pulsar_entry_size_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_msg_rate_expired gauge
s pulsar_subscription_msg_rate_expired{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0.0	p
#g pulsar_out_messages_total gauge
s pulsar_out_messages_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i	15.2821
#g pulsar_storage_ledger_write_latency_le_100 gauge
t pulsar_storage_ledger_write_latency_le_100{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_storage_write_rate gauge
t pulsar_storage_write_rate{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0.0	p
#g pulsar_msg_backlog gauge
t pulsar_msg_backlog{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_last_consumed_timestamp gauge
s pulsar_subscription_last_consumed_timestamp{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0	i
#g pulsar_subscriptions_count gauge
t pulsar_subscriptions_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	1	i
#g pulsar_storage_ledger_write_latency_count gauge
t pulsar_storage_ledger_write_latency_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_consumers_count gauge
s pulsar_subscription_consumers_count{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	1	i
#g pulsar_subscription_dispatch_throttled_msg_events gauge
s pulsar_subscription_dispatch_throttled_msg_events{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$",reason="<subscription|topic|broker>"}	0	i
#g pulsar_storage_backlog_size gauge
t pulsar_storage_backlog_size{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_txn_tb_committed_total gauge
t pulsar_txn_tb_committed_total{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_entry_size_le_512 gauge
t pulsar_entry_size_le_512{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_publish_rate_limit_times gauge
t pulsar_publish_rate_limit_times{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_broker_throughput_in gauge
g pulsar_broker_throughput_in{cluster="$cluster$"}	162774.314	p
#g pulsar_entry_size_sum gauge
t pulsar_entry_size_sum{cluster="$cluster$",namespace="$namespace$",topic="$topic$"}	0	i
#g pulsar_subscription_msg_rate_out gauge
s pulsar_subscription_msg_rate_out{cluster="$cluster$",namespace="$namespace$",topic="$topic$",subscription="$subscription$"}	0.0	p
#g pulsar_ml_cache_entries gauge
g pulsar_ml_cache_entries{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_evicted_entries_total gauge
g pulsar_ml_cache_evicted_entries_total{cluster="$cluster$"}	52713	i	75.149
#g pulsar_ml_cache_evictions gauge
g pulsar_ml_cache_evictions{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_hits_rate gauge
g pulsar_ml_cache_hits_rate{cluster="$cluster$"}	130.35	j
#g pulsar_ml_cache_hits_throughput gauge
g pulsar_ml_cache_hits_throughput{cluster="$cluster$"}	159894.28333333333	j
#g pulsar_ml_cache_inserted_entries_total gauge
g pulsar_ml_cache_inserted_entries_total{cluster="$cluster$"}	52713	i	75.149
#g pulsar_ml_cache_misses_rate gauge
g pulsar_ml_cache_misses_rate{cluster="$cluster$"}	15.7	j
#g pulsar_ml_cache_misses_throughput gauge
g pulsar_ml_cache_misses_throughput{cluster="$cluster$"}	17646.566666666666	j
#g pulsar_ml_cache_pool_active_allocations gauge
g pulsar_ml_cache_pool_active_allocations{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_pool_active_allocations_huge gauge
g pulsar_ml_cache_pool_active_allocations_huge{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_pool_active_allocations_normal gauge
g pulsar_ml_cache_pool_active_allocations_normal{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_pool_active_allocations_small gauge
g pulsar_ml_cache_pool_active_allocations_small{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_pool_allocated gauge
g pulsar_ml_cache_pool_allocated{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_pool_used gauge
g pulsar_ml_cache_pool_used{cluster="$cluster$"}	0	i
#g pulsar_ml_cache_used_size gauge
g pulsar_ml_cache_used_size{cluster="$cluster$"}	0	i
#g pulsar_ml_count gauge
g pulsar_ml_count{cluster="$cluster$"}	13	i
#m pulsar_ml_AddEntryBytesRate gauge
m pulsar_ml_AddEntryBytesRate{cluster="$cluster$", namespace="$namespace$"}	37085.61666666667	j
#m pulsar_ml_AddEntryErrors gauge
m pulsar_ml_AddEntryErrors{cluster="$cluster$", namespace="$namespace$"}	0.0	j
#m pulsar_ml_AddEntryLatencyBuckets gauge
m pulsar_ml_AddEntryLatencyBuckets{cluster="$cluster$", namespace="$namespace$", quantile="<0.0_0.5|0.5_1.0|1.0_5.0|10.0_20.0|100.0_200.0|20.0_50.0|200.0_1000.0|5.0_10.0|50.0_100.0>"}	0.03333333333333333|2.566666666666667|28.666666666666668|0.48333333333333334|0.0|3.3166666666666664|0.0|0.33333333333333337|11.15	j
#m pulsar_ml_AddEntryLatencyBuckets_OVERFLOW gauge
m pulsar_ml_AddEntryLatencyBuckets_OVERFLOW{cluster="$cluster$", namespace="$namespace$"}	0.0	j
#m pulsar_ml_AddEntryMessagesRate gauge
m pulsar_ml_AddEntryMessagesRate{cluster="$cluster$", namespace="$namespace$"}	46.55	j
#m pulsar_ml_AddEntrySucceed gauge
m pulsar_ml_AddEntrySucceed{cluster="$cluster$", namespace="$namespace$"}	2793.0	j
#m pulsar_ml_AddEntryWithReplicasBytesRate gauge
m pulsar_ml_AddEntryWithReplicasBytesRate{cluster="$cluster$", namespace="$namespace$"}	74171.23333333334	j
#m pulsar_ml_EntrySizeBuckets gauge
m pulsar_ml_EntrySizeBuckets{cluster="$cluster$", namespace="$namespace$", quantile="<0.0_128.0|1024.0_2048.0|102400.0_1048576.0|128.0_512.0|16384.0_102400.0|2048.0_4096.0|4096.0_16384.0|512.0_1024.0>"}	0.0|20.03333333333333|0.0|0.0|0.0|0.05|0.0|26.466666666666665	j
#m pulsar_ml_EntrySizeBuckets_OVERFLOW gauge
m pulsar_ml_EntrySizeBuckets_OVERFLOW{cluster="$cluster$", namespace="$namespace$"}	0.0	j
#m pulsar_ml_LedgerAddEntryLatencyBuckets gauge
m pulsar_ml_LedgerAddEntryLatencyBuckets{cluster="$cluster$", namespace="$namespace$", quantile="<0.0_0.5|0.5_1.0|1.0_5.0|10.0_20.0|100.0_200.0|20.0_50.0|200.0_1000.0|5.0_10.0|50.0_100.0>"}	0.03333333333333333|2.566666666666667|28.683333333333334|0.48333333333333334|0.0|3.3166666666666664|0.0|0.31666666666666665|11.15	j
#m pulsar_ml_LedgerAddEntryLatencyBuckets_OVERFLOW gauge
m pulsar_ml_LedgerAddEntryLatencyBuckets_OVERFLOW{cluster="$cluster$", namespace="$namespace$"}	0.0	j
#m pulsar_ml_LedgerSwitchLatencyBuckets gauge
m pulsar_ml_LedgerSwitchLatencyBuckets{cluster="$cluster$", namespace="$namespace$", quantile="<0.0_0.5|0.5_1.0|1.0_5.0|10.0_20.0|100.0_200.0|20.0_50.0|200.0_1000.0|5.0_10.0|50.0_100.0>"}	0.0	j
#m pulsar_ml_LedgerSwitchLatencyBuckets_OVERFLOW gauge
m pulsar_ml_LedgerSwitchLatencyBuckets_OVERFLOW{cluster="$cluster$", namespace="$namespace$"}	0.0	j
#m pulsar_ml_MarkDeleteRate gauge
m pulsar_ml_MarkDeleteRate{cluster="$cluster$", namespace="$namespace$"}	2.4833333333333334	j
#m pulsar_ml_NumberOfMessagesInBacklog gauge
m pulsar_ml_NumberOfMessagesInBacklog{cluster="$cluster$", namespace="$namespace$"}	23035.0	j
#m pulsar_ml_ReadEntriesBytesRate gauge
m pulsar_ml_ReadEntriesBytesRate{cluster="$cluster$", namespace="$namespace$"}	110.73333333333333	j
#m pulsar_ml_ReadEntriesErrors gauge
m pulsar_ml_ReadEntriesErrors{cluster="$cluster$", namespace="$namespace$"}	0.0	j
#m pulsar_ml_ReadEntriesOpsCacheMissesRate gauge
m pulsar_ml_ReadEntriesOpsCacheMissesRate{cluster="$cluster$", namespace="$namespace$"}	0.13333333333333333	j
#m pulsar_ml_ReadEntriesRate gauge
m pulsar_ml_ReadEntriesRate{cluster="$cluster$", namespace="$namespace$"}	0.13333333333333333	j
#m pulsar_ml_ReadEntriesSucceeded gauge
m pulsar_ml_ReadEntriesSucceeded{cluster="$cluster$", namespace="$namespace$"}	8.0	j
#m pulsar_ml_StoredMessagesSize gauge
m pulsar_ml_StoredMessagesSize{cluster="$cluster$", namespace="$namespace$"}	7.2506342E7	j
#g pulsar_topic_load_failed_count gauge
g pulsar_topic_load_failed_count{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	0.0	j
#g pulsar_topic_load_rate_s gauge
g pulsar_topic_load_rate_s{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	0.0	j
#g pulsar_topic_load_time_75percentile_ms gauge
g pulsar_topic_load_time_75percentile_ms{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	NaN	j
#g pulsar_topic_load_time_95percentile_ms gauge
g pulsar_topic_load_time_95percentile_ms{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	NaN	j
#g pulsar_topic_load_time_99_99_percentile_ms gauge
g pulsar_topic_load_time_99_99_percentile_ms{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	NaN	j
#g pulsar_topic_load_time_99_9_percentile_ms gauge
g pulsar_topic_load_time_99_9_percentile_ms{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	NaN	j
#g pulsar_topic_load_time_99_percentile_ms gauge
g pulsar_topic_load_time_99_percentile_ms{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	NaN	j
#g pulsar_topic_load_time_mean_ms gauge
g pulsar_topic_load_time_mean_ms{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	NaN	j
#g pulsar_topic_load_time_median_ms gauge
g pulsar_topic_load_time_median_ms{cluster="$cluster$", broker="$host$", metric="pulsar_topic_load_times"}	NaN	j
#g pulsar_active_connections gauge
g pulsar_active_connections{cluster="$cluster$", broker="$host$", metric="broker_connection"}	8	i
#g pulsar_connection_closed_total_count gauge
g pulsar_connection_closed_total_count{cluster="$cluster$", broker="$host$", metric="broker_connection"}	0	i
#g pulsar_connection_create_fail_count gauge
g pulsar_connection_create_fail_count{cluster="$cluster$", broker="$host$", metric="broker_connection"}	0	i
#g pulsar_connection_create_success_count gauge
g pulsar_connection_create_success_count{cluster="$cluster$", broker="$host$", metric="broker_connection"}	8	i
#g pulsar_connection_created_total_count gauge
g pulsar_connection_created_total_count{cluster="$cluster$", broker="$host$", metric="broker_connection"}	8	i
#g pulsar_health gauge
g pulsar_health{cluster="$cluster$", broker="$host$", metric="broker_health"}	-1	i
#g pulsar_lb_bandwidth_in_usage gauge
g pulsar_lb_bandwidth_in_usage{cluster="$cluster$", broker="$host$", metric="loadBalancing"}	0.0	j
#g pulsar_lb_bandwidth_out_usage gauge
g pulsar_lb_bandwidth_out_usage{cluster="$cluster$", broker="$host$", metric="loadBalancing"}	0.0	j
#g pulsar_lb_cpu_usage gauge
g pulsar_lb_cpu_usage{cluster="$cluster$", broker="$host$", metric="loadBalancing"}	29.758835	j
#g pulsar_lb_directMemory_usage gauge
g pulsar_lb_directMemory_usage{cluster="$cluster$", broker="$host$", metric="loadBalancing"}	7.8125	j
#g pulsar_lb_memory_usage gauge
g pulsar_lb_memory_usage{cluster="$cluster$", broker="$host$", metric="loadBalancing"}	48.393547	j
#g pulsar_lb_unload_broker_total gauge
g pulsar_lb_unload_broker_total{cluster="$cluster$", metric="bundleUnloading"}	0	i
#g pulsar_lb_unload_bundle_total gauge
g pulsar_lb_unload_bundle_total{cluster="$cluster$", metric="bundleUnloading"}	0	i
#g pulsar_lb_bundles_split_total gauge
g pulsar_lb_bundles_split_total{cluster="$cluster$", metric="bundlesSplit"}	0	i`;
