import type { Instance } from './instance.ts';

type Metric = readonly [name: string, type: 'counter' | 'gauge', help: string, of: (instance: Instance) => number];

const METRICS: readonly Metric[] = [
  [
    'observatory_datasource_queries_asked_total',
    'counter',
    'Queries that went to the sidecar',
    ({ answers }) => answers.misses,
  ],
  [
    'observatory_datasource_queries_shared_total',
    'counter',
    'Queries that were answered with an equal one of the same moment',
    ({ answers }) => answers.hits,
  ],
  [
    'observatory_datasource_stream_connections',
    'gauge',
    'WebSockets to the sidecar',
    ({ upstream }) => upstream.connections,
  ],
  [
    'observatory_datasource_stream_queries',
    'gauge',
    'Different queries that are streamed',
    ({ upstream }) => upstream.subscriptions,
  ],
];

/** What Grafana serves beside the SDK's own metrics at `/metrics/plugins/<id>`. */
export function metricsText(instances: readonly Instance[]): string {
  return METRICS.map(([name, type, help, of]) => {
    // While settings change, the old and the new instance of a datasource are both there.
    const sums = new Map<string, number>();
    for (const instance of instances) sums.set(instance.uid, (sums.get(instance.uid) ?? 0) + of(instance));
    const samples = [...sums].map(([uid, value]) => `${name}{uid=${JSON.stringify(uid)}} ${value}\n`);
    return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${samples.join('')}`;
  }).join('');
}
