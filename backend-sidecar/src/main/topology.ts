import path from 'node:path';
import type { Node } from '@observatory/protocol/nodes';
import type { Config } from '../config/index.ts';
import { EventLog } from '../events/index.ts';
import { NodeEvents } from '../nodes/node-events.ts';
import type { StreamHub } from '../stream/index.ts';
import { ChangeEvents, LayoutFile, Topology, type TopicPlacement } from '../topology/index.ts';
import type { Clock } from '../util/clock.ts';
import { messageOf } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import type { ClusterBudgets } from './cluster-budgets.ts';

export interface TopologyParts {
  clock: Clock;
  logger: Logger;
  version: string;
  hub: StreamHub;
  budgets: ClusterBudgets;
  placement?: TopicPlacement;
}

export interface TopologyWiring {
  topology: Topology;
  layoutFile: LayoutFile;
  events: EventLog;
  /** What the node tracker tells. */
  onNode: (id: string, node: Node | undefined) => void;
}

/** The topology and the log of events, joined: what changes in the one is told in the other. */
export function createTopology(config: Config, parts: TopologyParts): TopologyWiring {
  const { clock, hub, version, placement } = parts;
  const logger = parts.logger.child({ part: 'topology' });
  const events = new EventLog({
    clock,
    directory: path.join(config.storage.path, 'events'),
    onEvent: (event) => hub.publish('events', event),
    onError: (error) => logger.warn({ error: messageOf(error) }, 'events are not written to disk'),
  });
  const changes = new Map<string, ChangeEvents>();
  const topology = new Topology({
    clock,
    logger,
    userAgent: `pulsar-observatory/${version}`,
    budgetOf: (cluster) => parts.budgets.of(cluster),
    historyDirectory: path.join(config.storage.path, 'topology'),
    ...(placement && { placement }),
    onChange: (cluster, changed, facts) => {
      let teller = changes.get(cluster);
      if (!teller) changes.set(cluster, (teller = new ChangeEvents(cluster)));
      for (const event of teller.of(changed, facts)) events.publish(event);
    },
  });
  const nodeEvents = new NodeEvents();
  const layoutFile = new LayoutFile({
    file: path.join(config.storage.path, 'topology-layout.json'),
    layout: topology.layout,
    clock,
    onError: (error) => logger.warn({ error: messageOf(error) }, 'the places on the map are not kept'),
  });
  return {
    topology,
    layoutFile,
    events,
    onNode: (id, node) => {
      const before = nodeEvents.last(id);
      for (const event of nodeEvents.of(id, node)) events.publish(event);
      const known = node ?? before;
      if (known) topology.noteNode(known, node);
    },
  };
}
