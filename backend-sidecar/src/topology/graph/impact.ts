import type { Health } from '@observatory/protocol/topology';
import type { Graph } from './graph.ts';
import type { GraphEdge } from './node.ts';
import { isWorse, RELATION_RULES } from './relations.ts';

export interface Impact {
  health: Health;
  /** Id of the node where it begins. */
  from: string;
}

/**
 * What the health of other nodes does to a node: the worst that reaches it along the edges, against their direction of
 * dependency, and where it begins. Worked out for the node that is asked for and remembered for those on the way.
 * Nothing flows from a topic to its bundle.
 */
export class ImpactFinder {
  private readonly graph: Graph;
  private readonly found = new Map<string, Impact | undefined>();

  constructor(graph: Graph) {
    this.graph = graph;
  }

  of(id: string): Impact | undefined {
    if (this.found.has(id)) return this.found.get(id);
    // Until it is known it is nothing: an edge that leads back (none should) ends here.
    this.found.set(id, undefined);
    let worst: Impact | undefined;
    for (const edge of this.graph.edgesOf(id, false)) {
      const reaching = this.through(edge, id);
      if (reaching && (!worst || isWorse(reaching.health, worst.health))) worst = reaching;
    }
    this.found.set(id, worst);
    return worst;
  }

  private through(edge: GraphEdge, id: string): Impact | undefined {
    const rule = RELATION_RULES[edge.relation];
    if (rule.impact === 'none') return undefined;
    const [cause, sufferer] = rule.impact === 'forward' ? [edge.source, edge.target] : [edge.target, edge.source];
    if (sufferer !== id) return undefined;
    const node = this.graph.node(cause);
    if (!node) return undefined;
    const upstream = this.of(cause);
    const own: Impact | undefined =
      node.health === 'degraded' || node.health === 'down' ? { health: node.health, from: node.id } : undefined;
    const worst = own && (!upstream || !isWorse(upstream.health, own.health)) ? own : upstream;
    return worst && rule.partial ? { ...worst, health: 'degraded' } : worst;
  }
}
