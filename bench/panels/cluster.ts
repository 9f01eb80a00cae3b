import type { TopologyAnswer, TopologyEdge, TopologyNode } from '@observatory/protocol/topology';
import { Layout } from '@observatory/backend-sidecar/topology/layout/layout';
import type { Graph } from '@observatory/backend-sidecar/topology/graph/graph';

const RACKS = 3;

/**
 * A cluster of this many nodes in three racks: brokers and bookies 40 % each, namespaces 15 %, the rest function workers; with
 * 1.13 edges a node, as in reference/views.md §1.3. One in 97 is down, one in 41 degraded. Placed by the sidecar's layout.
 */
export function syntheticCluster(count: number): TopologyAnswer {
  const nodes: TopologyNode[] = [];
  const add = (kind: TopologyNode['kind'], index: number, rack?: string): void => {
    const name = `${kind}-${String(index).padStart(4, '0')}.pulsar.example.net:8080`;
    const bad = nodes.length % 97 === 96 ? 'down' : nodes.length % 41 === 40 ? 'degraded' : 'healthy';
    nodes.push({
      id: `synthetic/${kind}/${name}`,
      kind,
      cluster: 'synthetic',
      name: kind === 'namespace' ? `tenant-${index % 20}/namespace-${index}` : name,
      health: bad,
      reasons:
        bad === 'down' ? ['its metrics cannot be read: connection refused'] : bad === 'degraded' ? ['read-only'] : [],
      attributes: { ...(rack !== undefined && { rack }), bundles: (index * 7) % 40 },
    });
  };
  const shares = { namespace: 0.15, broker: 0.4, bookie: 0.4 };
  for (const [kind, share] of Object.entries(shares) as ['namespace' | 'broker' | 'bookie', number][])
    for (let i = 0; i < Math.round(count * share); i++)
      add(kind, i, kind === 'namespace' ? undefined : `/rack-${(i % RACKS) + 1}`);
  for (let i = 0; nodes.length < count; i++) add('function_worker', i, `/rack-${(i % RACKS) + 1}`);
  const of = (kind: string) => nodes.filter((node) => node.kind === kind);
  const [namespaces, brokers, workers] = [of('namespace'), of('broker'), of('function_worker')];
  const edges: TopologyEdge[] = [];
  const wanted = Math.round(count * 1.1264);
  for (let i = 0; edges.length < wanted - workers.length; i++)
    edges.push({
      source: brokers[(i * 13) % brokers.length].id,
      target: namespaces[(i * 29 + Math.floor(i / brokers.length)) % namespaces.length].id,
      relation: 'owns',
      attributes: { via: 'bundle', count: 1 + (i % 6) },
    });
  workers.forEach((worker, i) =>
    edges.push({ source: worker.id, target: brokers[i % brokers.length].id, relation: 'embedded_in' }),
  );
  place(new Layout(), nodes);
  return {
    timeMs: Date.UTC(2026, 10, 22, 12),
    nodes,
    edges,
    truncated: false,
    counts: {},
    clusters: [{ cluster: 'synthetic', facts: 0, unknown: [], deferred: 0 }],
  };
}

/** Gives the nodes their places, as an answer of the sidecar does. */
export function place(layout: Layout, nodes: TopologyNode[]): void {
  const racks = nodes.flatMap(({ id, attributes }) =>
    attributes.rack === undefined
      ? []
      : [{ source: id, target: `synthetic/rack/${String(attributes.rack)}`, relation: 'in_rack' as const }],
  );
  const shown = nodes.map((node) => ({ ...node, metrics: undefined, scrapedAs: undefined, unknown: [] }));
  const graph = { nodes: new Map(shown.map((node) => [node.id, node])), edges: racks } as unknown as Graph;
  layout.admit('synthetic', graph, true, 0);
  const places = layout.place('synthetic', shown, ['namespace', 'broker', 'function_worker', 'bookie']);
  for (const node of nodes) Object.assign(node, places.get(node.id));
}
