import fc from 'fast-check';
import { HitTest } from './hit-test.ts';
import { firstMark, neighbourTowards } from './keyboard.ts';
import { labelsFit, levelOf } from './level.ts';
import { INITIAL_STATE, type MapState } from './map-state.ts';
import { buildScene, type SceneInput } from './scene.ts';
import { describeMark, describeScene } from './speech.ts';
import { testEdge, testNode } from './testing.ts';
import { buildFleet } from './tiles.ts';

const brokers = [0, 1, 2].map((i) => testNode('broker', `b${i}`, { x: i * 140, y: 0, attributes: { bundles: i } }));
const bookies = [0, 1, 2].map((i) =>
  testNode('bookie', `k${i}`, { x: i * 140, y: 220, attributes: { rack: i < 2 ? '/a' : '/b' } }),
);
const namespace = testNode('namespace', 't/n', { x: 0, y: -220 });
brokers[1].health = 'down';
brokers[1].reasons.push('connection refused');
namespace.impact = { health: 'degraded', from: brokers[1].id };
const nodes = [namespace, ...brokers, ...bookies];
const edges = brokers.map((broker, i) => testEdge(broker, namespace, { attributes: { count: i + 1 } }));

function sceneOf(state: Partial<MapState> = {}, more: Partial<SceneInput> = {}) {
  return buildScene({ nodes, edges, state: { ...INITIAL_STATE, ...state }, ...more });
}
const ids = (scene: ReturnType<typeof sceneOf>) => scene.marks.map(({ node }) => node.name);

describe('buildScene', () => {
  it('keeps every place, whatever is filtered', () => {
    const whole = sceneOf();
    for (const state of [{ problems: true }, { hide: 'bookie' }, { without: ['healthy' as const] }]) {
      for (const mark of sceneOf(state).marks) {
        const before = whole.marks[whole.indexOf.get(mark.id)!];
        expect([mark.x, mark.y]).toEqual([before.x, before.y]);
      }
    }
  });

  it('filters by problems, hide expressions, legend and kinds, and counts what it hides', () => {
    expect(ids(sceneOf({ problems: true }))).toEqual(['t/n', 'b1']);
    expect(ids(sceneOf({ hide: 'rack:/a or kind=namespace' }))).toEqual(['b0', 'b1', 'b2', 'k2']);
    expect(sceneOf({ hide: 'rack:/a' }).hidden).toBe(2);
    expect(ids(sceneOf({ without: ['healthy', 'degraded'] }))).toEqual(['b1']);
    expect(ids(sceneOf({ kinds: ['bookie'] }))).toEqual(['k0', 'k1', 'k2']);
  });

  it('dims what is not found, and says how much is', () => {
    const scene = sceneOf({ find: 'broker' });
    expect(scene.found).toBe(3);
    expect(scene.marks.filter(({ dim }) => !dim).length).toBe(3);
    expect(sceneOf({ find: '(' }).errors.find).toMatch(/missing/);
  });

  it('tells own trouble from that of another', () => {
    const scene = sceneOf();
    const mark = (name: string) => scene.marks.find(({ node }) => node.name === name)!;
    expect(mark('b1')).toMatchObject({ health: 'down', suffers: false, reason: 'connection refused' });
    expect(mark('t/n')).toMatchObject({ health: 'degraded', suffers: true, reason: 'degraded because of broker b1' });
    expect(describeMark(scene, scene.indexOf.get(brokers[1].id)!)).toBe('broker b1, down: connection refused, 1 edge');
    expect(describeScene(scene)).toBe('Map of 1 namespace, 3 brokers, 3 bookies, 3 edges. 1 down, 1 degraded.');
  });

  it('widens edges by what they stand for, or by a measure', () => {
    expect(sceneOf().lines.map(({ weight }) => weight)).toEqual([1 / 3, 2 / 3, 1]);
    expect(sceneOf({ edges: false }).lines).toEqual([]);
  });

  it('shows who is gone where it stood, and a moved node where the user put it', () => {
    const gone = { ...testNode('broker', 'b9', { x: 560, y: 0 }), reasons: ['left'] };
    const scene = sceneOf({}, { gone: [gone], moved: new Map([[brokers[0].id, [5, 6] as const]]) });
    expect(scene.marks.at(-1)).toMatchObject({ gone: true, x: 560, health: 'down', change: 'removed' });
    expect(scene.marks[1]).toMatchObject({ x: 5, y: 6 });
  });
});

describe('levels of detail', () => {
  it('shows tiles only where marks would be specks, and never for few', () => {
    expect(levelOf('auto', 0.05, 5000)).toBe('fleet');
    expect(levelOf('auto', 0.05, 100)).toBe('nodes');
    expect(levelOf('auto', 0.5, 5000)).toBe('nodes');
    expect(levelOf('fleet', 2, 3)).toBe('fleet');
    expect([0.2, 0.5].map((k) => labelsFit(k))).toEqual([false, true]);
  });

  it('makes a tile of each tier and rack that counts all of its nodes once', () => {
    const { tiles, lines } = buildFleet(sceneOf());
    expect(tiles.map(({ rack, count }) => [rack, count])).toEqual([
      ['', 1],
      ['', 3],
      ['/a', 2],
      ['/b', 1],
    ]);
    expect(tiles[1].counts).toMatchObject({ down: 1, healthy: 2 });
    expect(lines).toEqual([{ a: 1, b: 0, count: 3, health: 'down' }]);
  });
});

describe('HitTest', () => {
  it('finds what a look at all marks finds', () => {
    const point = fc.tuple(fc.integer({ min: -200, max: 600 }), fc.integer({ min: -400, max: 400 }));
    const { marks } = sceneOf();
    const hits = new HitTest(marks);
    fc.assert(
      fc.property(point, fc.nat({ max: 30 }), ([x, y], slack) => {
        const distance = (i: number) => Math.hypot(marks[i].x - x, marks[i].y - y);
        const nearest = marks.map((_, i) => i).sort((a, b) => distance(a) - distance(b))[0];
        const index = hits.at(x, y, Math.min(slack, 13));
        if (distance(nearest) > 26 + Math.min(slack, 13)) expect(index).toBe(-1);
        else expect(distance(index)).toBe(distance(nearest));
      }),
    );
  });
});

describe('the keyboard', () => {
  it('begins at the worst, and moves to neighbours in a direction', () => {
    const { marks } = sceneOf();
    const name = (index: number) => marks[index]?.node.name;
    const start = firstMark({ marks });
    expect(name(start)).toBe('b1');
    expect(name(neighbourTowards(marks, start, 'right'))).toBe('b2');
    expect(name(neighbourTowards(marks, start, 'left'))).toBe('b0');
    expect(name(neighbourTowards(marks, start, 'down'))).toBe('k1');
    expect(name(neighbourTowards(marks, start, 'up'))).toBe('t/n');
    expect(
      neighbourTowards(
        marks,
        marks.findIndex(({ node }) => node.name === 'b2'),
        'right',
      ),
    ).toBe(-1);
  });
});
