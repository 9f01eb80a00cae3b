import fc from 'fast-check';
import { causeLane, symptomLane } from '../model/lanes.ts';
import { pathGraph } from '../model/path-graph.ts';
import { keyOf } from '../model/shown.ts';
import { bookie, broker, candidate, explanationOf, WINDOW } from '../testing/explanation.ts';
import { drawAlignedChart, linePath } from './aligned-chart.ts';
import { moved, type Item } from './draw-list.ts';
import { drawExplanation } from './explanation-png.ts';
import { drawPathPicture } from './path-picture.ts';

const answer = explanationOf();
const baseline = { fromMs: WINDOW.fromMs - 240_000, toMs: WINDOW.fromMs };
const lanes = answer.symptom ? [causeLane(answer.candidates[0]), symptomLane(answer.symptom)] : [];
const texts = (items: readonly Item[]) => items.flatMap((item) => (item.kind === 'text' ? [item.text] : []));

describe('an aligned chart', () => {
  const chart = drawAlignedChart({ lanes, window: WINDOW, baseline, marks: [], width: 600 });

  it('shades the window, shows what was usual as a band, and says the lag', () => {
    const [shade] = chart.items;
    expect(shade).toMatchObject({ kind: 'rect', tone: 'accent' });
    expect(chart.items.filter(({ title }) => title?.startsWith('usual in the baseline'))).toHaveLength(2);
    expect(texts(chart.items)).toContain('2 s later');
    const dashed = chart.items.filter((item) => item.kind === 'line' && item.dash !== undefined);
    expect(dashed.map((item) => item.title)).toEqual([
      'began 2026-11-22T04:08:41.000Z',
      'began 2026-11-22T04:08:43.000Z',
    ]);
  });

  it('puts events of its time on the line, and no others', () => {
    const mark = (timeMs: number) => ({ timeMs, text: `event ${timeMs}`, tone: 'accent' as const });
    const marks = [mark(WINDOW.fromMs + 1000), mark(WINDOW.toMs + 1000), mark(0)];
    const { items } = drawAlignedChart({ lanes, window: WINDOW, baseline, marks, width: 600 });
    expect(items.filter(({ title }) => title?.startsWith('event')).map(({ title }) => title)).toEqual([
      `event ${WINDOW.fromMs + 1000}`,
    ]);
  });

  it('stays within its bounds, whatever the values', () => {
    const value = fc.option(fc.double({ noNaN: true, min: -1e12, max: 1e12 }), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), fc.integer({ min: 200, max: 2000 }), (v, width) => {
        const t = v.map((_, row) => WINDOW.fromMs - 60_000 + row * 2000);
        const lane = { ...lanes[0], points: { t, v } };
        const { items, height } = drawAlignedChart({ lanes: [lane], window: WINDOW, baseline, marks: [], width });
        for (const item of items) {
          if (item.kind !== 'path') continue;
          const numbers = (item.d.match(/-?\d+(\.\d+)?(e-?\d+)?/g) ?? []).map(Number);
          for (let index = 0; index < numbers.length; index += 2) {
            expect(numbers[index]).toBeGreaterThanOrEqual(0);
            expect(numbers[index]).toBeLessThanOrEqual(width);
            expect(numbers[index + 1]).toBeGreaterThanOrEqual(0);
            expect(numbers[index + 1]).toBeLessThanOrEqual(height);
          }
        }
      }),
    );
  });

  it('leaves gaps, and draws what its source renews once a minute in steps', () => {
    const view = { x: (t: number) => t, y: (v: number) => v, fromMs: 0, toMs: 1000, stepped: false };
    expect(linePath([1, 2, 3, 4], [1, null, 3, 4], view)).toBe('M1,1M3,3L4,4');
    expect(linePath([1, 2, 3, 90, 91], [1, 1, 1, 1, 1], view)).toBe('M1,1L2,1L3,1M90,1L91,1');
    expect(linePath([1, 2], [1, 5], { ...view, stepped: true })).toBe('M1,1L2,1L2,5');
    expect(linePath([], [], view)).toBe('');
  });
});

describe('the path picture', () => {
  it('lights the way of one candidate and lets the others stand back', () => {
    const other = candidate({ node: { ...bookie, id: 'other', name: 'bookie-9' } });
    const second = { ...other, path: [{ node: other.node }, { node: broker, via: 'reads' }] };
    const graph = pathGraph([candidate(), second]);
    const lit = (key: string | undefined) =>
      drawPathPicture(graph, key)
        .items.filter(({ title, opacity }) => title !== undefined && opacity === 0.5)
        .map(({ title }) => title);
    expect(lit(undefined)).toEqual([]);
    expect(lit(keyOf(second))).toEqual(['writes wait for the ack quorum', 'bookie bookie-2']);
  });
});

it('an export says all that the page says', () => {
  const { items, height } = drawExplanation(answer, []);
  const said = texts(items).join(' ');
  for (const part of [answer.summary, '304 signals', 'bookie bookie-2, confidence 95 %', 'Next: See', 'not proof'])
    expect(said).toContain(part);
  for (const item of items) if (item.kind === 'text') expect(item.y).toBeLessThan(height);
});

it('moving items moves all of them alike', () => {
  const path = { kind: 'path', d: 'M1,2L3.5,-4C1,2 3,4 5,6Z', tone: 'text' } as const;
  expect(moved([path, { kind: 'rect', x: 1, y: 2, width: 3, height: 4, tone: 'text' }], 10, 20)).toEqual([
    { ...path, d: 'M11,22L13.5,16C11,22 13,24 15,26Z' },
    { kind: 'rect', x: 11, y: 22, width: 3, height: 4, tone: 'text' },
  ]);
});
