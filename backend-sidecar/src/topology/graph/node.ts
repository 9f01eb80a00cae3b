import type { Health, Relation, TopologyKind, UnknownFact } from '@observatory/protocol/topology';

export type Attributes = Record<string, string | number | boolean>;

/** A node as the facts give it; what its neighbours do to it is worked out by `impact.ts`. */
export interface GraphNode {
  readonly id: string;
  readonly kind: TopologyKind;
  readonly name: string;
  health: Health;
  readonly reasons: string[];
  readonly attributes: Attributes;
  metrics: Readonly<Record<string, string>> | undefined;
  scrapedAs: string | undefined;
  readonly unknown: UnknownFact[];
}

export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  readonly relation: Relation;
  readonly attributes?: Readonly<Attributes>;
}

export function nodeId(cluster: string, kind: TopologyKind, name: string): string {
  return `${cluster}/${kind}/${name}`;
}

export function newNode(cluster: string, kind: TopologyKind, name: string): GraphNode {
  return {
    id: nodeId(cluster, kind, name),
    kind,
    name,
    health: 'healthy',
    reasons: [],
    attributes: {},
    metrics: undefined,
    scrapedAs: undefined,
    unknown: [],
  };
}
