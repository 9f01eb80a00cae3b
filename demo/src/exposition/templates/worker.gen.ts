// Made by demo/tools/make-templates.mjs from shared/corpus/pulsar-4.0.8/metrics/baseline-15s/function-worker_fw-2_20261122T044250.380Z.prom.gz
// (recorded by us from Apache Pulsar 4.0.8). Do not edit; the grammar is in ../template.ts.
export const workerTemplate = `#g pulsar_function_worker_start_up_time_ms summary
g pulsar_function_worker_start_up_time_ms_count{cluster="$cluster$",}	1.0	j
g pulsar_function_worker_start_up_time_ms_sum{cluster="$cluster$",}	4019.597926	j
g pulsar_function_worker_start_up_time_ms_created{cluster="$cluster$",}	0	c
#g pulsar_function_worker_schedule_strategy_execution_time_ms summary
g pulsar_function_worker_schedule_strategy_execution_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_schedule_strategy_execution_time_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_schedule_strategy_execution_time_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_schedule_strategy_execution_time_ms_created{cluster="$cluster$",}	0.002	c
#g pulsar_function_worker_instance_count gauge
g pulsar_function_worker_instance_count{cluster="$cluster$",}	3.0	j
#g pulsar_function_worker_stop_instance_process_time_ms summary
g pulsar_function_worker_stop_instance_process_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_stop_instance_process_time_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_stop_instance_process_time_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_stop_instance_process_time_ms_created{cluster="$cluster$",}	0.002	c
#g pulsar_function_worker_rebalance_execution_time_total_ms summary
g pulsar_function_worker_rebalance_execution_time_total_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_rebalance_execution_time_total_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_rebalance_execution_time_total_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_rebalance_execution_time_total_ms_created{cluster="$cluster$",}	0.002	c
#g pulsar_function_worker_rebalance_strategy_execution_time_ms summary
g pulsar_function_worker_rebalance_strategy_execution_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_rebalance_strategy_execution_time_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_rebalance_strategy_execution_time_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_rebalance_strategy_execution_time_ms_created{cluster="$cluster$",}	0.002	c
#g pulsar_function_worker_drain_execution_time_total_ms summary
g pulsar_function_worker_drain_execution_time_total_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_drain_execution_time_total_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_drain_execution_time_total_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_drain_execution_time_total_ms_created{cluster="$cluster$",}	0.002	c
#g pulsar_function_worker_schedule_execution_time_total_ms summary
g pulsar_function_worker_schedule_execution_time_total_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_schedule_execution_time_total_ms_count{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_schedule_execution_time_total_ms_sum{cluster="$cluster$",}	0.0	j
g pulsar_function_worker_schedule_execution_time_total_ms_created{cluster="$cluster$",}	0.001	c
#g pulsar_function_worker_start_instance_process_time_ms summary
g pulsar_function_worker_start_instance_process_time_ms{cluster="$cluster$",quantile="<0.5|0.9|1.0>",}	NaN	j
g pulsar_function_worker_start_instance_process_time_ms_count{cluster="$cluster$",}	3.0	j
g pulsar_function_worker_start_instance_process_time_ms_sum{cluster="$cluster$",}	1262.478078	j
g pulsar_function_worker_start_instance_process_time_ms_created{cluster="$cluster$",}	0.002	c
@instances`;
