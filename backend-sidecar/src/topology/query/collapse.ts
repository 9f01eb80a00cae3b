import type { Health, Relation, TopologyEdge, TopologyKind } from '@observatory/protocol/topology';
import type { Graph } from '../graph/graph.ts';
import type { GraphEdge } from '../graph/node.ts';
import { worse } from '../graph/relations.ts';
import type { ShownNode } from './subgraph.ts';

/** What stands for a collapsed node: an edge from the other end of `from` to that of `to`, of the relation `from`. */
const BRIDGES: Readonly<Partial<Record<TopologyKind, { from: Relation; to: Relation }>>> = {
  // A broker serves a namespace by the bundles that it owns.
  bundle: { from: 'owns', to: 'divided_into' },
  // A worker runs a function by its instances.
  function_instance: { from: 'runs', to: 'instance' },
};

/**
 * Edges between the nodes shown that stand for the nodes of the collapsed kinds: `attributes.count` says for how many, and
 * `attributes.health` is the worst of them. Costs what the graph has without topics.
 */
export function collapseEdges(
  graph: Graph,
  nodes: readonly ShownNode[],
  kinds: ReadonlySet<TopologyKind>,
): TopologyEdge[] {
  const shown = new Set(nodes.map(({ node }) => node.id));
  const bridges = new Map<
    string,
    TopologyEdge & { attributes: { via: TopologyKind; count: number; health: Health } }
  >();
  for (const { id, kind, health } of graph.nodes.values()) {
    const rule = kinds.has(kind) && !shown.has(id) ? BRIDGES[kind] : undefined;
    if (!rule) continue;
    const ends = { from: [] as string[], to: [] as string[] };
    for (const edge of graph.edgesOf(id, false)) {
      const side = edge.relation === rule.from ? 'from' : edge.relation === rule.to ? 'to' : undefined;
      const end = otherEnd(edge, id);
      if (side && shown.has(end)) ends[side].push(end);
    }
    for (const source of ends.from) {
      for (const target of ends.to) {
        const key = `${source}\n${target}`;
        const known = bridges.get(key);
        if (known) {
          known.attributes.count++;
          known.attributes.health = worse(known.attributes.health, health);
        } else bridges.set(key, { source, target, relation: rule.from, attributes: { via: kind, count: 1, health } });
      }
    }
  }
  return [...bridges.values()];
}

function otherEnd({ source, target }: GraphEdge, id: string): string {
  return source === id ? target : source;
}
