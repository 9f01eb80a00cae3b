import type { z } from 'zod';
import { unwrap } from '../../config/schema-walk.ts';
import type { RawValue } from '../../config/yaml-tree.ts';

/** Removes keys that a schema does not know, so that files with additions of other tools can be read. */
export function dropUnknownKeys(value: RawValue, schema: z.ZodType): void {
  if (value === null || typeof value === 'string') return;
  const { shape } = unwrap(schema);
  if (Array.isArray(value)) {
    if (shape.type === 'list') for (const each of value) dropUnknownKeys(each, shape.element);
    return;
  }
  if (shape.type !== 'section') return;
  for (const [key, child] of Object.entries(value)) {
    if (Object.hasOwn(shape.keys, key)) dropUnknownKeys(child, shape.keys[key]);
    else delete value[key];
  }
}
