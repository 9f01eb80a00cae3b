import { startBroker, stopBroker } from '../../model/brokers.ts';
import { SESSION_TIMEOUT_MS } from '../../model/ownership.ts';
import { brokerNamed, nextStep, unknownNode, type FaultDefinition } from '../fault.ts';

/** A broker's process dies; its bundles are orphaned until its session ends, then the others take them. */
export const brokerLost: FaultDefinition = {
  kind: 'broker-lost',
  summary: 'A broker process is killed and started again when the fault ends',
  targets: 'broker',
  scales: 'nothing',
  durationMs: 180_000,
  pick: (world, random) => world.brokers[random.int(world.brokers.length)].name,
  check: (world, target) => (brokerNamed(world, target) ? undefined : unknownNode(target, 'broker')),
  node: (world, fault) => brokerNamed(world, fault.target)?.name ?? fault.target,
  cause: (_, fault) => `${fault.target}: process killed`,
  begin(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (!broker) return;
    broker.sessionEndsMs = world.nowMs + SESSION_TIMEOUT_MS;
    stopBroker(world, broker);
  },
  end(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (broker && !broker.up) startBroker(world, broker);
  },
  chain(world, fault) {
    const broker = brokerNamed(world, fault.target);
    if (!broker) return [];
    const at = fault.beginsMs;
    const moved = at + SESSION_TIMEOUT_MS;
    const others = world.brokers.filter((b) => b !== broker && b.up && b.reachable);
    return [
      {
        node: broker.name,
        metric: 'up',
        direction: 'down',
        onsetMs: at,
        visibility: 'live',
        text: 'it does not answer',
      },
      {
        node: broker.name,
        metric: 'pulsar_in_messages_total',
        direction: 'down',
        onsetMs: at,
        visibility: 'live',
        text: `its ${broker.topics.length} topics are without an owner`,
      },
      ...others.map((b) => ({
        node: b.name,
        metric: 'pulsar_broker_topics_count',
        direction: 'up' as const,
        onsetMs: moved + 1000,
        visibility: 'live' as const,
        text: 'takes bundles when the session has ended',
      })),
      ...others.map((b) => ({
        node: b.name,
        metric: 'pulsar_broker_rate_in',
        direction: 'up' as const,
        onsetMs: nextStep(b.phase, moved + 1000, false),
        visibility: 'stepped' as const,
        text: 'clients have reconnected here',
      })),
    ];
  },
};
