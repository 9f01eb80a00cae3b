import type { TopologyKind } from '@observatory/protocol/topology';
import type { Verdict } from '../facts/fact.ts';
import type { TopicPlacement } from '../topic-placement.ts';
import { newNode, nodeId, type GraphEdge, type GraphNode } from './node.ts';
import type { TopicIndex } from './topic-index.ts';

/** Kinds without a node in `nodes`. */
const KINDS_MADE: readonly TopologyKind[] = ['topic', 'partitioned_topic', 'subscription'];

export interface GraphParts {
  cluster: string;
  nodes: ReadonlyMap<string, GraphNode>;
  edges: readonly GraphEdge[];
  topics: TopicIndex;
  verdicts: readonly Verdict[];
  /** Only of the present. */
  placement: TopicPlacement | undefined;
}

/**
 * One cluster's graph at one time. Hosts, nodes, bundles, namespaces and functions are there as such; topics, partitioned
 * topics and subscriptions, of which there may be hundreds of thousands, are made when somebody looks at them.
 */
export class Graph {
  readonly cluster: string;
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly topics: TopicIndex;
  private readonly placement: TopicPlacement | undefined;
  private readonly outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  private readonly incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  private readonly verdicts = new Map<string, Verdict[]>();
  private topicCount: number | undefined;

  constructor({ cluster, nodes, edges, topics, verdicts, placement }: GraphParts) {
    this.cluster = cluster;
    this.nodes = nodes;
    this.edges = edges;
    this.topics = topics;
    this.placement = placement;
    this.outgoing = grouped(edges, ({ source }) => source);
    this.incoming = grouped(edges, ({ target }) => target);
    for (const verdict of verdicts) {
      const id = nodeId(cluster, 'topic', verdict.topic);
      this.verdicts.set(id, [...(this.verdicts.get(id) ?? []), verdict]);
    }
  }

  /** The kind that an id names, whether there is such a node or not; costs less than the node. */
  kindOf(id: string): TopologyKind | undefined {
    return this.nodes.get(id)?.kind ?? KINDS_MADE.find((kind) => kind === this.parse(id).kind);
  }

  /** The node of an id; undefined when this graph has none. */
  node(id: string): GraphNode | undefined {
    const known = this.nodes.get(id);
    if (known) return known;
    const { kind, name } = this.parse(id);
    if (kind === 'topic') return this.topicNode(name);
    if (kind === 'partitioned_topic') return this.partitionedNode(name);
    if (kind === 'subscription') return this.subscriptionNode(name);
    return undefined;
  }

  /**
   * All edges of a node, both ways. A bundle's to its topics, of which there may be thousands, come last and only when
   * asked for; each topic has the edge to its bundle anyway.
   */
  *edgesOf(id: string, withTopics: boolean): Generator<GraphEdge> {
    yield* this.outgoing.get(id) ?? [];
    yield* this.incoming.get(id) ?? [];
    const { kind, name } = this.parse(id);
    if (kind === 'bundle') {
      if (!withTopics) return;
      for (const topic of this.topics.inBundle(name))
        yield { source: id, target: this.topicId(topic), relation: 'holds' };
    } else if (kind === 'topic') yield* this.topicEdges(id, name);
    else if (kind === 'partitioned_topic') {
      for (let i = 0; i < this.topics.partitionCount(name); i++)
        yield { source: id, target: nodeId(this.cluster, 'topic', `${name}-partition-${i}`), relation: 'partition' };
    } else if (kind === 'subscription') {
      const topic = nodeId(this.cluster, 'topic', splitSubscription(name).topic);
      yield { source: topic, target: id, relation: 'subscribed' };
    }
  }

  /** Nodes of each kind; subscriptions are not counted. */
  counts(): Partial<Record<TopologyKind, number>> {
    const counts: Partial<Record<TopologyKind, number>> = {};
    for (const { kind } of this.nodes.values()) counts[kind] = (counts[kind] ?? 0) + 1;
    const topics = (this.topicCount ??= this.topics.count);
    if (topics > 0) counts.topic = topics;
    return counts;
  }

