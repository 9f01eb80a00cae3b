import type { TopologyNode } from '@observatory/protocol/topology';
import { places } from './places.ts';

const node = (id: string, x?: number, y?: number, cluster = 'a') => ({ id, x, y, cluster }) as TopologyNode;

describe('places for the node graph', () => {
  it('keep the order of each row, draw it together, and have (0, 0) in their middle', () => {
    const placed = places([node('c', 900, 0), node('b2', 5000, 700), node('b1', -70, 700)]);
    expect(placed).toEqual([
      { x: 0, y: -70 },
      { x: 80, y: 70 },
      { x: -80, y: 70 },
    ]);
  });

  it('put clusters beside each other, and no two nodes in one place', () => {
    const placed = places([node('a1', 0, 0), node('a2', 0, 0), node('b1', 0, 0, 'b')]) ?? [];
    expect(new Set(placed.map(({ x, y }) => `${x},${y}`)).size).toBe(3);
    expect(placed[2].x - placed[1].x).toBeGreaterThan(placed[1].x - placed[0].x);
    expect(Math.min(...placed.map(({ x }) => x)) + Math.max(...placed.map(({ x }) => x))).toBe(0);
  });

  it('are left to Grafana when a node has none', () => {
    expect(places([node('a', 1, 1), node('b')])).toBeUndefined();
    expect(places([])).toEqual([]);
  });
});
