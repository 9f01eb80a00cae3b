import fc from 'fast-check';
import { gradeOf } from './grid-panel.ts';
import { nearestIndex } from './nearest-index.ts';
import { panelRows, rowsCsv } from './panel-rows.ts';
import { XGroup } from './x-group.ts';
import { xText, xTicks } from './x-text.ts';

it('the nearest place is the nearest of all', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), fc.integer(), (values, x) => {
      const sorted = [...values].sort((left, right) => left - right);
      const least = Math.min(...sorted.map((value) => Math.abs(value - x)));
      return Math.abs(sorted[nearestIndex(sorted, x)] - x) === least;
    }),
  );
  expect(nearestIndex([], 1)).toBe(-1);
});

it('zoom and pan stay within what there is, whatever is done', () => {
  const step = fc.oneof(
    fc.double({ min: 0.1, max: 4, noNaN: true }).map((factor) => (group: XGroup) => group.zoom(factor)),
    fc.double({ min: -2, max: 2, noNaN: true }).map((part) => (group: XGroup) => group.pan(part)),
  );
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const group = new XGroup();
      group.include([0, 500, 1000]);
      for (const run of steps) run(group);
      const [min, max] = group.range;
      return min < max && min >= -1e-6 && max <= 1000 + 1e-6;
    }),
  );
});

it('a table and a CSV with the same numbers; nothing becomes a formula', () => {
  const rows = panelRows({
    kind: 'lines',
    id: 'x',
    title: 'X',
    unit: 'ms',
    axis: 'elapsed',
    scale: 'linear',
    x: [0, 65_000],
    series: [{ name: '=a,b', values: [1.5, null] }],
  });
  expect(rowsCsv(rows)).toBe(`since the first sample,"'=a,b (ms)"\r\n00:00,1.5\r\n01:05,\r\n`);
});

it('places are read as times, as time since the begin, as percentiles', () => {
  expect(xText('quantile', 1)).toBe('p90');
  expect(xText('quantile', 3)).toBe('p99.9');
  expect(xText('elapsed', 3_725_000)).toBe('1:02:05');
  expect(xText('time', 0)).toBe('1970-01-01 00:00:00 UTC');
  expect(xTicks('elapsed', 0, 60_000, 6)).toEqual([0, 10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
});

it('limits run either way', () => {
  expect([0.5, 0.85, 0.99].map((value) => gradeOf({ warn: 0.8, bad: 0.95 }, value))).toEqual(['ok', 'warn', 'bad']);
  expect([1, 0.6, 0].map((value) => gradeOf({ warn: 0.99, bad: 0.5 }, value))).toEqual(['ok', 'warn', 'bad']);
});
