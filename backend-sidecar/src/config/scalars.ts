/**
 * The scalar types of the configuration. Input is always text (yaml-tree.ts); a wrong text says what was found and what
 * is allowed. `kindOf` names the type for the reference in docs/configuration.md.
 */
import * as z from 'zod';
import { formatDuration, parseDuration } from '../model/duration.ts';
import { formatSize, parseSize } from '../model/size.ts';
import { messageOf } from '../util/errors.ts';
import { Secret } from './secret.ts';
import { nearest } from './suggest.ts';

interface ScalarKind {
  /** `duration`, `size`, `one of a, b`; shown in the reference and in errors. */
  name: string;
  /** A default as an operator would write it. */
  print: (value: unknown) => string;
}

/** By definition, which `.describe()` shares with the schema it copies. */
const kinds = new WeakMap<object, ScalarKind>();

/** The scalar kind of an unwrapped schema, or undefined when it is not a scalar. */
export function kindOf(schema: z.ZodType): ScalarKind | undefined {
  return kinds.get(schema.def);
}

/** What a value of the raw tree is, in words. */
export function describeFound(input: unknown): string {
  if (input === undefined) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'a mapping';
  const text = String(input);
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}

/**
 * A scalar type from a parser that throws. `secret` types never repeat what was found.
 */
function scalar<T>(
  name: string,
  parse: (text: string) => T,
  options: { print?: (value: unknown) => string; secret?: boolean } = {},
) {
  const schema = z
    .string({
      error: (issue) =>
        issue.input === undefined
          ? `is missing; it needs ${article(name)}`
          : `needs ${article(name)}; found ${describeFound(issue.input)}`,
    })
    .transform((text, context): T => {
      try {
        return parse(text);
      } catch (error) {
        const found = options.secret ? '' : `; found ${describeFound(text)}`;
        context.issues.push({
          code: 'custom',
          message: `${messageOf(error)}${found}`,
          input: options.secret ? undefined : text,
        });
        return z.NEVER;
      }
    });
  kinds.set(schema.def, { name, print: options.print ?? String });
  return schema;
}

function article(name: string): string {
  return /^(one of|text)/.test(name) ? name : `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;
}

function check(condition: boolean, message: string): void {
  if (!condition) throw new RangeError(message);
}

export const text = () =>
  scalar('text', (value) => value, { print: (value) => (value === '' ? '`""`' : String(value)) });

export const nonEmptyText = () =>
  scalar('text', (value) => {
    check(value !== '', 'must not be empty');
    return value;
  });

/** Text that is used as it is but not shown: a header of the operator's choice may hold a key. */
export const hiddenText = () => scalar('hidden text', (value) => value, { secret: true });

export const secret = () => scalar('secret', (value) => new Secret(value), { secret: true });

/** A path; relative ones are resolved against the configuration file's folder afterwards (resolve.ts). */
export const filePath = () =>
  scalar('path', (value) => {
    check(value !== '', 'a path must not be empty');
    check(!value.includes('\0'), 'a path must not hold a NUL character');
    return value;
  });

const TRUE = new Set(['true', 'True', 'TRUE', 'yes', 'on']);
const FALSE = new Set(['false', 'False', 'FALSE', 'no', 'off']);

export const boolean = () =>
  scalar('boolean', (value) => {
    if (TRUE.has(value)) return true;
    check(FALSE.has(value), 'must be true or false');
    return false;
  });

export const integer = (min = 0, max = Number.MAX_SAFE_INTEGER) =>
  scalar('integer', (value) => {
    check(/^[+-]?\d[\d_]*$/.test(value), 'must be a whole number');
    const number = Number(value.replaceAll('_', ''));
    check(
      number >= min && number <= max,
      max === Number.MAX_SAFE_INTEGER ? `must be at least ${min}` : `must be from ${min} to ${max}`,
    );
    return number;
  });

/** Milliseconds. */
export const duration = (minMs = 0) =>
  scalar(
    'duration',
    (value) => {
      let ms: number;
      try {
        ms = parseDuration(value);
      } catch {
        throw new RangeError('must be a duration with units (ms, s, m, h, d, w, y), such as 15s or 1h30m');
      }
      check(ms >= minMs, `must be at least ${formatDuration(minMs)}`);
      return ms;
    },
    { print: (value) => formatDuration(Number(value)) },
  );

/** Bytes. */
export const size = () =>
  scalar(
    'size',
    (value) => {
      try {
        return parseSize(value);
      } catch {
        throw new RangeError('must be a size with a unit (B, KB, MB, GB, TB), such as 512MB, or 0');
      }
    },
    { print: (value) => formatSize(Number(value)) },
  );

export const oneOf = <const T extends string>(...allowed: readonly T[]) =>
  scalar(`one of ${allowed.join(', ')}`, (value): T => {
    const found = allowed.find((candidate) => candidate === value);
    if (found !== undefined) return found;
    const near = nearest(value, allowed);
    throw new RangeError(`must be one of ${allowed.join(', ')}${near === undefined ? '' : ` (did you mean ${near}?)`}`);
  });

/** An absolute http or https URL; credentials in it are refused, they would show in logs and answers. */
export const httpUrl = () =>
  scalar(
    'URL',
    (value) => {
      let url: URL;
      try {
        url = new URL(value);
      } catch {
        throw new RangeError('must be an absolute URL such as http://host:8080');
      }
      check(url.protocol === 'http:' || url.protocol === 'https:', 'must be an http or https URL');
      check(url.username === '' && url.password === '', 'must not hold a user name or password; use basic_auth');
      return value;
    },
    // What is not a URL may still hold a password.
    { secret: true },
  );

export const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export const labelName = () =>
  scalar('label name', (value) => {
    check(LABEL_NAME.test(value), 'must be a label name (letters, digits and _, not beginning with a digit)');
    return value;
  });
