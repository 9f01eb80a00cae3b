import { openLedger, chooseEnsemble } from './ensembles.ts';
import { addEvent, bundleRange, namespaceName, type Broker, type World } from './world.ts';

/** ZooKeeper session of brokers and bookies: how long a silent one stays listed. */
export const SESSION_TIMEOUT_MS = 30_000;

/** Makes `broker` the owner of a bundle from `atMs` on; its topics are served after their load time. */
export function setOwner(world: World, bundleIndex: number, broker: number, atMs: number, loadMs: number): void {
  const bundle = world.bundles[bundleIndex];
  bundle.owner = broker;
  bundle.preferred = -1;
  const owner = world.brokers[broker];
  const { topics } = world;
  for (const topic of bundle.topics) {
    topics.servedFrom[topic] = atMs + loadMs;
    owner.topics.push(topic);
    if (loadMs > 0) owner.topicLoadsMs.push(loadMs * (0.7 + 0.6 * world.random.misc.next()));
  }
  owner.topicsVersion++;
}

/**
 * Takes a bundle from its owner: the counters of its topics start over (they belong to the owner), consumers and producers
 * lose their connection, and the bundle is taken up again after `delayMs` (a look-up by a reconnecting client).
 */
export function releaseBundle(world: World, bundleIndex: number, delayMs: number, preferred = -1): void {
  const bundle = world.bundles[bundleIndex];
  const { topics, subs } = world;
  if (bundle.owner >= 0) {
    const owner = world.brokers[bundle.owner];
    const gone = new Set(bundle.topics);
    owner.topics = owner.topics.filter((topic) => !gone.has(topic));
    owner.topicsVersion++;
  }
  bundle.owner = -1;
  bundle.assignAtMs = world.nowMs + delayMs;
  bundle.preferred = preferred;
  for (const topic of bundle.topics) {
    topics.servedFrom[topic] = Infinity;
    topics.inMessages[topic] = 0;
    topics.inBytes[topic] = 0;
    topics.entries[topic] = 0;
    topics.pending[topic] = 0;
    topics.stalled[topic] = undefined;
    for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
      subs.outMessages[sub] = 0;
      subs.outBytes[sub] = 0;
      subs.unacked[sub] = 0;
      subs.lastConsumedMs[sub] = 0;
      subs.lastAckedMs[sub] = 0;
    }
  }
}

/** Unloads a bundle in an orderly way (about a second), optionally to a given broker. */
export function unloadBundle(world: World, bundleIndex: number, destination = -1): void {
  const bundle = world.bundles[bundleIndex];
  const owner = bundle.owner >= 0 ? world.brokers[bundle.owner] : undefined;
  if (owner) owner.unloadedBundles++;
  addEvent(
    world,
    'bundle-unloaded',
    owner?.name ?? '',
    `${namespaceName(world.namespaces[bundle.namespace])}/${bundleRange(bundle)}`,
  );
  releaseBundle(world, bundleIndex, 400 + 500 * world.random.placement.next(), destination);
}

/** The broker that the load manager would give a bundle to: the one with the least messages, of those that answer. */
export function leastLoaded(world: World, except = -1): Broker | undefined {
  let best: Broker | undefined;
  for (const broker of world.brokers) {
    if (!broker.up || !broker.registered || !broker.reachable || broker.index === except) continue;
    if (!best || loadOf(world, broker) < loadOf(world, best)) best = broker;
  }
  return best;
}

function loadOf(world: World, broker: Broker): number {
  let sum = 0;
  for (const topic of broker.topics) sum += world.topics.rate[topic] * world.topics.surge[topic];
  return sum;
}

/** How often the load manager looks, from which imbalance on it acts, and how long a fresh broker is left alone. */
const SHED_EVERY_TICKS = 60;
const SHED_RATIO = 1.4;
const IDLE_RATIO = 0.55;
const SETTLE_MS = 120_000;

/**
 * Load shedding: when one broker carries far more than the mean and another little, the heaviest bundle that makes things
 * better is unloaded there; one a minute, as the real one spreads its moves out.
 */
