/** The composite types of the configuration: sections with fixed keys, lists, maps, and keys that are known but not used. */
import * as z from 'zod';
import { describeFound } from './scalars.ts';

/** A mapping with these keys only; problems.ts suggests the nearest known key for an unknown one. */
export function section<T extends z.ZodRawShape>(shape: T) {
  return z.strictObject(shape, {
    error: (issue) => (issue.code === 'invalid_type' ? compositeMessage(issue.input, 'a mapping of keys') : undefined),
  });
}

export function list<T extends z.ZodType>(element: T) {
  return z.array(element, { error: (issue) => compositeMessage(issue.input, 'a list') });
}

/** A mapping whose keys the operator chooses (labels, headers). */
export function mapping<T extends z.ZodType>(value: T) {
  return z.record(z.string(), value, { error: (issue) => compositeMessage(issue.input, 'a mapping') });
}

function compositeMessage(input: unknown, needed: string): string {
  return input === undefined ? `is missing; it needs ${needed}` : `needs ${needed}; found ${describeFound(input)}`;
}

const ignored = new WeakMap<z.ZodType, string>();
const refused = new WeakMap<z.ZodType, string>();

/** A key of Prometheus that has no meaning here: accepted, with a warning that says why. */
export function ignoredKey(reason: string) {
  const schema = z.unknown().optional().describe(`Accepted and ignored: ${reason}`);
  ignored.set(schema, reason);
  return schema;
}

/** A key of Prometheus that cannot be honoured: refused with the reason and what to do instead. */
export function refusedKey(reason: string) {
  const schema = z
    .undefined({ error: () => `is not supported: ${reason}` })
    .optional()
    .describe(`Not supported: ${reason}`);
  refused.set(schema, reason);
  return schema;
}

export const ignoredReason = (schema: z.ZodType): string | undefined => ignored.get(schema);
export const isRefused = (schema: z.ZodType): boolean => refused.has(schema);
