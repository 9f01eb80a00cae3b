import type { TopologyEdge, TopologyKind, TopologyNode } from '@observatory/protocol/topology';

/** A node for tests: healthy and nameless but for what is given. */
export function testNode(kind: TopologyKind, name: string, more: Partial<TopologyNode> = {}): TopologyNode {
  return {
    id: `c/${kind}/${name}`,
    kind,
    cluster: 'c',
    name,
    health: 'healthy',
    reasons: [],
    attributes: {},
    x: 0,
    y: 0,
    ...more,
  };
}

export function testEdge(source: TopologyNode, target: TopologyNode, more: Partial<TopologyEdge> = {}): TopologyEdge {
  return { source: source.id, target: target.id, relation: 'owns', ...more };
}
