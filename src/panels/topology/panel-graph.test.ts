import { FieldType, toDataFrame } from '@grafana/data';
import { panelGraph } from './panel-graph.ts';
import { panelMeasures } from './panel-measures.ts';
import { DEFAULT_OPTIONS } from './options.ts';

const text = (name: string, values: string[]) => ({ name, type: FieldType.string, values });
const nodes = toDataFrame({
  name: 'nodes',
  refId: 'A',
  meta: { preferredVisualisationType: 'nodeGraph' },
  fields: [
    text('id', ['c/broker/b:8080', 'c/namespace/t/n']),
    text('title', ['b:8080', 't/n']),
    text('mainstat', ['down', 'degraded']),
    text('detail__own_health', ['down', 'healthy']),
    text('detail__reasons', ['connection refused; slow', '']),
    text('detail__impact_from', ['', 'c/broker/b:8080']),
    text('detail__facts', ['bundles 7, leader true, rack /a', '']),
    { name: 'fixedX', type: FieldType.number, values: [10, 20] },
    { name: 'fixedY', type: FieldType.number, values: [30, 40] },
  ],
});
const edges = toDataFrame({
  name: 'edges',
  refId: 'A',
  fields: [
    text('id', ['e']),
    text('source', ['c/broker/b:8080']),
    text('target', ['c/namespace/t/n']),
    text('mainstat', ['owns']),
  ],
});

describe('panelGraph', () => {
  it('takes the lasting places of our own frames before those drawn together for the stock node graph', () => {
    const own = {
      ...nodes,
      meta: {
        ...nodes.meta,
        custom: {
          places: [
            [1000, 2000],
            [3000, 2000],
          ],
        },
      },
    };
    expect(panelGraph([own, edges])?.answer.nodes.map(({ x, y }) => [x, y])).toEqual([
      [1000, 2000],
      [3000, 2000],
    ]);
  });

  it('reads nodes and edges back from node-graph frames', () => {
    const answer = panelGraph([nodes, edges])?.answer;
    expect(answer?.nodes).toEqual([
      {
        id: 'c/broker/b:8080',
        kind: 'broker',
        cluster: 'c',
        name: 'b:8080',
        health: 'down',
        reasons: ['connection refused', 'slow'],
        attributes: { bundles: 7, leader: true, rack: '/a' },
        metrics: { cluster: 'c', instance: 'b:8080' },
        x: 10,
        y: 30,
      },
      {
        id: 'c/namespace/t/n',
        kind: 'namespace',
        cluster: 'c',
        name: 't/n',
        health: 'healthy',
        reasons: [],
        impact: { health: 'degraded', from: 'c/broker/b:8080' },
        attributes: {},
        metrics: { cluster: 'c', namespace: 't/n' },
        x: 20,
        y: 40,
      },
    ]);
    expect(answer?.edges).toMatchObject([{ source: 'c/broker/b:8080', target: 'c/namespace/t/n', relation: 'owns' }]);
  });

  it('places the nodes of other datasources itself, none upon another', () => {
    const plain = toDataFrame({
      fields: [
        text(
          'id',
          Array.from({ length: 50 }, (_, i) => `service-${i}`),
        ),
      ],
    });
    const placed = panelGraph([plain])?.answer.nodes.map(({ x, y }) => `${x}:${y}`);
    expect(new Set(placed).size).toBe(50);
  });

  it('is none without a frame of nodes', () => {
    expect(panelGraph([])).toBeUndefined();
    expect(
      panelGraph([toDataFrame({ fields: [{ name: 'value', type: FieldType.number, values: [1] }] })]),
    ).toBeUndefined();
  });

  it('colours by another query, whose series carry the labels of the nodes', () => {
    const answer = panelGraph([nodes, edges])?.answer;
    const series = toDataFrame({
      refId: 'B',
      fields: [{ name: 'v', type: FieldType.number, values: [1, 42], labels: { cluster: 'c', instance: 'b:8080' } }],
    });
    if (!answer) throw new Error('no graph');
    const { color } = panelMeasures([series], answer, { ...DEFAULT_OPTIONS, color: 'B' });
    expect(color?.measured?.nodes.get('c/broker/b:8080')).toBe(42);
    expect(panelMeasures([], answer, { ...DEFAULT_OPTIONS, ring: 'C' }).ring?.error).toBe('query C gave no data');
  });
});
