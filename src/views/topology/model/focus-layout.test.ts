import fc from 'fast-check';
import { CARD, layoutFocus, neighbourhood } from './focus-layout.ts';
import { impactPath } from './impact-path.ts';
import { testEdge, testNode } from './testing.ts';

const KINDS = ['namespace', 'bundle', 'broker', 'topic', 'bookie'] as const;
const graph = fc.array(fc.constantFrom(...KINDS), { minLength: 1, maxLength: 60 }).chain((kinds) => {
  const nodes = kinds.map((kind, i) => testNode(kind, `n${i}`));
  const index = fc.nat({ max: nodes.length - 1 });
  return fc.record({
    nodes: fc.constant(nodes),
    edges: fc
      .array(fc.tuple(index, index), { maxLength: 80 })
      .map((pairs) => pairs.map(([a, b]) => testEdge(nodes[a], nodes[b]))),
    width: fc.integer({ min: 100, max: 1500 }),
  });
});

describe('layoutFocus', () => {
  it('lays no card upon another, and always the same way', () => {
    fc.assert(
      fc.property(graph, ({ nodes, edges, width }) => {
        const { cards } = layoutFocus(nodes, edges, nodes[0].id, width);
        expect(cards.length).toBe(nodes.length);
        for (const [i, a] of cards.entries())
          for (const b of cards.slice(i + 1))
            expect(Math.abs(a.x - b.x) >= CARD.width || Math.abs(a.y - b.y) >= CARD.height).toBe(true);
        const again = layoutFocus([...nodes].reverse(), [...edges].reverse(), nodes[0].id, width);
        expect(again.cards.map(({ node, x, y }) => [node.id, x, y])).toEqual(
          cards.map(({ node, x, y }) => [node.id, x, y]),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('keeps what is near and what is not well when there is too much', () => {
    const centre = testNode('broker', 'centre');
    const topics = Array.from({ length: 300 }, (_, i) => testNode('topic', `t${String(i).padStart(3, '0')}`));
    topics[299].health = 'down';
    const { cards, left } = layoutFocus(
      [centre, ...topics],
      topics.map((topic) => testEdge(centre, topic)),
      centre.id,
      1000,
    );
    expect(cards.length).toBe(150);
    expect(left).toBe(151);
    expect(cards.some(({ node }) => node.id === topics[299].id)).toBe(true);
  });
});

describe('neighbourhood and impactPath', () => {
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => testNode('broker', name));
  const edges = [testEdge(a, b), testEdge(b, c), testEdge(c, d)];

  it('walks so many steps', () => {
    const around = neighbourhood([a, b, c, d], edges, b.id, 1);
    expect(around.nodes.map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(around.edges.length).toBe(2);
  });

  it('tells the way trouble came', () => {
    expect(impactPath(edges, a.id, c.id)).toEqual([b.id, c.id]);
    expect(impactPath([], a.id, c.id)).toEqual([c.id]);
  });
});
