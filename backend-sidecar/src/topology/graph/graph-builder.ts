import type { Health, Relation, TopologyKind } from '@observatory/protocol/topology';
import { FAMILY_NAMES, type Fact, type FactFamily } from '../facts/fact.ts';
import type { FactSet } from '../facts/fact-set.ts';
import { newNode, nodeId, type Attributes, type GraphEdge, type GraphNode } from './node.ts';
import { isWorse } from './relations.ts';

/** Collects nodes and edges; naming a node twice gives the same one. */
export class GraphBuilder {
  readonly nodes = new Map<string, GraphNode>();
  readonly edges: GraphEdge[] = [];
  readonly cluster: string;
  readonly facts: FactSet;

  constructor(cluster: string, facts: FactSet) {
    this.cluster = cluster;
    this.facts = facts;
  }

  id(kind: TopologyKind, name: string): string {
    return nodeId(this.cluster, kind, name);
  }

  node(kind: TopologyKind, name: string, attributes?: Attributes): GraphNode {
    const id = this.id(kind, name);
    let node = this.nodes.get(id);
    if (!node) this.nodes.set(id, (node = newNode(this.cluster, kind, name)));
    if (attributes) Object.assign(node.attributes, attributes);
    return node;
  }

  edge(source: string, target: string, relation: Relation, attributes?: Attributes): void {
    this.edges.push({ source, target, relation, ...(attributes && { attributes }) });
  }

  find(kind: TopologyKind, name: string): GraphNode | undefined {
    return this.nodes.get(this.id(kind, name));
  }

  ofKind(kind: TopologyKind): GraphNode[] {
    return [...this.nodes.values()].filter((node) => node.kind === kind);
  }

  /** Notes on the node what could not be read of it; a node of which the state is unknown is not called healthy. */
  note(node: GraphNode, family: FactFamily, subject = ''): void {
    const fact = this.facts.get(family, subject) as Fact | undefined;
    if (!fact?.failure) return;
    const { reason, sinceMs } = fact.failure;
    const lastKnownMs = fact.lastKnownMs;
    node.unknown.push({
      what: FAMILY_NAMES[family],
      reason,
      sinceMs,
      ...(lastKnownMs !== undefined && { lastKnownMs }),
    });
  }
}

/** Makes a node at least this bad, with the reason. */
export function worsen(node: GraphNode, health: Health, reason: string): void {
  node.reasons.push(reason);
  if (isWorse(health, node.health)) node.health = health;
}
