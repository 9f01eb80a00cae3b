// Made by demo/tools/make-templates.mjs from shared/corpus/pulsar-4.0.8/metrics/baseline-15s/bookie_bookie-1_20261122T044250.375Z.prom.gz
// (recorded by us from Apache Pulsar 4.0.8). Do not edit; the grammar is in ../template.ts.
export const bookieTemplate = `#g log4j2_appender counter
g log4j2_appender_total{level="debug"}	0.0	j
g log4j2_appender_created{level="debug"}	1.985	c
g log4j2_appender_total{level="warn"}	8.0	j
g log4j2_appender_created{level="warn"}	1.985	c
g log4j2_appender_total{level="trace"}	0.0	j
g log4j2_appender_created{level="trace"}	1.985	c
g log4j2_appender_total{level="error"}	0.0	j
g log4j2_appender_created{level="error"}	1.985	c
g log4j2_appender_total{level="fatal"}	0.0	j
g log4j2_appender_created{level="fatal"}	1.99	c
g log4j2_appender_total{level="info"}	662.0	j	0.11624
g log4j2_appender_created{level="info"}	1.985	c
#g caffeine_cache_hit counter
g caffeine_cache_hit_total{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0|0.0|0.0|3.0	j
#g caffeine_cache_miss counter
g caffeine_cache_miss_total{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0|0.0|0.0|1.0	j
#g caffeine_cache_requests counter
g caffeine_cache_requests_total{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0|0.0|0.0|4.0	j
#g caffeine_cache_eviction counter
g caffeine_cache_eviction_total{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0	j
#g caffeine_cache_eviction_weight gauge
g caffeine_cache_eviction_weight{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0	j
#g caffeine_cache_load_failure counter
g caffeine_cache_load_failure_total{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0	j
#g caffeine_cache_loads counter
g caffeine_cache_loads_total{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0|0.0|0.0|1.0	j
#g caffeine_cache_estimated_size gauge
g caffeine_cache_estimated_size{cache="<metadata-store-exists|serde|metadata-store-children|metadata-store>"}	0.0|0.0|0.0|1.0	j
#g caffeine_cache_load_duration_seconds summary
g caffeine_cache_load_duration_seconds_count{cache="metadata-store-exists"}	0.0	j
g caffeine_cache_load_duration_seconds_sum{cache="metadata-store-exists"}	0.0	j
g caffeine_cache_load_duration_seconds_count{cache="serde"}	0.0	j
g caffeine_cache_load_duration_seconds_sum{cache="serde"}	0.0	j
g caffeine_cache_load_duration_seconds_count{cache="metadata-store-children"}	0.0	j
g caffeine_cache_load_duration_seconds_sum{cache="metadata-store-children"}	0.0	j
g caffeine_cache_load_duration_seconds_count{cache="metadata-store"}	1.0	j
g caffeine_cache_load_duration_seconds_sum{cache="metadata-store"}	0.012415475	j
#g pulsar_metadata_store_ops_latency_ms histogram
g pulsar_metadata_store_ops_latency_ms_bucket{name="metadata-store", type="get", status="success", le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	10.0|39.0|96.0|145.0|165.0|173.0|174.0|175.0|175.0|175.0|175.0|175.0|175.0	j	0|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941|0.00170941
g pulsar_metadata_store_ops_latency_ms_count{name="metadata-store", type="get", status="success"}	175.0	j	0.00170941
g pulsar_metadata_store_ops_latency_ms_sum{name="metadata-store", type="get", status="success"}	1414.0	j	0.00512822
g pulsar_metadata_store_ops_latency_ms_created{name="metadata-store", type="get", status="success"}	2.945	c
g pulsar_metadata_store_ops_latency_ms_bucket{name="metadata-store", type="get", status="fail", le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0	j
g pulsar_metadata_store_ops_latency_ms_count{name="metadata-store", type="get", status="fail"}	0.0	j
g pulsar_metadata_store_ops_latency_ms_sum{name="metadata-store", type="get", status="fail"}	0.0	j
g pulsar_metadata_store_ops_latency_ms_created{name="metadata-store", type="get", status="fail"}	2.946	c
g pulsar_metadata_store_ops_latency_ms_bucket{name="metadata-store", type="del", status="fail", le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	1.0|5.0|15.0|30.0|36.0|38.0|38.0|38.0|38.0|38.0|38.0|38.0|38.0	j
g pulsar_metadata_store_ops_latency_ms_count{name="metadata-store", type="del", status="fail"}	38.0	j
g pulsar_metadata_store_ops_latency_ms_sum{name="metadata-store", type="del", status="fail"}	329.0	j
g pulsar_metadata_store_ops_latency_ms_created{name="metadata-store", type="del", status="fail"}	2.946	c
g pulsar_metadata_store_ops_latency_ms_bucket{name="metadata-store", type="put", status="success", le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0|2.0|7.0|22.0|31.0|40.0|40.0|40.0|40.0|40.0|40.0|40.0|40.0	j
g pulsar_metadata_store_ops_latency_ms_count{name="metadata-store", type="put", status="success"}	40.0	j
g pulsar_metadata_store_ops_latency_ms_sum{name="metadata-store", type="put", status="success"}	566.0	j
g pulsar_metadata_store_ops_latency_ms_created{name="metadata-store", type="put", status="success"}	2.946	c
g pulsar_metadata_store_ops_latency_ms_bucket{name="metadata-store", type="del", status="success", le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0|4.0|18.0|75.0|107.0|118.0|119.0|120.0|120.0|120.0|120.0|120.0|120.0	j
g pulsar_metadata_store_ops_latency_ms_count{name="metadata-store", type="del", status="success"}	120.0	j
g pulsar_metadata_store_ops_latency_ms_sum{name="metadata-store", type="del", status="success"}	1494.0	j
g pulsar_metadata_store_ops_latency_ms_created{name="metadata-store", type="del", status="success"}	2.945	c
g pulsar_metadata_store_ops_latency_ms_bucket{name="metadata-store", type="put", status="fail", le="<1.0|3.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|2000.0|5000.0|+Inf>"}	0.0|0.0|0.0|1.0|1.0|1.0|1.0|1.0|1.0|1.0|1.0|1.0|1.0	j
g pulsar_metadata_store_ops_latency_ms_count{name="metadata-store", type="put", status="fail"}	1.0	j
g pulsar_metadata_store_ops_latency_ms_sum{name="metadata-store", type="put", status="fail"}	7.0	j
g pulsar_metadata_store_ops_latency_ms_created{name="metadata-store", type="put", status="fail"}	2.946	c
#g pulsar_batch_metadata_store_batch_size histogram
g pulsar_batch_metadata_store_batch_size_bucket{name="metadata-store", le="<1.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|+Inf>"}	544.0|545.0|545.0|545.0|545.0|545.0|545.0|545.0|545.0|545.0	j	0.0615387
g pulsar_batch_metadata_store_batch_size_count{name="metadata-store"}	545.0	j	0.0615387
g pulsar_batch_metadata_store_batch_size_sum{name="metadata-store"}	546.0	j	0.0615387
g pulsar_batch_metadata_store_batch_size_created{name="metadata-store"}	2.979	c
#g jvm_memory_direct_bytes_max gauge
g jvm_memory_direct_bytes_max{}	2.01326592E8	j
#g jvm_gc_collection_seconds summary
g jvm_gc_collection_seconds_count{gc="G1 Young Generation"}	11.0	j	0.00683763
g jvm_gc_collection_seconds_sum{gc="G1 Young Generation"}	0.609	j	0.000249574
g jvm_gc_collection_seconds_count{gc="G1 Old Generation"}	0.0	j
g jvm_gc_collection_seconds_sum{gc="G1 Old Generation"}	0.0	j
#g jvm_memory_direct_bytes_used gauge
g jvm_memory_direct_bytes_used{}	6.7108895E7	j
#g jvm_memory_objects_pending_finalization gauge
g jvm_memory_objects_pending_finalization{}	0.0	j
#g jvm_memory_bytes_used gauge
g jvm_memory_bytes_used{area="<heap|nonheap>"}	9.5096872E7|6.8229E7	j
#g jvm_memory_bytes_committed gauge
g jvm_memory_bytes_committed{area="<heap|nonheap>"}	2.01326592E8|7.2286208E7	j
#g jvm_memory_bytes_max gauge
g jvm_memory_bytes_max{area="<heap|nonheap>"}	2.68435456E8|-1.0	j
#g jvm_memory_bytes_init gauge
g jvm_memory_bytes_init{area="<heap|nonheap>"}	2.01326592E8|7667712.0	j
#g jvm_memory_pool_bytes_used gauge
g jvm_memory_pool_bytes_used{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	1540352.0|4.7292144E7|9362816.0|5402520.0|5.5574528E7|3.3265664E7|6256680.0|4631168.0	j
#g jvm_memory_pool_bytes_committed gauge
g jvm_memory_pool_bytes_committed{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	2555904.0|4.7710208E7|1.1272192E7|5570560.0|1.2058624E8|7.4448896E7|6291456.0|5177344.0	j
#g jvm_memory_pool_bytes_max gauge
g jvm_memory_pool_bytes_max{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	5828608.0|-1.0|1.22912768E8|1.073741824E9|-1.0|2.68435456E8|-1.0|1.22916864E8	j
#g jvm_memory_pool_bytes_init gauge
g jvm_memory_pool_bytes_init{pool="<CodeHeap 'non-nmethods'|Metaspace|CodeHeap 'profiled nmethods'|Compressed Class Space|G1 Eden Space|G1 Old Gen|G1 Survivor Space|CodeHeap 'non-profiled nmethods'>"}	2555904.0|0.0|2555904.0|0.0|1.048576E7|1.90840832E8|0.0|2555904.0	j
#g jvm_memory_pool_collection_used_bytes gauge
g jvm_memory_pool_collection_used_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	0.0|0.0|6256680.0	j
#g jvm_memory_pool_collection_committed_bytes gauge
g jvm_memory_pool_collection_committed_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	1.2058624E8|0.0|6291456.0	j
#g jvm_memory_pool_collection_max_bytes gauge
g jvm_memory_pool_collection_max_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	-1.0|2.68435456E8|-1.0	j
#g jvm_memory_pool_collection_init_bytes gauge
g jvm_memory_pool_collection_init_bytes{pool="<G1 Eden Space|G1 Old Gen|G1 Survivor Space>"}	1.048576E7|1.90840832E8|0.0	j
#g process_cpu_seconds counter
g process_cpu_seconds_total{}	82.62	j	0.0917439
#g process_start_time_seconds gauge
g process_start_time_seconds{}	0	c
#g process_open_fds gauge
g process_open_fds{}	512.0	j
#g process_max_fds gauge
g process_max_fds{}	20000.0	j
#g process_virtual_memory_bytes gauge
g process_virtual_memory_bytes{}	2.474635264E9	j
#g process_resident_memory_bytes gauge
g process_resident_memory_bytes{}	4.164608E8	j
#g pulsar_batch_metadata_store_queue_wait_time_ms histogram
g pulsar_batch_metadata_store_queue_wait_time_ms_bucket{name="metadata-store", le="<1.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|+Inf>"}	122.0|525.0|542.0|545.0|546.0|546.0|546.0|546.0|546.0|546.0	j	0.0119659|0.0615387|0.0615387|0.0615387|0.0615387|0.0615387|0.0615387|0.0615387|0.0615387|0.0615387
g pulsar_batch_metadata_store_queue_wait_time_ms_count{name="metadata-store"}	546.0	j	0.0615387
g pulsar_batch_metadata_store_queue_wait_time_ms_sum{name="metadata-store"}	1581.0	j	0.165813
g pulsar_batch_metadata_store_queue_wait_time_ms_created{name="metadata-store"}	2.979	c
#g jvm_threads_current gauge
g jvm_threads_current{}	88.0	j
#g jvm_threads_daemon gauge
g jvm_threads_daemon{}	20.0	j
#g jvm_threads_peak gauge
g jvm_threads_peak{}	90.0	j
#g jvm_threads_started counter
g jvm_threads_started_total{}	125.0	j	0.0358976
#g jvm_threads_deadlocked gauge
g jvm_threads_deadlocked{}	0.0	j
#g jvm_threads_deadlocked_monitor gauge
g jvm_threads_deadlocked_monitor{}	0.0	j
#g jvm_threads_state gauge
g jvm_threads_state{state="<NEW|TERMINATED|RUNNABLE|BLOCKED|WAITING|TIMED_WAITING|UNKNOWN>"}	0.0|0.0|20.0|0.0|44.0|24.0|0.0	j
#g pulsar_metadata_store_put_bytes counter
g pulsar_metadata_store_put_bytes_total{name="metadata-store"}	928.0	j
g pulsar_metadata_store_put_bytes_created{name="metadata-store"}	2.946	c
#g pulsar_batch_metadata_store_executor_queue_size gauge
g pulsar_batch_metadata_store_executor_queue_size{name="metadata-store"}	1.0	j
#g pulsar_batch_metadata_store_batch_execute_time_ms histogram
g pulsar_batch_metadata_store_batch_execute_time_ms_bucket{name="metadata-store", le="<1.0|5.0|10.0|20.0|50.0|100.0|200.0|500.0|1000.0|+Inf>"}	526.0|540.0|543.0|545.0|545.0|545.0|545.0|545.0|545.0|545.0	j	0.0615387
g pulsar_batch_metadata_store_batch_execute_time_ms_count{name="metadata-store"}	545.0	j	0.0615387
g pulsar_batch_metadata_store_batch_execute_time_ms_sum{name="metadata-store"}	187.0	j	0.00170941
g pulsar_batch_metadata_store_batch_execute_time_ms_created{name="metadata-store"}	2.979	c
#g bookkeeper_server_thread_executor_tasks_completed gauge
g bookkeeper_server_thread_executor_tasks_completed{thread="BookieHighPriorityThread-OrderedExecutor-0-0"}	1	i
#g bookkeeper_server_thread_executor_tasks_rejected gauge
g bookkeeper_server_thread_executor_tasks_rejected{thread="BookieReadThreadPool-OrderedExecutor-1-0"}	0	i
#g bookkeeper_server_thread_executor_completed gauge
g bookkeeper_server_thread_executor_completed{thread="BookieReadThreadPool-OrderedExecutor-0-0"}	13306	i
#g replication_bookkeeper_client_bookkeeper_client_NUM_WRITABLE_BOOKIES_IN_DEFAULT_RACK gauge
g replication_bookkeeper_client_bookkeeper_client_NUM_WRITABLE_BOOKIES_IN_DEFAULT_RACK	2	i
#g replication_bookkeeper_client_thread_executor_tasks_completed gauge
g replication_bookkeeper_client_thread_executor_tasks_completed{thread="BookKeeperClientWorker-OrderedExecutor-0-0"}	161	i
#g bookie_JOURNAL_QUEUE_MAX_SIZE gauge
g bookie_JOURNAL_QUEUE_MAX_SIZE	10000	i
#g bookkeeper_server_thread_executor_tasks_failed gauge
g bookkeeper_server_thread_executor_tasks_failed{thread="BookieHighPriorityThread-OrderedExecutor-0-0"}	0	i
#g bookkeeper_server_thread_executor_queue gauge
g bookkeeper_server_thread_executor_queue{thread="BookieReadThreadPool-OrderedExecutor-1-0"}	0	i
#g bookie_ledgers_count gauge
g bookie_ledgers_count{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	113	i	0.00170941
#g bookie_ledger_dir__srv_pulsar_data_$dir$_ledgers_usage gauge
g bookie_ledger_dir__srv_pulsar_data_$dir$_ledgers_usage	77.93144	j
#g bookie_JOURNAL_DIRS gauge
g bookie_JOURNAL_DIRS	1	i
g bookkeeper_server_thread_executor_queue{thread="BookieHighPriorityThread-OrderedExecutor-1-0"}	0	i
#g replication_bookkeeper_client_bookkeeper_client_NUM_PENDING_ADD gauge
g replication_bookkeeper_client_bookkeeper_client_NUM_PENDING_ADD	0	i
#g replication_bookkeeper_client_thread_executor_tasks_rejected gauge
g replication_bookkeeper_client_thread_executor_tasks_rejected{thread="BookKeeperClientWorker-OrderedExecutor-0-0"}	0	i
#g bookie_write_cache_max_size gauge
g bookie_write_cache_max_size	33554432	i
#g replication_bookkeeper_client_thread_executor_tasks_failed gauge
g replication_bookkeeper_client_thread_executor_tasks_failed{thread="BookKeeperClientWorker-OrderedExecutor-1-0"}	0	i
g bookkeeper_server_thread_executor_tasks_failed{thread="BookieReadThreadPool-OrderedExecutor-0-0"}	0	i
#g bookkeeper_server_READ_ENTRY_IN_PROGRESS gauge
g bookkeeper_server_READ_ENTRY_IN_PROGRESS	0	i
#g bookie_write_cache_count gauge
g bookie_write_cache_count{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	9141	i
#g replication_bookkeeper_client_BookKeeperClientWorker_max_queue_size gauge
g replication_bookkeeper_client_BookKeeperClientWorker_max_queue_size	-1	i
#g bookkeeper_server_BookieHighPriorityThread_max_queue_size gauge
g bookkeeper_server_BookieHighPriorityThread_max_queue_size	-1	i
#g bookie_read_cache_count gauge
g bookie_read_cache_count{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	12318	i	1.18291
#g replication_bookkeeper_client_thread_executor_completed gauge
g replication_bookkeeper_client_thread_executor_completed{thread="BookKeeperClientWorker-OrderedExecutor-1-0"}	168	i
g bookkeeper_server_thread_executor_tasks_completed{thread="BookieReadThreadPool-OrderedExecutor-0-0"}	13306	i
g bookkeeper_server_thread_executor_completed{thread="BookieHighPriorityThread-OrderedExecutor-1-0"}	1	i
g bookkeeper_server_thread_executor_tasks_rejected{thread="BookieHighPriorityThread-OrderedExecutor-0-0"}	0	i
g bookkeeper_server_thread_executor_queue{thread="BookieReadThreadPool-OrderedExecutor-0-0"}	0	i
#g bookie_ledger_writable_dirs gauge
g bookie_ledger_writable_dirs	1	i
#g replication_bookkeeper_client_BookKeeperClientWorker_threads gauge
g replication_bookkeeper_client_BookKeeperClientWorker_threads	2	i
#g bookie_ACTIVE_LEDGER_TOTAL gauge
g bookie_ACTIVE_LEDGER_TOTAL{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	112	i
#g bookkeeper_server_ADD_ENTRY_BLOCKED gauge
g bookkeeper_server_ADD_ENTRY_BLOCKED	0	i
#g bookie_readahead_max_batch_size gauge
g bookie_readahead_max_batch_size	1000	i
g bookkeeper_server_thread_executor_tasks_completed{thread="BookieHighPriorityThread-OrderedExecutor-1-0"}	1	i
g replication_bookkeeper_client_thread_executor_tasks_failed{thread="BookKeeperClientWorker-OrderedExecutor-0-0"}	0	i
#g bookkeeper_server_BookieReadThreadPool_threads gauge
g bookkeeper_server_BookieReadThreadPool_threads	2	i
g bookkeeper_server_thread_executor_tasks_rejected{thread="BookieReadThreadPool-OrderedExecutor-0-0"}	0	i
g bookkeeper_server_thread_executor_completed{thread="BookieReadThreadPool-OrderedExecutor-1-0"}	1839	i
#g bookkeeper_server_ADD_ENTRY_IN_PROGRESS gauge
g bookkeeper_server_ADD_ENTRY_IN_PROGRESS	3	i
g replication_bookkeeper_client_thread_executor_tasks_completed{thread="BookKeeperClientWorker-OrderedExecutor-1-0"}	168	i
#g bookie_ACTIVE_ENTRY_LOG_SPACE_BYTES gauge
g bookie_ACTIVE_ENTRY_LOG_SPACE_BYTES{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	561105225	i
g bookkeeper_server_thread_executor_tasks_failed{thread="BookieHighPriorityThread-OrderedExecutor-1-0"}	0	i
g bookkeeper_server_thread_executor_queue{thread="BookieHighPriorityThread-OrderedExecutor-0-0"}	0	i
#g bookie_ledger_num_dirs gauge
g bookie_ledger_num_dirs	1	i
#g bookie_read_cache_size gauge
g bookie_read_cache_size{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	9020480	i
#g bookkeeper_server_BookieHighPriorityThread_threads gauge
g bookkeeper_server_BookieHighPriorityThread_threads	2	i
g replication_bookkeeper_client_thread_executor_tasks_rejected{thread="BookKeeperClientWorker-OrderedExecutor-1-0"}	0	i
#g replication_bookkeeper_client_thread_executor_queue gauge
g replication_bookkeeper_client_thread_executor_queue{thread="BookKeeperClientWorker-OrderedExecutor-0-0"}	0	i
#g bookie_ACTIVE_ENTRY_LOG_TOTAL gauge
g bookie_ACTIVE_ENTRY_LOG_TOTAL{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	10	i
#g bookie_write_cache_size gauge
g bookie_write_cache_size{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	8468267	i
g bookkeeper_server_thread_executor_tasks_rejected{thread="BookieHighPriorityThread-OrderedExecutor-1-0"}	0	i
g bookkeeper_server_thread_executor_tasks_failed{thread="BookieReadThreadPool-OrderedExecutor-1-0"}	0	i
g replication_bookkeeper_client_thread_executor_queue{thread="BookKeeperClientWorker-OrderedExecutor-1-0"}	0	i
#g bookie_SERVER_STATUS gauge
g bookie_SERVER_STATUS	1	i
#g bookie_journal_JOURNAL_MEMORY_USED gauge
g bookie_journal_JOURNAL_MEMORY_USED{journalIndex="0"}	140	i
#g bookie_entries_count gauge
g bookie_entries_count{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	514170	i	348.02
#g bookkeeper_server_BookieReadThreadPool_max_queue_size gauge
g bookkeeper_server_BookieReadThreadPool_max_queue_size	2500	i
g bookkeeper_server_thread_executor_completed{thread="BookieHighPriorityThread-OrderedExecutor-0-0"}	1	i
g replication_bookkeeper_client_thread_executor_completed{thread="BookKeeperClientWorker-OrderedExecutor-0-0"}	161	i
g bookkeeper_server_thread_executor_tasks_completed{thread="BookieReadThreadPool-OrderedExecutor-1-0"}	1839	i
#g bookkeeper_server_READ_ENTRY_BLOCKED gauge
g bookkeeper_server_READ_ENTRY_BLOCKED	0	i
#g bookie_journal_JOURNAL_MEMORY_MAX gauge
g bookie_journal_JOURNAL_MEMORY_MAX{journalIndex="0"}	9437184	i
#g bookie_read_locations_index_time counter
g bookie_read_locations_index_time{threadPool="BookieReadThreadPool",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	3	i
#g replication_replication_worker_NUM_ENTRIES_WRITTEN counter
g replication_replication_worker_NUM_ENTRIES_WRITTEN	0	i
#g replication_bookkeeper_client_bookkeeper_client_FAILED_TO_RESOLVE_NETWORK_LOCATION_TOTAL counter
g replication_bookkeeper_client_bookkeeper_client_FAILED_TO_RESOLVE_NETWORK_LOCATION_TOTAL	3	i
g bookie_read_locations_index_time{threadPool="BookieReadThreadPool",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
#g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_ENSEMBLE_NOT_ADHERING_TO_PLACEMENT_POLICY_TOTAL counter
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_ENSEMBLE_NOT_ADHERING_TO_PLACEMENT_POLICY_TOTAL	0	i
#g bookie_read_cache_hits counter
g bookie_read_cache_hits{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	14362	i	18.9009
#g bookie_write_cache_hits counter
g bookie_write_cache_hits{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	575	i	0.0153847
#g replication_replication_worker_NUM_FULL_OR_PARTIAL_LEDGERS_REPLICATED counter
g replication_replication_worker_NUM_FULL_OR_PARTIAL_LEDGERS_REPLICATED	0	i
#g replication_bookkeeper_client_bookkeeper_client_LAC_UPDATE_HITS counter
g replication_bookkeeper_client_bookkeeper_client_LAC_UPDATE_HITS	0	i
#g bookie_RECLAIM_FAILED_TO_DELETE counter
g bookie_RECLAIM_FAILED_TO_DELETE{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
#g bookie_WRITE_BYTES counter
g bookie_WRITE_BYTES	192187082	i	272345
#g bookie_DELETED_LEDGER_TOTAL counter
g bookie_DELETED_LEDGER_TOTAL{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	6	i	0.00683763
#g replication_replication_worker_NUM_NOT_ADHERING_PLACEMENT_LEDGERS_REPLICATED counter
g replication_replication_worker_NUM_NOT_ADHERING_PLACEMENT_LEDGERS_REPLICATED	0	i
#g bookie_db_storage_thread_time counter
g bookie_db_storage_thread_time{threadPool="db-storage",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	900	i	1.31453
#g bookie_journal_JOURNAL_NUM_FLUSH_MAX_WAIT counter
g bookie_journal_JOURNAL_NUM_FLUSH_MAX_WAIT{journalIndex="0"}	161493	i	232.249
#g bookie_journal_callback_time counter
g bookie_journal_callback_time{journalIndex="0",threadPool="ForceWriteThread",thread="0"}	173	i	0.0205129
#g bookie_write_cache_misses counter
g bookie_write_cache_misses{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	14572	i	18.9744
#g bookie_BOOKIE_FORCE_LEDGER counter
g bookie_BOOKIE_FORCE_LEDGER	0	i
#g bookie_read_entrylog_time counter
g bookie_read_entrylog_time{threadPool="BookieReadThreadPool",thread="<0|1>",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	4|28	i
#g bookie_journal_JOURNAL_QUEUE_SIZE counter
g bookie_journal_JOURNAL_QUEUE_SIZE{journalIndex="0"}	0	i
#g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS counter
g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS	0	i
#g bookie_READ_BYTES counter
g bookie_READ_BYTES	18585154	i	21843.1
#g bookie_journal_JOURNAL_NUM_FLUSH_MAX_OUTSTANDING_BYTES counter
g bookie_journal_JOURNAL_NUM_FLUSH_MAX_OUTSTANDING_BYTES{journalIndex="0"}	1	i	0.00170941
#g bookie_journal_JOURNAL_NUM_FLUSH_EMPTY_QUEUE counter
g bookie_journal_JOURNAL_NUM_FLUSH_EMPTY_QUEUE{journalIndex="0"}	0	i
#g bookie_RECLAIMED_COMPACTION_SPACE_BYTES counter
g bookie_RECLAIMED_COMPACTION_SPACE_BYTES{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	69642762	i	119048
#g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY_DM counter
g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY_DM	0	i
#g bookie_RECLAIMED_DELETION_SPACE_BYTES counter
g bookie_RECLAIMED_DELETION_SPACE_BYTES{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
#g bookie_ENTRY_LOCATION_COMPACTION_TOTAL counter
g bookie_ENTRY_LOCATION_COMPACTION_TOTAL{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
#g bookie_MINOR_COMPACTION_TOTAL counter
g bookie_MINOR_COMPACTION_TOTAL{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	4	i	0.00683763
#g replication_bookkeeper_client_bookkeeper_client_LAC_UPDATE_MISSES counter
g replication_bookkeeper_client_bookkeeper_client_LAC_UPDATE_MISSES	0	i
#g bookie_throttled_write_requests counter
g bookie_throttled_write_requests{threadPool="bookie-id",thread="<1|0|3|2>",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	3|2|2|4	i	0|0.00170941|0|0.00512822
#g replication_bookkeeper_client_bookkeeper_client_NUM_ENSEMBLE_CHANGE counter
g replication_bookkeeper_client_bookkeeper_client_NUM_ENSEMBLE_CHANGE	0	i
#g bookie_MAJOR_COMPACTION_TOTAL counter
g bookie_MAJOR_COMPACTION_TOTAL{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1	i	0.00170941
#g bookie_journal_JOURNAL_FORCE_WRITE_QUEUE_SIZE counter
g bookie_journal_JOURNAL_FORCE_WRITE_QUEUE_SIZE{journalIndex="0"}	0	i
#g bookie_readahead_time counter
g bookie_readahead_time{threadPool="BookieReadThreadPool",thread="<1|0>",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	286|171	i	0.0358976|0.046154
#g bookkeeper_server_READ_ENTRY_REJECTED counter
g bookkeeper_server_READ_ENTRY_REJECTED	0	i
#g bookie_journal_JOURNAL_WRITE_BYTES counter
g bookie_journal_JOURNAL_WRITE_BYTES{journalIndex="0"}	192188802	i	272346
#g bookkeeper_server_READ_LAST_ENTRY_NOENTRY_ERROR counter
g bookkeeper_server_READ_LAST_ENTRY_NOENTRY_ERROR	0	i
#g bookie_sync_thread_time counter
g bookie_sync_thread_time{threadPool="SyncThread",thread="0"}	258	i	0.135043
#g replication_replication_worker_NUM_DEFER_LEDGER_LOCK_RELEASE_OF_FAILED_LEDGER counter
g replication_replication_worker_NUM_DEFER_LEDGER_LOCK_RELEASE_OF_FAILED_LEDGER	0	i
#g replication_bookkeeper_client_bookkeeper_client_SPECULATIVE_READ_COUNT counter
g replication_bookkeeper_client_bookkeeper_client_SPECULATIVE_READ_COUNT	0	i
#g replication_replication_worker_NUM_ENTRIES_UNABLE_TO_READ_FOR_REPLICATION counter
g replication_replication_worker_NUM_ENTRIES_UNABLE_TO_READ_FOR_REPLICATION	0	i
#g replication_replication_worker_NUM_ENTRIES_READ counter
g replication_replication_worker_NUM_ENTRIES_READ	0	i
#g bookkeeper_server_ADD_ENTRY_REJECTED counter
g bookkeeper_server_ADD_ENTRY_REJECTED	0	i
#g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY_UR counter
g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY_UR	0	i
#g replication_bookkeeper_client_bookkeeper_client_WRITE_TIME_OUT_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS counter
g replication_bookkeeper_client_bookkeeper_client_WRITE_TIME_OUT_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS	0	i
#g bookie_read_cache_misses counter
g bookie_read_cache_misses{indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	206	i	0.0735045
#g bookkeeper_server_READ_ENTRY_REQUEST summary
g bookkeeper_server_READ_ENTRY_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_READ_ENTRY_REQUEST_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	0.304|0.476|1.473|50.335|50.749|50.749|50.772	j
g bookkeeper_server_READ_ENTRY_REQUEST_count{success="true"}	15143	i	18.9898
g bookkeeper_server_READ_ENTRY_REQUEST_sum{success="true"}	22222.0	j	5.23762
#g bookkeeper_server_WRITE_LAC_REQUEST summary
g bookkeeper_server_WRITE_LAC_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_WRITE_LAC_REQUEST_count{success="false"}	0	i
g bookkeeper_server_WRITE_LAC_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_WRITE_LAC_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_WRITE_LAC_REQUEST_count{success="true"}	0	i
g bookkeeper_server_WRITE_LAC_REQUEST_sum{success="true"}	0.0	j
#g replication_replication_worker_NUM_BYTES_READ summary
g replication_replication_worker_NUM_BYTES_READ{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_NUM_BYTES_READ_count{success="false"}	0	i
g replication_replication_worker_NUM_BYTES_READ_sum{success="false"}	0.0	j
g replication_replication_worker_NUM_BYTES_READ{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_NUM_BYTES_READ_count{success="true"}	0	i
g replication_replication_worker_NUM_BYTES_READ_sum{success="true"}	0.0	j
#g bookkeeper_server_ADD_ENTRY_REQUEST summary
g bookkeeper_server_ADD_ENTRY_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_ADD_ENTRY_REQUEST_count{success="false"}	0	i
g bookkeeper_server_ADD_ENTRY_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_ADD_ENTRY_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_ADD_ENTRY_REQUEST_count{success="true"}	0	i
g bookkeeper_server_ADD_ENTRY_REQUEST_sum{success="true"}	0.0	j
#g bookkeeper_server_READ_ENTRY_LONG_POLL_READ summary
g bookkeeper_server_READ_ENTRY_LONG_POLL_READ{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_READ_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_READ_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_READ{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_READ_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_READ_sum{success="true"}	0.0	j
#g bookie_readahead_batch_size summary
g bookie_readahead_batch_size{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_readahead_batch_size_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_readahead_batch_size_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_readahead_batch_size{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1320529.0	j
g bookie_readahead_batch_size_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	206	i	0.0735045
g bookie_readahead_batch_size_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	4.7950432E7	j	24706.2
#g bookie_flush summary
g bookie_flush{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_flush_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_flush_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_flush{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	48.297	j
g bookie_flush_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	22	i	0.0324787
g bookie_flush_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	826.0	j	1.04445
#g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_REQUEST summary
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_REQUEST_count{success="false"}	0	i
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_REQUEST_count{success="true"}	0	i
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_REQUEST_sum{success="true"}	0.0	j
#g replication_replication_worker_NUM_BYTES_WRITTEN summary
g replication_replication_worker_NUM_BYTES_WRITTEN{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_NUM_BYTES_WRITTEN_count{success="false"}	0	i
g replication_replication_worker_NUM_BYTES_WRITTEN_sum{success="false"}	0.0	j
g replication_replication_worker_NUM_BYTES_WRITTEN{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_NUM_BYTES_WRITTEN_count{success="true"}	0	i
g replication_replication_worker_NUM_BYTES_WRITTEN_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_WRITE_LAC summary
g replication_bookkeeper_client_bookkeeper_client_WRITE_LAC{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_WRITE_LAC_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_WRITE_LAC_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_WRITE_LAC{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_WRITE_LAC_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_WRITE_LAC_sum{success="true"}	0.0	j
#g bookie_journal_JOURNAL_FORCE_WRITE_GROUPING_TOTAL summary
g bookie_journal_JOURNAL_FORCE_WRITE_GROUPING_TOTAL{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_FORCE_WRITE_GROUPING_TOTAL_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FORCE_WRITE_GROUPING_TOTAL_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_FORCE_WRITE_GROUPING_TOTAL{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	1.0|1.0|2.0|5.0|225.0|225.0|316.0	j
g bookie_journal_JOURNAL_FORCE_WRITE_GROUPING_TOTAL_count{success="true", journalIndex="0"}	160328	i	231.483
g bookie_journal_JOURNAL_FORCE_WRITE_GROUPING_TOTAL_sum{success="true", journalIndex="0"}	205365.0	j	291.827
#g bookie_journal_JOURNAL_FLUSH_LATENCY summary
g bookie_journal_JOURNAL_FLUSH_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_FLUSH_LATENCY_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FLUSH_LATENCY_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_FLUSH_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	0.019|0.025|0.038|0.07|0.17|0.17|1.246	j
g bookie_journal_JOURNAL_FLUSH_LATENCY_count{success="true", journalIndex="0"}	161495	i	232.252
g bookie_journal_JOURNAL_FLUSH_LATENCY_sum{success="true", journalIndex="0"}	363.0	j	0.124787
#g replication_bookkeeper_client_bookkeeper_client_FORCE summary
g replication_bookkeeper_client_bookkeeper_client_FORCE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_FORCE_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_FORCE_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_FORCE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_FORCE_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_FORCE_sum{success="true"}	0.0	j
#g bookkeeper_server_ADD_ENTRY summary
g bookkeeper_server_ADD_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="ForceWriteThread",thread="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_ADD_ENTRY_count{success="false", threadPool="ForceWriteThread",thread="0"}	0	i
g bookkeeper_server_ADD_ENTRY_sum{success="false", threadPool="ForceWriteThread",thread="0"}	0.0	j
g bookkeeper_server_ADD_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="ForceWriteThread",thread="0"}	1.342|1.457|10.924|35.31|36.236|36.236|56.968	j
g bookkeeper_server_ADD_ENTRY_count{success="true", threadPool="ForceWriteThread",thread="0"}	205322	i	291.818
g bookkeeper_server_ADD_ENTRY_sum{success="true", threadPool="ForceWriteThread",thread="0"}	332753.0	j	365.553
#g replication_bookkeeper_client_bookkeeper_client_LEDGER_OPEN summary
g replication_bookkeeper_client_bookkeeper_client_LEDGER_OPEN{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_OPEN_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_OPEN_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_OPEN{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_OPEN_count{success="true"}	39	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_OPEN_sum{success="true"}	414.0	j
#g bookkeeper_server_READ_ENTRY summary
g bookkeeper_server_READ_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_READ_ENTRY_count{success="false", threadPool="BookieReadThreadPool",thread="0"}	0	i
g bookkeeper_server_READ_ENTRY_sum{success="false", threadPool="BookieReadThreadPool",thread="0"}	0.0	j
g bookkeeper_server_READ_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="0"}	0.003|0.009|0.021|0.059|0.176|0.176|4.564	j
g bookkeeper_server_READ_ENTRY_count{success="true", threadPool="BookieReadThreadPool",thread="0"}	13305	i	18.1556
g bookkeeper_server_READ_ENTRY_sum{success="true", threadPool="BookieReadThreadPool",thread="0"}	205.0	j	0.0564104
#g bookie_journal_JOURNAL_FORCE_LEDGER summary
g bookie_journal_JOURNAL_FORCE_LEDGER{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN	j
g bookie_journal_JOURNAL_FORCE_LEDGER_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FORCE_LEDGER_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_FORCE_LEDGER{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN	j
g bookie_journal_JOURNAL_FORCE_LEDGER_count{success="true", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FORCE_LEDGER_sum{success="true", journalIndex="0"}	0.0	j
g bookkeeper_server_READ_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="1"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_READ_ENTRY_count{success="false", threadPool="BookieReadThreadPool",thread="1"}	0	i
g bookkeeper_server_READ_ENTRY_sum{success="false", threadPool="BookieReadThreadPool",thread="1"}	0.0	j
g bookkeeper_server_READ_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="1"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_READ_ENTRY_count{success="true", threadPool="BookieReadThreadPool",thread="1"}	1838	i	0.834191
g bookkeeper_server_READ_ENTRY_sum{success="true", threadPool="BookieReadThreadPool",thread="1"}	359.0	j	0.0427352
#g replication_replication_worker_READ_DATA_LATENCY summary
g replication_replication_worker_READ_DATA_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_READ_DATA_LATENCY_count{success="false"}	0	i
g replication_replication_worker_READ_DATA_LATENCY_sum{success="false"}	0.0	j
g replication_replication_worker_READ_DATA_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_READ_DATA_LATENCY_count{success="true"}	0	i
g replication_replication_worker_READ_DATA_LATENCY_sum{success="true"}	0.0	j
#g replication_replication_worker_rereplicate summary
g replication_replication_worker_rereplicate{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_rereplicate_count{success="false"}	0	i
g replication_replication_worker_rereplicate_sum{success="false"}	0.0	j
g replication_replication_worker_rereplicate{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_rereplicate_count{success="true"}	39	i
g replication_replication_worker_rereplicate_sum{success="true"}	4606.0	j
#g replication_bookkeeper_client_bookkeeper_client_CLIENT_CHANNEL_WRITE_WAIT summary
g replication_bookkeeper_client_bookkeeper_client_CLIENT_CHANNEL_WRITE_WAIT{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_CLIENT_CHANNEL_WRITE_WAIT_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_CLIENT_CHANNEL_WRITE_WAIT_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_CLIENT_CHANNEL_WRITE_WAIT{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_CLIENT_CHANNEL_WRITE_WAIT_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_CLIENT_CHANNEL_WRITE_WAIT_sum{success="true"}	0.0	j
#g bookkeeper_server_READ_ENTRY_LONG_POLL_PRE_WAIT summary
g bookkeeper_server_READ_ENTRY_LONG_POLL_PRE_WAIT{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_PRE_WAIT_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_PRE_WAIT_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_PRE_WAIT{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_PRE_WAIT_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_PRE_WAIT_sum{success="true"}	0.0	j
#g bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY summary
g bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	0.246|0.419|1.2|5.477|50.701|50.701|50.749	j
g bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY_count{success="true"}	15143	i	18.9898
g bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY_sum{success="true"}	20166.0	j	4.46326
#g bookkeeper_server_READ_ENTRY_FENCE_REQUEST summary
g bookkeeper_server_READ_ENTRY_FENCE_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_FENCE_REQUEST_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_FENCE_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_FENCE_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_FENCE_REQUEST_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_FENCE_REQUEST_sum{success="true"}	0.0	j
#g bookkeeper_server_CHANNEL_WRITE summary
g bookkeeper_server_CHANNEL_WRITE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_CHANNEL_WRITE_count{success="false"}	0	i
g bookkeeper_server_CHANNEL_WRITE_sum{success="false"}	0.0	j
g bookkeeper_server_CHANNEL_WRITE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_CHANNEL_WRITE_count{success="true"}	20	i
g bookkeeper_server_CHANNEL_WRITE_sum{success="true"}	5.0	j
#g bookkeeper_server_GET_BOOKIE_INFO_REQUEST summary
g bookkeeper_server_GET_BOOKIE_INFO_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_BOOKIE_INFO_REQUEST_count{success="false"}	0	i
g bookkeeper_server_GET_BOOKIE_INFO_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_GET_BOOKIE_INFO_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_BOOKIE_INFO_REQUEST_count{success="true"}	0	i
g bookkeeper_server_GET_BOOKIE_INFO_REQUEST_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_LEDGER_CREATE summary
g replication_bookkeeper_client_bookkeeper_client_LEDGER_CREATE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_CREATE_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_CREATE_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_CREATE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_CREATE_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_CREATE_sum{success="true"}	0.0	j
#g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_BYTES summary
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_BYTES{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_BYTES_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_BYTES_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_BYTES{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	1109.0|2172.0|3217.0|3878.0|270208.0|270208.0|524723.0	j
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_BYTES_count{success="true", journalIndex="0"}	161495	i	232.25
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_BYTES_sum{success="true", journalIndex="0"}	1.93010477E8	j	273496
#g bookie_BOOKIE_GET_LIST_OF_ENTRIES_OF_LEDGER summary
g bookie_BOOKIE_GET_LIST_OF_ENTRIES_OF_LEDGER{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookie_BOOKIE_GET_LIST_OF_ENTRIES_OF_LEDGER_count{success="false"}	0	i
g bookie_BOOKIE_GET_LIST_OF_ENTRIES_OF_LEDGER_sum{success="false"}	0.0	j
g bookie_BOOKIE_GET_LIST_OF_ENTRIES_OF_LEDGER{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookie_BOOKIE_GET_LIST_OF_ENTRIES_OF_LEDGER_count{success="true"}	0	i
g bookie_BOOKIE_GET_LIST_OF_ENTRIES_OF_LEDGER_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY summary
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY summary
g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_ADD_ENTRY_sum{success="true"}	0.0	j
#g bookie_journal_JOURNAL_FORCE_WRITE_ENQUEUE summary
g bookie_journal_JOURNAL_FORCE_WRITE_ENQUEUE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN	j
g bookie_journal_JOURNAL_FORCE_WRITE_ENQUEUE_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FORCE_WRITE_ENQUEUE_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_FORCE_WRITE_ENQUEUE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN	j
g bookie_journal_JOURNAL_FORCE_WRITE_ENQUEUE_count{success="true", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FORCE_WRITE_ENQUEUE_sum{success="true", journalIndex="0"}	0.0	j
#g bookkeeper_server_READ_ENTRY_LONG_POLL_REQUEST summary
g bookkeeper_server_READ_ENTRY_LONG_POLL_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_REQUEST_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_REQUEST_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_REQUEST_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY summary
g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_ENTRY_sum{success="true"}	0.0	j
#g bookkeeper_server_READ_ENTRY_BLOCKED_WAIT summary
g bookkeeper_server_READ_ENTRY_BLOCKED_WAIT{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_BLOCKED_WAIT_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_BLOCKED_WAIT_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_BLOCKED_WAIT{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_BLOCKED_WAIT_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_BLOCKED_WAIT_sum{success="true"}	0.0	j
#g bookie_BOOKIE_READ_ENTRY summary
g bookie_BOOKIE_READ_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_BOOKIE_READ_ENTRY_count{success="false"}	0	i
g bookie_BOOKIE_READ_ENTRY_sum{success="false"}	0.0	j
g bookie_BOOKIE_READ_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	0.003|0.008|0.02|0.076|0.82|0.82|4.563	j
g bookie_BOOKIE_READ_ENTRY_count{success="true"}	15143	i	18.9898
g bookie_BOOKIE_READ_ENTRY_sum{success="true"}	553.0	j	0.0991456
#g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_RESPONSE summary
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_RESPONSE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_RESPONSE_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_RESPONSE_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_RESPONSE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_RESPONSE_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_LAST_CONFIRMED_AND_ENTRY_RESPONSE_sum{success="true"}	0.0	j
#g bookie_readahead_batch_count summary
g bookie_readahead_batch_count{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_readahead_batch_count_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_readahead_batch_count_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_readahead_batch_count{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1000.0	j
g bookie_readahead_batch_count_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	206	i	0.0735045
g bookie_readahead_batch_count_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	46121.0	j	40.2104
#g bookkeeper_server_FORCE_LEDGER summary
g bookkeeper_server_FORCE_LEDGER{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_FORCE_LEDGER_count{success="false"}	0	i
g bookkeeper_server_FORCE_LEDGER_sum{success="false"}	0.0	j
g bookkeeper_server_FORCE_LEDGER{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_FORCE_LEDGER_count{success="true"}	0	i
g bookkeeper_server_FORCE_LEDGER_sum{success="true"}	0.0	j
#g bookie_read_entry summary
g bookie_read_entry{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_read_entry_count{success="false", threadPool="BookieReadThreadPool",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_read_entry_sum{success="false", threadPool="BookieReadThreadPool",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_read_entry{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_read_entry_count{success="true", threadPool="BookieReadThreadPool",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1840	i	0.834191
g bookie_read_entry_sum{success="true", threadPool="BookieReadThreadPool",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	345.0	j	0.0427352
g bookie_read_entry{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_read_entry_count{success="false", threadPool="BookieReadThreadPool",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_read_entry_sum{success="false", threadPool="BookieReadThreadPool",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_read_entry{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="BookieReadThreadPool",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.002|0.006|0.014|0.041|0.081|0.081|4.561	j
g bookie_read_entry_count{success="true", threadPool="BookieReadThreadPool",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	13307	i	18.1556
g bookie_read_entry_sum{success="true", threadPool="BookieReadThreadPool",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	199.0	j	0.0564104
#g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS_LATENCY summary
g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS_LATENCY_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS_LATENCY_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS_LATENCY_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_WRITE_DELAYED_DUE_TO_NOT_ENOUGH_FAULT_DOMAINS_LATENCY_sum{success="true"}	0.0	j
#g bookie_journal_JOURNAL_SYNC summary
g bookie_journal_JOURNAL_SYNC{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_SYNC_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_SYNC_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_SYNC{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	0.216|0.271|0.422|1.174|5.295|6.636|38.916	j
g bookie_journal_JOURNAL_SYNC_count{success="true", journalIndex="0"}	160328	i	231.481
g bookie_journal_JOURNAL_SYNC_sum{success="true", journalIndex="0"}	17078.0	j	10.4223
#g bookie_THREAD_RUNTIME summary
g bookie_THREAD_RUNTIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_THREAD_RUNTIME_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_THREAD_RUNTIME_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_THREAD_RUNTIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	22.994	j
g bookie_THREAD_RUNTIME_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	9	i	0.0153847
g bookie_THREAD_RUNTIME_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	93915.0	j	160.539
#g bookie_throttled_write summary
g bookie_throttled_write{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_throttled_write_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_throttled_write_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_throttled_write{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_throttled_write_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	11	i	0.0153847
g bookie_throttled_write_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	16.0	j	0.0188035
#g bookkeeper_server_READ_LAC_REQUEST summary
g bookkeeper_server_READ_LAC_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_LAC_REQUEST_count{success="false"}	0	i
g bookkeeper_server_READ_LAC_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_READ_LAC_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_LAC_REQUEST_count{success="true"}	0	i
g bookkeeper_server_READ_LAC_REQUEST_sum{success="true"}	0.0	j
#g bookie_journal_JOURNAL_PROCESS_TIME_LATENCY summary
g bookie_journal_JOURNAL_PROCESS_TIME_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_PROCESS_TIME_LATENCY_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_PROCESS_TIME_LATENCY_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_PROCESS_TIME_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	0.007|0.023|0.048|0.084|0.097|0.503|1.264	j
g bookie_journal_JOURNAL_PROCESS_TIME_LATENCY_count{success="true", journalIndex="0"}	514496	i	739.741
g bookie_journal_JOURNAL_PROCESS_TIME_LATENCY_sum{success="true", journalIndex="0"}	646.0	j	0.17265
#g bookkeeper_server_READ_ENTRY_FENCE_READ summary
g bookkeeper_server_READ_ENTRY_FENCE_READ{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_FENCE_READ_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_FENCE_READ_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_FENCE_READ{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_FENCE_READ_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_FENCE_READ_sum{success="true"}	0.0	j
#g bookie_add_entry summary
g bookie_add_entry{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="2",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_add_entry_count{success="false", threadPool="bookie-id",thread="2",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_add_entry_sum{success="false", threadPool="bookie-id",thread="2",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_add_entry{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="2",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.003|0.004|0.006|0.018|0.033|0.033|0.423	j
g bookie_add_entry_count{success="true", threadPool="bookie-id",thread="2",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	60730	i	86.5182
g bookie_add_entry_sum{success="true", threadPool="bookie-id",thread="2",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	14.0	j	0.0153847
#g bookie_BOOKIE_ADD_ENTRY summary
g bookie_BOOKIE_ADD_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_BOOKIE_ADD_ENTRY_count{success="false"}	0	i
g bookie_BOOKIE_ADD_ENTRY_sum{success="false"}	0.0	j
g bookie_BOOKIE_ADD_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	0.015|0.02|0.045|0.099|0.148|0.34|2.459	j
g bookie_BOOKIE_ADD_ENTRY_count{success="true"}	205324	i	291.811
g bookie_BOOKIE_ADD_ENTRY_sum{success="true"}	454.0	j	0.194872
#g bookkeeper_server_READ_ENTRY_LONG_POLL_WAIT summary
g bookkeeper_server_READ_ENTRY_LONG_POLL_WAIT{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_WAIT_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_WAIT_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_WAIT{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_LONG_POLL_WAIT_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_LONG_POLL_WAIT_sum{success="true"}	0.0	j
g bookie_add_entry{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_add_entry_count{success="false", threadPool="bookie-id",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_add_entry_sum{success="false", threadPool="bookie-id",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_add_entry{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.003|0.004|0.006|0.015|0.04|0.059|0.308	j
g bookie_add_entry_count{success="true", threadPool="bookie-id",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	40220	i	57.6515
g bookie_add_entry_sum{success="true", threadPool="bookie-id",thread="1",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	13.0	j	0.0188035
g bookie_add_entry{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_add_entry_count{success="false", threadPool="bookie-id",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_add_entry_sum{success="false", threadPool="bookie-id",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_add_entry{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.003|0.004|0.006|0.017|0.079|0.079|0.139	j
g bookie_add_entry_count{success="true", threadPool="bookie-id",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	45166	i	60.7045
g bookie_add_entry_sum{success="true", threadPool="bookie-id",thread="0",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	12.0	j	0.00512822
g bookie_add_entry{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="3",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_add_entry_count{success="false", threadPool="bookie-id",thread="3",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_add_entry_sum{success="false", threadPool="bookie-id",thread="3",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_add_entry{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="3",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.003|0.004|0.006|0.031|0.055|0.061|0.155	j
g bookie_add_entry_count{success="true", threadPool="bookie-id",thread="3",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	59208	i	86.937
g bookie_add_entry_sum{success="true", threadPool="bookie-id",thread="3",indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	19.0	j	0.00341882
#g bookie_BOOKIE_RECOVERY_ADD_ENTRY summary
g bookie_BOOKIE_RECOVERY_ADD_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookie_BOOKIE_RECOVERY_ADD_ENTRY_count{success="false"}	0	i
g bookie_BOOKIE_RECOVERY_ADD_ENTRY_sum{success="false"}	0.0	j
g bookie_BOOKIE_RECOVERY_ADD_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookie_BOOKIE_RECOVERY_ADD_ENTRY_count{success="true"}	0	i
g bookie_BOOKIE_RECOVERY_ADD_ENTRY_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_BOOKIES_LEFT summary
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_LEFT{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_LEFT_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_LEFT_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_LEFT{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_LEFT_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_LEFT_sum{success="true"}	0.0	j
#g bookie_BOOKIE_ADD_ENTRY_BYTES summary
g bookie_BOOKIE_ADD_ENTRY_BYTES{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_BOOKIE_ADD_ENTRY_BYTES_count{success="false"}	0	i
g bookie_BOOKIE_ADD_ENTRY_BYTES_sum{success="false"}	0.0	j
g bookie_BOOKIE_ADD_ENTRY_BYTES{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	595.0|1144.0|3209.0|3213.0|3213.0|3213.0|8423.0	j
g bookie_BOOKIE_ADD_ENTRY_BYTES_count{success="true"}	205325	i	291.813
g bookie_BOOKIE_ADD_ENTRY_BYTES_sum{success="true"}	1.9218925E8	j	272332
#g bookie_flush_ledger_index summary
g bookie_flush_ledger_index{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_flush_ledger_index_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_flush_ledger_index_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_flush_ledger_index{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.006	j
g bookie_flush_ledger_index_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	22	i	0.0324787
g bookie_flush_ledger_index_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1.0	j
#g bookie_journal_JOURNAL_ADD_ENTRY summary
g bookie_journal_JOURNAL_ADD_ENTRY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_ADD_ENTRY_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_ADD_ENTRY_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_ADD_ENTRY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	1.331|1.449|14.413|35.509|36.261|36.261|56.959	j
g bookie_journal_JOURNAL_ADD_ENTRY_count{success="true", journalIndex="0"}	205367	i	291.82
g bookie_journal_JOURNAL_ADD_ENTRY_sum{success="true", journalIndex="0"}	332439.0	j	364.957
#g bookie_journal_JOURNAL_QUEUE_LATENCY summary
g bookie_journal_JOURNAL_QUEUE_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_QUEUE_LATENCY_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_QUEUE_LATENCY_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_QUEUE_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	0.027|0.051|0.285|2.394|5.188|5.188|35.74	j
g bookie_journal_JOURNAL_QUEUE_LATENCY_count{success="true", journalIndex="0"}	205368	i	291.822
g bookie_journal_JOURNAL_QUEUE_LATENCY_sum{success="true", journalIndex="0"}	21912.0	j	14.0736
#g replication_bookkeeper_client_bookkeeper_client_READ_LAC summary
g replication_bookkeeper_client_bookkeeper_client_READ_LAC{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAC_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_LAC_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAC{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_LAC_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_LAC_sum{success="true"}	0.0	j
#g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY summary
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="false", threadPool="bookie-id",thread="0"}	0	i
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="false", threadPool="bookie-id",thread="0"}	0.0	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="0"}	0.0|0.0|0.0|0.0|0.004|0.004|0.049	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="true", threadPool="bookie-id",thread="0"}	45166	i	60.7028
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="true", threadPool="bookie-id",thread="0"}	0.0	j
#g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES summary
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	1.0|1.0|2.0|4.0|91.0|91.0|224.0	j
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES_count{success="true", journalIndex="0"}	161496	i	232.247
g bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES_sum{success="true", journalIndex="0"}	205367.0	j	291.818
#g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_ADD_ENTRIES summary
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_ADD_ENTRIES{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_ADD_ENTRIES_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_ADD_ENTRIES_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_ADD_ENTRIES{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_ADD_ENTRIES_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_ADD_ENTRIES_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_BOOKIES_JOINED summary
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_JOINED{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_JOINED_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_JOINED_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_JOINED{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_JOINED_count{success="true"}	2	i
g replication_bookkeeper_client_bookkeeper_client_BOOKIES_JOINED_sum{success="true"}	2.0	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="3"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="false", threadPool="bookie-id",thread="3"}	0	i
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="false", threadPool="bookie-id",thread="3"}	0.0	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="3"}	0.0|0.0|0.0|0.0|0.013|0.052|0.052	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="true", threadPool="bookie-id",thread="3"}	59208	i	86.937
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="true", threadPool="bookie-id",thread="3"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER summary
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_sum{success="true"}	0.0	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="1"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="false", threadPool="bookie-id",thread="1"}	0	i
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="false", threadPool="bookie-id",thread="1"}	0.0	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="1"}	0.0|0.0|0.0|0.0|0.005|0.046|0.046	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="true", threadPool="bookie-id",thread="1"}	40221	i	57.6498
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="true", threadPool="bookie-id",thread="1"}	3.0	j
#g bookie_journal_JOURNAL_CREATION_LATENCY summary
g bookie_journal_JOURNAL_CREATION_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_CREATION_LATENCY_count{success="false", journalIndex="0"}	0	i
g bookie_journal_JOURNAL_CREATION_LATENCY_sum{success="false", journalIndex="0"}	0.0	j
g bookie_journal_JOURNAL_CREATION_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", journalIndex="0"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_journal_JOURNAL_CREATION_LATENCY_count{success="true", journalIndex="0"}	5	i	0.00683763
g bookie_journal_JOURNAL_CREATION_LATENCY_sum{success="true", journalIndex="0"}	45.0	j	0.0153847
#g bookkeeper_server_WRITE_LAC summary
g bookkeeper_server_WRITE_LAC{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_WRITE_LAC_count{success="false"}	0	i
g bookkeeper_server_WRITE_LAC_sum{success="false"}	0.0	j
g bookkeeper_server_WRITE_LAC{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_WRITE_LAC_count{success="true"}	0	i
g bookkeeper_server_WRITE_LAC_sum{success="true"}	0.0	j
#g bookkeeper_server_READ_LAC summary
g bookkeeper_server_READ_LAC{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_LAC_count{success="false"}	0	i
g bookkeeper_server_READ_LAC_sum{success="false"}	0.0	j
g bookkeeper_server_READ_LAC{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_LAC_count{success="true"}	0	i
g bookkeeper_server_READ_LAC_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_BookKeeperClientWorker_task_queued summary
g replication_bookkeeper_client_BookKeeperClientWorker_task_queued{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_BookKeeperClientWorker_task_queued_count{success="false"}	0	i
g replication_bookkeeper_client_BookKeeperClientWorker_task_queued_sum{success="false"}	0.0	j
g replication_bookkeeper_client_BookKeeperClientWorker_task_queued{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_BookKeeperClientWorker_task_queued_count{success="true"}	0	i
g replication_bookkeeper_client_BookKeeperClientWorker_task_queued_sum{success="true"}	0.0	j
#g bookie_flush_entrylog summary
g bookie_flush_entrylog{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_flush_entrylog_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_flush_entrylog_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_flush_entrylog{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	9.097	j
g bookie_flush_entrylog_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	22	i	0.0324787
g bookie_flush_entrylog_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	93.0	j	0.136753
#g replication_replication_worker_WRITE_DATA_LATENCY summary
g replication_replication_worker_WRITE_DATA_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_WRITE_DATA_LATENCY_count{success="false"}	0	i
g replication_replication_worker_WRITE_DATA_LATENCY_sum{success="false"}	0.0	j
g replication_replication_worker_WRITE_DATA_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_replication_worker_WRITE_DATA_LATENCY_count{success="true"}	0	i
g replication_replication_worker_WRITE_DATA_LATENCY_sum{success="true"}	0.0	j
#g bookie_lookup_entry_location summary
g bookie_lookup_entry_location{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_lookup_entry_location_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_lookup_entry_location_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_lookup_entry_location{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.106	j
g bookie_lookup_entry_location_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	210	i	0.0735045
g bookie_lookup_entry_location_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1.0	j
#g replication_bookkeeper_client_bookkeeper_client_READ_REQUESTS_REORDERED summary
g replication_bookkeeper_client_bookkeeper_client_READ_REQUESTS_REORDERED{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_REQUESTS_REORDERED_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_REQUESTS_REORDERED_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_READ_REQUESTS_REORDERED{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_READ_REQUESTS_REORDERED_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_READ_REQUESTS_REORDERED_sum{success="true"}	0.0	j
#g bookie_flush_locations_index summary
g bookie_flush_locations_index{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_flush_locations_index_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_flush_locations_index_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_flush_locations_index{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	7.871	j
g bookie_flush_locations_index_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	22	i	0.0324787
g bookie_flush_locations_index_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	86.0	j	0.133334
#g bookkeeper_server_GET_BOOKIE_INFO summary
g bookkeeper_server_GET_BOOKIE_INFO{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_BOOKIE_INFO_count{success="false"}	0	i
g bookkeeper_server_GET_BOOKIE_INFO_sum{success="false"}	0.0	j
g bookkeeper_server_GET_BOOKIE_INFO{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_BOOKIE_INFO_count{success="true"}	0	i
g bookkeeper_server_GET_BOOKIE_INFO_sum{success="true"}	0.0	j
#g bookkeeper_server_FORCE_LEDGER_REQUEST summary
g bookkeeper_server_FORCE_LEDGER_REQUEST{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_FORCE_LEDGER_REQUEST_count{success="false"}	0	i
g bookkeeper_server_FORCE_LEDGER_REQUEST_sum{success="false"}	0.0	j
g bookkeeper_server_FORCE_LEDGER_REQUEST{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_FORCE_LEDGER_REQUEST_count{success="true"}	0	i
g bookkeeper_server_FORCE_LEDGER_REQUEST_sum{success="true"}	0.0	j
#g bookie_BOOKIE_READ_ENTRY_BYTES summary
g bookie_BOOKIE_READ_ENTRY_BYTES{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_BOOKIE_READ_ENTRY_BYTES_count{success="false"}	0	i
g bookie_BOOKIE_READ_ENTRY_BYTES_sum{success="false"}	0.0	j
g bookie_BOOKIE_READ_ENTRY_BYTES{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	1105.0|1105.0|2169.0|2169.0|2169.0|2169.0|3520.0	j
g bookie_BOOKIE_READ_ENTRY_BYTES_count{success="true"}	15143	i	18.9898
g bookie_BOOKIE_READ_ENTRY_BYTES_sum{success="true"}	1.8585154E7	j	21843.1
#g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER summary
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_count{success="false"}	0	i
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_sum{success="false"}	0.0	j
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_count{success="true"}	0	i
g bookkeeper_server_GET_LIST_OF_ENTRIES_OF_LEDGER_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_LEDGER_DELETE summary
g replication_bookkeeper_client_bookkeeper_client_LEDGER_DELETE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_DELETE_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_DELETE_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_DELETE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_DELETE_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_DELETE_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_REPLACE_BOOKIE_TIME summary
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_REPLACE_BOOKIE_TIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_REPLACE_BOOKIE_TIME_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_REPLACE_BOOKIE_TIME_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_REPLACE_BOOKIE_TIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_REPLACE_BOOKIE_TIME_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_REPLACE_BOOKIE_TIME_sum{success="true"}	0.0	j
#g bookie_flush_size summary
g bookie_flush_size{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookie_flush_size_count{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0	i
g bookie_flush_size_sum{success="false", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	0.0	j
g bookie_flush_size{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1.6150903E7	j
g bookie_flush_size_count{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	22	i	0.0324787
g bookie_flush_size_sum{success="true", indexDir="/srv/pulsar/data/$dir$/ledgers/current",ledgerDir="/srv/pulsar/data/$dir$/ledgers/current"}	1.83718815E8	j	279580
#g replication_bookkeeper_client_BookKeeperClientWorker_task_execution summary
g replication_bookkeeper_client_BookKeeperClientWorker_task_execution{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_BookKeeperClientWorker_task_execution_count{success="false"}	0	i
g replication_bookkeeper_client_BookKeeperClientWorker_task_execution_sum{success="false"}	0.0	j
g replication_bookkeeper_client_BookKeeperClientWorker_task_execution{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_BookKeeperClientWorker_task_execution_count{success="true"}	0	i
g replication_bookkeeper_client_BookKeeperClientWorker_task_execution_sum{success="true"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_READ_ENTRIES summary
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_READ_ENTRIES{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_READ_ENTRIES_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_READ_ENTRIES_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_READ_ENTRIES{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_READ_ENTRIES_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_LEDGER_RECOVER_READ_ENTRIES_sum{success="true"}	0.0	j
#g bookkeeper_server_READ_ENTRY_FENCE_WAIT summary
g bookkeeper_server_READ_ENTRY_FENCE_WAIT{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_FENCE_WAIT_count{success="false"}	0	i
g bookkeeper_server_READ_ENTRY_FENCE_WAIT_sum{success="false"}	0.0	j
g bookkeeper_server_READ_ENTRY_FENCE_WAIT{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_READ_ENTRY_FENCE_WAIT_count{success="true"}	0	i
g bookkeeper_server_READ_ENTRY_FENCE_WAIT_sum{success="true"}	0.0	j
#g bookkeeper_server_ADD_ENTRY_BLOCKED_WAIT summary
g bookkeeper_server_ADD_ENTRY_BLOCKED_WAIT{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_ADD_ENTRY_BLOCKED_WAIT_count{success="false"}	0	i
g bookkeeper_server_ADD_ENTRY_BLOCKED_WAIT_sum{success="false"}	0.0	j
g bookkeeper_server_ADD_ENTRY_BLOCKED_WAIT{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g bookkeeper_server_ADD_ENTRY_BLOCKED_WAIT_count{success="true"}	0	i
g bookkeeper_server_ADD_ENTRY_BLOCKED_WAIT_sum{success="true"}	0.0	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="2"}	NaN|NaN|NaN|NaN|NaN|NaN|-Infinity	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="false", threadPool="bookie-id",thread="2"}	0	i
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="false", threadPool="bookie-id",thread="2"}	0.0	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>", threadPool="bookie-id",thread="2"}	0.0|0.0|0.0|0.0|0.0|0.0|0.03	j
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_count{success="true", threadPool="bookie-id",thread="2"}	60730	i	86.5131
g bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY_sum{success="true", threadPool="bookie-id",thread="2"}	0.0	j
#g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_NEW_ENSEMBLE_TIME summary
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_NEW_ENSEMBLE_TIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_NEW_ENSEMBLE_TIME_count{success="false"}	0	i
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_NEW_ENSEMBLE_TIME_sum{success="false"}	0.0	j
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_NEW_ENSEMBLE_TIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_NEW_ENSEMBLE_TIME_count{success="true"}	0	i
g replication_bookkeeper_client_bookkeeper_client_bookie_watcher_NEW_ENSEMBLE_TIME_sum{success="true"}	0.0	j
#g bookie_ledger_dir__srv_pulsar_data_$dir$_ledgers_usage gauge
g bookie_ledger_dir__srv_pulsar_data_$dir$_ledgers_usage	77.229515	j
#g replication_auditor_NUM_LEDGERS_NOT_ADHERING_TO_PLACEMENT_POLICY gauge
g replication_auditor_NUM_LEDGERS_NOT_ADHERING_TO_PLACEMENT_POLICY	0	i
#g replication_auditor_NUM_UNDERREPLICATED_LEDGERS_ELAPSED_RECOVERY_GRACE_PERIOD gauge
g replication_auditor_NUM_UNDERREPLICATED_LEDGERS_ELAPSED_RECOVERY_GRACE_PERIOD	0	i
#g replication_auditor_NUM_LEDGERS_SOFTLY_ADHERING_TO_PLACEMENT_POLICY gauge
g replication_auditor_NUM_LEDGERS_SOFTLY_ADHERING_TO_PLACEMENT_POLICY	0	i
#g replication_auditor_NUM_LEDGERS_HAVING_LESS_THAN_AQ_REPLICAS_OF_AN_ENTRY gauge
g replication_auditor_NUM_LEDGERS_HAVING_LESS_THAN_AQ_REPLICAS_OF_AN_ENTRY	0	i
#g replication_auditor_NUM_LEDGERS_HAVING_LESS_THAN_WQ_REPLICAS_OF_AN_ENTRY gauge
g replication_auditor_NUM_LEDGERS_HAVING_LESS_THAN_WQ_REPLICAS_OF_AN_ENTRY	0	i
g replication_bookkeeper_client_thread_executor_tasks_completed{thread="BookKeeperClientWorker-OrderedExecutor-1-0"}	1	i
#g replication_auditor_NUM_LEDGERS_HAVING_NO_REPLICA_OF_AN_ENTRY gauge
g replication_auditor_NUM_LEDGERS_HAVING_NO_REPLICA_OF_AN_ENTRY	0	i
#g replication_auditor_NUM_ENTRIES_WRITTEN counter
g replication_auditor_NUM_ENTRIES_WRITTEN	0	i
#g replication_auditor_NUM_DELAYED_BOOKIE_AUDITS_CANCELLED counter
g replication_auditor_NUM_DELAYED_BOOKIE_AUDITS_CANCELLED	0	i
#g replication_auditor_NUM_ENTRIES_READ counter
g replication_auditor_NUM_ENTRIES_READ	0	i
#g replication_auditor_NUM_LEDGERS_CHECKED counter
g replication_auditor_NUM_LEDGERS_CHECKED	0	i
#g replication_auditor_NUM_SKIPPING_CHECK_TASK_TIMES counter
g replication_auditor_NUM_SKIPPING_CHECK_TASK_TIMES	0	i
#g replication_auditor_NUM_BOOKIE_AUDITS_DELAYED counter
g replication_auditor_NUM_BOOKIE_AUDITS_DELAYED	0	i
#g replication_auditor_NUM_BYTES_READ summary
g replication_auditor_NUM_BYTES_READ{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_BYTES_READ_count{success="false"}	0	i
g replication_auditor_NUM_BYTES_READ_sum{success="false"}	0.0	j
g replication_auditor_NUM_BYTES_READ{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_BYTES_READ_count{success="true"}	0	i
g replication_auditor_NUM_BYTES_READ_sum{success="true"}	0.0	j
#g replication_auditor_READ_DATA_LATENCY summary
g replication_auditor_READ_DATA_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_READ_DATA_LATENCY_count{success="false"}	0	i
g replication_auditor_READ_DATA_LATENCY_sum{success="false"}	0.0	j
g replication_auditor_READ_DATA_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_READ_DATA_LATENCY_count{success="true"}	0	i
g replication_auditor_READ_DATA_LATENCY_sum{success="true"}	0.0	j
#g replication_auditor_URL_PUBLISH_TIME_FOR_LOST_BOOKIE summary
g replication_auditor_URL_PUBLISH_TIME_FOR_LOST_BOOKIE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_URL_PUBLISH_TIME_FOR_LOST_BOOKIE_count{success="false"}	0	i
g replication_auditor_URL_PUBLISH_TIME_FOR_LOST_BOOKIE_sum{success="false"}	0.0	j
g replication_auditor_URL_PUBLISH_TIME_FOR_LOST_BOOKIE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_URL_PUBLISH_TIME_FOR_LOST_BOOKIE_count{success="true"}	0	i
g replication_auditor_URL_PUBLISH_TIME_FOR_LOST_BOOKIE_sum{success="true"}	0.0	j
#g replication_auditor_WRITE_DATA_LATENCY summary
g replication_auditor_WRITE_DATA_LATENCY{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_WRITE_DATA_LATENCY_count{success="false"}	0	i
g replication_auditor_WRITE_DATA_LATENCY_sum{success="false"}	0.0	j
g replication_auditor_WRITE_DATA_LATENCY{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_WRITE_DATA_LATENCY_count{success="true"}	0	i
g replication_auditor_WRITE_DATA_LATENCY_sum{success="true"}	0.0	j
#g replication_auditor_CHECK_ALL_LEDGERS_TIME summary
g replication_auditor_CHECK_ALL_LEDGERS_TIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_CHECK_ALL_LEDGERS_TIME_count{success="false"}	0	i
g replication_auditor_CHECK_ALL_LEDGERS_TIME_sum{success="false"}	0.0	j
g replication_auditor_CHECK_ALL_LEDGERS_TIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_CHECK_ALL_LEDGERS_TIME_count{success="true"}	1	i
g replication_auditor_CHECK_ALL_LEDGERS_TIME_sum{success="true"}	1400.0	j
#g replication_auditor_PLACEMENT_POLICY_CHECK_TIME summary
g replication_auditor_PLACEMENT_POLICY_CHECK_TIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_PLACEMENT_POLICY_CHECK_TIME_count{success="false"}	0	i
g replication_auditor_PLACEMENT_POLICY_CHECK_TIME_sum{success="false"}	0.0	j
g replication_auditor_PLACEMENT_POLICY_CHECK_TIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_PLACEMENT_POLICY_CHECK_TIME_count{success="true"}	0	i
g replication_auditor_PLACEMENT_POLICY_CHECK_TIME_sum{success="true"}	0.0	j
#g replication_auditor_NUM_BOOKIES_PER_LEDGER summary
g replication_auditor_NUM_BOOKIES_PER_LEDGER{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_BOOKIES_PER_LEDGER_count{success="false"}	0	i
g replication_auditor_NUM_BOOKIES_PER_LEDGER_sum{success="false"}	0.0	j
g replication_auditor_NUM_BOOKIES_PER_LEDGER{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_BOOKIES_PER_LEDGER_count{success="true"}	0	i
g replication_auditor_NUM_BOOKIES_PER_LEDGER_sum{success="true"}	0.0	j
#g replication_auditor_AUDIT_BOOKIES_TIME summary
g replication_auditor_AUDIT_BOOKIES_TIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_AUDIT_BOOKIES_TIME_count{success="false"}	0	i
g replication_auditor_AUDIT_BOOKIES_TIME_sum{success="false"}	0.0	j
g replication_auditor_AUDIT_BOOKIES_TIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_AUDIT_BOOKIES_TIME_count{success="true"}	1	i
g replication_auditor_AUDIT_BOOKIES_TIME_sum{success="true"}	786.0	j
#g replication_auditor_UNDER_REPLICATED_LEDGERS_TOTAL_SIZE summary
g replication_auditor_UNDER_REPLICATED_LEDGERS_TOTAL_SIZE{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_UNDER_REPLICATED_LEDGERS_TOTAL_SIZE_count{success="false"}	0	i
g replication_auditor_UNDER_REPLICATED_LEDGERS_TOTAL_SIZE_sum{success="false"}	0.0	j
g replication_auditor_UNDER_REPLICATED_LEDGERS_TOTAL_SIZE{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_UNDER_REPLICATED_LEDGERS_TOTAL_SIZE_count{success="true"}	0	i
g replication_auditor_UNDER_REPLICATED_LEDGERS_TOTAL_SIZE_sum{success="true"}	0.0	j
#g replication_auditor_NUM_BYTES_WRITTEN summary
g replication_auditor_NUM_BYTES_WRITTEN{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_BYTES_WRITTEN_count{success="false"}	0	i
g replication_auditor_NUM_BYTES_WRITTEN_sum{success="false"}	0.0	j
g replication_auditor_NUM_BYTES_WRITTEN{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_BYTES_WRITTEN_count{success="true"}	0	i
g replication_auditor_NUM_BYTES_WRITTEN_sum{success="true"}	0.0	j
#g replication_auditor_REPLICAS_CHECK_TIME summary
g replication_auditor_REPLICAS_CHECK_TIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_REPLICAS_CHECK_TIME_count{success="false"}	0	i
g replication_auditor_REPLICAS_CHECK_TIME_sum{success="false"}	0.0	j
g replication_auditor_REPLICAS_CHECK_TIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_REPLICAS_CHECK_TIME_count{success="true"}	0	i
g replication_auditor_REPLICAS_CHECK_TIME_sum{success="true"}	0.0	j
#g replication_auditor_BOOKIE_TO_LEDGERS_MAP_CREATION_TIME summary
g replication_auditor_BOOKIE_TO_LEDGERS_MAP_CREATION_TIME{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_BOOKIE_TO_LEDGERS_MAP_CREATION_TIME_count{success="false"}	0	i
g replication_auditor_BOOKIE_TO_LEDGERS_MAP_CREATION_TIME_sum{success="false"}	0.0	j
g replication_auditor_BOOKIE_TO_LEDGERS_MAP_CREATION_TIME{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_BOOKIE_TO_LEDGERS_MAP_CREATION_TIME_count{success="true"}	1	i
g replication_auditor_BOOKIE_TO_LEDGERS_MAP_CREATION_TIME_sum{success="true"}	762.0	j
#g replication_auditor_NUM_FRAGMENTS_PER_LEDGER summary
g replication_auditor_NUM_FRAGMENTS_PER_LEDGER{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_FRAGMENTS_PER_LEDGER_count{success="false"}	0	i
g replication_auditor_NUM_FRAGMENTS_PER_LEDGER_sum{success="false"}	0.0	j
g replication_auditor_NUM_FRAGMENTS_PER_LEDGER{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_FRAGMENTS_PER_LEDGER_count{success="true"}	0	i
g replication_auditor_NUM_FRAGMENTS_PER_LEDGER_sum{success="true"}	0.0	j
#g replication_auditor_NUM_UNDER_REPLICATED_LEDGERS summary
g replication_auditor_NUM_UNDER_REPLICATED_LEDGERS{success="false",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_UNDER_REPLICATED_LEDGERS_count{success="false"}	0	i
g replication_auditor_NUM_UNDER_REPLICATED_LEDGERS_sum{success="false"}	0.0	j
g replication_auditor_NUM_UNDER_REPLICATED_LEDGERS{success="true",quantile="<0.5|0.75|0.95|0.99|0.999|0.9999|1.0>"}	NaN	j
g replication_auditor_NUM_UNDER_REPLICATED_LEDGERS_count{success="true"}	0	i
g replication_auditor_NUM_UNDER_REPLICATED_LEDGERS_sum{success="true"}	0.0	j`;
