import { crc32 } from 'node:zlib';
import { createRandom } from '../random.ts';
import type { ClusterSize } from '../size.ts';
import { chooseEnsemble, openLedger } from './ensembles.ts';
import { buildFunctions } from './functions.ts';
import { buildSubscriptions } from './build-subscriptions.ts';
import { NAMESPACES, planTopics } from './names.ts';
import { buildBookie, buildBroker, buildHost, buildMetadataServer, buildWorkers } from './processes.ts';
import { setOwner } from './ownership.ts';
import { createSubscriptions, createTopics } from './topics.ts';
import { namespaceName, topicName, type Bundle, type Namespace, type World } from './world.ts';

export interface WorldOptions {
  seed: number;
  cluster: string;
  size: ClusterSize;
  startMs: number;
  basePort: number;
}

/** Messages per second that a broker serves on average in the whole cluster. */
const RATE_PER_BROKER = 2200;
/** Exponent of the topics' sizes: a few carry most, as everywhere. */
const ZIPF = 0.95;
const HOUR = 3_600_000;

/** Builds the cluster as it stands at `startMs`, after some days of running: pure, the same for the same options. */
export function buildWorld(options: WorldOptions): World {
  const { seed, cluster, size, startMs } = options;
  const random = createRandom(seed, 'build');
  const world: World = {
    seed,
    cluster,
    size,
    startMs,
    tickMs: 1000,
    nowMs: startMs,
    tick: 0,
    leader: 0,
    brokers: [],
    bookies: [],
    workers: [],
    metadata: [],
    hosts: [],
    namespaces: [],
    bundles: [],
    partitioned: [],
    topics: createTopics(0),
    subs: createSubscriptions(0),
    ensembles: [],
    ensembleIndex: new Map(),
    functions: [],
    applications: [],
    connectionPending: new Float64Array(0),
    connectionThrottled: new Uint8Array(0),
    nextLedgerId: 10,
    ledgerTopic: new Map(),
    underReplicated: new Set(),
    auditor: 0,
    autorecovery: true,
    topicByName: new Map(),
    events: [],
    random: {
      load: createRandom(seed, 'load'),
      arrivals: createRandom(seed, 'arrivals'),
      consume: createRandom(seed, 'consume'),
      latency: createRandom(seed, 'latency'),
      gc: createRandom(seed, 'gc'),
      placement: createRandom(seed, 'placement'),
      misc: createRandom(seed, 'misc'),
    },
  };
  let port = options.basePort;
  for (let i = 0; i < size.brokers; i++) world.brokers.push(buildBroker(world, i, port++, random));
  for (let i = 0; i < size.bookies; i++) world.bookies.push(buildBookie(world, i, port++, random));
  // The last workers are processes of their own; the first is embedded in broker-1, as in the recorded cluster.
  buildWorkers(world, port, random);
  port += size.workers;
  for (let i = 0; i < size.metadata; i++) world.metadata.push(buildMetadataServer(world, i, port++, random));
  for (let i = 0; i < size.hosts; i++) world.hosts.push(buildHost(world, i, port++));
  buildNamespaces(world);
  buildTopics(world, random);
  buildSubscriptions(world, random);
  assignBundles(world);
  openFirstLedgers(world, random);
  buildFunctions(world);
  return world;
}

function addNamespace(world: World, namespace: Omit<Namespace, 'index' | 'firstBundle'>): Namespace {
  const built: Namespace = { ...namespace, index: world.namespaces.length, firstBundle: world.bundles.length };
  world.namespaces.push(built);
  for (let i = 0; i < namespace.bundleCount; i++) {
    const step = 0x1_0000_0000 / namespace.bundleCount;
    const high = i === namespace.bundleCount - 1 ? 0xffffffff : Math.round((i + 1) * step);
    const bundle: Bundle = {
      namespace: built.index,
      low: Math.round(i * step),
      high,
      owner: -1,
      assignAtMs: 0,
      preferred: -1,
      topics: [],
    };
    world.bundles.push(bundle);
  }
  return built;
}

