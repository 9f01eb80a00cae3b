import { isDeepStrictEqual } from 'node:util';
import type { TopologyDifference, TopologyKind, TopologyNode } from '@observatory/protocol/topology';
import type { Graph } from '../graph/graph.ts';
import { ImpactFinder } from '../graph/impact.ts';
import { toTopologyEdge, toTopologyNode } from './answer.ts';
import { edgeKey } from './subgraph.ts';

const LIMIT = 2000;

export interface DifferenceOptions {
  limit?: number;
  /** Only these, and edges between them; all unless given. */
  kinds?: ReadonlySet<TopologyKind>;
}

/** What differs between two graphs of one cluster: nodes, edges, and topics that came and went. At most `limit` of each. */
export function graphDifference(
  from: Graph,
  to: Graph,
  { limit = LIMIT, kinds }: DifferenceOptions = {},
): Omit<TopologyDifference, 'fromMs' | 'toMs'> {
  const wanted = (id: string) => !kinds || kinds.has((from.nodes.get(id) ?? to.nodes.get(id))?.kind ?? 'topic');
  const difference = {
    added: [] as TopologyNode[],
    removed: [] as TopologyNode[],
    changed: [] as { before: TopologyNode; after: TopologyNode }[],
  };
  const [before, after] = [teller(from), teller(to)];
  for (const id of new Set([...from.nodes.keys(), ...to.nodes.keys()])) {
    if (!wanted(id)) continue;
    const [old, now] = [before(id), after(id)];
    if (!old && now) difference.added.push(now);
    else if (old && !now) difference.removed.push(old);
    else if (old && now && !isDeepStrictEqual(shown(old), shown(now)))
      difference.changed.push({ before: old, after: now });
  }
  if (!kinds || kinds.has('topic')) {
    for (const topic of to.topics.notIn(from.topics)) pushIf(difference.added, after(to.topicId(topic)), limit);
    for (const topic of from.topics.notIn(to.topics)) pushIf(difference.removed, before(from.topicId(topic)), limit);
  }
  const [oldEdges, newEdges] = [edgeMap(from, wanted), edgeMap(to, wanted)];
  const edges = {
    addedEdges: [...newEdges].filter(([key]) => !oldEdges.has(key)).map(([, edge]) => toTopologyEdge(edge)),
    removedEdges: [...oldEdges].filter(([key]) => !newEdges.has(key)).map(([, edge]) => toTopologyEdge(edge)),
  };
  const lists = [difference.added, difference.removed, difference.changed, edges.addedEdges, edges.removedEdges];
  const truncated = lists.some((list) => list.length > limit);
  for (const list of lists) list.splice(limit);
  return { ...difference, ...edges, truncated };
}

function teller(graph: Graph): (id: string) => TopologyNode | undefined {
  const impacts = new ImpactFinder(graph);
  return (id) => {
    const node = graph.node(id);
    return node && toTopologyNode(graph, { node, impact: impacts.of(id), hidden: 0 });
  };
}

/** What a reader sees of a node. */
function shown({ health, reasons, impact, attributes, unknown }: TopologyNode): unknown {
  return { health, reasons, impact, attributes, unknown: unknown?.map(({ what, reason }) => [what, reason]) };
}

function pushIf(list: TopologyNode[], node: TopologyNode | undefined, limit: number): void {
  // One more than the limit says that there are more.
  if (node && list.length <= limit) list.push(node);
}

function edgeMap(graph: Graph, wanted: (id: string) => boolean) {
  const edges = graph.edges.filter(({ source, target }) => wanted(source) && wanted(target));
  return new Map(edges.map((edge) => [edgeKey(edge), edge]));
}
