import type { AddressedNode } from '../agents/index.ts';
import type { Graph } from '../topology/index.ts';

/** What agents are seen against: the maps of the clusters, and what is being operated on. */
export interface AgentSurroundings {
  /** Of all clusters that were read. */
  graphs: () => readonly Graph[];
  /** Targets of operations that are being carried out. */
  busyTargets: () => readonly string[];
}

/** Kinds of nodes that are processes on a host. */
const PROCESSES: ReadonlySet<string> = new Set(['broker', 'bookie', 'function_worker']);

/** Processes of a cluster with the addresses by which it knows them. */
export function addressedNodes({ cluster, nodes }: Graph): AddressedNode[] {
  return [...nodes.values()]
    .filter(({ kind }) => PROCESSES.has(kind))
    .map(({ id, kind, name, attributes: { httpAddress } }) => ({
      id,
      cluster,
      kind,
      addresses: typeof httpAddress === 'string' && httpAddress !== '' ? [name, httpAddress] : [name],
    }));
}

/** Ids of nodes that are not well, and of what is operated on. */
export function troubledIds({ graphs, busyTargets }: AgentSurroundings): ReadonlySet<string> {
  const ids = new Set(busyTargets());
  for (const { nodes } of graphs())
    for (const { id, kind, health } of nodes.values())
      if (PROCESSES.has(kind) && (health === 'down' || health === 'degraded')) ids.add(id);
  return ids;
}
