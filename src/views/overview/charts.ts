import type { ChartSpec } from '../live/chart-spec.ts';

/**
 * The charts of the live overview, on native Pulsar names. Rates come from counters, not from Pulsar's own rate gauges,
 * which only step once a minute (reference: pulsar-real.md, time behaviour).
 */
export function overviewCharts(instance: string | undefined): ChartSpec[] {
  const where = (...matchers: string[]): string => {
    const all = instance === undefined ? matchers : [...matchers, `instance=${JSON.stringify(instance)}`];
    return all.length === 0 ? '' : `{${all.join(',')}}`;
  };
  return [
    {
      id: 'throughput',
      title: 'Throughput',
      query:
        `label_replace(sum(rate(pulsar_in_messages_total${where()}[1m])), "direction", "in", "", "") or ` +
        `label_replace(sum(rate(pulsar_out_messages_total${where()}[1m])), "direction", "out", "", "")`,
      unit: 'msgps',
      legend: ['direction'],
    },
    {
      id: 'publish-latency',
      title: 'Publish latency, worst broker',
      // Quantiles of several brokers cannot be averaged: the worst is shown.
      query: `max by (quantile) (pulsar_broker_publish_latency${where('quantile=~"0.5|0.99|0.999"')} >= 0)`,
      unit: 'ms',
      legend: ['quantile'],
    },
    {
      id: 'backlog',
      title: 'Backlog, largest subscriptions',
      query: `topk(5, sum by (topic, subscription) (pulsar_subscription_back_log${where()}) > 0)`,
      unit: 'msg',
      legend: ['topic', 'subscription'],
    },
    {
      id: 'journal',
      title: 'Journal fsync p99, worst bookie',
      query: `max by (instance) (bookie_journal_JOURNAL_SYNC${where('quantile="0.99"', 'success="true"')} >= 0)`,
      unit: 'ms',
      legend: ['instance'],
    },
    {
      id: 'heap',
      title: 'JVM heap used',
      query:
        `sum by (instance) (jvm_memory_bytes_used${where('area="heap"')}) / ` +
        `sum by (instance) (jvm_memory_bytes_max${where('area="heap"')})`,
      unit: 'percentunit',
      legend: ['instance'],
    },
    {
      id: 'cpu',
      title: 'CPU, cores used',
      query: `sum by (instance) (rate(process_cpu_seconds_total${where()}[1m]))`,
      unit: 'short',
      legend: ['instance'],
    },
  ];
}
