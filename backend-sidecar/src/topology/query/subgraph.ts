import type { Health, TopologyKind } from '@observatory/protocol/topology';
import type { Graph } from '../graph/graph.ts';
import { ImpactFinder, type Impact } from '../graph/impact.ts';
import type { GraphEdge, GraphNode } from '../graph/node.ts';
import { isWorse } from '../graph/relations.ts';

export interface SubgraphQuery {
  /** Id of the node in the middle; without it the whole graph is looked through. */
  node?: string;
  /** Steps from the middle. */
  depth?: number;
  kinds?: ReadonlySet<TopologyKind>;
  /** Keeps nodes whose own health, or what reaches them, is one of these. */
  health?: ReadonlySet<Health>;
  /** Part of the name, in any case. */
  search?: string;
  limit?: number;
}

export interface ShownNode {
  node: GraphNode;
  impact: Impact | undefined;
  /** Topics below it that are not shown. */
  hidden: number;
}

export interface Subgraph {
  nodes: ShownNode[];
  edges: GraphEdge[];
  truncated: boolean;
}

/** What the whole graph shows when nobody says which kinds: the processes and where they run. */
const OVERVIEW: ReadonlySet<TopologyKind> = new Set<TopologyKind>([
  'cluster',
  'host',
  'broker',
  'bookie',
  'rack',
  'function_worker',
  'function',
]);
/** Shown, but not walked through: behind them is everything. */
const HUBS: ReadonlySet<TopologyKind> = new Set<TopologyKind>(['cluster', 'host', 'rack']);
const DEFAULT_LIMIT = 2000;

/** The part of a graph around a node, or the nodes that match; `truncated` when `limit` cut it. */
export function subgraph(graph: Graph, query: SubgraphQuery): Subgraph {
  const impacts = new ImpactFinder(graph);
  const limit = query.limit ?? DEFAULT_LIMIT;
  const shown = new Map<string, ShownNode>();
  let truncated = false;
  for (const id of query.node === undefined ? everything(graph, query, impacts) : around(graph, query.node, query)) {
    if (shown.has(id)) continue;
    const node = graph.node(id);
    if (!node || !matches(node, query)) continue;
    const impact = impacts.of(id);
    if (query.health && !query.health.has(worstOf(node, impact)) && id !== query.node) continue;
    if (shown.size === limit) {
      truncated = true;
      break;
    }
    shown.set(id, { node, impact, hidden: 0 });
  }
  const edges = edgesAmong(graph, shown);
  const held = shownTopics(edges);
  for (const each of shown.values())
    if (each.node.kind === 'bundle')
      each.hidden = graph.topics.countInBundle(each.node.name) - (held.get(each.node.id) ?? 0);
  return { nodes: [...shown.values()], edges, truncated };
}

export function worstOf(node: GraphNode, impact: Impact | undefined): Health {
  return impact && isWorse(impact.health, node.health) ? impact.health : node.health;
}

function matches({ id, kind, name }: GraphNode, { node, kinds, search }: SubgraphQuery): boolean {
  if (id === node) return true;
  const wanted = kinds ?? (node === undefined && search === undefined ? OVERVIEW : undefined);
  return (!wanted || wanted.has(kind)) && (search === undefined || name.toLowerCase().includes(search.toLowerCase()));
}

/** Ids of all nodes that may match, topics only when they are wanted. */
function* everything(graph: Graph, { kinds, health, search }: SubgraphQuery, impacts: ImpactFinder): Generator<string> {
  yield* graph.nodes.keys();
  if (!kinds?.has('topic') && search === undefined) return;
  if (kinds && !kinds.has('topic')) return;
  if (!health || health.has('healthy')) {
    for (const topic of graph.topics.all())
      if (search === undefined || topic.toLowerCase().includes(search.toLowerCase())) yield graph.topicId(topic);
    return;
  }
  // Only topics with a verdict, or in a bundle that something reaches, can be anything but healthy.
  yield* graph.troubledTopics();
  for (const { id, kind, name, health: own } of graph.nodes.values()) {
    if (kind !== 'bundle' || (own === 'healthy' && !impacts.of(id))) continue;
    for (const topic of graph.topics.inBundle(name)) yield graph.topicId(topic);
  }
}

/** Ids by breadth first from one node; stops when nobody asks for more. */
function* around(graph: Graph, start: string, { depth = 1, kinds }: SubgraphQuery): Generator<string> {
  const seen = new Set([start]);
  let ring = [start];
  yield start;
  const withTopics = !kinds || kinds.has('topic') || kinds.has('subscription') || kinds.has('partitioned_topic');
  for (let step = 0; step < depth && ring.length > 0; step++) {
    const next: string[] = [];
    for (const id of ring) {
      const kind = graph.kindOf(id);
      if (!kind || (HUBS.has(kind) && id !== start)) continue;
      for (const { source, target } of graph.edgesOf(id, withTopics)) {
        const other = source === id ? target : source;
        if (seen.has(other)) continue;
        seen.add(other);
        next.push(other);
        yield other;
      }
    }
    ring = next;
  }
}

function edgesAmong(graph: Graph, shown: ReadonlyMap<string, ShownNode>): GraphEdge[] {
  const edges = new Map<string, GraphEdge>();
  for (const id of shown.keys()) {
    for (const edge of graph.edgesOf(id, false)) {
      if (!shown.has(edge.source) || !shown.has(edge.target)) continue;
      edges.set(edgeKey(edge), edge);
    }
  }
  return [...edges.values()];
}

export function edgeKey({ source, target, relation }: GraphEdge): string {
  return `${source}\n${relation}\n${target}`;
}

/** How many topics of each bundle (by id) are shown. */
function shownTopics(edges: readonly GraphEdge[]): Map<string, number> {
  const shown = new Map<string, number>();
  for (const { source, relation } of edges) if (relation === 'holds') shown.set(source, (shown.get(source) ?? 0) + 1);
  return shown;
}
