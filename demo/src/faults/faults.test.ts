import type { FaultKind, Symptom } from '@observatory/protocol/demo';
import { createDemoCluster, type DemoCluster } from '../cluster.ts';
import { sumOf } from '../testing/exposition.ts';

const START = Date.parse('2026-11-22T13:00:00Z');
const QUIET_MS = 150_000;
const EVERY_MS = 2000;

/** A cluster after some quiet minutes, with one fault just injected. */
function struck(kind: FaultKind, target: string, durationMs: number, seed = 3, more = {}): DemoCluster {
  const cluster = createDemoCluster({ seed, startMs: START, speed: 'max', ...more });
  cluster.advanceSync(START + QUIET_MS);
  cluster.inject({ kind, target, durationMs });
  return cluster;
}

type Reading = (bodies: Map<string, string>) => number;

/** Scrapes all nodes every 2 s for a while, as a sidecar would, and returns each reading's series. */
function watch(cluster: DemoCluster, forMs: number, readings: Record<string, Reading>): Record<string, number[]> {
  const series: Record<string, number[]> = Object.fromEntries(Object.keys(readings).map((key) => [key, []]));
  for (let waited = 0; waited < forMs; waited += EVERY_MS) {
    const bodies = new Map<string, string>();
    for (const name of cluster.nodes().map((n) => n.name)) {
      const body = /^(broker|bookie)/.test(name) ? cluster.scrape(name) : undefined;
      if (body) bodies.set(name, body.toString('latin1'));
    }
    for (const [key, reading] of Object.entries(readings)) series[key].push(reading(bodies));
    cluster.advanceSync(cluster.nowMs + EVERY_MS);
  }
  return series;
}

const gauge =
  (node: string, metric: string, labels = {}): Reading =>
  (bodies) => {
    const body = bodies.get(node);
    return body ? sumOf(body, metric, labels) : NaN;
  };

/** Seconds after the injection at which a series first leaves the level of its first reading in a direction. */
function onset(series: number[], beyond: (value: number, first: number) => boolean): number {
  const at = series.findIndex((value, i) => i > 0 && beyond(value, series[0]));
  return at < 0 ? Infinity : (at * EVERY_MS) / 1000;
}

const differences = (series: number[]): number[] => series.slice(1).map((value, i) => value - series[i]);
const meanLatency = (sum: number[], count: number[]): number[] => {
  const counts = differences(count);
  return differences(sum).map((ms, i) => (counts[i] > 0 ? ms / counts[i] : 0));
};

const live = (cluster: DemoCluster): Symptom[] => cluster.groundTruth()[0].chain.filter((s) => s.visibility === 'live');

