import { Labels } from '../model/labels.ts';
import type { MatrixSeries } from '../storage.ts';
import { encodeFrame } from './arrow/encode-frame.ts';
import { FrameBudget } from './limits.ts';
import { multiFrames } from './shape/multi.ts';
import { tableFrame } from './shape/table.ts';
import { wideFrame } from './shape/wide.ts';

const many = (count: number, length: number): MatrixSeries[] => {
  const timestamps = Float64Array.from({ length }, (_, i) => i);
  return Array.from({ length: count }, (_, i) => ({
    labels: Labels.fromObject({ __name__: 'x', broker: `broker-${i}` }),
    timestamps,
    values: new Float64Array(length),
  }));
};

it('refuses more frames than a request may have, all queries together', () => {
  const budget = new FrameBudget({ maxFrames: 10, maxBytes: 1e9 });
  budget.take(many(6, 1), 'time_series');
  expect(() => budget.take(many(6, 1), 'time_series')).toThrow('more than 10 frames');
  budget.take(many(6, 1), 'table');
  budget.take(many(3, 1), 'time_series');
  expect(() => budget.take(many(1, 1), 'wide')).toThrow('more than 10 frames');
});

it('refuses more bytes than a request may have, before it makes them', () => {
  const budget = new FrameBudget({ maxFrames: 1000, maxBytes: 1024 * 1024 });
  expect(() => budget.take(many(100, 1000), 'time_series')).toThrow('more than 1 MiB');
  budget.take(many(100, 1000), 'wide');
  expect(() => budget.take(many(100, 1000), 'wide')).toThrow('more than 1 MiB');
});

it.each([
  ['time_series', 20, 500],
  ['wide', 20, 500],
  ['table', 20, 500],
  ['time_series', 200, 1],
] as const)('reckons about the bytes that %s has', (format, count, length) => {
  const series = many(count, length);
  const shaping = { refId: 'A', expr: 'x', legendFormat: '', resultType: 'matrix', valueName: 'Value' };
  const frames =
    format === 'time_series'
      ? multiFrames(series, shaping)
      : [format === 'wide' ? wideFrame(series, shaping) : tableFrame(series, shaping)];
  let bytes = 0;
  for (const frame of frames) bytes += encodeFrame(frame).length;
  new FrameBudget({ maxFrames: 1000, maxBytes: bytes * 2 }).take(series, format);
  expect(() => new FrameBudget({ maxFrames: 1000, maxBytes: bytes / 2 }).take(series, format)).toThrow();
});
