import type { ChartSpec } from '../live/chart-spec.ts';

/** Where symptoms show first: what the clients of a cluster feel. */
export const SYMPTOM_CHARTS: readonly ChartSpec[] = [
  {
    id: 'publish-latency',
    title: 'Publish latency, 99th percentile',
    query:
      '1000 * histogram_quantile(0.99, sum by (cluster, le) (rate(observatory_pulsar_publish_latency_seconds_bucket[2m])))',
    unit: 'ms',
    legend: ['cluster'],
  },
  {
    id: 'published',
    title: 'Messages published',
    query: 'sum by (cluster) (rate(pulsar_in_messages_total[1m]))',
    unit: 'msgps',
    legend: ['cluster'],
  },
  {
    id: 'delivered',
    title: 'Messages delivered',
    query: 'sum by (cluster) (rate(pulsar_out_messages_total[1m]))',
    unit: 'msgps',
    legend: ['cluster'],
  },
  {
    id: 'backlog',
    title: 'Backlog',
    query: 'sum by (cluster) (pulsar_subscription_back_log)',
    unit: 'msg',
    legend: ['cluster'],
  },
];
