import type { TopologyEdge, TopologyNode } from '@observatory/protocol/topology';
import type { Graph } from '../graph/graph.ts';
import type { GraphEdge } from '../graph/node.ts';
import type { Place } from '../layout/layout.ts';
import type { ShownNode } from './subgraph.ts';

/** A node as the API tells it. */
export function toTopologyNode({ cluster }: Graph, { node, impact, hidden }: ShownNode, place?: Place): TopologyNode {
  return {
    id: node.id,
    kind: node.kind,
    cluster,
    name: node.name,
    health: node.health,
    reasons: node.reasons,
    ...(impact && { impact }),
    attributes: node.attributes,
    ...(node.metrics && { metrics: node.metrics }),
    ...(node.scrapedAs !== undefined && { scrapedAs: node.scrapedAs }),
    ...(node.unknown.length > 0 && { unknown: node.unknown }),
    ...(hidden > 0 && { hidden }),
    ...place,
  };
}

export function toTopologyEdge({ source, target, relation, attributes }: GraphEdge): TopologyEdge {
  return { source, target, relation, ...(attributes && { attributes }) };
}
