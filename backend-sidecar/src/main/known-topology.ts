import type { KnownNode, KnownTopology } from '../analysis/index.ts';
import type { Topology } from '../topology/index.ts';

/** Kinds of nodes that are scraped. */
const KINDS: ReadonlySet<string> = new Set(['broker', 'bookie', 'function_worker', 'host']);

/** What the topology knew at a time, or now where its history does not reach, as the analysis wants it. */
export function knownTopology(topology: Topology, clusters: readonly string[], atMs: number): KnownTopology {
  const nodes: KnownNode[] = [];
  for (const name of clusters) {
    const graph = graphAt(topology, name, atMs);
    for (const node of graph?.nodes.values() ?? []) {
      if (!KINDS.has(node.kind)) continue;
      const address = node.attributes.httpAddress;
      nodes.push({
        id: node.id,
        kind: node.kind,
        name: node.name,
        address: typeof address === 'string' ? address : node.kind === 'broker' ? node.name : '',
        host: '',
      });
    }
  }
  return { nodes };
}

function graphAt(topology: Topology, cluster: string, atMs: number): ReturnType<Topology['graph']> | undefined {
  for (const at of [atMs, undefined]) {
    try {
      return topology.graph(cluster, at);
    } catch {
      // Not known of that time: now is better than nothing.
    }
  }
  return undefined;
}