describe('faults move what they move in reality, in that order', () => {
  it('slow-journal-disk: queue on the bookie, then publish latency on its writers, stepped quantiles last', () => {
    const cluster = struck('slow-journal-disk', 'bookie-2', 60_000);
    const seen = watch(cluster, 80_000, {
      queue: gauge('bookie-2', 'bookie_journal_JOURNAL_QUEUE_SIZE'),
      other: gauge('bookie-1', 'bookie_journal_JOURNAL_QUEUE_SIZE'),
      progress: gauge('bookie-2', 'bookkeeper_server_ADD_ENTRY_IN_PROGRESS'),
      sum: gauge('broker-1', 'pulsar_broker_publish_latency_sum'),
      count: gauge('broker-1', 'pulsar_broker_publish_latency_count'),
      stepped: gauge('broker-1', 'pulsar_storage_write_latency_le_50'),
    });
    const mean = meanLatency(seen.sum, seen.count);
    const queue = onset(seen.queue, (v) => v > 15);
    const publish = onset(mean, (v, first) => v > 3 * first);
    expect(queue).toBeLessThanOrEqual(8);
    expect(publish).toBeLessThanOrEqual(14);
    expect(Math.max(...seen.other)).toBeLessThan(15);
    expect(onset(seen.progress, (v, first) => v > first + 20)).toBeLessThanOrEqual(10);
    expect(onset(seen.stepped, (v, first) => v > first + 10)).toBeGreaterThan(publish);
    // It ends with the fault.
    expect(mean.at(-1)).toBeLessThan(2 * mean[0]);
  });

  it('gc-pause: heap first, then pauses and latency', () => {
    const cluster = struck('gc-pause', 'broker-2', 60_000);
    const seen = watch(cluster, 70_000, {
      heap: gauge('broker-2', 'jvm_memory_bytes_used', { area: 'heap' }),
      old: gauge('broker-2', 'jvm_memory_pool_bytes_used', { pool: 'G1 Old Gen' }),
      gc: gauge('broker-2', 'jvm_gc_collection_seconds_sum'),
      sum: gauge('broker-2', 'pulsar_broker_publish_latency_sum'),
      count: gauge('broker-2', 'pulsar_broker_publish_latency_count'),
      slow: gauge('broker-2', 'pulsar_storage_write_latency_le_1000'),
    });
    const old = onset(seen.old, (v, first) => v > 2 * first);
    const gc = onset(differences(seen.gc), (v) => v > 0.3);
    const latency = onset(meanLatency(seen.sum, seen.count), (v, first) => v > 10 * first);
    expect(old).toBeLessThan(gc);
    expect(gc).toBeLessThanOrEqual(14);
    expect(Math.abs(latency - gc)).toBeLessThanOrEqual(2);
    expect(Math.max(...seen.slow)).toBeGreaterThan(100);
  });

  it('stopped-consumer: consumers and deliveries at once, backlog from then on, drained afterwards', () => {
    const topic = 'persistent://globex/fleet/positions-partition-0';
    const cluster = struck('stopped-consumer', `${topic} map`, 40_000);
    const labels = { topic, subscription: 'map' };
    const anywhere =
      (metric: string): Reading =>
      (bodies) =>
        [...bodies.values()].reduce((sum, body) => sum + sumOf(body, metric, labels), 0);
    const seen = watch(cluster, 76_000, {
      consumers: anywhere('pulsar_subscription_consumers_count'),
      out: anywhere('pulsar_out_messages_total'),
      backlog: anywhere('pulsar_subscription_back_log'),
      shown: anywhere('pulsar_subscription_msg_rate_out'),
    });
    expect(onset(seen.consumers, (v) => v === 0)).toBeLessThanOrEqual(2);
    expect(differences(seen.out)[3]).toBe(0);
    const rising = seen.backlog.slice(1, 19);
    expect(differences(rising).every((d) => d > 0)).toBe(true);
    // The rate gauge lags: it steps at the broker's own second.
    expect(new Set(seen.shown.slice(0, 20)).size).toBeLessThanOrEqual(3);
    const top = Math.max(...seen.backlog);
    expect(seen.backlog.at(-1)).toBeLessThan(top / 2);
  });

  it('bookie-read-only: status, then its writes move to the others', () => {
    const cluster = struck('bookie-read-only', 'bookie-3', 30_000, 3, { size: { bookies: 5 } });
    const seen = watch(cluster, 30_000, {
      status: gauge('bookie-3', 'bookie_SERVER_STATUS'),
      own: gauge('bookie-3', 'bookie_WRITE_BYTES'),
      errors: gauge('broker-1', 'pulsar_storage_write_latency_overflow'),
    });
    expect(onset(seen.status, (v) => v === 0)).toBeLessThanOrEqual(2);
    expect(differences(seen.own)[4]).toBe(0);
    // With bookies to spare nobody waits: ensembles have changed.
    expect(Math.max(...seen.errors)).toBe(0);
    expect(cluster.world.events.some((e) => e.kind === 'ensemble-change')).toBe(true);
  });

  it('broker-lost: silence at once, bundles move when the session ends, clients come back', () => {
    const cluster = struck('broker-lost', 'broker-2', 60_000);
    const before = cluster.world.brokers[0].topics.length;
    const seen = watch(cluster, 90_000, {
      up: (bodies) => (bodies.has('broker-2') ? 1 : 0),
      topics: gauge('broker-1', 'pulsar_broker_topics_count'),
      listed: () => cluster.world.brokers.filter((b) => b.registered).length,
      rate: gauge('broker-1', 'pulsar_in_messages_total'),
    });
    expect(seen.up[0]).toBe(0);
    expect(seen.listed[10]).toBe(3);
    expect(onset(seen.listed, (v) => v === 2)).toBeGreaterThanOrEqual(28);
    expect(onset(seen.topics, (v) => v > before)).toBeGreaterThanOrEqual(28);
    expect(onset(seen.topics, (v) => v > before)).toBeLessThanOrEqual(36);
    const rate = differences(seen.rate);
    expect(rate[25]).toBeGreaterThan(1.2 * rate[5]);
    // Started again it answers after its start-up time, with counters from nothing.
    expect(seen.up.slice(31, 39).every((v) => v === 0)).toBe(true);
    expect(seen.up.at(-1)).toBe(1);
    expect(cluster.world.brokers[1].startedMs).toBeGreaterThan(START + QUIET_MS);
  });

  it('network-partition of a bookie: acknowledgements stop, connections are throttled, ensembles change after 30 s', () => {
    const cluster = struck('network-partition', 'bookie-1', 50_000);
    const seen = watch(cluster, 70_000, {
      up: (bodies) => (bodies.has('bookie-1') ? 1 : 0),
      acks: (bodies) =>
        [...bodies.values()].reduce((sum, body) => sum + sumOf(body, 'pulsar_broker_publish_latency_count'), 0),
      arrived: (bodies) => [...bodies.values()].reduce((sum, body) => sum + sumOf(body, 'pulsar_in_messages_total'), 0),
      throttled: (bodies) =>
        [...bodies.values()].reduce((sum, body) => sum + sumOf(body, 'pulsar_broker_throttled_connections'), 0),
      overflow: (bodies) =>
        [...bodies.values()].reduce((sum, body) => sum + sumOf(body, 'pulsar_storage_write_latency_overflow'), 0),
    });
    expect(seen.up.slice(0, 25).every((v) => v === 0)).toBe(true);
    const acks = differences(seen.acks);
    expect(acks[3]).toBeLessThan(0.8 * (acks.at(-1) ?? 0));
    // Messages go on arriving while their acknowledgements wait, until a connection holds 1,000.
    expect(differences(seen.arrived)[0]).toBeGreaterThan(0);
    const throttled = onset(seen.throttled, (v) => v > 0);
    expect(throttled).toBeGreaterThan(2);
    expect(throttled).toBeLessThan(30);
    const changed = cluster.world.events.find((e) => e.kind === 'ensemble-change')?.atMs ?? 0;
    expect((changed - START - QUIET_MS) / 1000).toBeGreaterThanOrEqual(29);
    expect(seen.overflow[8]).toBe(0);
    expect(Math.max(...seen.overflow)).toBeGreaterThan(50);
    expect(seen.throttled.at(-1)).toBe(0);
  });

  it('hot-topic: its traffic, then the backlog of those who cannot follow, then the bundle moves', () => {
    const topic = 'persistent://acme/payments/refunds';
    const cluster = struck('hot-topic', topic, 170_000);
    const owner =
      cluster.world.bundles[cluster.world.topics.bundle[cluster.world.topicByName.get(topic) as number]].owner;
    const anywhere =
      (metric: string): Reading =>
      (bodies) =>
        [...bodies.values()].reduce((sum, body) => sum + sumOf(body, metric, { topic }), 0);
    const seen = watch(cluster, 160_000, {
      arrived: anywhere('pulsar_in_messages_total'),
      backlog: anywhere('pulsar_msg_backlog'),
    });
    const rate = differences(seen.arrived);
    expect(onset(rate, (v, first) => v > 2 * first)).toBeLessThanOrEqual(8);
    expect(rate[20]).toBeGreaterThan(8 * rate[0]);
    expect(onset(seen.backlog, (v) => v > 500)).toBeLessThanOrEqual(40);
    const bundle = cluster.world.bundles[cluster.world.topics.bundle[cluster.world.topicByName.get(topic) as number]];
    expect(bundle.owner).not.toBe(owner);
  });

  it('memory-leak: the old generation, ever more collections, death and a new start', () => {
    const cluster = createDemoCluster({ seed: 3, startMs: START, speed: 'max' });
    cluster.advanceSync(START + QUIET_MS);
    const broker = cluster.world.brokers[2];
    const started = broker.startedMs;
    cluster.inject({ kind: 'memory-leak', target: 'broker-3', intensity: 6 });
    const old: number[] = [];
    const seconds: number[] = [];
    let death = 0;
    for (let i = 0; i < 300 && death === 0; i++) {
      old.push(broker.jvm.oldBytes);
      seconds.push(broker.jvm.youngSeconds + broker.jvm.oldSeconds);
      cluster.advanceSync(cluster.nowMs + 1000);
      if (broker.startedMs !== started) death = broker.startedMs;
    }
    expect(death).toBeGreaterThan(START + QUIET_MS + 120_000);
    expect(old.at(-1)).toBeGreaterThan(3 * old[0]);
    const spent = differences(seconds);
    const mean = (list: number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
    expect(mean(spent.slice(-10))).toBeGreaterThan(10 * mean(spent.slice(0, 60)));
    expect(cluster.world.events.map((e) => e.kind)).toContain('out-of-memory');
    cluster.advanceSync(cluster.nowMs + 2000);
    expect(cluster.groundTruth()[0].clearedMs).not.toBeNull();
  });

  it('names the right nodes in the ground truth, causes before effects', () => {
    for (const [kind, target] of [
      ['slow-journal-disk', 'bookie-2'],
      ['gc-pause', 'broker-1'],
      ['network-partition', 'bookie-2'],
    ] as const) {
      const cluster = struck(kind, target, 30_000);
      const [line] = cluster.groundTruth();
      expect(line.node).toBe(target);
      expect(line.chain.map((s) => s.order)).toEqual(line.chain.map((_, i) => i));
      expect(live(cluster).every((s) => s.onsetMs >= line.injectedMs)).toBe(true);
      expect(line.chain[0].node).toBe(target);
    }
  });
});
