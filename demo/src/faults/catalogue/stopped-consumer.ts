import { ownerOf, topicName, type World } from '../../model/world.ts';
import { nextStep, type FaultDefinition } from '../fault.ts';

/** Finds `persistent://t/ns/topic subscription`; the subscription's name may hold commas. */
function find(world: World, target: string): number | undefined {
  const space = target.indexOf(' ');
  const topic = world.topicByName.get(target.slice(0, space));
  if (space < 0 || topic === undefined) return undefined;
  for (let sub = world.topics.subFrom[topic]; sub < world.topics.subTo[topic]; sub++) {
    if (world.subs.names[sub] === target.slice(space + 1)) return sub;
  }
  return undefined;
}

/** All consumers of a subscription go away and come back later; the backlog grows and is then drained from the bookies. */
export const stoppedConsumer: FaultDefinition = {
  kind: 'stopped-consumer',
  summary: 'The consumers of a subscription stop',
  targets: 'topic subscription',
  scales: 'nothing; all consumers stop',
  durationMs: 180_000,
  pick(world, random) {
    const { topics, subs } = world;
    const list = [...subs.wanted.keys()].filter((sub) => subs.wanted[sub] > 0 && topics.rate[subs.topic[sub]] > 15);
    const sub = list.length > 0 ? list[random.int(list.length)] : 0;
    return `${topicName(world, subs.topic[sub])} ${subs.names[sub]}`;
  },
  check: (world, target) =>
    find(world, target) === undefined
      ? `there is no subscription "${target}"; write the topic, a space, the subscription`
      : undefined,
  node: (_, fault) => fault.target,
  cause: (_, fault) => `${fault.target}: all consumers are gone`,
  begin(world, fault) {
    const sub = find(world, fault.target);
    if (sub !== undefined) world.subs.stopped[sub] = 1;
  },
  end(world, fault) {
    const sub = find(world, fault.target);
    if (sub !== undefined) world.subs.stopped[sub] = 0;
  },
  chain(world, fault) {
    const sub = find(world, fault.target);
    if (sub === undefined) return [];
    const topic = world.subs.topic[sub];
    const broker = world.brokers[ownerOf(world, topic)];
    const at = fault.beginsMs;
    const node = fault.target;
    const name = topicName(world, topic);
    return [
      {
        node,
        metric: 'pulsar_subscription_consumers_count',
        direction: 'down',
        onsetMs: at + 1000,
        visibility: 'live',
        text: 'no consumer is attached',
      },
      {
        node,
        metric: 'pulsar_out_messages_total',
        direction: 'down',
        onsetMs: at + 1000,
        visibility: 'live',
        text: 'nothing is delivered',
      },
      {
        node,
        metric: 'pulsar_subscription_back_log',
        direction: 'up',
        onsetMs: at + 1000,
        visibility: 'live',
        text: 'the backlog grows',
      },
      {
        node: name,
        metric: 'pulsar_storage_backlog_size',
        direction: 'up',
        onsetMs: at + 1000,
        visibility: 'live',
        text: 'if it is the slowest subscription, so does the backlog size',
      },
      ...(broker
        ? [
            {
              node,
              metric: 'pulsar_subscription_msg_rate_out',
              direction: 'down' as const,
              onsetMs: nextStep(broker.phase, at, false),
              visibility: 'stepped' as const,
              text: 'rate gauge steps down',
            },
          ]
        : []),
    ];
  },
};
