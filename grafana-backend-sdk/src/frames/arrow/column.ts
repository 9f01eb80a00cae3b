/** A field's values in Arrow's columnar form. Source: "Arrow columnar format", physical memory layout. */
import type { Field } from '../frame.ts';
import { isBigKind, isNullable, isNumberKind, NUMBER_ARRAYS, wrongValue } from '../kinds.ts';
import { writeNanoseconds } from './nanoseconds.ts';

export interface Column {
  nullCount: number;
  /** In Arrow's order: validity (empty without nulls), offsets of variable-length kinds, values. */
  buffers: readonly Uint8Array[];
}

/** The buffers of a field's first `length` rows. Throws what is wrong with which row. */
export function columnOf(field: Field, length: number): Column {
  const { validity, nullCount } = validityOf(field, length);
  const values = field.kind === 'string' || field.kind === 'json' ? texts(field, length) : [fixed(field, length)];
  return { nullCount, buffers: [validity, ...values] };
}

/** One bit a row, lowest first, set where there is a value. */
function validityOf(field: Field, length: number): { validity: Uint8Array; nullCount: number } {
  const none = { validity: new Uint8Array(0), nullCount: 0 };
  if (ArrayBuffer.isView(field.values)) return none;
  const nullable = isNullable(field);
  // A json column that holds no nulls in Arrow's sense holds JSON's.
  if (!nullable && field.kind === 'json') return none;
  const validity = new Uint8Array(Math.ceil(length / 8));
  let nullCount = 0;
  for (let row = 0; row < length; row++) {
    if (field.values[row] != null) validity[row >> 3] |= 1 << (row & 7);
    else if (nullable) nullCount++;
    else throw wrongValue(field, row, 'has no value, but the field is not nullable');
  }
  return nullCount === 0 ? none : { validity, nullCount };
}

function fixed(field: Exclude<Field, { kind: 'string' | 'json' }>, length: number): Uint8Array {
  if (field.kind === 'time') return times(field, length);
  if (field.kind === 'boolean') return booleans(field.values, length);
  if (isBigKind(field)) return bigs(field, length);
  const typed = NUMBER_ARRAYS[isNumberKind(field) ? field.kind : 'uint16'];
  const { values } = field;
  if (values instanceof typed) return bytesOf(values.subarray(0, length));
  const out = new typed(length);
  for (let row = 0; row < length; row++) {
    const value = values[row];
    if (value == null) continue;
    out[row] = value;
    // Integers are stored modulo their size; floats may be rounded.
    if (out[row] !== value && !field.kind.startsWith('float'))
      throw wrongValue(field, row, `${value} is no ${field.kind}`);
  }
  return bytesOf(out);
}

function times(field: Extract<Field, { kind: 'time' }>, length: number): Uint8Array {
  const words = new Uint32Array(2 * length);
  for (let row = 0; row < length; row++) {
    const ms = field.values[row];
    if (ms == null) continue;
    if (!Number.isInteger(ms) || Math.abs(ms) > MAX_TIME_MS)
      throw wrongValue(field, row, `${ms} is no time in whole milliseconds between the years 1678 and 2261`);
    writeNanoseconds(ms, field.nanos?.[row] ?? 0, words, 2 * row);
  }
  return bytesOf(words);
}

/** What nanoseconds in an int64 can hold, less one for the nanoseconds beside it. */
const MAX_TIME_MS = 9_223_372_036_853;

function booleans(values: ArrayLike<boolean | null>, length: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(length / 8));
  for (let row = 0; row < length; row++) if (values[row]) bits[row >> 3] |= 1 << (row & 7);
  return bits;
}

function bigs(field: Extract<Field, { kind: 'int64' | 'uint64' }>, length: number): Uint8Array {
  const typed = field.kind === 'int64' ? BigInt64Array : BigUint64Array;
  const { values } = field;
  if (values instanceof typed) return bytesOf(values.subarray(0, length));
  const out = new typed(length);
  for (let row = 0; row < length; row++) {
    const value = values[row];
    if (value == null) continue;
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      throw wrongValue(field, row, `${value} is no safe integer: pass a bigint`);
    const big = BigInt(value);
    out[row] = big;
    if (out[row] !== big) throw wrongValue(field, row, `${value} is no ${field.kind}`);
  }
  return bytesOf(out);
}

/** Offsets and bytes of texts, or of values as JSON. */
function texts(field: Extract<Field, { kind: 'string' | 'json' }>, length: number): Uint8Array[] {
  const rows = new Array<string>(length);
  const offsets = new Int32Array(length + 1);
  let total = 0;
  for (let row = 0; row < length; row++) {
    rows[row] = field.kind === 'json' ? jsonOf(field, row) : (field.values[row] ?? '');
    total += Buffer.byteLength(rows[row]);
    if (total > MAX_TEXT_BYTES) throw wrongValue(field, row, 'is beyond the 2 GiB that a column of texts holds');
    offsets[row + 1] = total;
  }
  const bytes = Buffer.alloc(total);
  rows.forEach((text, row) => bytes.write(text, offsets[row]));
  return [bytesOf(offsets), bytes];
}

const MAX_TEXT_BYTES = 2 ** 31 - 1;

function jsonOf(field: Extract<Field, { kind: 'json' }>, row: number): string {
  const value = field.values[row];
  if (value == null) return isNullable(field) ? '' : 'null';
  const text = JSON.stringify(value);
  if (text === undefined) throw wrongValue(field, row, `${typeof value} has no JSON`);
  return text;
}

/** Every platform that Grafana runs on is little-endian, as Arrow's buffers are. */
function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
