import { Labels } from '../../model/labels.ts';
import type { MatrixSeries } from '../../storage.ts';
import type { Frame, FrameField } from '../frame.ts';
import { heatmapFrames } from './heatmap.ts';
import { multiFrames } from './multi.ts';
import type { Shaping } from './shaping.ts';
import { tableFrame } from './table.ts';
import { wideFrame } from './wide.ts';

const shaping: Shaping = {
  refId: 'A',
  expr: 'x',
  legendFormat: '',
  stepMs: 10,
  resultType: 'matrix',
  valueName: 'Value',
};

const series = (labels: Record<string, string>, samples: Record<number, number>): MatrixSeries => ({
  labels: Labels.fromObject(labels),
  timestamps: Float64Array.from(Object.keys(samples), Number),
  values: Float64Array.from(Object.values(samples)),
});

function cells(field: FrameField, length: number): unknown[] {
  return Array.from({ length }, (_, row) => {
    if (field.kind === 'string') return field.codes[row] < 0 ? null : field.dictionary[field.codes[row]];
    return field.kind === 'number' && field.present?.[row] === 0 ? null : field.values[row];
  });
}

const columns = (frame: Frame) =>
  Object.fromEntries(frame.fields.map((field) => [field.name, cells(field, frame.length)]));
const rows = (frame: Frame) => frame.fields.map((field) => cells(field, frame.length));

const a = series({ __name__: 'x', b: 'a' }, { 10: 1, 20: NaN, 40: 4 });
const c = series({ __name__: 'x', c: 'c' }, { 20: 20, 30: 30 });

it('multi: the rows that each series has', () => {
  const frames = [...multiFrames([a, c], shaping)];
  expect(frames.map(rows)).toEqual([
    [
      [10, 20, 40],
      [1, NaN, 4],
    ],
    [
      [20, 30],
      [20, 30],
    ],
  ]);
  expect(frames[1].fields[1]).toMatchObject({ name: 'Value', labels: { __name__: 'x', c: 'c' } });
});

it('wide: a row a time, null where a series has nothing, NaN where it measured NaN', () => {
  const frame = wideFrame([a, c], shaping);
  expect(rows(frame)).toEqual([
    [10, 20, 30, 40],
    [1, NaN, null, 4],
    [null, 20, 30, null],
  ]);
  expect(frame.meta.type).toBe('timeseries-wide');
});

it('table: by time, then in the order of the series, null where a label is absent', () => {
  const frame = tableFrame([a, c], { ...shaping, unit: 's', valueName: 'Value #A' });
  expect(columns(frame)).toEqual({
    Time: [10, 20, 20, 30, 40],
    __name__: ['x', 'x', 'x', 'x', 'x'],
    b: ['a', 'a', null, null, 'a'],
    c: [null, null, 'c', 'c', null],
    'Value #A': [1, NaN, 20, 30, 4],
  });
  expect(frame.fields.at(-1)?.config).toEqual({ unit: 's' });
  expect(frame.meta).toMatchObject({ type: 'timeseries-long', preferredVisualisationType: 'table' });
});

describe('heatmap', () => {
  const bucket = (le: string, samples: Record<number, number>, more = {}) => series({ le, ...more }, samples);

  it('orders buckets by bound and takes off what lies below', () => {
    const { frames, notices } = heatmapFrames(
      [
        bucket('10', { 1: 5, 2: 9 }),
        bucket('+Inf', { 1: 7, 2: 9 }),
        bucket('1e-1', { 1: 2 }),
        bucket('2', { 1: 2, 2: 4 }),
      ],
      shaping,
    );
    expect(frames).toHaveLength(1);
    expect(frames[0].fields.map(({ name }) => name)).toEqual(['Time', '1e-1', '2', '10', '+Inf']);
    expect(rows(frames[0])).toEqual([
      [1, 2],
      [2, null],
      [0, 4],
      [3, 5],
      [2, 0],
    ]);
    expect(frames[0].fields[1].labels).toEqual({ le: '1e-1' });
    expect(frames[0].meta.type).toBe('heatmap-rows');
    expect(notices).toEqual([]);
  });

  it('makes a frame of each histogram', () => {
    const { frames } = heatmapFrames(
      [bucket('1', { 1: 1 }, { b: 'x' }), bucket('1', { 1: 2 }, { b: 'y' }), bucket('2', { 1: 4 }, { b: 'y' })],
      { ...shaping, legendFormat: '{{b}}' },
    );
    expect(frames.map((frame) => [frame.name, rows(frame)])).toEqual([
      ['x', [[1], [1]]],
      ['y', [[1], [2], [2]]],
    ]);
  });

  it('raises what falls to 0, and says so; rounding goes unsaid', () => {
    const { frames, notices } = heatmapFrames(
      [bucket('1', { 1: 5, 2: 0.3 }), bucket('2', { 1: 3, 2: 0.1 + 0.2 - 1e-16 }), bucket('3', { 1: 6, 2: 1 })],
      shaping,
    );
    expect(rows(frames[0]).slice(1)).toEqual([
      [5, 0.3],
      [0, expect.closeTo(0, 10)],
      [1, expect.closeTo(0.7, 10)],
    ]);
    expect(notices).toEqual([{ severity: 'info', text: expect.stringMatching(/^1 cells raised/) }]);
  });

  it('keeps NaN, and counts nothing beyond infinity', () => {
    const { frames } = heatmapFrames(
      [bucket('1', { 1: NaN, 2: Infinity }), bucket('2', { 1: 3, 2: Infinity })],
      shaping,
    );
    expect(rows(frames[0]).slice(1)).toEqual([
      [NaN, Infinity],
      [3, 0],
    ]);
  });

  it('leaves out what is no bucket, and says so', () => {
    const { frames, notices } = heatmapFrames([bucket('low', { 1: 1 }), series({}, { 1: 1 })], shaping);
    expect(frames.map(({ fields }) => fields)).toEqual([[]]);
    expect(notices).toEqual([
      { severity: 'warning', text: expect.stringMatching(/^2 series without a numeric bucket/) },
    ]);
  });
});

describe('names', () => {
  const nameOf = (legendFormat: string, labels = { __name__: 'x', b: 'B' }) =>
    [...multiFrames([series(labels, { 1: 1 })], { ...shaping, legendFormat })][0].name;
  it.each([
    ['', 'x{b="B"}'],
    ['{{b}} and {{ b }}', 'B and B'],
    ['{{none}}', ''],
    ['plain', 'plain'],
    ['{{__name__}}', 'x'],
    ['__auto', ''],
  ])('%j: %j', (format, name) => expect(nameOf(format)).toBe(name));
  it('is the query where a series has no labels', () => expect(nameOf('', {} as never)).toBe('x'));
});
