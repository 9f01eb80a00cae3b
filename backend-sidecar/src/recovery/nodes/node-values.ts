import type { AgentInfo, HostSummary } from '@observatory/protocol/agents';
import type { NodeVitals } from '@observatory/protocol/nodes';
import type { NodeMetric, NodeStatus } from '../../config/schema/monitoring.ts';
import type { Reading } from '../alerts/condition.ts';
import type { WatchedNode } from './watched-node.ts';

/** Percentages of a host that is scraped itself (node_exporter), without an agent. */
export interface HostValues {
  cpuPercent?: number;
  memoryPercent?: number;
  diskPercent?: number;
}

/** What is asked once an evaluation, by id of the scraped node. */
export interface MeasuredValues {
  vitals: ReadonlyMap<string, NodeVitals>;
  hosts: ReadonlyMap<string, HostValues>;
}

/** A `node.` metric of a node; null where nothing tells it. */
export function nodeValue(node: WatchedNode, metric: NodeMetric, measured: MeasuredValues): Reading {
  const scrapedId = node.scraped?.id ?? '';
  const vitals = measured.vitals.get(scrapedId);
  const host = measured.hosts.get(scrapedId);
  switch (metric) {
    case 'node.status':
      return statusOf(node);
    case 'node.disk_usage_percent':
      return diskOf(node, vitals) ?? fromAgents(node, ({ diskPercent }) => diskPercent) ?? host?.diskPercent ?? null;
    case 'node.memory_usage_percent':
      return fromAgents(node, ({ memoryPercent }) => memoryPercent) ?? host?.memoryPercent ?? null;
    case 'node.cpu_usage_percent':
      return fromAgents(node, ({ cpuPercent }) => cpuPercent) ?? host?.cpuPercent ?? null;
    case 'node.heap_usage_percent':
      return share(vitals?.heapUsedBytes, vitals?.heapMaxBytes);
    case 'node.direct_memory_usage_percent':
      return share(vitals?.directUsedBytes, vitals?.directMaxBytes);
    case 'node.gc_time_percent':
      return vitals?.gcShare === undefined ? null : 100 * vitals.gcShare;
    case 'node.restarts_24h':
      return vitals?.restarts ?? null;
  }
}

/**
 * Its scrapes tell first; what is not scraped, its agent tells: the state of the service that the node is, or for a host the
 * agent's own. A service whose agent is silent may run or not. Of a node that nobody watches nothing is told.
 */
function statusOf({ kind, scraped, services, agents }: WatchedNode): NodeStatus | null {
  switch (scraped?.state) {
    case 'up':
      return 'Online';
    case 'stale':
      return 'Stale';
    case 'down':
    case 'gone':
      return 'Offline';
    case 'unknown':
      return 'Unknown';
    case undefined:
      break;
  }
  const told = services.filter(({ agentConnected, state }) => agentConnected && state !== 'unknown');
  if (told.length > 0)
    return told.some(({ state }) => state === 'running' || state === 'starting') ? 'Online' : 'Offline';
  if (kind !== 'host') return services.length > 0 ? 'Unknown' : null;
  const states: readonly AgentInfo['state'][] = agents.map(({ state }) => state);
  if (states.includes('connected')) return 'Online';
  return states.includes('stale') ? 'Stale' : 'Offline';
}

/** A bookie's own ledger disks, which are what its garbage collection frees; the fullest of them. */
function diskOf({ diskPercent }: WatchedNode, vitals: NodeVitals | undefined): number | undefined {
  const disks = (vitals?.disks ?? []).map(({ usedPercent }) => usedPercent);
  if (diskPercent !== undefined) disks.push(diskPercent);
  return disks.length > 0 ? Math.max(...disks) : undefined;
}

/** Of the agents that report; the worst, should there be two on one host. */
function fromAgents({ agents }: WatchedNode, of: (summary: HostSummary) => number): number | undefined {
  const values = agents.flatMap(({ state, summary }) => (state === 'connected' && summary ? of(summary) : []));
  return values.length > 0 ? Math.max(...values) : undefined;
}

function share(used: number | undefined, most: number | undefined): number | null {
  return used === undefined || most === undefined || most <= 0 ? null : (100 * used) / most;
}