function buildNamespaces(world: World): void {
  // Pulsar's default is 4; more where one broker should not own a quarter of a namespace of thousands of topics.
  const bundleCount = Math.max(4, 2 ** Math.ceil(Math.log2(Math.max(1, world.size.brokers / 2))));
  for (const plan of NAMESPACES) {
    addNamespace(world, {
      tenant: plan.tenant,
      name: plan.name,
      ensemble: Math.min(plan.ensemble, world.size.bookies),
      writeQuorum: Math.min(plan.writeQuorum, world.size.bookies),
      ackQuorum: Math.min(plan.ackQuorum, world.size.bookies),
      bundleCount,
      systemBroker: -1,
    });
  }
  const quorum = Math.min(2, world.size.bookies);
  const system = { ensemble: quorum, writeQuorum: quorum, ackQuorum: quorum };
  addNamespace(world, { tenant: 'public', name: 'functions', ...system, bundleCount: 4, systemBroker: -1 });
  for (const broker of world.brokers) {
    addNamespace(world, {
      tenant: 'pulsar',
      name: `${world.cluster}/${broker.id}`,
      ...system,
      bundleCount: 1,
      systemBroker: broker.index,
    });
  }
}

function buildTopics(world: World, random: ReturnType<typeof createRandom>): void {
  const planned = planTopics(world.size.topics);
  const functionTopics = ['assignments', 'coordinate', 'metadata'];
  const own = planned.reduce((sum, topic) => sum + Math.max(1, topic.partitions), 0);
  const topics = createTopics(own + functionTopics.length + world.brokers.length);
  world.topics = topics;
  const byName = new Map(world.namespaces.map((n) => [namespaceName(n), n]));
  let next = 0;
  const add = (namespace: Namespace, name: string, application: number): number => {
    const topic = next++;
    topics.names[topic] = name;
    topics.namespace[topic] = namespace.index;
    topics.application[topic] = application;
    const full = topicName(world, topic);
    const hash = crc32(full) >>> 0;
    const index = Math.min(namespace.bundleCount - 1, Math.floor((hash / 0x1_0000_0000) * namespace.bundleCount));
    topics.bundle[topic] = namespace.firstBundle + index;
    world.bundles[namespace.firstBundle + index].topics.push(topic);
    topics.wave[topic] = 1;
    topics.surge[topic] = 1;
    topics.burst[topic] = 1;
    topics.batch[topic] = 1;
    topics.messageBytes[topic] = 80;
    world.topicByName.set(full, topic);
    return topic;
  };
  const weights: number[] = [];
  planned.forEach((plan, rank) => {
    const namespace = byName.get(`${plan.plan.tenant}/${plan.plan.name}`) as Namespace;
    // One application per namespace and a few per hundred topics: their topics share connections to a broker.
    const application = world.applications.length;
    if (rank % 3 === 0 || world.applications.length === 0)
      world.applications.push(`${plan.plan.name}-app-${application + 1}`);
    const app = rank % 3 === 0 ? application : application - 1;
    const names =
      plan.partitions > 0
        ? Array.from({ length: plan.partitions }, (_, p) => `${plan.base}-partition-${p}`)
        : [plan.base];
    const group = { namespace: namespace.index, name: plan.base, topics: [] as number[] };
    const weight =
      (plan.plan.weight * Math.exp(0.3 * random.normal())) / (1 + Math.floor(rank / NAMESPACES.length)) ** ZIPF;
    for (const name of names) {
      const topic = add(namespace, name, app);
      group.topics.push(topic);
      weights[topic] = (weight / Math.sqrt(names.length)) * Math.exp(0.1 * random.normal());
      topics.messageBytes[topic] = Math.round(plan.plan.messageBytes * Math.exp(0.4 * random.normal()));
      topics.batch[topic] = 1 + 9 * random.next() ** 2;
      topics.producers[topic] = 1 + random.int(3);
      if (plan.partitions > 0) topics.partitioned[topic] = world.partitioned.length;
    }
    if (plan.partitions > 0) world.partitioned.push(group);
  });
  const total = weights.reduce((sum, w) => sum + w, 0);
  weights.forEach((w, topic) => {
    topics.rate[topic] = (w / total) * RATE_PER_BROKER * world.brokers.length;
  });
  const functions = byName.get('public/functions') as Namespace;
  for (const name of functionTopics) add(functions, name, 0);
  for (const namespace of world.namespaces) if (namespace.systemBroker >= 0) add(namespace, 'healthcheck', 0);
  world.connectionPending = new Float64Array(world.brokers.length * world.applications.length);
  world.connectionThrottled = new Uint8Array(world.connectionPending.length);
}

