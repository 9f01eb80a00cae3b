import fc from 'fast-check';
import { formatTimestamp, formatValue } from './result-json.ts';
import { POINTS_ROOM, writePoints } from './points-json.ts';

function written(times: number[], values: number[]): string {
  const out = Buffer.alloc(POINTS_ROOM * 3);
  const { points, bytes } = writePoints(Float64Array.from(times), Float64Array.from(values), 0, out, 0);
  expect(points).toBe(values.length);
  return out.toString('latin1', 0, bytes);
}

const expected = (times: number[], values: number[]) =>
  values.map((value, i) => `[${formatTimestamp(times[i])},"${formatValue(value)}"],`).join('');

describe('writePoints', () => {
  it('writes the values that are special', () => {
    const values = [
      0,
      -0,
      NaN,
      Infinity,
      -Infinity,
      1,
      -1,
      0.5,
      1e21,
      1e20,
      1e-6,
      9.999e-7,
      1e-7,
      5e-324,
      1.7976931348623157e308,
    ];
    values.push(
      2.2250738585072014e-308,
      123456789012345680000,
      0.1,
      1 / 3,
      2 ** 53,
      2 ** 53 + 2,

      4.35,
      100,
      1e300,
    );
    const times = values.map((_value, i) => i * 15_000 - 30_000);
    expect(written(times, values)).toBe(expected(times, values));
  });

  it('prints every float64 as String does', () => {
    const word = fc.integer({ min: 0, max: 0xffffffff });
    const anyBits = fc.tuple(word, word).map(([low, high]) => new Float64Array(Uint32Array.of(low, high).buffer)[0]);
    const value = fc.oneof(
      anyBits,
      fc.double(),
      fc.integer(),
      fc.tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 9 })).map(([n, e]) => n / 10 ** e),
      fc.integer({ min: -1074, max: 1023 }).map((e) => 2 ** e),
      fc
        .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: -320, max: 300 }))
        .map(([n, e]) => Number(`${n}e${e}`)),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 20, maxLength: 200 }),
        fc.integer({ min: -1e12, max: 8e15 }),
        (values, start) => {
          const times = values.map((_value, i) => start + i * 333);
          expect(written(times, values)).toBe(expected(times, values));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('prints random bits as String does, many of them', () => {
    const words = new Uint32Array(2 * 1000);
    let state = 12345;
    for (let round = 0; round < 100; round++) {
      for (let i = 0; i < words.length; i++) words[i] = state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      const values = [...new Float64Array(words.buffer)];
      const times = values.map(() => 0);
      expect(written(times, values)).toBe(expected(times, values));
    }
  });

  it('stops where the buffer ends, and goes on from there', () => {
    const values = Array.from({ length: 3000 }, (_unused, i) => i / 7);
    const times = values.map((_value, i) => i * 1000);
    const out = Buffer.alloc(POINTS_ROOM);
    let text = '';
    for (let from = 0; from < values.length;) {
      const { points, bytes } = writePoints(Float64Array.from(times), Float64Array.from(values), from, out, 0);
      text += out.toString('latin1', 0, bytes);
      from += points;
    }
    expect(text).toBe(expected(times, values));
  });
});
