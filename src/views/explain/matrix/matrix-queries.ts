import type { Unit } from '../../live/format-value.ts';

/** A query of the matrix: one or a few series. */
export interface MatrixQuery {
  id: string;
  group: string;
  title: string;
  expr: string;
  unit: Unit;
  /** Label that names its series; none for one series. */
  by?: string;
  role: 'resource' | 'outcome';
}

/** What clients feel. */
const OUTCOMES: readonly MatrixQuery[] = [
  {
    id: 'latency',
    group: 'Latency',
    title: 'Publish latency p99',
    expr: '1000 * histogram_quantile(0.99, sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket[2m])))',
    unit: 'ms',
    role: 'outcome',
  },
  {
    id: 'in',
    group: 'Throughput',
    title: 'Published',
    expr: 'sum(rate(pulsar_in_messages_total[1m]))',
    unit: 'msgps',
    role: 'outcome',
  },
  {
    id: 'out',
    group: 'Throughput',
    title: 'Delivered',
    expr: 'sum(rate(pulsar_out_messages_total[1m]))',
    unit: 'msgps',
    role: 'outcome',
  },
  {
    id: 'backlog',
    group: 'Loss',
    title: 'Backlog',
    expr: 'sum(pulsar_subscription_back_log)',
    unit: 'msg',
    role: 'outcome',
  },
  {
    id: 'down',
    group: 'Loss',
    title: 'Targets down',
    expr: 'sum(1 - up)',
    unit: 'short',
    role: 'outcome',
  },
];

/** What may run short, of each node. */
const RESOURCES: readonly MatrixQuery[] = [
  {
    id: 'cpu',
    group: 'CPU',
    title: 'CPU cores',
    expr: 'sum by (instance) (rate(process_cpu_seconds_total[1m]))',
    unit: 'short',
    by: 'instance',
    role: 'resource',
  },
  {
    id: 'heap',
    group: 'Heap',
    title: 'Heap used',
    expr: 'sum by (instance) (jvm_memory_bytes_used{area="heap"}) / sum by (instance) (jvm_memory_bytes_max{area="heap"})',
    unit: 'percentunit',
    by: 'instance',
    role: 'resource',
  },
  {
    id: 'gc',
    group: 'GC',
    title: 'GC share of time',
    expr: 'sum by (instance) (rate(jvm_gc_collection_seconds_sum[1m]))',
    unit: 'percentunit',
    by: 'instance',
    role: 'resource',
  },
  {
    id: 'journal',
    group: 'Disk',
    title: 'Journal sync p99',
    expr: 'max by (instance) (bookie_journal_JOURNAL_SYNC{quantile="0.99",success="true"} >= 0)',
    unit: 'ms',
    by: 'instance',
    role: 'resource',
  },
];

export const MATRIX_QUERIES: readonly MatrixQuery[] = [...RESOURCES, ...OUTCOMES];
