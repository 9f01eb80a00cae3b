/** What each kind of field is to Grafana, and what it refuses. */
import type { BigField, Field, Frame, NumberField, NumberKind } from './frame.ts';

export const NUMBER_ARRAYS = {
  float64: Float64Array,
  float32: Float32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
} as const satisfies Record<NumberKind, unknown>;

export function isNumberKind(field: Field): field is NumberField {
  return field.kind in NUMBER_ARRAYS;
}

export function isBigKind(field: Field): field is BigField {
  return field.kind === 'int64' || field.kind === 'uint64';
}

/** Whether a field may hold nulls: said so, or left open by values that are no typed array. */
export function isNullable(field: Field): boolean {
  return field.nullable ?? !ArrayBuffer.isView(field.values);
}

/** Rows of a frame. Throws when its fields differ in length. */
export function rowsOf({ name, fields }: Frame): number {
  if (fields.length === 0) return 0;
  const rows = fields[0].values.length;
  for (const field of fields) {
    if (field.values.length !== rows)
      throw new RangeError(
        `frame "${name ?? ''}": field "${field.name}" has ${field.values.length} rows, field "${fields[0].name}" ${rows}; all fields of a frame have as many`,
      );
  }
  return rows;
}

/** The error for a value that its field cannot hold. */
export function wrongValue(field: Field, row: number, what: string): RangeError {
  return new RangeError(`field "${field.name}" (${field.kind}), row ${row}: ${what}`);
}
