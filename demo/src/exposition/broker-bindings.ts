import { PULSAR_BUCKETS, quantile } from '../model/histogram.ts';
import type { Broker, World } from '../model/world.ts';
import type { Getter } from './body.ts';
import type { Binding, Bindings } from './compile.ts';
import { jvmBindings } from './jvm.ts';
import { labelOf } from './template.ts';

/** Sum over a list of topics. */
export const sum = (list: readonly number[], of: (entity: number) => number): number => {
  let total = 0;
  for (const entity of list) total += of(entity);
  return total;
};

/** Samples that stand once in a broker's body. */
export function brokerBindings(world: World, broker: Broker): Bindings {
  const { topics, subs } = world;
  const eachSub = (of: (sub: number) => number): number =>
    sum(broker.topics, (topic) => {
      let total = 0;
      for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) total += of(sub);
      return total;
    });
  const show =
    (key: keyof Broker['shown']): Binding =>
    () =>
    () =>
      broker.shown[key];
  const loads = () => broker.topicLoadsMs;
  const loadQuantile = (q: number): number => {
    const sorted = [...loads()].sort((a, b) => a - b);
    return sorted.length === 0 ? NaN : sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
  };
  return {
    ...jvmBindings(broker.jvm, broker),
    pulsar_version_info: ({ recorded }) => recorded,
    pulsar_broker_publish_latency: ({ alternative }) => {
      const q = Number(alternative);
      return () => (q === 0 ? quantile(broker.publish, 1e-9) : quantile(broker.publish, q));
    },
    pulsar_broker_publish_latency_count: () => () => broker.publishCount,
    pulsar_broker_publish_latency_sum: () => () => Math.round(broker.publishSumMs),
    pulsar_broker_throttled_connections: () => () => broker.throttledConnections,
    pulsar_broker_lookup_answers_total: () => () => broker.lookups,
    pulsar_broker_lookup_count: () => () => broker.lookups + 6,
    pulsar_active_connections: () => () => broker.connections,
    pulsar_connection_created_total_count: () => () => broker.connectionsCreated + broker.connections,
    pulsar_connection_create_success_count: () => () => broker.connectionsCreated + broker.connections,
    pulsar_connection_closed_total_count: () => () => broker.connectionsCreated,
    pulsar_lb_cpu_usage: show('cpuPercent'),
    pulsar_lb_memory_usage: show('memoryPercent'),
    pulsar_lb_directMemory_usage: show('directPercent'),
    pulsar_lb_unload_bundle_total: () => () =>
      world.leader === broker.index ? sum([...world.brokers.keys()], (b) => world.brokers[b].unloadedBundles) : 0,
    pulsar_topic_load_times:
      ({ alternative }) =>
      () =>
        loadQuantile(Number(alternative)),
    pulsar_topic_load_times_count: () => () => loads().length,
    pulsar_topic_load_times_sum: () => () => Math.round(loads().reduce((a, b) => a + b, 0)),
    pulsar_topic_load_times_created: () => () => broker.topicLoadsReadMs / 1000,
    pulsar_topic_load_time_median_ms: () => () => loadQuantile(0.5),
    pulsar_topic_load_time_mean_ms: () => () =>
      loads().length > 0 ? loads().reduce((a, b) => a + b, 0) / loads().length : NaN,
    pulsar_topic_load_time_75percentile_ms: () => () => loadQuantile(0.75),
    pulsar_topic_load_time_95percentile_ms: () => () => loadQuantile(0.95),
    pulsar_topic_load_time_99_percentile_ms: () => () => loadQuantile(0.99),
    pulsar_topic_load_time_99_9_percentile_ms: () => () => loadQuantile(0.999),
    pulsar_topic_load_time_99_99_percentile_ms: () => () => loadQuantile(0.9999),
    pulsar_broker_rate_in: show('rateIn'),
    pulsar_broker_rate_out: show('rateOut'),
    pulsar_broker_throughput_in: show('throughputIn'),
    pulsar_broker_throughput_out: show('throughputOut'),
    pulsar_broker_storage_write_rate: show('writeRate'),
    pulsar_broker_storage_read_rate: show('readRate'),
    pulsar_broker_storage_read_cache_misses_rate: show('readRate'),
    pulsar_broker_topics_count: () => () => broker.topics.length,
    pulsar_broker_subscriptions_count: () => () => eachSub(() => 1),
    pulsar_broker_producers_count: () => () => sum(broker.topics, (t) => topics.producers[t]),
    pulsar_broker_consumers_count: () => () => eachSub((sub) => subs.consumers[sub]),
    pulsar_broker_msg_backlog: () => () => Math.round(eachSub((sub) => subs.backlog[sub])),
    pulsar_broker_storage_size: () => () => Math.round(sum(broker.topics, (t) => storedBytes(world, t))),
    pulsar_broker_storage_logical_size: () => () => Math.round(sum(broker.topics, (t) => topics.storageBytes[t])),
    pulsar_broker_in_bytes_total: ({ alternative, head }) =>
      (alternative || labelOf(head, 'system_topic')) === 'true'
        ? () => broker.system.inBytes
        : () => Math.round(sum(broker.topics, (t) => topics.inBytes[t])),
    pulsar_broker_out_bytes_total: ({ alternative, head }) =>
      (alternative || labelOf(head, 'system_subscription')) === 'true'
        ? () => 0
        : () => Math.round(eachSub((sub) => subs.outBytes[sub])),
    pulsar_ml_count: () => () => broker.topics.length,
    pulsar_ml_cache_hits_rate: () => () => Math.max(0, broker.shown.rateOut / 4 - broker.shown.readRate),
    pulsar_ml_cache_hits_throughput: () => () => broker.shown.throughputOut,
    pulsar_ml_cache_misses_rate: show('readRate'),
    pulsar_ml_cache_misses_throughput: () => () => broker.shown.readRate * 1200,
    pulsar_ml_cache_inserted_entries_total: () => () => Math.round(broker.cacheHits),
    pulsar_ml_cache_evicted_entries_total: () => () => Math.round(broker.cacheHits),
    pulsar_ml_cache_used_size: () => () => Math.round(broker.shown.throughputIn * 2),
    pulsar_ml_cache_pendingreads_missed_total: () => () => Math.round(broker.cacheMisses),
    pulsar_ml_cache_pendingreads_entries_read_total: () => () => Math.round(broker.cacheMisses),
  };
}

