/**
 * Values of templates. JavaScript's number is Go's float64; whole numbers are GoInt, because Go prints and compares the two
 * differently (`gt $value 5` is an error in Prometheus, and stays one here).
 */
import type { Labels } from '../../model/labels.ts';
import { formatFloatGeneral } from '../../model/format-float.ts';
import { durationText, timeText } from './go-time.ts';

export class GoInt {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Nanoseconds, as Go's time.Duration. */
export class GoDuration {
  readonly ns: number;
  constructor(ns: number) {
    this.ns = ns;
  }
}

/** A moment in UTC, as milliseconds since the epoch. */
export class GoTime {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
}

/** A value with named fields: the data of an alert, or one element of a query's answer. */
export class GoStruct {
  readonly type: string;
  readonly fields: ReadonlyMap<string, GoValue>;
  constructor(type: string, fields: Readonly<Record<string, GoValue>>) {
    this.type = type;
    this.fields = new Map(Object.entries(fields));
  }
}

export type GoMap = ReadonlyMap<string, GoValue>;
export type GoValue =
  null | boolean | number | string | GoInt | GoDuration | GoTime | GoStruct | GoMap | readonly GoValue[];

/** One element of `query`, as templates see it. */
export function sampleValue(labels: Labels, value: number): GoStruct {
  return new GoStruct('*template.sample', { Labels: labels.toMap(), Value: value });
}

export function isList(value: GoValue): value is readonly GoValue[] {
  return Array.isArray(value);
}

/** Go's name of the type, for errors and `%T`. */
export function typeName(value: GoValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'string') return 'string';
  if (value instanceof GoInt) return 'int';
  if (value instanceof GoDuration) return 'time.Duration';
  if (value instanceof GoTime) return '*time.Time';
  if (value instanceof GoStruct) return value.type;
  if (isList(value)) return 'template.queryResult';
  for (const each of value.values()) return typeof each === 'string' ? 'map[string]string' : 'map[string]interface {}';
  return 'map[string]string';
}

/** What `if`, `and` and `not` take for true: anything but the zero value of its kind. */
export function isTruthy(value: GoValue): boolean {
  if (value === null) return false;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  if (value instanceof GoInt) return value.value !== 0;
  if (value instanceof GoDuration) return value.ns !== 0;
  if (value instanceof GoTime || value instanceof GoStruct) return true;
  return isList(value) ? value.length > 0 : value.size > 0;
}

/** `%v`: how an action writes its value. */
export function printValue(value: GoValue): string {
  if (value === null) return '<nil>';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return formatFloatGeneral(value);
  if (typeof value === 'string') return value;
  if (value instanceof GoInt) return String(value.value);
  if (value instanceof GoDuration) return durationText(value.ns);
  if (value instanceof GoTime) return timeText(value.ms);
  if (value instanceof GoStruct) return `{${[...value.fields.values()].map(printValue).join(' ')}}`;
  if (isList(value)) return `[${value.map(printValue).join(' ')}]`;
  const entries = [...value].sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([name, each]) => `${name}:${printValue(each)}`).join(' ')}]`;
}
