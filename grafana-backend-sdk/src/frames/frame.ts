/**
 * A data frame as Grafana reads it: columns of equal length, with labels and hints for display.
 *
 * A column's values are any array-like: a typed array (fast, no nulls) or a plain array with `null` where there is no value.
 * Kinds are those that Grafana's reader knows; `nullable` says whether the column may hold nulls, and is true by default
 * except for typed arrays.
 */
import type { FieldConfig, FrameMeta } from './meta.ts';

export type NumberKind = 'float64' | 'float32' | 'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32';
export type BigKind = 'int64' | 'uint64';
export type FieldKind = 'time' | NumberKind | BigKind | 'boolean' | 'string' | 'enum' | 'json';

export interface FieldHead {
  name: string;
  labels?: Readonly<Record<string, string>>;
  config?: FieldConfig;
  nullable?: boolean;
}

/** Milliseconds since the epoch; whole numbers, within the years 1678 to 2261 that nanoseconds in an int64 can hold. */
export interface TimeField extends FieldHead {
  kind: 'time';
  values: ArrayLike<number | null>;
  /** Nanoseconds to add to each row's milliseconds, 0 to 999,999. */
  nanos?: ArrayLike<number>;
}

export interface NumberField extends FieldHead {
  kind: NumberKind;
  values: ArrayLike<number | null>;
}

/** 64-bit integers; a `number` is taken where it is a safe integer. */
export interface BigField extends FieldHead {
  kind: BigKind;
  values: ArrayLike<bigint | number | null>;
}

export interface BooleanField extends FieldHead {
  kind: 'boolean';
  values: ArrayLike<boolean | null>;
}

export interface StringField extends FieldHead {
  kind: 'string';
  values: ArrayLike<string | null>;
}

/** Indexes into `config.type.enum.text`, 0 to 65,535. */
export interface EnumField extends FieldHead {
  kind: 'enum';
  values: ArrayLike<number | null>;
}

/** Anything that `JSON.stringify` takes. A `null` is no value in a nullable column, and JSON's null in another. */
export interface JsonField extends FieldHead {
  kind: 'json';
  values: ArrayLike<unknown>;
}

export type Field = TimeField | NumberField | BigField | BooleanField | StringField | EnumField | JsonField;

export interface Frame {
  name?: string;
  /** Filled in by Grafana when empty. */
  refId?: string;
  meta?: FrameMeta;
  fields: readonly Field[];
}
