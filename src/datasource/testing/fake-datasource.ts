import type { MetricDescription } from '@observatory/protocol/capabilities';
import type { ObservatoryDataSource } from '../DataSource.ts';

const description = (name: string, rest: Partial<MetricDescription> = {}): MetricDescription => ({
  name,
  type: 'gauge',
  unit: '',
  help: '',
  aggregatable: true,
  aggregation: 'sum',
  advice: '',
  avoid: [],
  aliases: [],
  ...rest,
});

/** What the editors use of a datasource, over a small cluster. */
export function fakeDatasource(): ObservatoryDataSource {
  const metrics = new Map(
    [
      description('pulsar_rate_in', {
        help: 'Messages published per second',
        avoid: ['rate'],
        advice: 'Already a rate.',
      }),
      description('pulsar_in_messages_total', { type: 'counter', aggregation: 'rate_then_sum' }),
    ].map((metric) => [metric.name, metric]),
  );
  const fake = {
    uid: 'test',
    replace: (text: string) => text,
    variableNames: () => ['$cluster'],
    resources: {
      metrics: async () => metrics,
      metricNames: async () => [...metrics.keys()],
      labels: async () => ['__name__', 'cluster', 'instance'],
      labelValues: async (label: string) => [`${label}-1`, `${label}-2`],
      nodes: async () => [{ cluster: 'demo-1' }],
      logSources: async () => ({ nodes: ['host-1'], sources: ['broker'], loggers: ['org.apache.A'], levels: [] }),
      topicNames: async () => ['public/default'],
    },
  };
  return fake as unknown as ObservatoryDataSource;
}
