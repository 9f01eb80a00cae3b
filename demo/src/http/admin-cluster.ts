import { bundleRange, namespaceName, type Broker, type World } from '../model/world.ts';
import { ok, reason, route, text, type BrokerContext, type Route } from './router.ts';
import { runtimeConfiguration } from './runtime-configuration.ts';

const listed = (world: World): string[] => world.brokers.filter((b) => b.registered).map((b) => b.id);

const clusterData = (world: World) => ({
  serviceUrl: `http://${world.brokers.map((b) => b.id).join(',')}`,
  brokerServiceUrl: `pulsar://${world.brokers.map((b) => `127.0.0.1:${b.servicePort}`).join(',')}`,
  brokerClientTlsEnabled: false,
  tlsAllowInsecureConnection: false,
  brokerClientTlsEnabledWithKeyStore: false,
  brokerClientTlsTrustStoreType: 'JKS',
  brokerClientTlsKeyStoreType: 'JKS',
  brokerClientSslFactoryPlugin: 'org.apache.pulsar.common.util.DefaultPulsarSslFactory',
});

/** Namespace bundles that a broker owns, as `/brokers/{cluster}/{broker}/ownedNamespaces` prints them. */
function ownedNamespaces(world: World, broker: Broker): Record<string, unknown> {
  const owned: Record<string, unknown> = {};
  for (const bundle of world.bundles) {
    if (bundle.owner !== broker.index) continue;
    const name = `${namespaceName(world.namespaces[bundle.namespace])}/${bundleRange(bundle)}`;
    owned[name] = { broker_assignment: 'shared', is_controlled: false, is_active: true };
  }
  return owned;
}

/** Clusters, brokers, bookies: what discovery asks first. */
export const clusterRoutes: Route<BrokerContext>[] = [
  route('GET', '/admin/v2/clusters', ({ world }) => ok([world.cluster])),
  route('GET', '/admin/v2/clusters/:cluster', ({ world, params }) =>
    params[0] === world.cluster ? ok(clusterData(world)) : reason(404, 'Cluster does not exist'),
  ),
  route('GET', '/admin/v2/clusters/:cluster/failureDomains', () => ok({})),
  route('GET', '/admin/v2/clusters/:cluster/namespaceIsolationPolicies', ({ params }) =>
    reason(404, `NamespaceIsolationPolicies for cluster ${params[0]} does not exist`),
  ),
  route('GET', '/admin/v2/brokers/leaderBroker', ({ world }) => {
    const leader = world.brokers[world.leader];
    return ok({ serviceUrl: `http://${leader.id}`, brokerId: leader.id });
  }),
  route('GET', '/admin/v2/brokers/version', () => text('4.0.8')),
  route('GET', '/admin/v2/brokers/health', () => text('ok')),
  route('GET', '/admin/v2/brokers/ready', () => text('ok')),
  route('GET', '/status.html', () => text('OK', 200, 'text/plain')),
  route('GET', '/admin/v2/brokers/internal-configuration', ({ world }) => {
    const servers = `zk:${world.metadata.map((m) => `127.0.0.1:${2181 + m.index}`).join(',')}`;
    return ok({
      zookeeperServers: servers,
      configurationStoreServers: servers,
      metadataStoreUrl: servers,
      configurationMetadataStoreUrl: servers,
      ledgersRootPath: '/ledgers',
    });
  }),
  route('GET', '/admin/v2/brokers/configuration', () => ok(Object.keys(runtimeConfiguration.dynamic))),
  route('GET', '/admin/v2/brokers/configuration/values', ({ broker }) =>
    ok(Object.fromEntries(broker.dynamicConfiguration)),
  ),
  route('GET', '/admin/v2/brokers/configuration/runtime', ({ world, broker }) =>
    ok({
      ...runtimeConfiguration.fixed,
      ...runtimeConfiguration.dynamic,
      clusterName: world.cluster,
      advertisedAddress: '127.0.0.1',
      webServicePort: String(broker.port),
      brokerServicePort: String(broker.servicePort),
      functionsWorkerEnabled: String(world.workers.some((w) => w.embedded === broker.index)),
      ...Object.fromEntries(broker.dynamicConfiguration),
    }),
  ),
  route('GET', '/admin/v2/brokers/:cluster/:broker/ownedNamespaces', ({ world, broker, params }) => {
    if (params[1] === broker.id) return ok(ownedNamespaces(world, broker));
    const other = world.brokers.find((b) => b.id === params[1] && b.registered);
    if (!other) return reason(404, 'Broker does not exist');
    return { status: 307, location: `http://${other.id}/admin/v2/brokers/${params[0]}/${params[1]}/ownedNamespaces` };
  }),
  // Any other name is taken as a cluster and answered with the list, as Pulsar does (`/brokers/log-level` "works").
  route('GET', '/admin/v2/brokers', ({ world }) => ok(listed(world))),
  route('GET', '/admin/v2/brokers/:cluster', ({ world }) => ok(listed(world))),
  route('GET', '/admin/v2/bookies/all', ({ world }) =>
    ok({ bookies: world.bookies.filter((b) => b.registered).map((b) => ({ bookieId: b.id })) }),
  ),
  route('GET', '/admin/v2/bookies/racks-info', ({ world }) =>
    ok({
      default: Object.fromEntries(world.bookies.map((b) => [b.id, { rack: b.rack, hostname: `host-${b.host + 1}` }])),
    }),
  ),
  route('GET', '/admin/v2/bookies/racks-info/:bookie', ({ world, params }) => {
    const bookie = world.bookies.find((b) => b.id === params[0]);
    return bookie
      ? ok({ rack: bookie.rack, hostname: `host-${bookie.host + 1}` })
      : reason(404, 'Bookie rack placement not found');
  }),
  route('GET', '/admin/v2/resource-quotas', () =>
    ok({ msgRateIn: 40, msgRateOut: 120, bandwidthIn: 100000, bandwidthOut: 300000, memory: 80, dynamic: true }),
  ),
  route('GET', '/admin/v2/resourcegroups', () => ok([])),
];
