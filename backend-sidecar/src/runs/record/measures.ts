import type { RunMeasure, RunSeries } from '@observatory/protocol/runs';

/** What is asked for each measure; every answer has one series a target. Names of Pulsar 2.8 to 4.x and of BookKeeper. */
export const MEASURE_QUERIES: readonly { measure: RunMeasure; query: string }[] = [
  { measure: 'up', query: 'max by (job, instance) (up)' },
  // Of the machine, as the broker's load report has it.
  { measure: 'cpu', query: 'max by (job, instance) (pulsar_lb_cpu_usage) / 100' },
  {
    measure: 'heap',
    query:
      'sum by (job, instance) (jvm_memory_bytes_used{area="heap"}) / sum by (job, instance) (jvm_memory_bytes_max{area="heap"} > 0)',
  },
  { measure: 'gc', query: '1000 * sum by (job, instance) (rate(jvm_gc_collection_seconds_sum[1m]))' },
  { measure: 'rateIn', query: 'sum by (job, instance) (pulsar_rate_in)' },
  { measure: 'rateOut', query: 'sum by (job, instance) (pulsar_rate_out)' },
  { measure: 'bytesIn', query: 'sum by (job, instance) (pulsar_throughput_in)' },
  { measure: 'bytesOut', query: 'sum by (job, instance) (pulsar_throughput_out)' },
  { measure: 'memory', query: 'sum by (job, instance) (process_resident_memory_bytes)' },
];

/** The tier, by the words that jobs have in Pulsar's charts and in ours. */
export function tierOf(job: string): RunSeries['tier'] {
  if (/bookie|bookkeeper/i.test(job)) return 'bookie';
  if (/broker|proxy/i.test(job)) return 'broker';
  return /zookeeper|oxia|etcd/i.test(job) ? 'metadata' : 'other';
}
