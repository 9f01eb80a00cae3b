import path from 'node:path';
import type { NodeVitalsList, Node } from '@observatory/protocol/nodes';
import type { Fleet } from '../agents/index.ts';
import type { Config } from '../config/index.ts';
import type { Control } from '../control/index.ts';
import type { NewEvent } from '../events/index.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import { Recovery, type TopologyFact } from '../recovery/index.ts';
import type { Appender, PromqlSource } from '../storage.ts';
import type { StreamHub } from '../stream/index.ts';
import type { Topology } from '../topology/index.ts';
import type { Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { queryLanguage } from './query-language.ts';

export interface RecoveryParts {
  clock: Clock;
  logger: Logger;
  appender: Appender;
  promql: PromqlSource;
  hub: StreamHub;
  metrics: SidecarMetrics;
  topology: Topology;
  nodes: () => readonly Node[];
  vitals: (timeMs: number) => Promise<NodeVitalsList>;
  fleet: Fleet;
  control: Control;
  publish: (event: NewEvent) => unknown;
}

export interface RecoveryWiring {
  recovery: Recovery;
  /** @throws as `Recovery.applyConfig` */
  applyConfig(config: Config): void;
}

const WATCHED: ReadonlySet<string> = new Set(['broker', 'bookie', 'function_worker']);

/** Alerts with recovery, their stream channel `recovery`, and their counts at /metrics. */
export function createRecovery(config: Config, parts: RecoveryParts): RecoveryWiring {
  const { clock, appender, promql, hub, metrics, fleet, control, nodes, vitals, publish } = parts;
  let clusters = config.clusters.map(({ name }) => name);
  hub.registerChannel('recovery');
  const recovery = new Recovery({
    directory: path.join(config.storage.path, 'recovery'),
    clock,
    logger: parts.logger.child({ part: 'recovery' }),
    appender,
    nodes: {
      topology: () => clusters.flatMap((name) => factsOf(parts.topology, name)),
      scraped: nodes,
      agents: () => fleet.list(),
      services: () => fleet.services(),
    },
    sources: { promql, scraped: nodes, vitals },
    agents: fleet,
    agentInfo: (agent) => fleet.info(agent),
    control: {
      plan: (request, actor) => control.plan(request, actor),
      confirm: (request, actor) => control.confirm(request, actor),
      execution: (id) => control.engine.get(id),
      withKey: (key) => control.engine.withKey(key),
      status: () => ({ automation: control.engine.automation, readOnly: control.policy.mode === 'read_only' }),
      audit: (entry) => control.audit.append(entry),
    },
    publish,
    onChange: (id, run) => (run ? hub.publish('recovery', run, id) : hub.forget('recovery', id)),
    context: {
      operations: control.operations({ name: 'recovery', role: 'admin', via: 'automation', address: '' }).operations,
      parsePromql: (text) => queryLanguage.parse(text),
    },
  });
  const counted = (kind: 'runs' | 'alerts', label: string) => () =>
    Object.entries(recovery.counts()[kind]).map(([name, count]) => [{ [label]: name }, count] as const);
  metrics.gauge('observatory_recovery_runs', 'Runs of recovery actions that are kept', counted('runs', 'outcome'), [
    'outcome',
  ]);
  metrics.gauge('observatory_recovery_alerts', 'Alerts with recovery that are not ok', counted('alerts', 'state'), [
    'state',
  ]);
  return {
    recovery,
    applyConfig(current) {
      recovery.applyConfig(current);
      clusters = current.clusters.map(({ name }) => name);
    },
  };
}

/** Brokers, bookies and function workers of a cluster; none before it was read. */
function factsOf(topology: Topology, cluster: string): TopologyFact[] {
  let graph: ReturnType<Topology['graph']>;
  try {
    graph = topology.graph(cluster);
  } catch {
    return [];
  }
  const facts: TopologyFact[] = [];
  for (const { id, kind, name, scrapedAs } of graph.nodes.values()) {
    if (!WATCHED.has(kind)) continue;
    const used = kind === 'bookie' ? graph.node(`${cluster}/disk/${name}`)?.attributes.usedPercent : undefined;
    facts.push({ id, cluster, kind, scrapedAs, diskPercent: typeof used === 'number' ? used : undefined });
  }
  return facts;
}
