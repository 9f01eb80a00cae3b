import type { ChartSpec } from '../live/chart-spec.ts';
import type { NodeKind } from './node.ts';

/** The charts of a node's page, by what it is: what it does first, then what that costs it. */
export function nodeCharts(kind: NodeKind, instance: string): ChartSpec[] {
  const where = (...matchers: string[]) => `{${[`instance=${JSON.stringify(instance)}`, ...matchers].join(',')}}`;
  const jvm: ChartSpec[] = [
    {
      id: 'heap',
      title: 'JVM heap used',
      query: `sum(jvm_memory_bytes_used${where('area="heap"')})`,
      unit: 'bytes',
      legend: [],
    },
    {
      id: 'gc',
      title: 'Time in garbage collection',
      query: `sum by (gc) (rate(jvm_gc_collection_seconds_sum${where()}[$__rate_interval]))`,
      unit: 'percentunit',
      legend: ['gc'],
    },
    {
      id: 'cpu',
      title: 'CPU, cores used',
      query: `sum(rate(process_cpu_seconds_total${where()}[$__rate_interval]))`,
      unit: 'short',
      legend: [],
    },
  ];
  if (kind === 'broker') return [...brokerCharts(where), ...jvm];
  if (kind === 'bookie') return [...bookieCharts(where), ...jvm];
  return jvm;
}

type Where = (...matchers: string[]) => string;

function brokerCharts(where: Where): ChartSpec[] {
  const direction = (name: string, metric: string) =>
    `label_replace(sum(rate(${metric}${where()}[$__rate_interval])), "direction", "${name}", "", "")`;
  return [
    {
      id: 'throughput',
      title: 'Messages',
      query: `${direction('in', 'pulsar_in_messages_total')} or ${direction('out', 'pulsar_out_messages_total')}`,
      unit: 'msgps',
      legend: ['direction'],
    },
    {
      id: 'latency',
      title: 'Publish latency, p99',
      query: `1000 * histogram_quantile(0.99, sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket${where()}[2m])))`,
      unit: 'ms',
      legend: [],
    },
    {
      id: 'backlog',
      title: 'Backlog by namespace',
      query: `topk(8, sum by (namespace) (pulsar_msg_backlog${where()}))`,
      unit: 'msg',
      legend: ['namespace'],
    },
  ];
}

function bookieCharts(where: Where): ChartSpec[] {
  return [
    {
      id: 'journal',
      title: 'Journal sync, p99',
      query: `max(bookie_journal_JOURNAL_SYNC${where('quantile="0.99"', 'success="true"')} >= 0)`,
      unit: 'ms',
      legend: [],
    },
    {
      id: 'adds',
      title: 'Entries written',
      query: `sum(rate(bookkeeper_server_ADD_ENTRY_count${where('success="true"')}[$__rate_interval]))`,
      unit: 'short',
      legend: [],
    },
    {
      id: 'journal-queue',
      title: 'Waiting for the journal',
      query: `sum(bookie_journal_JOURNAL_QUEUE_SIZE${where()})`,
      unit: 'short',
      legend: [],
    },
  ];
}
