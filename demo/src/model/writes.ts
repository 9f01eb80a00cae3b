import { BUCKET_OF_BIN, PULSAR_BUCKETS, record } from './histogram.ts';
import { BINS, EDGES, binOf, drawCounts, lowerEdge, meanOf, upperEdge } from './latency.ts';
import { dailyShape } from './load.ts';
import type { Broker, Ensemble, World } from './world.ts';

/** maxPendingPublishRequestsPerConnection: beyond it the broker stops reading the connection. */
export const MAX_PENDING = 1000;
/** How long producers keep what they cannot send (sendTimeout). */
const SEND_TIMEOUT_S = 30;

const counts = new Float64Array(BINS);

/**
 * Write latency of an ensemble this tick: the time until the ack-quorum-th fastest of the write quorum has answered. With F
 * the bookies' distributions (independent), that is the order statistic, computed by convolving "answered or not" over the
 * write set; with more bookies than the write quorum, the mean over the stripes. A bookie that is silent never answers.
 */
function refresh(world: World, ensemble: Ensemble): void {
  ensemble.tick = world.tick;
  const { bookies, writeQuorum, ackQuorum, cdf } = ensemble;
  cdf.fill(0);
  ensemble.stalled = false;
  const stripes = bookies.length > writeQuorum ? bookies.length : 1;
  for (let stripe = 0; stripe < stripes; stripe++) {
    const set = Array.from({ length: writeQuorum }, (_, i) => world.bookies[bookies[(stripe + i) % bookies.length]]);
    const alive = set.filter((b) => b.up && b.reachable && !b.readOnly && b.frozenUntilMs <= world.nowMs);
    if (alive.length < ackQuorum) ensemble.stalled = true;
    for (let i = 0; i < EDGES.length; i++) {
      // answered[k]: probability that exactly k of the set have answered by EDGES[i].
      let none = 1;
      let one = 0;
      let two = 0;
      let three = 0;
      for (const bookie of alive) {
        const p = bookie.addCdf[i];
        three = three + two * p;
        two = two * (1 - p) + one * p;
        one = one * (1 - p) + none * p;
        none *= 1 - p;
      }
      const answered = ackQuorum <= 1 ? 1 - none : ackQuorum === 2 ? two + three : three;
      cdf[i] += answered / stripes;
    }
  }
  ensemble.meanMs = ensemble.stalled ? Infinity : meanOf(cdf);
}

/** Takes in one tick of publishes on all topics: arrival, throttling, latency, and the load they put on the bookies. */
export function stepWrites(world: World, seconds: number): void {
  const shape = dailyShape(world.nowMs);
  for (const broker of world.brokers) {
    broker.throttledConnections = 0;
    broker.messagesIn = 0;
    broker.bytesIn = 0;
  }
  world.topics.arrived.fill(0);
  const { connectionPending, connectionThrottled } = world;
  const before = connectionPending.slice();
  connectionPending.fill(0);
  connectionThrottled.fill(0);
  const applications = world.applications.length;
  for (const broker of world.brokers) {
    const serving = broker.up && broker.reachable && broker.frozenUntilMs <= world.nowMs;
    const base = broker.index * applications;
    for (const topic of broker.topics) {
      publish(world, broker, topic, shape, seconds, serving, base, before);
    }
    for (let a = 0; a < applications; a++) if (connectionThrottled[base + a]) broker.throttledConnections++;
  }
  // Producers of topics without an owner fill their own buffers.
  for (const bundle of world.bundles)
    if (bundle.owner < 0) for (const topic of bundle.topics) buffer(world, topic, shape, seconds);
}

function offered(world: World, topic: number, shape: number, seconds: number): number {
  const { topics } = world;
  return topics.rate[topic] * shape * topics.wave[topic] * topics.surge[topic] * topics.burst[topic] * seconds;
}

function buffer(world: World, topic: number, shape: number, seconds: number): void {
  const { topics } = world;
  const rate = offered(world, topic, shape, 1);
  topics.clientBuffer[topic] = Math.min(topics.clientBuffer[topic] + rate * seconds, rate * SEND_TIMEOUT_S);
}

