import type { ChartSpec } from '../live/chart-spec.ts';

/**
 * The charts of the live overview, on native Pulsar names but for the canonical histogram of the publish latency. Rates come from counters, not from Pulsar's own rate gauges,
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
      title: 'Publish latency',
      // Over all brokers and topics from the canonical histogram, whose buckets end at 1 s; the slowest write from the
      // brokers' summaries, the worst of them. Both step with the brokers' minute: two of them make the rate.
      query:
        [0.5, 0.99]
          .map((q) => {
            const buckets = `sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket${where()}[2m]))`;
            return `label_replace(1000 * histogram_quantile(${q}, ${buckets}), "quantile", "p${q * 100}", "", "")`;
          })
          .join(' or ') +
        ` or label_replace(max(pulsar_broker_publish_latency${where('quantile="1.0"')} >= 0), "quantile", "max", "", "")`,
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
