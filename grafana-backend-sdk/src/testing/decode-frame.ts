/**
 * A frame from the bytes of an Arrow IPC file, read by apache-arrow: the other side of the encoder, for tests. It takes what
 * Grafana's reader takes and refuses the rest.
 */
import { RecordBatchReader, type Data, type Field as ArrowField } from 'apache-arrow';
import type { Field, FieldKind, Frame } from '../frames/frame.ts';

const KINDS: Readonly<Record<string, FieldKind>> = {
  'Timestamp<NANOSECOND>': 'time',
  Float64: 'float64',
  Float32: 'float32',
  Int8: 'int8',
  Int16: 'int16',
  Int32: 'int32',
  Int64: 'int64',
  Uint8: 'uint8',
  Uint16: 'uint16',
  Uint32: 'uint32',
  Uint64: 'uint64',
  Bool: 'boolean',
  Utf8: 'string',
  Binary: 'json',
};

/** Every field has plain arrays as values, with null where there is none; times are split into milliseconds and nanos. */
export function decodeFrame(bytes: Uint8Array): Frame {
  const reader = RecordBatchReader.from(bytes).open();
  // Of the reader, because the schema of a batch merges fields of equal name.
  const { schema } = reader;
  const batches = reader.readAll();
  const meta = schema.metadata.get('meta');
  return {
    name: schema.metadata.get('name') ?? '',
    refId: schema.metadata.get('refId') ?? '',
    ...(meta === undefined ? {} : { meta: JSON.parse(meta) as Frame['meta'] }),
    fields: schema.fields.map((field, index) =>
      decodeField(
        field,
        batches.map((batch) => batch.data.children[index]),
      ),
    ),
  };
}

function decodeField(field: ArrowField, parts: readonly Data[]): Field {
  const arrowKind = KINDS[String(field.type)];
  if (!arrowKind) throw new TypeError(`field "${field.name}": Grafana reads no column of type ${String(field.type)}`);
  const kind = arrowKind === 'uint16' && field.metadata.get('tstype') === 'enum' ? 'enum' : arrowKind;
  const labels = field.metadata.get('labels');
  const config = field.metadata.get('config');
  const values = parts.flatMap((part) => Array.from({ length: part.length }, (_, row) => valueAt(part, row, kind)));
  const head = {
    name: field.name,
    nullable: field.nullable,
    ...(labels === undefined ? {} : { labels: JSON.parse(labels) as Record<string, string> }),
    ...(config === undefined ? {} : { config: JSON.parse(config) as Field['config'] }),
  };
  if (kind !== 'time') return { ...head, kind, values } as Field;
  const times = values as (bigint | null)[];
  const nanos = times.map((time) => (time === null ? 0 : Number(BigInt.asUintN(64, modulo(time)))));
  return {
    ...head,
    kind,
    values: times.map((time, row) => (time === null ? null : Number((time - BigInt(nanos[row])) / NANOS))),
    ...(nanos.some((each) => each !== 0) ? { nanos } : {}),
  };
}

const NANOS = 1_000_000n;
const modulo = (time: bigint): bigint => ((time % NANOS) + NANOS) % NANOS;

function valueAt({ nullBitmap, nullCount, values, valueOffsets }: Data, row: number, kind: FieldKind): unknown {
  if (nullCount > 0 && ((nullBitmap[row >> 3] >> (row & 7)) & 1) === 0) return null;
  if (kind === 'boolean') return ((values[row >> 3] >> (row & 7)) & 1) === 1;
  if (kind !== 'string' && kind !== 'json') return values[row];
  const text = Buffer.from(values.subarray(valueOffsets[row], valueOffsets[row + 1])).toString('utf8');
  return kind === 'json' ? JSON.parse(text) : text;
}