function shedLoad(world: World): void {
  if (world.tick % SHED_EVERY_TICKS !== 0) return;
  const usable = world.brokers.filter(
    (b) => b.up && b.registered && b.reachable && world.nowMs - b.startedMs > SETTLE_MS,
  );
  if (usable.length < 2) return;
  const loads = usable.map((broker) => ({ broker, load: loadOf(world, broker) })).sort((a, b) => b.load - a.load);
  const mean = loads.reduce((sum, l) => sum + l.load, 0) / loads.length;
  const most = loads[0];
  const least = loads[loads.length - 1];
  if (most.load < SHED_RATIO * mean && least.load > IDLE_RATIO * mean) return;
  let best = -1;
  let bestWeight = 0;
  world.bundles.forEach((bundle, index) => {
    if (bundle.owner !== most.broker.index || world.namespaces[bundle.namespace].systemBroker >= 0) return;
    let weight = 0;
    for (const topic of bundle.topics) weight += world.topics.rate[topic] * world.topics.surge[topic];
    if (weight > bestWeight && weight < 0.8 * (most.load - least.load)) {
      best = index;
      bestWeight = weight;
    }
  });
  if (best >= 0) unloadBundle(world, best, least.broker.index);
}

/** Sessions end, orphaned bundles find new owners, the leader is replaced: what the metadata store and load manager do. */
export function stepOwnership(world: World): void {
  for (const broker of world.brokers) {
    const alive = broker.up && broker.reachable;
    if (alive && !broker.registered && world.nowMs >= broker.sessionEndsMs) registerBroker(world, broker);
    if (!alive && broker.registered && world.nowMs >= broker.sessionEndsMs) expireBroker(world, broker);
  }
  shedLoad(world);
  for (let index = 0; index < world.bundles.length; index++) {
    const bundle = world.bundles[index];
    if (bundle.owner >= 0 || bundle.topics.length === 0 || world.nowMs < bundle.assignAtMs) continue;
    const system = world.namespaces[bundle.namespace].systemBroker;
    const wanted =
      system >= 0 ? world.brokers[system] : bundle.preferred >= 0 ? world.brokers[bundle.preferred] : undefined;
    const usable = wanted && wanted.up && wanted.registered && wanted.reachable ? wanted : undefined;
    const owner = usable ?? (system >= 0 ? undefined : leastLoaded(world));
    if (!owner) continue;
    takeUp(world, index, owner);
  }
}

/** A new owner fences the old ledgers and opens new ones; loading takes longer the more topics come at once. */
function takeUp(world: World, bundleIndex: number, owner: Broker): void {
  const bundle = world.bundles[bundleIndex];
  const loadMs = 120 + 25 * bundle.topics.length + 200 * world.random.placement.next();
  setOwner(world, bundleIndex, owner.index, world.nowMs, loadMs);
  for (const topic of bundle.topics) {
    const ensemble = chooseEnsemble(world, world.namespaces[bundle.namespace]);
    if (ensemble !== undefined) openLedger(world, topic, ensemble);
  }
  owner.lookups += 1 + bundle.topics.length;
  addEvent(
    world,
    'bundle-moved',
    owner.name,
    `${namespaceName(world.namespaces[bundle.namespace])}/${bundleRange(bundle)}`,
  );
}

function registerBroker(world: World, broker: Broker): void {
  broker.registered = true;
  addEvent(world, 'broker-registered', broker.name, broker.id);
  const own = world.namespaces.find((n) => n.systemBroker === broker.index);
  if (own && world.bundles[own.firstBundle].owner < 0) world.bundles[own.firstBundle].assignAtMs = world.nowMs + 2000;
}

/** The session of a silent broker ends: its ephemeral node goes, its bundles are free, another leader is elected. */
export function expireBroker(world: World, broker: Broker): void {
  broker.registered = false;
  addEvent(world, 'broker-session-expired', broker.name, broker.id);
  world.bundles.forEach((bundle, index) => {
    if (bundle.owner !== broker.index) return;
    // Clients reconnect with back-off, so bundles are taken up over some seconds.
    releaseBundle(world, index, 200 + 3500 * world.random.placement.next());
  });
  if (world.leader === broker.index) {
    const next = world.brokers.find((b) => b.registered && b.up && b.reachable);
    if (next) {
      world.leader = next.index;
      addEvent(world, 'leader-changed', next.name, next.id);
    }
  }
}
