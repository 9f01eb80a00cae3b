import { CLIENT_TIMEOUT_MS } from '../../model/ledgers.ts';
import { SESSION_TIMEOUT_MS } from '../../model/ownership.ts';
import { bookieNamed, brokerNamed, unknownNode, writersTo, type Fault, type FaultDefinition } from '../fault.ts';
import type { World } from '../../model/world.ts';

const find = (world: World, fault: Fault) => brokerNamed(world, fault.target) ?? bookieNamed(world, fault.target);

/** A node is cut off: it runs on, but nobody hears it. A bookie makes writes wait, a broker loses its session. */
export const networkPartition: FaultDefinition = {
  kind: 'network-partition',
  summary: 'A broker or bookie is cut off from everything else',
  targets: 'broker or bookie',
  scales: 'nothing',
  durationMs: 60_000,
  pick(world, random) {
    const list = [...world.brokers, ...world.bookies];
    return list[random.int(list.length)].name;
  },
  check: (world, target) =>
    brokerNamed(world, target) || bookieNamed(world, target) ? undefined : unknownNode(target, 'broker or bookie'),
  node: (world, fault) => find(world, fault)?.name ?? fault.target,
  cause: (_, fault) => `${fault.target}: cut off from the network`,
  begin(world, fault) {
    const node = find(world, fault);
    if (!node) return;
    node.reachable = false;
    node.sessionEndsMs = world.nowMs + SESSION_TIMEOUT_MS;
  },
  end(world, fault) {
    const node = find(world, fault);
    if (!node) return;
    node.reachable = true;
    // It needs a moment to notice, and to register again if its session has ended meanwhile.
    if (!node.registered) node.sessionEndsMs = world.nowMs + 3000;
  },
  chain(world, fault) {
    const node = find(world, fault);
    if (!node) return [];
    const at = fault.beginsMs;
    const silent = {
      node: node.name,
      metric: 'up',
      direction: 'down' as const,
      onsetMs: at,
      visibility: 'live' as const,
      text: 'scrapes time out',
    };
    if (node.kind === 'broker') {
      return [
        silent,
        ...world.brokers
          .filter((b) => b !== node && b.up)
          .map((b) => ({
            node: b.name,
            metric: 'pulsar_broker_topics_count',
            direction: 'up' as const,
            onsetMs: at + SESSION_TIMEOUT_MS + 1000,
            visibility: 'live' as const,
            text: 'takes its bundles',
          })),
      ];
    }
    const writers = writersTo(world, node.index);
    return [
      silent,
      ...writers.map(({ broker }) => ({
        node: broker.name,
        metric: 'pulsar_broker_publish_latency_count',
        direction: 'down' as const,
        onsetMs: at + 1000,
        visibility: 'live' as const,
        text: 'publishes that need this bookie are not acknowledged',
      })),
      ...writers.map(({ broker }) => ({
        node: broker.name,
        metric: 'pulsar_broker_throttled_connections',
        direction: 'up' as const,
        onsetMs: at + 5000,
        visibility: 'live' as const,
        text: 'connections with 1,000 pending publishes are no longer read',
      })),
      ...world.bookies
        .filter((b) => b !== node && b.up)
        .map((b) => ({
          node: b.name,
          metric: 'bookie_WRITE_BYTES',
          direction: 'up' as const,
          onsetMs: at + CLIENT_TIMEOUT_MS + 1000,
          visibility: 'live' as const,
          text: 'ensembles change after the client timeout',
        })),
    ];
  },
};
