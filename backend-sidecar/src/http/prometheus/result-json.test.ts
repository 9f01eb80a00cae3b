import fc from 'fast-check';
import { Labels } from '../../model/labels.ts';
import type { MatrixSeries, QueryResult } from '../../storage.ts';
import { resultOf, UP } from '../testing/fake-context.ts';
import { formatTimestamp, formatValue, resultJson } from './result-json.ts';

const textOf = (result: QueryResult, withStats = false) => Buffer.concat([...resultJson(result, withStats)]).toString();

it('writes Prometheus bytes', () => {
  expect(
    textOf(resultOf({ resultType: 'vector', timestampMs: 1435781451781, series: [{ labels: UP, value: 1 }] })),
  ).toBe(
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up","instance":"a:1","job":"broker"},"value":[1435781451.781,"1"]}]}}',
  );
  expect(
    textOf(resultOf({ resultType: 'scalar', timestampMs: 1000, value: -0 }, { infos: ['i'], warnings: ['w'] })),
  ).toBe('{"status":"success","data":{"resultType":"scalar","result":[1,"-0"]},"warnings":["w"],"infos":["i"]}');
  expect(textOf(resultOf({ resultType: 'string', timestampMs: 1500, value: 'a"\u2028' }))).toBe(
    '{"status":"success","data":{"resultType":"string","result":[1.500,"a\\"\u2028"]}}',
  );
  expect(textOf(resultOf({ resultType: 'matrix', series: [] }))).toBe(
    '{"status":"success","data":{"resultType":"matrix","result":[]}}',
  );
});

it.each([
  [0, '0'],
  [1, '0.001'],
  [1010, '1.010'],
  [999_999, '999.999'],
  [-1, '-0.001'],
  [-1500, '-1.500'],
  [253402300799000, '253402300799'],
])('formats time %d as %s', (timeMs, text) => {
  expect(formatTimestamp(timeMs)).toBe(text);
});

it.each([
  [1e21, '1e+21'],
  [123456789012345680000, '123456789012345680000'],
  [1e-7, '1e-7'],
  [0.000001, '0.000001'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
  [Number.POSITIVE_INFINITY, '+Inf'],
  [Number.NEGATIVE_INFINITY, '-Inf'],
  [Number.NaN, 'NaN'],
  [-0, '-0'],
])('formats value %d as %s', (value, text) => {
  expect(formatValue(value)).toBe(text);
});

const series = fc.record({
  labels: fc
    .dictionary(fc.string({ unit: 'grapheme', maxLength: 20 }), fc.string({ unit: 'grapheme', maxLength: 20 }), {
      maxKeys: 4,
    })
    .map((object) => Labels.fromObject(object)),
  points: fc.array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, NaN))), {
    maxLength: 40,
  }),
});

it('is JSON with every point, whatever the labels, times and values', () => {
  fc.assert(
    fc.property(fc.array(series, { maxLength: 5 }), (given) => {
      const matrix: MatrixSeries[] = given.map(({ labels, points }) => {
        const times = [...new Set(points.map(([time]) => time * 250))].sort((a, b) => a - b);
        return {
          labels,
          timestamps: Float64Array.from(times),
          values: Float64Array.from(times.map((_, i) => points[i][1])),
        };
      });
      const parsed = JSON.parse(textOf(resultOf({ resultType: 'matrix', series: matrix }))) as {
        data: { result: { metric: Record<string, string>; values: [number, string][] }[] };
      };
      expect(parsed.data.result).toEqual(
        matrix.map(({ labels, timestamps, values }) => ({
          metric: labels.toObject(),
          values: [...timestamps].map((time, i) => [time / 1000, formatValue(values[i])]),
        })),
      );
    }),
    { numRuns: 200 },
  );
});

it('cuts big answers into chunks that together are the same text', () => {
  const matrix: MatrixSeries[] = Array.from({ length: 50 }, (_, n) => ({
    labels: Labels.fromObject({ __name__: 'x', n: String(n), long: n === 7 ? 'ü'.repeat(100_000) : '' }),
    timestamps: Float64Array.from({ length: 1000 }, (_, i) => i * 15_000),
    values: Float64Array.from({ length: 1000 }, (_, i) => i / 7 + n),
  }));
  const chunks = [...resultJson(resultOf({ resultType: 'matrix', series: matrix }), true)];
  expect(chunks.length).toBeGreaterThan(10);
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(240_000);
  const parsed = JSON.parse(Buffer.concat(chunks).toString()) as {
    data: { result: { values: unknown[] }[]; stats: object };
  };
  expect(parsed.data.result.map(({ values }) => values.length)).toEqual(Array<number>(50).fill(1000));
  expect(parsed.data.stats).toMatchObject({ samples: { totalQueryableSamples: 1, peakSamples: 1 } });
});
