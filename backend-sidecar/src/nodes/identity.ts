import { NODE_KINDS, type NodeKind } from '@observatory/protocol/nodes';
import type { TargetStatus } from '../scrape/target-status.ts';

/** What a target is in its cluster, as far as its labels tell. */
export interface NodeIdentity {
  id: string;
  cluster: string;
  kind: NodeKind | undefined;
  address: string;
  version: string | undefined;
}

/** Where a kind may be written, most trusted first: discovery, then labels an operator sets, then the job's name. */
const KIND_LABELS = ['__meta_pulsar_kind', 'node_kind', 'kind', 'component', 'job'];
const ALIASES: Readonly<Record<string, NodeKind>> = {
  bookkeeper: 'bookie',
  functions_worker: 'function_worker',
  functionworker: 'function_worker',
  pulsar_broker: 'broker',
  pulsar_bookie: 'bookie',
  pulsar_proxy: 'proxy',
  zk: 'zookeeper',
  host: 'worker',
  hosts: 'worker',
  node_exporter: 'worker',
  brokers: 'broker',
  bookies: 'bookie',
  proxies: 'proxy',
};

export function identityOf(status: TargetStatus): NodeIdentity {
  const label = (name: string) => status.labels.get(name) || status.discoveredLabels.get(name);
  const cluster = label('cluster') || label('__meta_pulsar_cluster');
  const address = label('instance') || label('__address__');
  const kind = KIND_LABELS.map((name) => kindNamed(label(name))).find((found) => found !== undefined);
  return {
    id: `${cluster}/${kind ?? status.scrapePool}/${address}`,
    cluster,
    kind,
    address,
    version: label('__meta_pulsar_version') || undefined,
  };
}

function kindNamed(text: string): NodeKind | undefined {
  const name = text.toLowerCase().replaceAll(/[-. ]/g, '_');
  return NODE_KINDS.find((kind) => kind === name) ?? ALIASES[name];
}
