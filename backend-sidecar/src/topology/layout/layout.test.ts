import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TopologyKind } from '@observatory/protocol/topology';
import { systemClock } from '../../util/clock.ts';
import type { Graph } from '../graph/graph.ts';
import { newNode, type GraphEdge, type GraphNode } from '../graph/node.ts';
import { LayoutFile } from './layout-file.ts';
import { Layout } from './layout.ts';

function graphOf(nodes: GraphNode[], edges: GraphEdge[] = []): Graph {
  // Only nodes and edges decide on places.
  return { nodes: new Map(nodes.map((node) => [node.id, node])), edges } as unknown as Graph;
}
const many = (kind: TopologyKind, count: number) =>
  Array.from({ length: count }, (_, i) => newNode('c', kind, `${kind}-${String(i).padStart(4, '0')}`));
const SHOWN: TopologyKind[] = ['broker', 'bookie'];

describe('Layout', () => {
  it('stacks bands from top to bottom, without those that are not shown', () => {
    const nodes = [...many('broker', 3), ...many('bundle', 400), ...many('bookie', 3)];
    const layout = new Layout();
    layout.admit('c', graphOf(nodes), true, 0);
    const shown = nodes.filter(({ kind }) => kind !== 'bundle');
    const places = layout.place('c', shown, SHOWN);
    expect(places.get('c/broker/broker-0000')!.y).toBe(0);
    expect(places.get('c/bookie/bookie-0000')!.y).toBe(220);
    expect(layout.place('c', nodes).get('c/bookie/bookie-0000')!.y).toBeGreaterThan(1000);
  });

  it('moves nobody when one joins and when one leaves', () => {
    const nodes = [...many('broker', 30), ...many('bookie', 40)];
    const layout = new Layout();
    layout.admit('c', graphOf(nodes), true, 0);
    const before = layout.place('c', nodes, SHOWN);
    const joined = [...nodes, newNode('c', 'broker', 'aaa'), newNode('c', 'bookie', 'aaa')];
    layout.admit('c', graphOf(joined), true, 1);
    const after = layout.place('c', joined, SHOWN);
    for (const [id, place] of before) expect(after.get(id)).toEqual(place);
    const left = joined.slice(5);
    layout.admit('c', graphOf(left), true, 2);
    const rest = layout.place('c', left, SHOWN);
    for (const [id, place] of rest) expect(after.get(id)).toEqual(place);
  });

  it('decides on sizes only when the cluster was seen whole', () => {
    const layout = new Layout();
    layout.admit('c', graphOf(many('broker', 1)), false, 0);
    const nodes = many('broker', 200);
    layout.admit('c', graphOf(nodes), true, 1);
    const columns = new Set([...layout.place('c', nodes).values()].map(({ x }) => x));
    // Had the first broker decided, all would stand in one row.
    expect(columns.size).toBeLessThan(40);
  });

  it('places topics anew, above each other without overlap', () => {
    const nodes = [...many('topic', 500), ...many('broker', 3)];
    const layout = new Layout();
    layout.admit('c', graphOf(nodes), true, 0);
    const places = layout.place('c', nodes);
    expect(new Set([...places.values()].map(({ x, y }) => `${x}:${y}`)).size).toBe(503);
  });

  it('stands clusters one below the other', () => {
    const layout = new Layout();
    layout.admit('c', graphOf(many('broker', 9)), true, 0);
    const other = [newNode('d', 'broker', 'x')];
    layout.admit('d', graphOf(other), true, 0);
    const lowest = Math.max(...[...layout.place('c', many('broker', 9), SHOWN).values()].map(({ y }) => y));
    expect(layout.place('d', other, SHOWN).get('d/broker/x')!.y).toBeGreaterThan(lowest);
  });

  it('puts a broker into the rack of the bookie on its host', () => {
    const nodes = [...many('broker', 2), ...many('bookie', 2), ...many('host', 2), ...many('rack', 2)];
    const edges: GraphEdge[] = [0, 1].flatMap((i): GraphEdge[] => [
      { source: `c/broker/broker-000${1 - i}`, target: `c/host/host-000${i}`, relation: 'runs_on' },
      { source: `c/bookie/bookie-000${i}`, target: `c/host/host-000${i}`, relation: 'runs_on' },
      { source: `c/bookie/bookie-000${i}`, target: `c/rack/rack-000${i}`, relation: 'in_rack' },
    ]);
    const layout = new Layout();
    layout.admit('c', graphOf(nodes, edges), true, 0);
    const places = layout.place('c', nodes);
    expect(places.get('c/broker/broker-0001')!.x).toBe(places.get('c/bookie/bookie-0000')!.x);
    expect(places.get('c/broker/broker-0000')!.x).toBe(places.get('c/bookie/bookie-0001')!.x);
  });

  describe('on disk', () => {
    let folder: string;
    beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'layout-'))));
    afterEach(() => rm(folder, { recursive: true }));
    const open = async (errors: unknown[] = []) => {
      const layout = new Layout();
      const file = new LayoutFile({
        file: path.join(folder, 'deep', 'layout.json'),
        layout,
        clock: systemClock,
        onError: (error) => errors.push(error),
      });
      await file.start();
      return { layout, file };
    };

    it('keeps places over a restart, also of nodes that were away', async () => {
      const nodes = many('broker', 10);
      const first = await open();
      first.layout.admit('c', graphOf(nodes.slice(0, 5)), true, 0);
      first.layout.admit('c', graphOf(nodes), true, 0);
      const before = first.layout.place('c', nodes, SHOWN);
      await first.file.stop();
      const second = await open();
      second.layout.admit('c', graphOf(nodes.slice(3)), true, 0);
      expect(second.layout.place('c', nodes, SHOWN)).toEqual(before);
      await second.file.stop();
    });

    it('starts afresh from a damaged file, and says so', async () => {
      const first = await open();
      first.layout.admit('c', graphOf(many('broker', 1)), true, 0);
      await first.file.stop();
      const file = path.join(folder, 'deep', 'layout.json');
      await writeFile(file, (await readFile(file, 'utf8')).slice(0, 20));
      const errors: unknown[] = [];
      const second = await open(errors);
      await second.file.stop();
      expect(errors.length).toBe(1);
    });
  });
});
