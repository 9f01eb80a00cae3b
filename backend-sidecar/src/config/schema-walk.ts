/** Reads the shape of the zod schema back: for suggestions, flags, warnings and the reference of all keys. */
import * as z from 'zod';
import { kindOf } from './scalars.ts';
import { ignoredReason, isRefused } from './section.ts';

/** What a schema is once wrappers (optional, default, preprocess) are taken off. */
export type Shape =
  | { type: 'section'; keys: Readonly<Record<string, z.ZodType>> }
  | { type: 'list'; element: z.ZodType }
  | { type: 'mapping'; value: z.ZodType }
  | { type: 'scalar'; kind: string; print: (value: unknown) => string }
  | { type: 'ignored'; reason: string }
  | { type: 'refused' };

export interface Unwrapped {
  shape: Shape;
  required: boolean;
  /** As an operator would write it; undefined when there is none, or when it is an empty or nested section. */
  defaultText: string | undefined;
}

export function unwrap(schema: z.ZodType): Unwrapped {
  let inner = schema;
  let required = true;
  let defaultValue: unknown;
  for (;;) {
    const reason = ignoredReason(inner);
    if (reason !== undefined) return { shape: { type: 'ignored', reason }, required: false, defaultText: undefined };
    if (isRefused(inner)) return { shape: { type: 'refused' }, required: false, defaultText: undefined };
    const kind = kindOf(inner);
    if (kind) {
      const defaultText = defaultValue === undefined ? undefined : kind.print(defaultValue);
      return { shape: { type: 'scalar', kind: kind.name, print: kind.print }, required, defaultText };
    }
    if (inner instanceof z.ZodOptional) {
      required = false;
      inner = inner.def.innerType as z.ZodType;
    } else if (inner instanceof z.ZodDefault) {
      required = false;
      defaultValue = inner.def.defaultValue;
      inner = inner.def.innerType as z.ZodType;
    } else if (inner instanceof z.ZodPrefault) {
      required = false;
      inner = inner.def.innerType as z.ZodType;
    } else if (inner instanceof z.ZodPipe) {
      inner = inner.def.out as z.ZodType;
    } else break;
  }
  if (inner instanceof z.ZodObject)
    return {
      shape: { type: 'section', keys: inner.def.shape as Record<string, z.ZodType> },
      required,
      defaultText: undefined,
    };
  if (inner instanceof z.ZodArray)
    return { shape: { type: 'list', element: inner.def.element as z.ZodType }, required, defaultText: undefined };
  if (inner instanceof z.ZodRecord)
    return { shape: { type: 'mapping', value: inner.def.valueType as z.ZodType }, required, defaultText: undefined };
  // A text that is transformed without a kind of its own.
  return { shape: { type: 'scalar', kind: 'text', print: String }, required, defaultText: undefined };
}

/** The schema at a path of the raw tree, or undefined where the path leaves the schema. */
export function schemaAt(root: z.ZodType, path: readonly PropertyKey[]): z.ZodType | undefined {
  let schema: z.ZodType | undefined = root;
  for (const part of path) {
    if (!schema) return undefined;
    const { shape }: Unwrapped = unwrap(schema);
    if (shape.type === 'section')
      schema = Object.hasOwn(shape.keys, String(part)) ? shape.keys[String(part)] : undefined;
    else if (shape.type === 'list') schema = shape.element;
    else if (shape.type === 'mapping') schema = shape.value;
    else return undefined;
  }
  return schema;
}

export interface SchemaKey {
  /** Keys from the root; `[]` stands for each entry of a list, `<name>` for each key of a mapping. */
  path: readonly string[];
  schema: z.ZodType;
  unwrapped: Unwrapped;
  description: string;
}

/** Every key of the schema, parents before children, in the order of the source. */
export function* schemaKeys(root: z.ZodType, prefix: readonly string[] = []): Generator<SchemaKey> {
  const { shape } = unwrap(root);
  if (shape.type === 'section') {
    for (const [name, schema] of Object.entries(shape.keys)) {
      const path = [...prefix, name];
      yield { path, schema, unwrapped: unwrap(schema), description: schema.description ?? '' };
      yield* schemaKeys(schema, path);
    }
  } else if (shape.type === 'list') yield* schemaKeys(shape.element, [...prefix, '[]']);
  else if (shape.type === 'mapping') yield* schemaKeys(shape.value, [...prefix, '<name>']);
}
