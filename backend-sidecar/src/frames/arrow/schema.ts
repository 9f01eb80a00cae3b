/** Arrow's metadata of a frame: the schema, with what Grafana reads beside names and types. Source: Arrow's Schema.fbs. */
import type { Frame, FrameField } from '../frame.ts';
import type { FlatBuilder } from './flat-builder.ts';

const TYPE = { number: 3, string: 5, time: 10 } as const;
const DOUBLE = 2;
/** Grafana's reader takes every timestamp for nanoseconds, whatever the unit says. */
const NANOSECOND = 3;

/** Writes the Schema table; returns its position. */
export function writeSchema(builder: FlatBuilder, { name, refId, meta, fields }: Frame): number {
  const fieldTables = builder.offsetVector(fields.map((field) => writeField(builder, field)));
  const metadata = writeMetadata(builder, [
    ['name', name],
    ['refId', refId],
    ['meta', JSON.stringify(meta)],
  ]);
  builder.startTable(4);
  builder.offset(1, fieldTables);
  builder.offset(2, metadata);
  return builder.endTable();
}

function writeField(builder: FlatBuilder, field: FrameField): number {
  const entries: [string, string][] = [['name', field.name]];
  if (field.labels) entries.push(['labels', JSON.stringify(field.labels)]);
  if (field.config) entries.push(['config', JSON.stringify(field.config)]);
  const metadata = writeMetadata(builder, entries);
  const name = builder.string(field.name);
  const type = writeType(builder, field);
  const children = builder.offsetVector([]);
  builder.startTable(7);
  builder.offset(0, name);
  if (field.kind !== 'time' || field.present) builder.int8(1, 1);
  builder.int8(2, TYPE[field.kind]);
  builder.offset(3, type);
  builder.offset(5, children);
  builder.offset(6, metadata);
  return builder.endTable();
}

function writeType(builder: FlatBuilder, { kind }: FrameField): number {
  builder.startTable(1);
  if (kind === 'number') builder.int16(0, DOUBLE);
  if (kind === 'time') builder.int16(0, NANOSECOND);
  return builder.endTable();
}

function writeMetadata(builder: FlatBuilder, entries: readonly (readonly [string, string])[]): number {
  const tables = entries.map(([key, value]) => {
    const valueAt = builder.string(value);
    const keyAt = builder.string(key);
    builder.startTable(2);
    builder.offset(0, keyAt);
    builder.offset(1, valueAt);
    return builder.endTable();
  });
  return builder.offsetVector(tables);
}
