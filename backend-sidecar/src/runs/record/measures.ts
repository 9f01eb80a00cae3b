import type { RunMeasure, RunSeries } from '@observatory/protocol/runs';

/**
 * What is asked for each measure; every answer has one series a target. Names of Pulsar 2.8 to 4.x and of BookKeeper, and
 * this product's conformant histograms. `CLUSTER` stands for the matcher of the run's cluster, or for nothing.
 */
const MEASURES: readonly { measure: RunMeasure; query: string }[] = [
  { measure: 'up', query: 'max by (job, instance) (up{CLUSTER})' },
  // Of the machine, as the broker's load report has it; of bookies and metadata servers their own process, of one core.
  {
    measure: 'cpu',
    query:
      'max by (job, instance) (pulsar_lb_cpu_usage{CLUSTER}) / 100 or max by (job, instance) (rate(process_cpu_seconds_total{job=~".*(bookie|bookkeeper|zookeeper|oxia|etcd).*",CLUSTER}[2m]))',
  },
  {
    measure: 'heap',
    query: partOf('jvm_memory_bytes_used{area="heap",CLUSTER}', 'jvm_memory_bytes_max{area="heap",CLUSTER}'),
  },
  // A minute shows short pauses best; engines that scrape less often than twice a minute have nothing in it.
  { measure: 'gc', query: `1000 * (${perSecond('jvm_gc_collection_seconds_sum{CLUSTER}')})` },
  { measure: 'gcCount', query: `60 * (${perSecond('jvm_gc_collection_seconds_count{CLUSTER}')})` },
  { measure: 'gcCount', query: `60 * (${perSecond('jvm_gc_collection_seconds_count{CLUSTER}')})` },
  { measure: 'rateIn', query: 'sum by (job, instance) (pulsar_rate_in{CLUSTER})' },
  { measure: 'rateOut', query: 'sum by (job, instance) (pulsar_rate_out{CLUSTER})' },
  { measure: 'bytesIn', query: 'sum by (job, instance) (pulsar_throughput_in{CLUSTER})' },
  { measure: 'bytesOut', query: 'sum by (job, instance) (pulsar_throughput_out{CLUSTER})' },
  { measure: 'memory', query: 'sum by (job, instance) (process_resident_memory_bytes{CLUSTER})' },
  { measure: 'direct', query: partOf('jvm_memory_direct_bytes_used{CLUSTER}', 'jvm_memory_direct_bytes_max{CLUSTER}') },
  { measure: 'disk', query: 'max by (job, instance) ({__name__=~"bookie_ledger_dir_.+_usage",CLUSTER}) / 100' },
  // Of brokers by the sidecar's conformant histogram (absent in other engines), of bookies by their own summary.
  {
    measure: 'writeP99',
    query:
      '1000 * histogram_quantile(0.99, sum by (job, instance, le) (rate(observatory_pulsar_publish_latency_seconds_bucket{CLUSTER}[2m]))) or max by (job, instance) (bookkeeper_server_ADD_ENTRY_REQUEST{success="true",quantile="0.99",CLUSTER})',
  },
  {
    measure: 'journalP99',
    query: 'max by (job, instance) (bookie_journal_JOURNAL_ADD_ENTRY{success="true",quantile="0.99",CLUSTER})',
  },
  { measure: 'backlog', query: 'sum by (job, instance) (pulsar_msg_backlog{CLUSTER})' },
  // Only the auditor counts them; what other bookies say is not a number.
  {
    measure: 'underReplicated',
    query:
      'max by (job, instance) (replication_auditor_NUM_UNDER_REPLICATED_LEDGERS{success="true",quantile="1.0",CLUSTER}) >= 0',
  },
  // OMB's workers bear no cluster, so that a run of one cluster still has them. Their counters have no `_total`.
  { measure: 'sent', query: perSecond('benchmark_producer_messages_sent') },
  { measure: 'received', query: perSecond('benchmark_consumer_messages_recv') },
  { measure: 'sendErrors', query: perSecond('benchmark_producer_message_send_errors') },
  { measure: 'sendP99', query: p99Of('benchmark_producer_produce_latency') },
  { measure: 'endToEndP99', query: p99Of('benchmark_consumer_e2e_latency') },
];

/** The queries of all measures, of one cluster or (empty) of all that an engine knows. */
export function measureQueries(cluster: string): { measure: RunMeasure; query: string }[] {
  const matcher = cluster === '' ? '' : `cluster=${JSON.stringify(cluster)}`;
  return MEASURES.map(({ measure, query }) => ({ measure, query: query.replaceAll('CLUSTER', () => matcher) }));
}

/** What OMB's own workers tell; nobody else has these. */
const CLIENT_MEASURES = new Set<RunMeasure>(['sent', 'received', 'sendErrors', 'sendP99', 'endToEndP99']);

/** The tier, by the words that jobs have in Pulsar's charts and in ours (`pulsar/CLUSTER/bookie`: the last word counts). */
export function tierOf(job: string, measure?: RunMeasure): RunSeries['tier'] {
  if (measure !== undefined && CLIENT_MEASURES.has(measure)) return 'client';
  const word = job.split('/').at(-1) ?? job;
  if (/bookie|bookkeeper/i.test(word)) return 'bookie';
  if (/broker|proxy/i.test(word)) return 'broker';
  if (/zookeeper|oxia|etcd|metadata/i.test(word)) return 'metadata';
  return /omb|benchmark|client/i.test(word) ? 'client' : 'other';
}

function partOf(used: string, max: string): string {
  return `max by (job, instance) (${used}) / max by (job, instance) (${max} > 0)`;
}

function perSecond(counter: string): string {
  return `sum by (job, instance) (rate(${counter}[1m])) or sum by (job, instance) (rate(${counter}[5m]))`;
}

/** BookKeeper's provider: summaries in milliseconds, of the last minute. */
function p99Of(summary: string): string {
  return `max by (job, instance) (${summary}{success="true",quantile="0.99"})`;
}
