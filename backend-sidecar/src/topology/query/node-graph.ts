import type { FrameJson, NodeGraphAnswer, TopologyEdge, TopologyNode } from '@observatory/protocol/topology';

type Column = readonly [name: string, values: (string | number | null)[], config?: Record<string, unknown>];

const ARCS = [
  ['arc__healthy', 'healthy', '#56A64B', 'healthy'],
  ['arc__unknown', 'unknown', '#8E8E8E', 'unknown'],
  ['arc__degraded', 'degraded', '#F2CC0C', 'degraded'],
  ['arc__down', 'down', '#E02F44', 'down'],
] as const;

/** The two frames of Grafana's node graph panel; every node has its place, or the panel refuses all of them. */
export function nodeGraph(nodes: readonly TopologyNode[], edges: readonly TopologyEdge[]): NodeGraphAnswer {
  const shownHealth = (node: TopologyNode) =>
    node.impact && node.health === 'healthy' ? node.impact.health : node.health;
  return {
    frames: [
      frame('nodes', [
        ['id', nodes.map(({ id }) => id)],
        ['title', nodes.map(({ name }) => name)],
        ['subtitle', nodes.map(({ kind }) => kind.replaceAll('_', ' '))],
        ['mainstat', nodes.map(shownHealth)],
        ['secondarystat', nodes.map(({ reasons, impact }) => reasons[0] ?? (impact ? `by ${impact.from}` : ''))],
        ...ARCS.map(([name, health, fixedColor, displayName]): Column => [
          name,
          nodes.map((node) => (shownHealth(node) === health ? 1 : 0)),
          { displayName, color: { mode: 'fixed', fixedColor } },
        ]),
        ['detail__cluster', nodes.map(({ cluster }) => cluster), { displayName: 'Cluster' }],
        ['fixedX', nodes.map(({ x = 0 }) => x)],
        ['fixedY', nodes.map(({ y = 0 }) => y)],
      ]),
      frame('edges', [
        ['id', edges.map(({ source, relation, target }) => `${source} ${relation} ${target}`)],
        ['source', edges.map(({ source }) => source)],
        ['target', edges.map(({ target }) => target)],
        ['mainstat', edges.map(({ relation }) => relation.replaceAll('_', ' '))],
      ]),
    ],
  };
}

function frame(name: string, columns: readonly Column[]): FrameJson {
  return {
    schema: {
      name,
      meta: { preferredVisualisationType: 'nodeGraph' },
      fields: columns.map(([field, , config]) => ({
        name: field,
        type: /^(arc__|fixed)/.test(field) ? 'number' : 'string',
        ...(config && { config }),
      })),
    },
    data: { values: columns.map(([, values]) => values) },
  };
}