function publish(
  world: World,
  broker: Broker,
  topic: number,
  shape: number,
  seconds: number,
  serving: boolean,
  connectionBase: number,
  pendingBefore: Float64Array,
): void {
  const { topics } = world;
  if (topics.rate[topic] === 0) return;
  if (!serving || topics.servedFrom[topic] > world.nowMs) return buffer(world, topic, shape, seconds);
  const batch = topics.batch[topic];
  const ensemble = world.ensembles[topics.ensemble[topic]];
  if (ensemble.tick !== world.tick) refresh(world, ensemble);
  const connection = connectionBase + topics.application[topic];
  // What waited at the producers comes in a burst, but not all at once.
  const released = Math.min(topics.clientBuffer[topic], offered(world, topic, shape, seconds) * 3 + 50);
  let entries = world.random.arrivals.poisson((offered(world, topic, shape, seconds) + released) / batch);
  const room = MAX_PENDING - Math.max(pendingBefore[connection], world.connectionPending[connection]);
  const inFlight = (ensemble.stalled ? 0 : (entries / seconds) * ensemble.meanMs) / 1000;
  if (ensemble.stalled || inFlight > room) {
    const accepted = Math.max(0, Math.min(entries, ensemble.stalled ? room : entries * (room / Math.max(1, inFlight))));
    const held = entries - Math.floor(accepted);
    entries = Math.floor(accepted);
    const rate = offered(world, topic, shape, 1);
    topics.clientBuffer[topic] = Math.min(topics.clientBuffer[topic] - released + held * batch, rate * SEND_TIMEOUT_S);
    if (held > 0) world.connectionThrottled[connection] = 1;
  } else topics.clientBuffer[topic] -= released;
  const messages = Math.round(entries * batch);
  const bytes = messages * topics.messageBytes[topic];
  topics.inMessages[topic] += messages;
  topics.inBytes[topic] += Math.round(bytes);
  topics.windowMessages[topic] += messages;
  topics.windowBytes[topic] += bytes;
  broker.messagesIn += messages;
  broker.bytesIn += bytes;
  if (ensemble.stalled) return stall(world, topic, entries, connection);
  complete(world, broker, topic, entries, ensemble);
  const inflight = (entries / seconds) * (ensemble.meanMs / 1000);
  topics.pending[topic] = inflight;
  world.connectionPending[connection] += inflight;
}

function stall(world: World, topic: number, entries: number, connection: number): void {
  const { topics } = world;
  const list = (topics.stalled[topic] ??= []);
  if (entries > 0) list.push({ sinceMs: world.nowMs, entries });
  let waiting = 0;
  for (const cohort of list) waiting += cohort.entries;
  topics.pending[topic] = waiting;
  world.connectionPending[connection] += waiting;
}

/** Entries are acknowledged: draws what each took, books it on topic and broker, and stores the bytes. */
function complete(world: World, broker: Broker, topic: number, fresh: number, ensemble: Ensemble): void {
  const { topics } = world;
  const { latency } = world.random;
  let entries = fresh;
  const waited = topics.stalled[topic];
  if (waited) {
    for (const cohort of waited) {
      const ms = world.nowMs - cohort.sinceMs + 500 * latency.next();
      book(world, broker, topic, binOf(ms), cohort.entries, 0.02);
      entries += cohort.entries;
    }
    topics.stalled[topic] = undefined;
  }
  if (fresh > 0) {
    drawCounts(counts, ensemble.cdf, fresh, latency);
    const paused = Math.min(0.95, broker.pauseMs / world.tickMs);
    const overheadMs = 0.03 + 0.05 * broker.cpuCores ** 2;
    for (let bin = 0; bin < BINS; bin++) {
      let n = counts[bin];
      if (n === 0) continue;
      if (paused > 0) {
        // Answers that arrived during a pause were seen only after it.
        const late = Math.min(n, latency.round(n * paused));
        n -= late;
        for (let i = 0; i < late; i += Math.max(1, Math.floor(late / 4))) {
          const share = Math.min(late - i, Math.max(1, Math.floor(late / 4)));
          const wait = broker.pauseTotalMs * latency.next();
          book(world, broker, topic, binOf(lowerEdge(bin) + wait), share, overheadMs);
        }
      }
      if (n > 0) book(world, broker, topic, bin, n, overheadMs);
    }
  }
  store(world, topic, entries, ensemble);
}

function book(world: World, broker: Broker, topic: number, bin: number, n: number, overheadMs: number): void {
  const { topics } = world;
  const at = topic * PULSAR_BUCKETS + BUCKET_OF_BIN[bin];
  const middle = Math.sqrt(lowerEdge(bin) * upperEdge(bin));
  topics.windowLedger[at] += n;
  topics.windowLedgerSumUs[topic] += n * middle * 1000;
  const publishBin = overheadMs > 0.4 * middle ? binOf(middle + overheadMs) : bin;
  topics.windowWrite[topic * PULSAR_BUCKETS + BUCKET_OF_BIN[publishBin]] += n;
  topics.windowWriteSumUs[topic] += n * (middle + overheadMs) * 1000;
  record(broker.publish, publishBin, n, world.random.latency.next());
  broker.publishCount += n;
  broker.publishSumMs += n * (middle + overheadMs);
}

function store(world: World, topic: number, entries: number, ensemble: Ensemble): void {
  if (entries === 0) return;
  const { topics } = world;
  const bytes = entries * topics.batch[topic] * topics.messageBytes[topic];
  topics.entries[topic] += entries;
  topics.arrived[topic] += Math.round(entries * topics.batch[topic]);
  topics.windowEntries[topic] += entries;
  topics.storageBytes[topic] += bytes;
  const list = topics.ledgers[topic];
  const ledger = list[list.length - 1];
  ledger.entries += entries;
  ledger.bytes += bytes;
  const share = ensemble.writeQuorum / ensemble.bookies.length;
  for (const index of ensemble.bookies) {
    const bookie = world.bookies[index];
    // A bookie that is gone or refuses stores nothing, even where the ack quorum does without it.
    if (!bookie.up || !bookie.reachable || bookie.readOnly) continue;
    bookie.addEntries += entries * share;
    bookie.addBytes += bytes * share;
  }
}
