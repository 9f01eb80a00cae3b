import { createDemoCluster, type DemoCluster } from '../cluster.ts';
import { sumOf } from '../testing/exposition.ts';

const START = Date.parse('2026-11-22T13:00:00Z');

/** The recorded cluster's size: two brokers, two bookies, so that no ensemble can change. */
function recordedSize(seed: number): DemoCluster {
  const cluster = createDemoCluster({
    seed,
    startMs: START,
    speed: 'max',
    size: { brokers: 2, bookies: 2, workers: 1, topics: 20 },
  });
  cluster.advanceSync(START + 150_000);
  return cluster;
}

const everywhere = (cluster: DemoCluster, metric: string, labels = {}): number =>
  ['broker-1', 'broker-2'].reduce(
    (sum, name) => sum + sumOf(cluster.scrape(name)?.toString('latin1') ?? '', metric, labels),
    0,
  );

/** What was seen on the real cluster (reference pulsar-real.md §7), looked for in the simulated one. */
describe('the recorded incidents, replayed', () => {
  it('bookie stall: 20 s in which payments (A2) hear nothing, telemetry (A1) goes on until connections are full', () => {
    const cluster = recordedSize(6);
    const { world } = cluster;
    const payments = world.topicByName.get('persistent://acme/payments/orders-partition-0') as number;
    const telemetry = world.topicByName.get('persistent://acme/telemetry/clicks-partition-0') as number;
    const syncBefore = sumOf(cluster.scrape('bookie-2')?.toString('latin1') ?? '', 'bookie_journal_JOURNAL_SYNC', {
      success: 'true',
      quantile: '0.99',
    });
    cluster.inject({ kind: 'network-partition', target: 'bookie-2', durationMs: 20_000 });
    const entries = [world.topics.entries[payments], world.topics.entries[telemetry]];
    cluster.advanceSync(cluster.nowMs + 4000);
    // First sign: its scrapes fail. Messages still arrive, and payments wait.
    expect(cluster.scrape('bookie-2')).toBeUndefined();
    expect(world.topics.entries[payments]).toBe(entries[0]);
    expect(world.topics.pending[payments]).toBeGreaterThan(0);
    expect(world.topics.entries[telemetry]).toBeGreaterThan(entries[1]);
    expect(everywhere(cluster, 'pulsar_storage_write_latency_overflow')).toBe(0);
    cluster.advanceSync(cluster.nowMs + 14_000);
    expect(everywhere(cluster, 'pulsar_broker_throttled_connections')).toBeGreaterThan(0);
    expect(everywhere(cluster, 'pulsar_storage_write_latency_overflow')).toBe(0);
    cluster.advanceSync(cluster.nowMs + 4000);
    // It is over; all that waited was written, and none failed.
    expect(world.topics.entries[payments]).toBeGreaterThan(entries[0]);
    expect(world.topics.stalled[payments]).toBeUndefined();
    expect(everywhere(cluster, 'pulsar_broker_throttled_connections')).toBe(0);
    // The latency gauges show it only now, for a minute, with maxima of about the stall's length.
    let overflow = 0;
    let longest = 0;
    for (let i = 0; i < 66; i++) {
      cluster.advanceSync(cluster.nowMs + 1000);
      overflow = Math.max(overflow, everywhere(cluster, 'pulsar_storage_write_latency_overflow'));
      longest = Math.max(longest, everywhere(cluster, 'pulsar_broker_publish_latency', { quantile: '1.0' }));
    }
    expect(overflow).toBeGreaterThan(100);
    expect(longest).toBeGreaterThan(15_000);
    // The stalled bookie's own latencies never show it.
    const syncAfter = sumOf(cluster.scrape('bookie-2')?.toString('latin1') ?? '', 'bookie_journal_JOURNAL_SYNC', {
      success: 'true',
      quantile: '0.99',
    });
    expect(syncAfter).toBeLessThan(2 * syncBefore);
  });

  it('backlog: back_log rises and consumers_count is 0 at once; abandoned subscriptions own size and age', () => {
    const cluster = recordedSize(6);
    const topic = 'persistent://acme/telemetry/clicks-partition-0';
    const sub = cluster.world.subs.names[cluster.world.topics.subFrom[cluster.world.topicByName.get(topic) as number]];
    const labels = { topic, subscription: sub };
    const age = everywhere(cluster, 'pulsar_storage_backlog_age_seconds', { topic });
    cluster.inject({ kind: 'stopped-consumer', target: `${topic} ${sub}`, durationMs: 60_000 });
    cluster.advanceSync(cluster.nowMs + 2000);
    expect(everywhere(cluster, 'pulsar_subscription_consumers_count', labels)).toBe(0);
    const early = everywhere(cluster, 'pulsar_subscription_back_log', labels);
    expect(early).toBeGreaterThan(0);
    cluster.advanceSync(cluster.nowMs + 30_000);
    expect(everywhere(cluster, 'pulsar_subscription_back_log', labels)).toBeGreaterThan(5 * early);
    // The topic's age belongs to `dashboards,archive-0`, which nobody reads: it goes on as if nothing had happened.
    expect(everywhere(cluster, 'pulsar_storage_backlog_age_seconds', { topic }) - age).toBeCloseTo(32, -1);
    cluster.advanceSync(cluster.nowMs + 32_000);
    expect(everywhere(cluster, 'pulsar_subscription_consumers_count', labels)).toBeGreaterThan(0);
  });
});
