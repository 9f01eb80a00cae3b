import type { TopologyKind } from '@observatory/protocol/topology';

export interface Tier {
  id: string;
  title: string;
  kinds: readonly TopologyKind[];
}

/** What the map shows from top to bottom; the same order as the sidecar's bands. */
export const TIERS: readonly Tier[] = [
  { id: 'cluster', title: 'Clusters', kinds: ['cluster'] },
  { id: 'subscription', title: 'Subscriptions', kinds: ['subscription'] },
  { id: 'topic', title: 'Topics', kinds: ['partitioned_topic', 'topic'] },
  { id: 'namespace', title: 'Namespaces', kinds: ['namespace'] },
  { id: 'bundle', title: 'Bundles', kinds: ['bundle'] },
  { id: 'broker', title: 'Brokers and function workers', kinds: ['broker', 'function_worker'] },
  { id: 'function', title: 'Functions', kinds: ['function', 'function_instance'] },
  { id: 'ledger', title: 'Ledgers', kinds: ['ledger'] },
  { id: 'ensemble', title: 'Ensembles', kinds: ['ensemble'] },
  { id: 'bookie', title: 'Bookies', kinds: ['bookie'] },
  { id: 'disk', title: 'Disks', kinds: ['disk'] },
  { id: 'place', title: 'Racks and hosts', kinds: ['rack', 'host'] },
];

const TIER_OF = new Map(TIERS.flatMap((tier, index) => tier.kinds.map((kind) => [kind, index] as const)));

export function tierOf(kind: TopologyKind): number {
  return TIER_OF.get(kind) ?? 0;
}

export const KIND_TITLES: Readonly<Record<TopologyKind, readonly [one: string, many: string]>> = {
  cluster: ['cluster', 'clusters'],
  host: ['host', 'hosts'],
  broker: ['broker', 'brokers'],
  namespace: ['namespace', 'namespaces'],
  bundle: ['bundle', 'bundles'],
  topic: ['topic', 'topics'],
  partitioned_topic: ['partitioned topic', 'partitioned topics'],
  subscription: ['subscription', 'subscriptions'],
  ledger: ['ledger', 'ledgers'],
  ensemble: ['ensemble', 'ensembles'],
  bookie: ['bookie', 'bookies'],
  rack: ['rack', 'racks'],
  disk: ['disk', 'disks'],
  function_worker: ['function worker', 'function workers'],
  function: ['function', 'functions'],
  function_instance: ['function instance', 'function instances'],
};

export function kindTitle(kind: TopologyKind, count = 1): string {
  return KIND_TITLES[kind][count === 1 ? 0 : 1];
}

/** What the map of a whole cluster can show; of the rest there are too many at once, they appear around a node. */
export const MAP_KINDS: readonly TopologyKind[] = [
  'cluster',
  'namespace',
  'bundle',
  'function',
  'broker',
  'function_worker',
  'bookie',
  'disk',
  'rack',
  'host',
];
export const DEFAULT_KINDS: readonly TopologyKind[] = ['namespace', 'function', 'broker', 'function_worker', 'bookie'];
/** Shown as edges while they are not shown as nodes. */
export const COLLAPSIBLE: readonly TopologyKind[] = ['bundle', 'function_instance'];
