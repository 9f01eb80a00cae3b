/** Kinds as operators, charts and recordings write them in job names and labels. */
const SPELLINGS: readonly [RegExp, string][] = [
  [/^(pulsar[-_ ])?brokers?$/i, 'broker'],
  [/^(pulsar[-_ ])?(bookies?|bookkeeper)$/i, 'bookie'],
  [/^(pulsar[-_ ])?(zookeepers?|zk|metadata([-_ ]store)?|oxia|etcd)$/i, 'zookeeper'],
  [/^(pulsar[-_ ])?functions?[-_ ]?workers?$/i, 'function_worker'],
  [/^(pulsar[-_ ])?prox(y|ies)$/i, 'proxy'],
  [/^(hosts?|nodes?|node[-_]exporter|workers?)$/i, 'host'],
];

/** The kind that a job's name says, or undefined. */
export function kindOfJob(job: string): string | undefined {
  return SPELLINGS.find(([pattern]) => pattern.test(job))?.[1];
}