/** Bytes on bookies: each entry lies on the write quorum. */
export const storedBytes = (world: World, topic: number): number =>
  world.topics.storageBytes[topic] * world.namespaces[world.topics.namespace[topic]].writeQuorum;

const SIZE_BOUNDS = [128, 512, 1024, 2048, 4096, 16_384, 102_400, 1_048_576];
const SIZE_NAMES = ['128', '512', '1_kb', '2_kb', '4_kb', '16_kb', '100_kb', '1_mb', 'overflow'];

/**
 * Entry sizes of a topic spread about its mean entry; the counts of the bins add up to the entries of the window, the
 * remainder going to the bin of the mean.
 */
export function entrySizeCount(world: World, topic: number, bin: number): number {
  const { topics } = world;
  const entries = topics.shownEntries[topic];
  if (entries === 0) return 0;
  const mean = topics.batch[topic] * topics.messageBytes[topic];
  const home = SIZE_BOUNDS.findIndex((bound) => mean <= bound);
  const centre = home < 0 ? SIZE_BOUNDS.length : home;
  const low = centre > 0 ? Math.floor(entries * 0.12) : 0;
  const high = centre < SIZE_BOUNDS.length ? Math.floor(entries * 0.08) : 0;
  if (bin === centre - 1) return low;
  if (bin === centre + 1) return high;
  return bin === centre ? entries - low - high : 0;
}

const bucketNames = ['0_5', '1', '5', '10', '20', '50', '100', '200', '1000'];

function latencyFamilies(
  prefix: string,
  counts: (world: World) => Uint32Array,
  sums: (world: World) => Float64Array,
  world: World,
): Record<string, Getter> {
  const families: Record<string, Getter> = {};
  const list = counts(world);
  for (let bucket = 0; bucket < PULSAR_BUCKETS; bucket++) {
    const name = bucket < bucketNames.length ? `${prefix}_le_${bucketNames[bucket]}` : `${prefix}_overflow`;
    families[name] = (topic) => list[topic * PULSAR_BUCKETS + bucket];
  }
  families[`${prefix}_count`] = (topic) => {
    let n = 0;
    for (let i = topic * PULSAR_BUCKETS; i < (topic + 1) * PULSAR_BUCKETS; i++) n += list[i];
    return n;
  };
  const total = sums(world);
  families[`${prefix}_sum`] = (topic) => Math.round(total[topic]);
  return families;
}

