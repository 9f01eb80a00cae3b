import { heapUsed } from '../model/jvm.ts';
import { bundleRange, namespaceName, topicName, type Broker, type World } from '../model/world.ts';
import { ok, reason, route, type BrokerContext, type Route } from './router.ts';
import { brokerStatsTopic } from './topic-stats.ts';

/** Bundles of a broker that have topics, by full name. */
function* ownedBundles(
  world: World,
  broker: Broker,
): Generator<{ namespace: string; range: string; topics: number[] }> {
  for (const bundle of world.bundles) {
    if (bundle.owner !== broker.index || bundle.topics.length === 0) continue;
    yield {
      namespace: namespaceName(world.namespaces[bundle.namespace]),
      range: bundleRange(bundle),
      topics: bundle.topics,
    };
  }
}

function bundleStats(world: World, topics: readonly number[]): Record<string, number> {
  const stats = {
    msgRateIn: 0,
    msgThroughputIn: 0,
    msgRateOut: 0,
    msgThroughputOut: 0,
    consumerCount: 0,
    producerCount: 0,
    topics: topics.length,
    cacheSize: 0,
  };
  for (const topic of topics) {
    stats.msgRateIn += world.topics.shownMessages[topic];
    stats.msgThroughputIn += world.topics.shownBytes[topic];
    stats.msgRateOut += world.topics.shownOut[topic];
    stats.msgThroughputOut += world.topics.shownOutBytes[topic];
    stats.producerCount += world.topics.producers[topic];
    for (let sub = world.topics.subFrom[topic]; sub < world.topics.subTo[topic]; sub++)
      stats.consumerCount += world.subs.consumers[sub];
  }
  return stats;
}

const MIB = 1024 ** 2;

function loadReport(world: World, broker: Broker): unknown {
  const lastStats: Record<string, unknown> = {};
  let topics = 0;
  for (const bundle of ownedBundles(world, broker)) {
    const stats = bundleStats(world, bundle.topics);
    lastStats[`${bundle.namespace}/${bundle.range}`] = stats;
    topics += bundle.topics.length;
  }
  const cores = world.hosts[broker.host]?.cores ?? 4;
  const { shown, jvm } = broker;
  return {
    webServiceUrl: `http://${broker.id}`,
    pulsarServiceUrl: `pulsar://127.0.0.1:${broker.servicePort}`,
    persistentTopicsEnabled: true,
    nonPersistentTopicsEnabled: true,
    cpu: { usage: shown.cpuPercent * cores, limit: 100 * cores },
    memory: { usage: heapUsed(jvm) / MIB, limit: jvm.heapMaxBytes / MIB },
    directMemory: { usage: jvm.directBytes / MIB, limit: jvm.directMaxBytes / MIB },
    bandwidthIn: { usage: (shown.throughputIn * 8) / 1000, limit: 10_000_000 },
    bandwidthOut: { usage: (shown.throughputOut * 8) / 1000, limit: 10_000_000 },
    msgThroughputIn: shown.throughputIn,
    msgThroughputOut: shown.throughputOut,
    msgRateIn: shown.rateIn,
    msgRateOut: shown.rateOut,
    lastUpdate: world.nowMs,
    lastStats,
    numTopics: topics,
    numBundles: Object.keys(lastStats).length,
    numConsumers: Object.values(lastStats).reduce<number>(
      (sum, s) => sum + (s as { consumerCount: number }).consumerCount,
      0,
    ),
    numProducers: Object.values(lastStats).reduce<number>(
      (sum, s) => sum + (s as { producerCount: number }).producerCount,
      0,
    ),
    bundles: Object.keys(lastStats),
    lastBundleGains: [],
    lastBundleLosses: [],
    protocols: {},
    loadManagerClassName: 'org.apache.pulsar.broker.loadbalance.impl.ModularLoadManagerImpl',
    startTimestamp: broker.startedMs,
    brokerVersionString: '4.0.8',
    loadReportType: 'LocalBrokerData',
    maxResourceUsage: Math.max(shown.cpuPercent, shown.directPercent) / 100,
  };
}

/** `/broker-stats/topics`, piece by piece: at 100,000 topics it is tens of megabytes and must not be held in one string. */
function* statsOfTopics(world: World, broker: Broker): Generator<string> {
  const namespaces = new Map<string, { range: string; topics: number[] }[]>();
  for (const { namespace, range, topics } of ownedBundles(world, broker)) {
    const list = namespaces.get(namespace);
    if (list) list.push({ range, topics });
    else namespaces.set(namespace, [{ range, topics }]);
  }
  yield '{';
  let firstNamespace = true;
  for (const [namespace, list] of namespaces) {
    yield `${firstNamespace ? '' : ','}${JSON.stringify(namespace)}:{`;
    firstNamespace = false;
    let firstBundle = true;
    for (const { range, topics } of list) {
      yield `${firstBundle ? '' : ','}"${range}":{"persistent":{`;
      firstBundle = false;
      for (let i = 0; i < topics.length; i++) {
        yield `${i > 0 ? ',' : ''}${JSON.stringify(topicName(world, topics[i]))}:${JSON.stringify(brokerStatsTopic(world, topics[i]))}`;
      }
      yield '}}';
    }
    yield '}';
  }
  yield '}';
}

export const statsRoutes: Route<BrokerContext>[] = [
  route('GET', '/admin/v2/broker-stats/load-report', ({ world, broker }) => ok(loadReport(world, broker))),
  route('GET', '/admin/v2/broker-stats/topics', ({ world, broker }) => ({
    status: 200,
    stream: statsOfTopics(world, broker),
  })),
  route('GET', '/admin/v2/broker-stats/metrics', ({ broker }) =>
    ok([
      {
        metrics: {
          jvm_heap_used: Math.round(heapUsed(broker.jvm)),
          jvm_max_memory: broker.jvm.heapMaxBytes,
          jvm_direct_memory_used: Math.round(broker.jvm.directBytes),
          jvm_max_direct_memory: broker.jvm.directMaxBytes,
          jvm_gc_young_count: broker.jvm.youngCount,
          jvm_gc_young_pause: Math.round(broker.jvm.youngSeconds * 1000),
          jvm_gc_old_count: broker.jvm.oldCount,
          jvm_gc_old_pause: Math.round(broker.jvm.oldSeconds * 1000),
          jvm_start_time: broker.startedMs,
        },
        dimensions: { metric: 'jvm_metrics' },
      },
    ]),
  ),
  route('GET', '/admin/v2/broker-stats/broker-resource-availability/:tenant/:namespace', () =>
    reason(409, 'Load manager not support resource availability'),
  ),
];
