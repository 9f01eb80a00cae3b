import type { World } from './world.ts';

/** Messages a consumer may hold unacknowledged (receiver queue), a rough bound on what is in flight. */
const RECEIVER_QUEUE = 1000;
/** Once a backlog is older than this, its entries are no longer in the broker's cache and are read from the bookies. */
const CACHE_SECONDS = 8;

/** Message time to live of all namespaces: what an abandoned subscription holds is bounded by it. */
const TTL_MS = 3_600_000;
/** The expiry monitor's period (messageExpiryCheckIntervalInMinutes, shortened to a minute). */
const EXPIRY_TICKS = 60;

function expire(world: World, sub: number): void {
  const { subs } = world;
  const age = world.nowMs - subs.oldestMs[sub];
  if (age <= TTL_MS || subs.backlog[sub] < 1) return;
  const dropped = Math.floor(subs.backlog[sub] * (1 - TTL_MS / age));
  subs.backlog[sub] -= dropped;
  subs.expired[sub] += dropped;
  subs.lastExpiredMs[sub] = world.nowMs;
  subs.oldestMs[sub] = world.nowMs - TTL_MS;
}

/** Dispatches one tick to all subscriptions: consumer rates, backlog, unacknowledged, reads from bookies. */
export function stepConsumers(world: World, seconds: number): void {
  const { topics, subs } = world;
  const random = world.random.consume;
  for (const broker of world.brokers) {
    broker.messagesOut = 0;
    broker.bytesOut = 0;
    const serving = broker.up && broker.reachable && broker.frozenUntilMs <= world.nowMs;
    const active = Math.max(0, 1 - broker.pauseMs / world.tickMs);
    for (const topic of broker.topics) {
      const served = serving && topics.servedFrom[topic] <= world.nowMs;
      const arrived = topics.arrived[topic];
      const rate = Math.max(0.05, topics.rate[topic] * topics.wave[topic] * topics.surge[topic]);
      let slowest = 0;
      for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
        if (arrived > 0) {
          if (subs.backlog[sub] < 1) subs.oldestMs[sub] = world.nowMs;
          subs.backlog[sub] += arrived;
        }
        subs.consumers[sub] =
          served && subs.stopped[sub] === 0 && topics.servedFrom[topic] + 300 <= world.nowMs ? subs.wanted[sub] : 0;
        if (subs.consumers[sub] > 0 && subs.backlog[sub] > 0)
          dispatch(world, broker, topic, sub, seconds * active, rate, random.next());
        if ((world.tick + sub) % EXPIRY_TICKS === 0) expire(world, sub);
        if (subs.backlog[sub] > slowest) slowest = subs.backlog[sub];
      }
      topics.backlogBytes[topic] = Math.min(topics.storageBytes[topic], slowest * topics.messageBytes[topic]);
    }
  }
}

function dispatch(
  world: World,
  broker: World['brokers'][number],
  topic: number,
  sub: number,
  seconds: number,
  rate: number,
  u: number,
): void {
  const { topics, subs } = world;
  const most = subs.capacity[sub] * seconds * (0.92 + 0.16 * u);
  const sent = Math.min(subs.backlog[sub], Math.round(most));
  if (sent <= 0) return;
  const bytes = sent * topics.messageBytes[topic];
  const old = (world.nowMs - subs.oldestMs[sub]) / 1000 > CACHE_SECONDS && subs.backlog[sub] > rate * CACHE_SECONDS;
  subs.backlog[sub] -= sent;
  subs.outMessages[sub] += sent;
  subs.outBytes[sub] += Math.round(bytes);
  subs.windowOut[sub] += sent;
  subs.windowAcked[sub] += sent;
  subs.unacked[sub] = Math.min(RECEIVER_QUEUE * subs.consumers[sub], Math.round(sent * 0.03 + 2 * u));
  subs.lastConsumedMs[sub] = world.nowMs - Math.round(300 * u);
  subs.lastAckedMs[sub] = world.nowMs - Math.round(200 * u);
  if (u < 0.1) subs.lastFlowMs[sub] = world.nowMs;
  // The oldest message moves forward by as much time as it took to publish what was just consumed.
  subs.oldestMs[sub] =
    subs.backlog[sub] < 1 ? world.nowMs : Math.min(world.nowMs, subs.oldestMs[sub] + (sent / rate) * 1000);
  broker.messagesOut += sent;
  broker.bytesOut += bytes;
  const entries = sent / topics.batch[topic];
  if (!old) {
    broker.cacheHits += entries;
    return;
  }
  broker.cacheMisses += entries;
  topics.windowReads[topic] += entries;
  const { bookies } = world.ensembles[topics.ensemble[topic]];
  for (const index of bookies) {
    world.bookies[index].readEntries += entries / bookies.length;
    world.bookies[index].readBytes += bytes / bookies.length;
  }
}