/** Gives each bundle to the broker that has least load so far, heaviest bundles first: where the load manager would end up. */
function assignBundles(world: World): void {
  const load = new Float64Array(world.brokers.length);
  const weight = (bundle: Bundle): number => bundle.topics.reduce((sum, topic) => sum + world.topics.rate[topic], 0);
  const order = world.bundles
    .map((bundle, index) => ({ bundle, index, weight: weight(bundle) }))
    .sort((a, b) => b.weight - a.weight || a.index - b.index);
  for (const { bundle, index, weight: w } of order) {
    const system = world.namespaces[bundle.namespace].systemBroker;
    let best = 0;
    for (let i = 1; i < load.length; i++) if (load[i] < load[best]) best = i;
    const owner = system >= 0 ? system : best;
    if (bundle.topics.length === 0 && system < 0) continue;
    load[owner] += w;
    setOwner(world, index, owner, world.startMs - HOUR * (2 + (index % 40)), 0);
  }
}

/** Ledgers, storage and counters as after some hours of running. */
function openFirstLedgers(world: World, random: ReturnType<typeof createRandom>): void {
  const { topics } = world;
  for (let topic = 0; topic < topics.count; topic++) {
    const namespace = world.namespaces[topics.namespace[topic]];
    const entriesPerSecond = topics.rate[topic] / topics.batch[topic];
    const age = (2 + 30 * random.next()) * HOUR;
    const kept = entriesPerSecond > 0.5 ? 3 : 1;
    for (let i = 0; i < kept; i++) {
      const ensemble = chooseEnsemble(world, namespace);
      if (ensemble === undefined) continue;
      const seconds = (1200 * (1 + random.next())) / (i === kept - 1 ? 2 : 1);
      const ledger = openLedger(world, topic, ensemble, world.startMs - (kept - i) * 1_500_000);
      ledger.entries = Math.floor(entriesPerSecond * seconds);
      ledger.bytes = Math.floor(ledger.entries * topics.batch[topic] * topics.messageBytes[topic]);
      topics.storageBytes[topic] += ledger.bytes;
      const { bookies, writeQuorum } = world.ensembles[ensemble];
      for (const bookie of bookies) {
        world.bookies[bookie].storedBytes += (ledger.bytes * writeQuorum) / bookies.length;
        world.bookies[bookie].entriesStored += Math.floor((ledger.entries * writeQuorum) / bookies.length);
      }
    }
    topics.inMessages[topic] = Math.floor((topics.rate[topic] * age) / 1000);
    topics.inBytes[topic] = Math.floor(topics.inMessages[topic] * topics.messageBytes[topic]);
    topics.entries[topic] = Math.floor(topics.inMessages[topic] / topics.batch[topic]);
    for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
      if (world.subs.wanted[sub] === 0) continue;
      world.subs.outMessages[sub] = topics.inMessages[topic];
      world.subs.outBytes[sub] = topics.inBytes[topic];
    }
  }
}
