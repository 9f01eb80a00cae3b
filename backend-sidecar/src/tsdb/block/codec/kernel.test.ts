import fc from 'fast-check';
import { MAX_VALUES, crc32c, decodeTimes, decodeValues, encodeTimes, encodeValues } from './kernel.ts';

const STALE = [0x00000002, 0x7ff00000];
const JAVA_NAN = [0x00000000, 0x7ff80000];

/** Little-endian 32-bit words of values, so that NaN payloads and signs of zero count. */
function wordsOf(values: Float64Array): number[] {
  return [...new Uint32Array(values.buffer, values.byteOffset, values.length * 2)];
}

function roundTrip(values: Float64Array): { bytes: number; words: number[] } {
  const encoded = encodeValues(values, 0, values.length);
  const decoded = decodeValues(encoded, 0, encoded.length, values.length);
  if (!decoded) throw new Error(`not decodable: ${encoded.length} bytes, head ${encoded[0]}`);
  return { bytes: encoded.length, words: wordsOf(decoded) };
}

function fromWords(words: number[]): Float64Array {
  return new Float64Array(Uint32Array.from(words).buffer);
}

const anyBits = fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)).map(([low, high]) => [low, high]);
const special = fc.constantFrom(
  STALE,
  JAVA_NAN,
  [1, 0x7ff80000],
  [7, 0xfff80001],
  [0, 0x80000000],
  [0, 0],
  [0, 0x7ff00000],
  [0, 0xfff00000],
);
const asWords = (value: number) => [...new Uint32Array(Float64Array.of(value).buffer)];
const integers = fc.integer({ min: -1e6, max: 1e6 }).map(asWords);
const decimals = fc
  .integer({ min: -1e9, max: 1e9 })
  .chain((n) => fc.constantFrom(10, 1000, 1e6, 60).map((d) => asWords(n / d)));

describe('value codecs', () => {
  it.each([
    ['any bits', anyBits],
    ['specials', special],
    ['integers', integers],
    ['decimals', decimals],
    ['a mix', fc.oneof(anyBits, special, integers, decimals)],
    ['mostly integers', fc.oneof({ weight: 20, arbitrary: integers }, { weight: 1, arbitrary: special })],
    [
      'mostly decimals',
      fc.oneof({ weight: 20, arbitrary: decimals }, { weight: 1, arbitrary: fc.oneof(special, anyBits) }),
    ],
  ])('give back the bits of %s', (_, arbitrary) => {
    fc.assert(
      fc.property(fc.array(arbitrary, { minLength: 1, maxLength: 200 }), (pairs) => {
        const values = fromWords(pairs.flat());
        expect(roundTrip(values).words).toEqual(wordsOf(values));
      }),
      { numRuns: 300 },
    );
  });

  it('give back the bits of runs of repeated values', () => {
    const run = fc.tuple(fc.oneof(special, integers, decimals, anyBits), fc.integer({ min: 1, max: 40 }));
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 40 }), (runs) => {
        const values = fromWords(runs.flatMap(([words, length]) => Array.from({ length }, () => words).flat()));
        expect(roundTrip(values).words).toEqual(wordsOf(values));
      }),
      { numRuns: 300 },
    );
  });

  it('give back the largest chunk of the worst values', () => {
    const words = Array.from({ length: 2 * MAX_VALUES }, (_, i) => Math.imul(i + 1, 0x9e3779b1) >>> 0);
    const values = fromWords(words);
    const { bytes, words: back } = roundTrip(values);
    expect(back).toEqual(words);
    expect(bytes).toBeLessThan(MAX_VALUES * 10);
  });

  it('give back integers at and around the limits of float64', () => {
    const edge = [2 ** 53, 2 ** 53 - 1, -(2 ** 53), 2 ** 62, -(2 ** 63), 1e300, 5e-324, -1, 0, 1, Number.MAX_VALUE];
    for (const a of edge) {
      for (const b of edge) {
        const values = Float64Array.of(a, b, a, a + 4096, b - 4096, a);
        expect(roundTrip(values).words).toEqual(wordsOf(values));
      }
    }
  });

  it.each([
    ['a constant zero', (): number => 0, 1],
    ['a constant decimal', (): number => 0.125, 9],
    ['a steady counter', (i: number): number => 1000 + 7 * i, 8],
    ['a gauge stepped once a minute', (i: number): number => Math.floor(i / 4) * 3, 12],
    ['bytes in pages of 4096', (i: number): number => 4096 * (1000 + ((i * 7) % 13)), 250],
    ['decimals with noise of a hundred steps', (i: number): number => (50000 + ((i * 37) % 101)) / 1000, 470],
    ["averages over Pulsar's 60 s", (i: number): number => (160 + ((i * 37) % 61)) / 60, 400],
  ])('%s is small', (_, make, limit) => {
    const values = Float64Array.from({ length: 480 }, (__, i) => make(i));
    const { bytes, words } = roundTrip(values);
    expect(words).toEqual(wordsOf(values));
    expect(bytes).toBeLessThanOrEqual(limit);
  });

  it('refuse bytes that make no sense instead of answering wrongly or hanging', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.integer({ min: 1, max: 600 }), (bytes, count) => {
        const decoded = decodeValues(bytes, 0, bytes.length, count);
        expect(decoded === undefined || decoded.length === count).toBe(true);
        const times = decodeTimes(bytes, 0, bytes.length, count);
        expect(times === undefined || times.length === count).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('timestamp codec', () => {
  it('gives back ascending timestamps', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e12, max: 4e12 }),
        fc.array(fc.integer({ min: 1, max: 1e6 }), { maxLength: 300 }),
        (start, steps) => {
          let at = start;
          const times = Float64Array.from([at, ...steps.map((step) => (at += step))]);
          const encoded = encodeTimes(times, 0, times.length);
          expect([...(decodeTimes(encoded, 0, encoded.length, times.length) ?? [])]).toEqual([...times]);
        },
      ),
    );
  });

  it('needs a few bytes for a regular interval, jitter costs its bits', () => {
    const regular = Float64Array.from({ length: 480 }, (_, i) => 1.7e12 + 15_000 * i);
    expect(encodeTimes(regular, 0, 480).length).toBeLessThanOrEqual(12);
    const jittered = regular.map((t, i) => t + ((i * 7) % 4));
    expect(encodeTimes(jittered, 0, 480).length).toBeLessThan(260);
  });
});

describe('crc32c', () => {
  it('matches the known check value and continues across pieces', () => {
    const text = Buffer.from('123456789');
    expect(crc32c(text)).toBe(0xe3069283);
    expect(crc32c(text.subarray(4), crc32c(text.subarray(0, 4)))).toBe(0xe3069283);
    const large = new Uint8Array(200_000).map((_, i) => i * 31);
    expect(crc32c(large)).toBe(crc32c(large.subarray(99_999), crc32c(large.subarray(0, 99_999))));
  });
});
