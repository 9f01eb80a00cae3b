import type { Graph } from '../graph/graph.ts';
import { newNode, type GraphEdge } from '../graph/node.ts';
import { collapseEdges } from './collapse.ts';

describe('collapseEdges', () => {
  it('turns bundles into edges from the broker to the namespace, counted, with the worst health', () => {
    const [broker, namespace] = [newNode('c', 'broker', 'b'), newNode('c', 'namespace', 'n')];
    const bundles = [newNode('c', 'bundle', '1'), newNode('c', 'bundle', '2')];
    bundles[1].health = 'unknown';
    const edges = bundles.flatMap((bundle): GraphEdge[] => [
      { source: broker.id, target: bundle.id, relation: 'owns' },
      { source: namespace.id, target: bundle.id, relation: 'divided_into' },
    ]);
    const graph = {
      nodes: new Map([broker, namespace, ...bundles].map((node) => [node.id, node])),
      edgesOf: (id: string) => edges.filter(({ source, target }) => source === id || target === id),
    } as unknown as Graph;
    const shown = [broker, namespace].map((node) => ({ node, impact: undefined, hidden: 0 }));
    expect(collapseEdges(graph, shown, new Set(['bundle']))).toEqual([
      {
        source: 'c/broker/b',
        target: 'c/namespace/n',
        relation: 'owns',
        attributes: { via: 'bundle', count: 2, health: 'unknown' },
      },
    ]);
    expect(collapseEdges(graph, shown, new Set(['disk']))).toEqual([]);
  });
});
