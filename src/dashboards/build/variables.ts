import { DATASOURCE, DATASOURCE_TYPE, DATASOURCE_VARIABLE, type Variable } from './model.ts';

const query = (
  name: string,
  label: string,
  description: string,
  ask: Record<string, unknown>,
  more: object = {},
): Variable => ({
  name,
  label,
  description,
  type: 'query',
  datasource: DATASOURCE,
  definition: '',
  query: { refId: `variable-${name}`, version: 1, cluster: '', namespace: '', expr: '', pattern: '', ...ask },
  refresh: 2,
  regex: '',
  sort: 5,
  hide: 0,
  skipUrlSync: false,
  multi: true,
  includeAll: true,
  allowCustomValue: true,
  current: { selected: true, text: ['All'], value: ['$__all'] },
  options: [],
  ...more,
});

/** Which of our datasources; the first when there is one. */
export const datasourceVariable: Variable = {
  name: DATASOURCE_VARIABLE,
  label: 'Data source',
  type: 'datasource',
  query: DATASOURCE_TYPE,
  refresh: 1,
  regex: '',
  hide: 0,
  skipUrlSync: false,
  multi: false,
  includeAll: false,
  current: {},
  options: [],
};

const labelValues = (label: string, selector: string) => ({ kind: 'label_values', label, selector });

export const clusterVariable = query(
  'cluster',
  'Cluster',
  'Pulsar clusters',
  labelValues('cluster', 'up{job=~".*broker.*"}'),
);

/** Scrape address (`instance`) of nodes whose job matches. */
const instances = (name: string, label: string, job: string, description: string): Variable =>
  query(name, label, description, labelValues('instance', `up{cluster=~"$cluster",job=~"${job}"}`));

export const brokerVariable = instances('broker', 'Broker', '.*broker.*', 'Brokers by the address they are scraped at');
export const bookieVariable = instances('bookie', 'Bookie', '.*bookie.*', 'Bookies by the address they are scraped at');
export const jobVariable = query(
  'job',
  'Role',
  'Brokers, bookies, function workers or metadata servers',
  labelValues('job', 'jvm_memory_bytes_used{cluster=~"$cluster"}'),
);
export const jvmVariable = query(
  'instance',
  'Process',
  'Processes that expose their JVM',
  labelValues('instance', 'jvm_memory_bytes_used{cluster=~"$cluster",job=~"$job"}'),
);
export const namespaceVariable = query(
  'namespace',
  'Namespace',
  'Namespaces with topics',
  labelValues('namespace', 'pulsar_topics_count{cluster=~"$cluster"}'),
);
export const topicVariable = query(
  'topic',
  'Topic',
  'Topics of the namespaces',
  labelValues('topic', 'pulsar_msg_backlog{cluster=~"$cluster",namespace=~"$namespace"}'),
);
export const functionVariable = query(
  'function',
  'Function',
  'Functions, sources and sinks by full name',
  labelValues('fqfn', '{__name__=~"pulsar_(function|source|sink)_received_total",cluster=~"$cluster"}'),
);

/** One run by its id, or all of them. */
export const runVariable = query(
  'run',
  'Run',
  'Benchmark runs, by name',
  { kind: 'runs' },
  {
    multi: false,
    sort: 0,
    allValue: '.*',
    current: { selected: true, text: 'All', value: '$__all' },
  },
);
/** Clusters that agents name; one that names none has no such label, hence all is anything. */
export const agentClusterVariable = query(
  'cluster',
  'Cluster',
  'Clusters that agents belong to',
  labelValues('cluster', 'node_load1{job="agent"}'),
  { allValue: '.*' },
);
export const agentVariable = query(
  'agent',
  'Agent',
  'Agents on worker hosts',
  labelValues('instance', 'node_load1{job="agent",cluster=~"$cluster"}'),
  { allValue: '.*' },
);
