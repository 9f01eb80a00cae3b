/** A frame's schema in Arrow's metadata, with what Grafana reads beside names and types. Source: Arrow's Schema.fbs. */
import type { Field, FieldKind, Frame } from '../frame.ts';
import { isNullable } from '../kinds.ts';
import { int16, int32, int8, string, table, vector, type FlatValue } from './flat.ts';

/** Numbers of the union `Type`. */
const TYPE = { int: 2, floatingPoint: 3, binary: 4, utf8: 5, bool: 6, timestamp: 10 } as const;
const SINGLE = 1;
const DOUBLE = 2;
/** Grafana's reader takes every timestamp for nanoseconds, whatever the unit says. */
const NANOSECOND = 3;

const int = (bits: number, isSigned: boolean): ArrowType => ({
  type: TYPE.int,
  table: table(int32(bits), isSigned ? int8(1) : undefined),
});

interface ArrowType {
  type: number;
  table: FlatValue;
}

const ARROW_TYPES: Record<FieldKind, ArrowType> = {
  time: { type: TYPE.timestamp, table: table(int16(NANOSECOND)) },
  float64: { type: TYPE.floatingPoint, table: table(int16(DOUBLE)) },
  float32: { type: TYPE.floatingPoint, table: table(int16(SINGLE)) },
  int8: int(8, true),
  int16: int(16, true),
  int32: int(32, true),
  int64: int(64, true),
  uint8: int(8, false),
  uint16: int(16, false),
  uint32: int(32, false),
  uint64: int(64, false),
  boolean: { type: TYPE.bool, table: table() },
  string: { type: TYPE.utf8, table: table() },
  enum: int(16, false),
  json: { type: TYPE.binary, table: table() },
};

/** The table `Schema` of a frame. */
export function schemaOf({ name, refId, meta, fields }: Frame): FlatValue {
  const metadata = keyValues([
    ['name', name ?? ''],
    ['refId', refId ?? ''],
    ['meta', meta && JSON.stringify(meta)],
  ]);
  return table(undefined, vector(fields.map(fieldOf)), metadata);
}

function fieldOf(field: Field): FlatValue {
  const { type, table: typeTable } = ARROW_TYPES[field.kind];
  const metadata = keyValues([
    ['name', field.name],
    ['labels', field.labels && JSON.stringify(field.labels)],
    ['config', field.config && JSON.stringify(field.config)],
    // Tells an enumeration from other unsigned integers of 16 bits.
    ['tstype', field.kind === 'enum' ? 'enum' : undefined],
  ]);
  const nullable = isNullable(field) ? int8(1) : undefined;
  return table(string(field.name), nullable, int8(type), typeTable, undefined, vector([]), metadata);
}

function keyValues(entries: readonly (readonly [string, string | undefined])[]): FlatValue {
  return vector(entries.flatMap(([key, value]) => (value === undefined ? [] : [table(string(key), string(value))])));
}
