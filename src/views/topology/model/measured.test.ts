import { assignValues, attributeValues, edgeId } from './measured.ts';
import { testEdge, testNode } from './testing.ts';

const broker = testNode('broker', 'b:8080', {
  metrics: { cluster: 'c', instance: 'b:8080' },
  attributes: { bundles: 3 },
});
const namespace = testNode('namespace', 't/n', { metrics: { cluster: 'c', namespace: 't/n' } });
const edge = testEdge(broker, namespace, { attributes: { count: 2 } });
const assign = (series: { labels: Record<string, string>; value: number }[]) =>
  assignValues(series, [broker, namespace, testNode('host', 'h')], [edge]);

describe('assignValues', () => {
  it('gives each node the series with its labels, and the edge that with both', () => {
    const { nodes, edges, max } = assign([
      { labels: { cluster: 'c', instance: 'b:8080' }, value: 7 },
      { labels: { cluster: 'c', namespace: 't/n' }, value: 5 },
      { labels: { cluster: 'c', instance: 'b:8080', namespace: 't/n' }, value: 2 },
    ]);
    expect(Object.fromEntries(nodes)).toEqual({ [broker.id]: 7, [namespace.id]: 5 });
    expect(edges.get(edgeId(edge))).toBe(2);
    expect(max).toBe(7);
  });

  it('sums finer series where there are no exact ones', () => {
    const { nodes, edges } = assign([
      { labels: { cluster: 'c', instance: 'b:8080', namespace: 't/n', topic: '1' }, value: 2 },
      { labels: { cluster: 'c', instance: 'b:8080', namespace: 't/n', topic: '2' }, value: 3 },
      { labels: { cluster: 'c', instance: 'other', namespace: 't/n', topic: '2' }, value: 4 },
    ]);
    expect(nodes.get(broker.id)).toBe(5);
    expect(nodes.get(namespace.id)).toBe(9);
    expect(edges.get(edgeId(edge))).toBe(5);
  });

  it('does not mix clusters, and takes series without a cluster for any', () => {
    expect(assign([{ labels: { cluster: 'other', instance: 'b:8080' }, value: 1 }]).nodes.size).toBe(0);
    expect(assign([{ labels: { instance: 'b:8080' }, value: 1 }]).nodes.get(broker.id)).toBe(1);
  });

  it('finds nothing for series that are of no node', () => {
    expect(assign([{ labels: { job: 'x' }, value: 1 }]).nodes.size).toBe(0);
  });
});

describe('attributeValues', () => {
  it('takes numbers that nodes and edges tell', () => {
    expect(attributeValues('bundles', [broker, namespace], []).nodes.get(broker.id)).toBe(3);
    expect(attributeValues('count', [], [edge]).edges.get(edgeId(edge))).toBe(2);
  });
});