/** Values of one topic; at namespace level they are summed over the namespace's topics on the broker. */
export function topicFamilies(world: World): Record<string, Getter> {
  const { topics, subs } = world;
  const overSubs = (topic: number, of: (sub: number) => number): number => {
    let total = 0;
    for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) total += of(sub);
    return total;
  };
  const slowest = (topic: number): number => {
    let oldest = Infinity;
    for (let sub = topics.subFrom[topic]; sub < topics.subTo[topic]; sub++) {
      if (subs.backlog[sub] >= 1 && subs.oldestMs[sub] < oldest) oldest = subs.oldestMs[sub];
    }
    return oldest;
  };
  const sizes = Object.fromEntries(
    SIZE_NAMES.map((name, bin): [string, Getter] => [
      `pulsar_entry_size_le_${name}`,
      (topic) => entrySizeCount(world, topic, bin),
    ]),
  );
  return {
    ...latencyFamilies(
      'pulsar_storage_write_latency',
      (w) => w.topics.shownWrite,
      (w) => w.topics.shownWriteSumUs,
      world,
    ),
    ...latencyFamilies(
      'pulsar_storage_ledger_write_latency',
      (w) => w.topics.shownLedger,
      (w) => w.topics.shownLedgerSumUs,
      world,
    ),
    ...sizes,
    pulsar_entry_size_count: (t) => topics.shownEntries[t],
    pulsar_entry_size_sum: (t) => Math.round(topics.shownEntries[t] * topics.batch[t] * topics.messageBytes[t]),
    pulsar_rate_in: (t) => topics.shownMessages[t],
    pulsar_rate_out: (t) => topics.shownOut[t],
    pulsar_throughput_in: (t) => topics.shownBytes[t],
    pulsar_throughput_out: (t) => topics.shownOutBytes[t],
    pulsar_in_messages_total: (t) => topics.inMessages[t],
    pulsar_in_bytes_total: (t) => topics.inBytes[t],
    pulsar_average_msg_size: (t) => (topics.shownMessages[t] > 0 ? topics.shownBytes[t] / topics.shownMessages[t] : 0),
    pulsar_producers_count: (t) => topics.producers[t],
    pulsar_consumers_count: (t) => overSubs(t, (sub) => subs.consumers[sub]),
    pulsar_subscriptions_count: (t) => topics.subTo[t] - topics.subFrom[t],
    pulsar_storage_logical_size: (t) => Math.round(topics.storageBytes[t]),
    pulsar_storage_size: (t) => Math.round(storedBytes(world, t)),
    pulsar_storage_backlog_size: (t) => Math.round(topics.backlogBytes[t]),
    pulsar_storage_backlog_age_seconds: (t) => {
      const oldest = slowest(t);
      return oldest === Infinity ? -1 : Math.max(0, Math.floor((world.nowMs - oldest) / 1000));
    },
    pulsar_storage_write_rate: (t) => topics.shownEntries[t] / 60,
    pulsar_storage_read_rate: (t) => topics.shownReads[t],
    pulsar_storage_read_cache_misses_rate: (t) => topics.shownReads[t],
    pulsar_msg_backlog: (t) => Math.round(overSubs(t, (sub) => subs.backlog[sub])),
  };
}

/** Values of one subscription. */
export function subscriptionFamilies(world: World): Record<string, Getter> {
  const { topics, subs } = world;
  return {
    pulsar_subscription_back_log: (s) => Math.round(subs.backlog[s]),
    pulsar_subscription_back_log_no_delayed: (s) => Math.round(subs.backlog[s]),
    pulsar_subscription_unacked_messages: (s) => subs.unacked[s],
    pulsar_subscription_blocked_on_unacked_messages: (s) => (subs.unacked[s] >= 50_000 ? 1 : 0),
    pulsar_subscription_msg_rate_out: (s) => subs.shownOut[s],
    pulsar_subscription_msg_ack_rate: (s) => subs.shownAcked[s],
    pulsar_subscription_msg_rate_redeliver: (s) => subs.shownRedelivered[s],
    pulsar_subscription_total_msg_expired: (s) => subs.expired[s],
    pulsar_subscription_last_expire_timestamp: (s) => subs.lastExpiredMs[s],
    pulsar_subscription_msg_throughput_out: (s) => subs.shownOut[s] * topics.messageBytes[subs.topic[s]],
    pulsar_out_messages_total: (s) => subs.outMessages[s],
    pulsar_out_bytes_total: (s) => subs.outBytes[s],
    pulsar_subscription_consumers_count: (s) => subs.consumers[s],
    pulsar_subscription_last_acked_timestamp: (s) => subs.lastAckedMs[s],
    pulsar_subscription_last_consumed_timestamp: (s) => subs.lastConsumedMs[s],
    pulsar_subscription_last_consumed_flow_timestamp: (s) => subs.lastFlowMs[s],
    pulsar_subscription_last_mark_delete_advanced_timestamp: (s) => subs.lastAckedMs[s],
  };
}
