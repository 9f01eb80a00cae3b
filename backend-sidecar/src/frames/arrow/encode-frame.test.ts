import fc from 'fast-check';
import { makeVector, RecordBatchReader } from 'apache-arrow';
import { MAX_FRAME_TIME_MS, MIN_FRAME_TIME_MS, type Frame, type FrameField } from '../frame.ts';
import { encodeFrame } from './encode-frame.ts';

const frame = (fields: readonly FrameField[], changes: Partial<Frame> = {}): Frame => ({
  name: '',
  refId: 'A',
  meta: {},
  length: fields.length === 0 ? 0 : fields[0].kind === 'string' ? fields[0].codes.length : fields[0].values.length,
  fields,
  ...changes,
});

/** What apache-arrow reads of a file; times as nanoseconds. */
function decoded(bytes: Uint8Array) {
  const reader = RecordBatchReader.from(bytes).open();
  // Of the reader, because that of the batch has fields of equal name merged.
  const { schema } = reader;
  const [batch, ...more] = reader.readAll();
  expect(more).toEqual([]);
  return {
    rows: batch.numRows,
    metadata: Object.fromEntries(schema.metadata),
    columns: schema.fields.map((field, index) => {
      const data = batch.data.children[index];
      const vector = makeVector(data);
      // Vector.get turns timestamps into milliseconds; the raw words are what Grafana reads.
      const words = String(field.type).startsWith('Timestamp') ? (data.values as BigInt64Array) : undefined;
      const values = Array.from({ length: batch.numRows }, (_, row): unknown =>
        words && vector.isValid(row) ? words[row] : vector.get(row),
      );
      return {
        name: field.name,
        type: String(field.type),
        nullable: field.nullable,
        metadata: field.metadata,
        values,
        data,
      };
    }),
  };
}

/** What a column must read as. */
function expected(field: FrameField, length: number): unknown[] {
  return Array.from({ length }, (_, row) => {
    if (field.kind === 'time') return field.present?.[row] === 0 ? null : BigInt(field.values[row]) * 1_000_000n;
    if (field.kind === 'number') return field.present?.[row] === 0 ? null : field.values[row];
    return field.codes[row] < 0 ? null : field.dictionary[field.codes[row]];
  });
}

const text = fc.string({ unit: 'grapheme', maxLength: 20 });
const head = fc.record(
  {
    name: text,
    labels: fc.dictionary(text, text, { maxKeys: 4 }),
    config: fc.record({ displayNameFromDS: text, unit: text, interval: fc.nat() }, { requiredKeys: [] }),
  },
  { requiredKeys: ['name'] },
);

function arbitraryField(length: number): fc.Arbitrary<FrameField> {
  const rows = { minLength: length, maxLength: length };
  const time = fc
    .tuple(
      head,
      fc.array(fc.integer({ min: MIN_FRAME_TIME_MS, max: MAX_FRAME_TIME_MS }), rows),
      fc.option(fc.array(fc.boolean(), rows), { nil: undefined }),
    )
    .map(([each, values, present]): FrameField => ({
      ...each,
      kind: 'time',
      values: Float64Array.from(values),
      ...(present && { present: Uint8Array.from(present, Number) }),
    }));
  const number = fc
    .tuple(head, fc.array(fc.double(), rows), fc.option(fc.array(fc.boolean(), rows), { nil: undefined }))
    .map(([each, values, present]): FrameField => ({
      ...each,
      kind: 'number',
      values: Float64Array.from(values),
      present: present && Uint8Array.from(present, Number),
    }));
  const string = fc
    .array(text, { minLength: 1, maxLength: 5 })
    .chain((dictionary) =>
      fc
        .tuple(head, fc.array(fc.integer({ min: -1, max: dictionary.length - 1 }), rows))
        .map(([each, codes]): FrameField => ({ ...each, kind: 'string', dictionary, codes: Int32Array.from(codes) })),
    );
  return fc.oneof(time, number, string);
}

const arbitraryFrame = fc.integer({ min: 0, max: 70 }).chain((length) =>
  fc.record({
    name: text,
    refId: text,
    meta: fc.record({ executedQueryString: text, custom: fc.dictionary(text, fc.jsonValue()) }),
    length: fc.constant(length),
    fields: fc.array(arbitraryField(length), { maxLength: 6 }),
  }),
);

it('reads back as it was, whatever the frame', () => {
  fc.assert(
    fc.property(arbitraryFrame, (each) => {
      const read = decoded(encodeFrame(each));
      expect(read.metadata).toEqual({ name: each.name, refId: each.refId, meta: JSON.stringify(each.meta) });
      expect(read.columns.map(({ name, metadata }) => [name, Object.fromEntries(metadata)])).toEqual(
        each.fields.map(({ name, labels, config }) => [
          name,
          {
            name,
            ...(labels ? { labels: JSON.stringify(labels) } : {}),
            ...(config ? { config: JSON.stringify(config) } : {}),
          },
        ]),
      );
      if (each.fields.length > 0) expect(read.rows).toBe(each.length);
      read.columns.forEach(({ values }, index) => expect(values).toEqual(expected(each.fields[index], each.length)));
    }),
    { numRuns: 300 },
  );
});

it('has the types that Grafana reads', () => {
  const bytes = encodeFrame(
    frame([
      { kind: 'time', name: 'Time', values: Float64Array.of(1_767_436_620_123) },
      { kind: 'number', name: 'Value', values: Float64Array.of(NaN), present: Uint8Array.of(1) },
      { kind: 'string', name: 'broker', dictionary: ['b1'], codes: Int32Array.of(0) },
    ]),
  );
  const { columns } = decoded(bytes);
  expect(columns.map(({ type, nullable }) => [type, nullable])).toEqual([
    ['Timestamp<NANOSECOND>', false],
    ['Float64', true],
    ['Utf8', true],
  ]);
  expect(columns.map(({ values }) => values)).toEqual([[1_767_436_620_123_000_000n], [NaN], ['b1']]);
});

it('is a file whose record batch and buffers lie at multiples of 8', () => {
  const bytes = encodeFrame(
    frame([
      { kind: 'time', name: 'Time', values: Float64Array.of(0, 1, 2) },
      { kind: 'number', name: 'V', values: Float64Array.of(1, 2, 3), present: Uint8Array.of(1, 0, 1) },
    ]),
  );
  expect(Buffer.from(bytes.subarray(0, 8)).toString('latin1')).toBe('ARROW1\0\0');
  expect(Buffer.from(bytes.subarray(-6)).toString('latin1')).toBe('ARROW1');
  const { data } = decoded(bytes).columns[1];
  expect(((data.values as Float64Array).byteOffset - bytes.byteOffset) % 8).toBe(0);
  expect(data.nullCount).toBe(1);
});

it('copies a column that begins inside a larger buffer', () => {
  const values = Float64Array.of(1, 2, 3, 4).subarray(1, 3);
  const { columns } = decoded(encodeFrame(frame([{ kind: 'number', name: 'V', values }])));
  expect(columns[0].values).toEqual([2, 3]);
});
