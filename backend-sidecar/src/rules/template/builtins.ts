/** Functions that Go's text/template has by itself. `and` and `or` are in execute.ts, because they may skip arguments. */
import type { TemplateFunction } from './functions.ts';
import { sprintf } from './printf.ts';
import { GoDuration, GoInt, GoStruct, GoTime, isList, isTruthy, printValue, typeName, type GoValue } from './value.ts';

const HTML: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

export const builtins: Readonly<Record<string, TemplateFunction>> = {
  not: { params: ['any'], call: ([value]) => !isTruthy(value) },
  len: { params: ['any'], call: ([value]) => new GoInt(lengthOf(value)) },
  index: { params: ['any'], rest: 'any', call: ([value, ...keys]) => keys.reduce(indexInto, value) },
  slice: { params: ['any'], rest: 'any', call: ([value, ...bounds]) => sliceOf(value, bounds) },
  print: { params: [], rest: 'any', call: (values) => printAll(values) },
  println: { params: [], rest: 'any', call: (values) => `${values.map(printValue).join(' ')}\n` },
  printf: { params: ['string'], rest: 'any', call: ([format, ...values]) => sprintf(String(format), values) },
  html: { params: [], rest: 'any', call: (values) => textOf(values).replace(/[\0"'&<>]/g, (found) => HTML[found]) },
  js: { params: [], rest: 'any', call: (values) => escapeJs(textOf(values)) },
  urlquery: { params: [], rest: 'any', call: (values) => queryEscape(textOf(values)) },
  call: {
    params: ['any'],
    rest: 'any',
    call: ([value]) => {
      throw new Error(`non-function of type ${typeName(value)}`);
    },
  },
  eq: { params: ['any'], rest: 'any', call: ([first, ...others]) => equalsAny(first, others) },
  ne: { params: ['any', 'any'], call: ([a, b]) => !equal(a, b) },
  lt: { params: ['any', 'any'], call: ([a, b]) => order(a, b) < 0 },
  le: { params: ['any', 'any'], call: ([a, b]) => order(a, b) <= 0 },
  gt: { params: ['any', 'any'], call: ([a, b]) => order(a, b) > 0 },
  ge: { params: ['any', 'any'], call: ([a, b]) => order(a, b) >= 0 },
};

/** Go's url.QueryEscape: spaces become plus signs. */
export function queryEscape(text: string): string {
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'))
    .replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function textOf(values: readonly GoValue[]): string {
  return values.length === 1 && typeof values[0] === 'string' ? values[0] : printAll(values);
}

/** fmt.Sprint: spaces only between two values neither of which is a text. */
function printAll(values: readonly GoValue[]): string {
  return values
    .map((value, i) => {
      const spaced = i > 0 && typeof value !== 'string' && typeof values[i - 1] !== 'string';
      return (spaced ? ' ' : '') + printValue(value);
    })
    .join('');
}

function escapeJs(text: string): string {
  // \p{Cc}: control characters.
  return text.replace(/[\\'"<>&=\p{Cc}]/gu, (found) => {
    if (found === '\\' || found === "'" || found === '"') return `\\${found}`;
    return `\\u${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

function lengthOf(value: GoValue): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (isList(value)) return value.length;
  if (value instanceof Map) return value.size;
  if (value === null) throw new Error('len of nil pointer');
  throw new Error(`len of type ${typeName(value)}`);
}

function indexInto(value: GoValue, key: GoValue): GoValue {
  if (value === null) throw new Error('index of untyped nil');
  if (value instanceof Map) {
    if (typeof key !== 'string') throw new Error(`value has type ${typeName(key)}; should be string`);
    return (value as ReadonlyMap<string, GoValue>).get(key) ?? (typeName(value) === 'map[string]string' ? '' : null);
  }
  if (!isList(value) && typeof value !== 'string') throw new Error(`can't index item of type ${typeName(value)}`);
  const items = typeof value === 'string' ? [...Buffer.from(value)].map((byte) => new GoInt(byte)) : value;
  if (!(key instanceof GoInt)) throw new Error(`cannot index slice/array with type ${typeName(key)}`);
  if (key.value < 0 || key.value >= items.length) throw new Error(`index out of range: ${key.value}`);
  return items[key.value];
}

function sliceOf(value: GoValue, bounds: readonly GoValue[]): GoValue {
  if (bounds.length > 3) throw new Error(`too many slice indexes: ${bounds.length}`);
  const size = lengthOf(value);
  const at = bounds.map((bound) => {
    if (!(bound instanceof GoInt)) throw new Error(`cannot index slice/array with type ${typeName(bound)}`);
    if (bound.value < 0 || bound.value > size) throw new Error(`index out of range: ${bound.value}`);
    return bound.value;
  });
  const [from = 0, to = size] = at;
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  if (typeof value === 'string') return Buffer.from(value).subarray(from, to).toString();
  if (isList(value)) return value.slice(from, to);
  throw new Error(`can't slice item of type ${typeName(value)}`);
}

type BasicKind = 'bool' | 'int' | 'float' | 'string';

/** @throws Error with Go's words when the value has no order and no equality. */
function basicKind(value: GoValue): BasicKind {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'string';
  if (value instanceof GoInt || value instanceof GoDuration) return 'int';
  throw new Error('invalid type for comparison');
}

function basicValue(value: GoValue): boolean | number | string {
  if (value instanceof GoInt) return value.value;
  if (value instanceof GoDuration) return value.ns;
  return value as boolean | number | string;
}

function equalsAny(first: GoValue, others: readonly GoValue[]): boolean {
  if (others.length === 0) throw new Error('missing argument for comparison');
  return others.some((other) => equal(first, other));
}

function equal(a: GoValue, b: GoValue): boolean {
  if (a === null || b === null) return a === b;
  for (const each of [a, b]) {
    if (isList(each) || each instanceof Map)
      throw new Error(`non-comparable type ${printValue(each)}: ${typeName(each)}`);
  }
  if (a instanceof GoStruct || b instanceof GoStruct) return a === b;
  if (a instanceof GoTime || b instanceof GoTime) return a instanceof GoTime && b instanceof GoTime && a.ms === b.ms;
  if (basicKind(a) !== basicKind(b)) throw new Error('incompatible types for comparison');
  return basicValue(a) === basicValue(b);
}

/** Below zero when a comes first; NaN, which no comparison accepts, for floats that are not ordered. */
function order(a: GoValue, b: GoValue): number {
  const kind = basicKind(a);
  if (kind !== basicKind(b)) throw new Error('incompatible types for comparison');
  if (kind === 'bool') throw new Error('invalid type for comparison');
  const [left, right] = [basicValue(a), basicValue(b)];
  if (typeof left === 'string' && typeof right === 'string')
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
  // Not a difference: Inf - Inf is NaN.
  return left < right ? -1 : left > right ? 1 : left === right ? 0 : NaN;
}