  topicId(topic: string): string {
    return nodeId(this.cluster, 'topic', topic);
  }

  /** Ids of topics on which there is a verdict. */
  troubledTopics(): Iterable<string> {
    return this.verdicts.keys();
  }

  private *topicEdges(id: string, name: string): Generator<GraphEdge> {
    const { cluster, topics } = this;
    const bundle = topics.bundleOf(name);
    if (bundle !== undefined) yield { source: nodeId(cluster, 'bundle', bundle), target: id, relation: 'holds' };
    const partitioned = topics.partitionedOf(name);
    if (partitioned !== undefined)
      yield { source: nodeId(cluster, 'partitioned_topic', partitioned), target: id, relation: 'partition' };
    for (const subscription of this.placement?.subscriptions(cluster, name) ?? [])
      yield {
        source: id,
        target: subscriptionNodeId(cluster, name, subscription.name),
        relation: 'subscribed',
      };
  }

  private topicNode(name: string): GraphNode | undefined {
    const told = this.placement?.topic(this.cluster, name);
    if (!told && !this.topics.has(name)) return undefined;
    const node = newNode(this.cluster, 'topic', name);
    node.metrics = { cluster: this.cluster, topic: name };
    Object.assign(node.attributes, told);
    for (const { subscription, health, reason } of this.verdicts.get(node.id) ?? []) {
      if (subscription === '') judge(node, health, reason);
      else judge(node, 'degraded', `subscription ${subscription}: ${reason}`);
    }
    return node;
  }

  private partitionedNode(name: string): GraphNode | undefined {
    const partitions = this.topics.partitionCount(name);
    if (partitions === 0) return undefined;
    const node = newNode(this.cluster, 'partitioned_topic', name);
    node.attributes.partitions = partitions;
    return node;
  }

  private subscriptionNode(name: string): GraphNode | undefined {
    const { topic, subscription } = splitSubscription(name);
    const found = this.placement?.subscriptions(this.cluster, topic).find((each) => each.name === subscription);
    if (!found) return undefined;
    const node = newNode(this.cluster, 'subscription', name);
    node.metrics = { cluster: this.cluster, topic, subscription };
    Object.assign(node.attributes, found.attributes);
    for (const verdict of this.verdicts.get(this.topicId(topic)) ?? [])
      if (verdict.subscription === subscription) judge(node, verdict.health, verdict.reason);
    return node;
  }

  private parse(id: string): { kind: string; name: string } {
    const rest = id.startsWith(`${this.cluster}/`) ? id.slice(this.cluster.length + 1) : '';
    const cut = rest.indexOf('/');
    return { kind: rest.slice(0, Math.max(0, cut)), name: rest.slice(cut + 1) };
  }
}

/** The id of a subscription's node. @param topic its full name */
export function subscriptionNodeId(cluster: string, topic: string, subscription: string): string {
  return nodeId(cluster, 'subscription', subscriptionName(topic, subscription));
}

/** A subscription's name within its cluster: neither part has a newline, and topics no `#` in Pulsar's own tools. */
function subscriptionName(topic: string, subscription: string): string {
  return `${topic}#${encodeURIComponent(subscription)}`;
}

function splitSubscription(name: string): { topic: string; subscription: string } {
  const cut = name.lastIndexOf('#');
  let subscription = name.slice(cut + 1);
  try {
    subscription = decodeURIComponent(subscription);
  } catch {
    // A name that somebody typed; it is looked up as it is.
  }
  return { topic: name.slice(0, Math.max(0, cut)), subscription };
}

function judge(node: GraphNode, health: Verdict['health'], reason: string): void {
  node.reasons.push(reason);
  if (node.health !== 'down') node.health = health;
}

function grouped(edges: readonly GraphEdge[], key: (edge: GraphEdge) => string): Map<string, GraphEdge[]> {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const group = groups.get(key(edge));
    if (group) group.push(edge);
    else groups.set(key(edge), [edge]);
  }
  return groups;
}
