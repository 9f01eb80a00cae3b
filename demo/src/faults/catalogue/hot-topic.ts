import { leastLoaded, unloadBundle } from '../../model/ownership.ts';
import { ownerOf, topicName, type World } from '../../model/world.ts';
import { nextStep, type FaultDefinition } from '../fault.ts';

const RAMP_MS = 20_000;
/** The load manager moves the bundle away when its broker has been overloaded for this long. */
const SHED_MS = 150_000;

const find = (world: World, target: string): number | undefined => world.topicByName.get(target);

/** One topic gets many times its traffic; consumers fall behind, its broker works, and in the end its bundle is moved. */
export const hotTopic: FaultDefinition = {
  kind: 'hot-topic',
  summary: 'A topic suddenly receives many times its usual traffic',
  targets: 'topic',
  scales: 'the traffic: 1 + 11 times intensity',
  durationMs: 300_000,
  pick(world, random) {
    const busy = [...world.topics.rate.keys()].filter(
      (t) => world.topics.rate[t] > 20 && world.topics.subTo[t] > world.topics.subFrom[t],
    );
    return topicName(world, busy.length > 0 ? busy[random.int(busy.length)] : 0);
  },
  check: (world, target) => (find(world, target) === undefined ? `there is no topic ${target}` : undefined),
  node: (_, fault) => fault.target,
  cause: (_, fault) => `${fault.target}: traffic rises ${Math.round(1 + 11 * fault.intensity)} times`,
  begin: () => undefined,
  step(world, fault) {
    const topic = find(world, fault.target);
    if (topic === undefined) return;
    const elapsed = world.nowMs - fault.beginsMs;
    world.topics.surge[topic] = 1 + 11 * fault.intensity * Math.min(1, elapsed / RAMP_MS);
    if (elapsed >= SHED_MS && !fault.memory.shed && world.brokers.length > 1) {
      fault.memory.shed = 1;
      const owner = ownerOf(world, topic);
      const other = leastLoaded(world, owner);
      if (owner >= 0 && other) unloadBundle(world, world.topics.bundle[topic], other.index);
    }
  },
  end(world, fault) {
    const topic = find(world, fault.target);
    if (topic !== undefined) world.topics.surge[topic] = 1;
  },
  chain(world, fault) {
    const topic = find(world, fault.target);
    const broker = topic === undefined ? undefined : world.brokers[ownerOf(world, topic)];
    if (topic === undefined || !broker) return [];
    const at = fault.beginsMs;
    const up = { direction: 'up' as const };
    const behind = [];
    const rate = world.topics.rate[topic] * (1 + 11 * fault.intensity);
    for (let sub = world.topics.subFrom[topic]; sub < world.topics.subTo[topic]; sub++) {
      if (world.subs.wanted[sub] > 0 && world.subs.capacity[sub] < rate) behind.push(world.subs.names[sub]);
    }
    return [
      {
        node: fault.target,
        ...up,
        metric: 'pulsar_in_messages_total',
        onsetMs: at + 2000,
        visibility: 'live',
        text: 'publishes rise',
      },
      {
        node: broker.name,
        ...up,
        metric: 'process_cpu_seconds_total',
        onsetMs: at + 5000,
        visibility: 'live',
        text: 'the owner works more',
      },
      {
        node: broker.name,
        ...up,
        metric: 'jvm_gc_collection_seconds_count',
        onsetMs: at + 20_000,
        visibility: 'live',
        text: 'collections come more often',
      },
      ...behind.map((name) => ({
        node: `${fault.target} ${name}`,
        ...up,
        metric: 'pulsar_subscription_back_log',
        onsetMs: at + 10_000,
        visibility: 'live' as const,
        text: 'consumers cannot follow',
      })),
      {
        node: fault.target,
        ...up,
        metric: 'pulsar_rate_in',
        onsetMs: nextStep(broker.phase, at + 5000, false),
        visibility: 'stepped',
        text: 'rate gauge steps up',
      },
      {
        node: broker.name,
        direction: 'down',
        metric: 'pulsar_broker_topics_count',
        onsetMs: at + SHED_MS,
        visibility: 'live',
        text: 'the load manager moves the bundle away',
      },
    ];
  },
};
