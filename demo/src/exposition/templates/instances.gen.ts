// Made by demo/tools/make-templates.mjs from shared/corpus/pulsar-4.0.8/metrics/baseline-15s/function-worker_fw-2_20261122T044250.380Z.prom.gz and broker-1's
// (recorded by us from Apache Pulsar 4.0.8). Do not edit; the grammar is in ../template.ts.
export const instancesTemplate = `#f pulsar_function_processed_successfully_1min counter
f pulsar_function_processed_successfully_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	80.0	j
f pulsar_function_processed_successfully_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	659.998	c
#f pulsar_function_sink_exception gauge
#f pulsar_function_received counter
f pulsar_function_received_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	3477.0	j
f pulsar_function_received_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0	c
#f pulsar_function_system_exceptions_1min counter
f pulsar_function_system_exceptions_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_function_system_exceptions_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	659.998	c
#f pulsar_function_process_latency_ms summary
f pulsar_function_process_latency_ms{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.5",}	0.010036	j
f pulsar_function_process_latency_ms{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.9",}	0.04277	j
f pulsar_function_process_latency_ms{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.99",}	0.113741	j
f pulsar_function_process_latency_ms{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.999",}	1.285305	j
f pulsar_function_process_latency_ms_count{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	3477.0	j
f pulsar_function_process_latency_ms_sum{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	82.43562699999983	j
f pulsar_function_process_latency_ms_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	-0.002	c
#f pulsar_function_system_exceptions counter
f pulsar_function_system_exceptions_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_function_system_exceptions_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	-0.002	c
#f pulsar_function_user_exception gauge
f pulsar_function_user_exception{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",error="Failed",}	1.0	j
#f pulsar_function_user_metric_ summary
#f pulsar_function_last_invocation gauge
f pulsar_function_last_invocation{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	1.79532257019E12	j
#f pulsar_function_process_latency_ms_1min summary
f pulsar_function_process_latency_ms_1min{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.5",}	0.011503	j
f pulsar_function_process_latency_ms_1min{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.9",}	0.045566	j
f pulsar_function_process_latency_ms_1min{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.99",}	0.302544	j
f pulsar_function_process_latency_ms_1min{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",quantile="0.999",}	0.302544	j
f pulsar_function_process_latency_ms_1min_count{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	184.0	j
f pulsar_function_process_latency_ms_1min_sum{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	4.673321000000001	j
f pulsar_function_process_latency_ms_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	659.998	c
#f pulsar_function_source_exception gauge
#f pulsar_function_user_exceptions counter
f pulsar_function_user_exceptions_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	2366.0	j
f pulsar_function_user_exceptions_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	-0.002	c
#f pulsar_function_received_1min counter
f pulsar_function_received_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	184.0	j
f pulsar_function_received_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	659.998	c
#f pulsar_function_user_exceptions_1min counter
f pulsar_function_user_exceptions_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	104.0	j
f pulsar_function_user_exceptions_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	659.998	c
#f pulsar_function_system_exception gauge
#f pulsar_function_processed_successfully counter
f pulsar_function_processed_successfully_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	1111.0	j
f pulsar_function_processed_successfully_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	-0.002	c
f pulsar_function_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="LetterCount",quantile="0.5",}	64.0	j
f pulsar_function_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="LetterCount",quantile="0.9",}	64.0	j
f pulsar_function_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="LetterCount",quantile="0.99",}	64.0	j
f pulsar_function_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="LetterCount",quantile="0.999",}	64.0	j
f pulsar_function_user_metric__count{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="LetterCount",}	21090.0	j
f pulsar_function_user_metric__sum{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="LetterCount",}	1349760.0	j
f pulsar_function_user_metric__created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="LetterCount",}	1.621	c
#f pulsar_source_source_exceptions_1min counter
f pulsar_source_source_exceptions_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_source_source_exceptions_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	720	c
#f pulsar_source_written counter
f pulsar_source_written_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	28105.0	j
f pulsar_source_written_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0	c
#f pulsar_source_system_exceptions counter
f pulsar_source_system_exceptions_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_source_system_exceptions_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0	c
#f pulsar_source_source_exception gauge
#f pulsar_source_received_1min counter
f pulsar_source_received_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	184.0	j
f pulsar_source_received_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	720	c
#f pulsar_source_user_metric_ summary
#f pulsar_source_last_invocation gauge
f pulsar_source_last_invocation{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	1.795322570411E12	j
#f pulsar_source_received counter
f pulsar_source_received_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	28105.0	j
f pulsar_source_received_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0	c
#f pulsar_source_written_1min counter
f pulsar_source_written_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	184.0	j
f pulsar_source_written_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	720	c
#f pulsar_source_system_exception gauge
#f pulsar_source_source_exceptions counter
f pulsar_source_source_exceptions_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_source_source_exceptions_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0	c
#f pulsar_source_system_exceptions_1min counter
f pulsar_source_system_exceptions_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_source_system_exceptions_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	720	c
#f pulsar_sink_written counter
f pulsar_sink_written_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	44049.0	j
f pulsar_sink_written_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.062	c
#f pulsar_sink_sink_exceptions counter
f pulsar_sink_sink_exceptions_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_sink_sink_exceptions_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.062	c
#f pulsar_sink_system_exceptions_1min counter
f pulsar_sink_system_exceptions_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_sink_system_exceptions_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	660.062	c
#f pulsar_sink_sink_exception gauge
#f pulsar_sink_received_1min counter
f pulsar_sink_received_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	2940.0	j
f pulsar_sink_received_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	660.062	c
#f pulsar_sink_system_exception gauge
#f pulsar_sink_received counter
f pulsar_sink_received_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	44049.0	j
f pulsar_sink_received_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.062	c
#f pulsar_sink_last_invocation gauge
f pulsar_sink_last_invocation{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	1.795322570425E12	j
#f pulsar_sink_sink_exceptions_1min counter
f pulsar_sink_sink_exceptions_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_sink_sink_exceptions_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	660.062	c
#f pulsar_sink_written_1min counter
f pulsar_sink_written_1min_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	2940.0	j
f pulsar_sink_written_1min_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	660.062	c
#f pulsar_sink_system_exceptions counter
f pulsar_sink_system_exceptions_total{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.0	j
f pulsar_sink_system_exceptions_created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",}	0.062	c
#f pulsar_sink_user_metric_ summary
f pulsar_sink_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="refused",quantile="0.5",}	1.0	j
f pulsar_sink_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="refused",quantile="0.9",}	1.0	j
f pulsar_sink_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="refused",quantile="0.99",}	1.0	j
f pulsar_sink_user_metric_{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="refused",quantile="0.999",}	1.0	j
f pulsar_sink_user_metric__count{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="refused",}	220.0	j
f pulsar_sink_user_metric__sum{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="refused",}	220.0	j
f pulsar_sink_user_metric__created{tenant="$tenant$",namespace="$tns$",name="$name$",instance_id="$instance$",cluster="$cluster$",fqfn="$fqfn$",metric="refused",}	1.803	c`;
