/** Frames of every kind of field, for property tests. */
import fc from 'fast-check';
import type { Field, FieldKind, Frame } from '../frames/frame.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const MAX_TIME_MS = 9_223_372_036_853;

const VALUES: Record<FieldKind, fc.Arbitrary<unknown>> = {
  time: fc.integer({ min: -MAX_TIME_MS, max: MAX_TIME_MS }),
  float64: fc.double(),
  float32: fc.float(),
  int8: fc.integer({ min: -128, max: 127 }),
  int16: fc.integer({ min: -32_768, max: 32_767 }),
  int32: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint8: fc.integer({ min: 0, max: 255 }),
  uint16: fc.integer({ min: 0, max: 65_535 }),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  boolean: fc.boolean(),
  string: text,
  enum: fc.integer({ min: 0, max: 65_535 }),
  // Neither undefined nor a negative zero comes back from JSON.
  json: fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
};

const KINDS = Object.keys(VALUES) as FieldKind[];

const arbitraryField = (rows: number): fc.Arbitrary<Field> =>
  fc.tuple(fc.constantFrom(...KINDS), fc.boolean()).chain(([kind, nullable]) => {
    const length = { minLength: rows, maxLength: rows };
    const value = nullable ? fc.option(VALUES[kind], { nil: null }) : VALUES[kind];
    return fc
      .record(
        {
          name: text,
          labels: fc.dictionary(text, text, { maxKeys: 3, noNullPrototype: true }),
          config: fc.record({ unit: text, decimals: fc.nat(10) }, { requiredKeys: [], noNullPrototype: true }),
          values: fc.array(value, length),
          nanos: fc.array(fc.integer({ min: 0, max: 999_999 }), length),
        },
        { requiredKeys: ['name', 'values'], noNullPrototype: true },
      )
      .map(
        ({ nanos, ...field }) =>
          ({ ...field, kind, nullable, ...(kind === 'time' && nanos ? { nanos } : {}) }) as Field,
      );
  });

export const arbitraryFrame: fc.Arbitrary<Frame> = fc.integer({ min: 0, max: 40 }).chain((rows) =>
  fc.record(
    {
      name: text,
      refId: text,
      meta: fc.record({ executedQueryString: text }, { noNullPrototype: true }),
      fields: fc.array(arbitraryField(rows), { maxLength: 6 }),
    },
    { requiredKeys: ['fields'], noNullPrototype: true },
  ),
);
