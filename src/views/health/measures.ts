import type { Unit } from '../live/format-value.ts';

/** What the health heatmap can be coloured by, other than the state itself. */
export interface NodeMeasure {
  id: string;
  title: string;
  /** PromQL whose series are instances; `$__interval` and `$__rate_interval` are put in by the sidecar. */
  expr: string;
  unit: Unit;
  /** Value from which the colour is that of a warning, and of trouble. */
  warn: number;
  bad: number;
}

export const NODE_MEASURES: readonly NodeMeasure[] = [
  {
    id: 'heap',
    title: 'JVM heap used',
    expr:
      'max by (cluster, job, instance) (max_over_time(jvm_memory_bytes_used{area="heap"}[$__interval]) ' +
      '/ (jvm_memory_bytes_max{area="heap"} > 0))',
    unit: 'percentunit',
    warn: 0.8,
    bad: 0.92,
  },
  {
    id: 'gc',
    title: 'Time in garbage collection',
    expr: 'sum by (cluster, job, instance) (rate(jvm_gc_collection_seconds_sum[$__rate_interval]))',
    unit: 'percentunit',
    warn: 0.05,
    bad: 0.2,
  },
  {
    id: 'cpu',
    title: 'CPU, cores used',
    expr: 'sum by (cluster, job, instance) (rate(process_cpu_seconds_total[$__rate_interval]))',
    unit: 'short',
    warn: 2,
    bad: 4,
  },
  {
    id: 'journal',
    title: 'Journal sync, p99',
    expr: 'max by (cluster, job, instance) (bookie_journal_JOURNAL_SYNC{quantile="0.99", success="true"} >= 0)',
    unit: 'ms',
    warn: 20,
    bad: 100,
  },
];
