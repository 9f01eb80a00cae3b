import fc from 'fast-check';
import { RecordBatchReader } from 'apache-arrow';
import { arbitraryFrame } from '../../testing/arbitrary-frame.ts';
import { decodeFrame } from '../../testing/decode-frame.ts';
import type { Field, Frame } from '../frame.ts';
import { encodeFrame } from './encode-frame.ts';

/** What must come back: empty names for missing ones, nanoseconds only where there are any. */
function normal(frame: Frame): Frame {
  return {
    name: frame.name ?? '',
    refId: frame.refId ?? '',
    ...(frame.meta ? { meta: frame.meta } : {}),
    fields: frame.fields.map((field) => {
      if (field.kind !== 'time') return field;
      const { nanos, ...rest } = field;
      const kept = Array.from({ length: field.values.length }, (_, row) =>
        field.values[row] === null ? 0 : (nanos?.[row] ?? 0),
      );
      return kept.some((each) => each !== 0) ? { ...rest, nanos: kept } : rest;
    }),
  };
}

const one = (field: Field): Frame => ({ fields: [field] });

describe('encodeFrame', () => {
  it('comes back as it was through apache-arrow, whatever the frame', () => {
    fc.assert(
      fc.property(arbitraryFrame, (frame) => {
        expect(decodeFrame(encodeFrame(frame))).toEqual(normal(frame));
      }),
      { numRuns: 300 },
    );
  });

  it('takes typed arrays, also those that begin inside a larger buffer', () => {
    const frame: Frame = {
      fields: [
        { kind: 'time', name: 't', values: Float64Array.of(0, 1_767_436_620_123) },
        { kind: 'float64', name: 'v', values: Float64Array.of(9, 1, NaN, 9).subarray(1, 3) },
        { kind: 'int64', name: 'i', values: BigInt64Array.of(-5n, 2n ** 62n) },
        { kind: 'uint32', name: 'u', values: Uint16Array.of(1, 65_535) },
      ],
    };
    const { fields } = decodeFrame(encodeFrame(frame));
    expect(fields.map(({ nullable }) => nullable)).toEqual([false, false, false, false]);
    expect(fields.map(({ values }) => values)).toEqual([
      [0, 1_767_436_620_123],
      [1, NaN],
      [-5n, 2n ** 62n],
      [1, 65_535],
    ]);
  });

  it('writes what Grafana needs beside the values', () => {
    const bytes = encodeFrame({
      name: 'rate',
      refId: 'A',
      meta: { type: 'timeseries-multi', typeVersion: [0, 1], channel: 'ds/u/p' },
      fields: [
        { kind: 'enum', name: 'state', values: [0], config: { type: { enum: { text: ['up', 'down'] } } } },
        { kind: 'float64', name: 'v', values: [1], labels: { broker: 'b1' }, config: { unit: 'ops' } },
      ],
    });
    const { schema } = RecordBatchReader.from(bytes).open();
    expect(Object.fromEntries(schema.metadata)).toEqual({
      name: 'rate',
      refId: 'A',
      meta: '{"type":"timeseries-multi","typeVersion":[0,1],"channel":"ds/u/p"}',
    });
    expect(schema.fields.map((field) => [String(field.type), Object.fromEntries(field.metadata)])).toEqual([
      ['Uint16', { name: 'state', config: '{"type":{"enum":{"text":["up","down"]}}}', tstype: 'enum' }],
      ['Float64', { name: 'v', labels: '{"broker":"b1"}', config: '{"unit":"ops"}' }],
    ]);
  });

  it('is an IPC file', () => {
    const bytes = Buffer.from(encodeFrame(one({ kind: 'string', name: 's', values: ['é', null] })));
    expect(bytes.subarray(0, 8).toString('latin1')).toBe('ARROW1\0\0');
    expect(bytes.subarray(-6).toString('latin1')).toBe('ARROW1');
  });

  it('holds a JSON null in a column that is not nullable', () => {
    const { fields } = decodeFrame(encodeFrame(one({ kind: 'json', name: 'j', nullable: false, values: [null, [1]] })));
    expect(fields[0]).toEqual({ kind: 'json', name: 'j', nullable: false, values: [null, [1]] });
  });

  const refused: [string, Field, string][] = [
    [
      'a fraction in an integer column',
      { kind: 'int32', name: 'n', values: [1, 1.5] },
      'field "n" (int32), row 1: 1.5',
    ],
    ['a number too large', { kind: 'uint8', name: 'n', values: [256] }, '256 is no uint8'],
    ['NaN in an integer column', { kind: 'int8', name: 'n', values: [NaN] }, 'NaN is no int8'],
    ['a negative enumeration', { kind: 'enum', name: 'n', values: [-1] }, '-1 is no enum'],
    ['a bigint too large', { kind: 'int64', name: 'n', values: [2n ** 63n] }, 'is no int64'],
    ['an unsafe number', { kind: 'uint64', name: 'n', values: [2 ** 60] }, 'pass a bigint'],
    ['a time beyond nanoseconds', { kind: 'time', name: 'n', values: [1e16] }, 'between the years 1678 and 2261'],
    ['a fraction of a millisecond', { kind: 'time', name: 'n', values: [0.5] }, 'whole milliseconds'],
    ['a null in a column without', { kind: 'string', name: 'n', nullable: false, values: [null] }, 'not nullable'],
    ['what has no JSON', { kind: 'json', name: 'n', values: [() => 1] }, 'function has no JSON'],
  ];
  it.each(refused)('refuses %s, naming field and row', (_, field, message) => {
    expect(() => encodeFrame(one(field))).toThrow(message);
  });

  it('refuses fields of unequal length', () => {
    const fields: Field[] = [
      { kind: 'float64', name: 'a', values: [1] },
      { kind: 'float64', name: 'b', values: [] },
    ];
    expect(() => encodeFrame({ fields })).toThrow('field "b" has 0 rows, field "a" 1');
  });
});
