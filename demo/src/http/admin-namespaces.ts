import { namespaceName, topicName, type Namespace, type World } from '../model/world.ts';
import { ok, reason, route, type BrokerContext, type Route } from './router.ts';

export const findNamespace = (world: World, tenant: string, name: string): Namespace | undefined =>
  world.namespaces.find((n) => n.tenant === tenant && n.name === name);

/** Boundaries of a namespace's bundles. */
function bundles(world: World, namespace: Namespace): { boundaries: string[]; numBundles: number } {
  const list = world.bundles.slice(namespace.firstBundle, namespace.firstBundle + namespace.bundleCount);
  const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
  return { boundaries: [...list.map((b) => hex(b.low)), '0xffffffff'], numBundles: list.length };
}

const persistence = (namespace: Namespace) => ({
  bookkeeperEnsemble: namespace.ensemble,
  bookkeeperWriteQuorum: namespace.writeQuorum,
  bookkeeperAckQuorum: namespace.ackQuorum,
  managedLedgerMaxMarkDeleteRate: 1.0,
});

const RETENTION = { retentionTimeInMinutes: 30, retentionSizeInMB: -1 };

function policies(world: World, namespace: Namespace): unknown {
  return {
    auth_policies: { namespace_auth: {}, destination_auth: {}, subscription_auth_roles: {} },
    replication_clusters: [world.cluster],
    allowed_clusters: [],
    bundles: bundles(world, namespace),
    backlog_quota_map: {},
    clusterDispatchRate: {},
    topicDispatchRate: {},
    subscriptionDispatchRate: {},
    replicatorDispatchRate: {},
    clusterSubscribeRate: {},
    persistence: persistence(namespace),
    publishMaxMessageRate: {},
    latency_stats_sample_rate: {},
    retention_policies: RETENTION,
    deleted: false,
    encryption_required: false,
    subscription_auth_mode: 'None',
    offload_threshold: -1,
    offload_threshold_in_seconds: -1,
    schema_compatibility_strategy: 'UNDEFINED',
    is_allow_auto_update_schema: true,
    schema_validation_enforced: false,
    subscription_types_enabled: [],
    properties: {},
    migrated: false,
    clusterThatCanDeleteNamespace: world.cluster,
  };
}

/** Full names of a namespace's topics, partitions singly. */
export function topicsOf(world: World, namespace: Namespace): string[] {
  const names: string[] = [];
  for (let b = namespace.firstBundle; b < namespace.firstBundle + namespace.bundleCount; b++) {
    for (const topic of world.bundles[b].topics) names.push(topicName(world, topic));
  }
  return names.sort();
}

const missing = reason(404, 'Namespace does not exist');

const withNamespace =
  (answer: (world: World, namespace: Namespace) => unknown) =>
  ({ world, params }: BrokerContext) => {
    const namespace = findNamespace(world, params[0], params[1]);
    return namespace ? ok(answer(world, namespace)) : missing;
  };

export const namespaceRoutes: Route<BrokerContext>[] = [
  route('GET', '/admin/v2/tenants', ({ world }) => ok([...new Set(world.namespaces.map((n) => n.tenant))].sort())),
  route('GET', '/admin/v2/tenants/:tenant', ({ world, params }) =>
    world.namespaces.some((n) => n.tenant === params[0])
      ? ok({ adminRoles: [], allowedClusters: [world.cluster] })
      : reason(404, 'Tenant does not exist'),
  ),
  route('GET', '/admin/v2/namespaces/:tenant', ({ world, params }) => {
    const list = world.namespaces.filter((n) => n.tenant === params[0] && !n.name.includes('/'));
    return list.length > 0 ? ok(list.map(namespaceName)) : reason(404, 'Tenant not found');
  }),
  route('GET', '/admin/v2/namespaces/:tenant/:namespace', withNamespace(policies)),
  route('GET', '/admin/v2/namespaces/:tenant/:namespace/bundles', withNamespace(bundles)),
  route('GET', '/admin/v2/namespaces/:tenant/:namespace/topics', withNamespace(topicsOf)),
  route(
    'GET',
    '/admin/v2/namespaces/:tenant/:namespace/persistence',
    withNamespace((_, n) => persistence(n)),
  ),
  route(
    'GET',
    '/admin/v2/namespaces/:tenant/:namespace/retention',
    withNamespace(() => RETENTION),
  ),
  route(
    'GET',
    '/admin/v2/namespaces/:tenant/:namespace/permissions',
    withNamespace(() => ({})),
  ),
  route(
    'GET',
    '/admin/v2/namespaces/:tenant/:namespace/backlogQuotaMap',
    withNamespace(() => ({})),
  ),
  route('GET', '/admin/v2/persistent/:tenant/:namespace', withNamespace(topicsOf)),
  route(
    'GET',
    '/admin/v2/non-persistent/:tenant/:namespace',
    withNamespace(() => []),
  ),
  route(
    'GET',
    '/admin/v2/persistent/:tenant/:namespace/partitioned',
    withNamespace((world, n) =>
      world.partitioned.filter((p) => p.namespace === n.index).map((p) => `persistent://${namespaceName(n)}/${p.name}`),
    ),
  ),
];
