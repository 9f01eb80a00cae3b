import { stringify } from 'yaml';
import type { z } from 'zod';
import { rootSchema } from './schema/root.ts';
import { unwrap } from './schema-walk.ts';
import type { RawObject, RawValue } from './yaml-tree.ts';

const HIDDEN = new Set(['secret', 'hidden text']);

/**
 * A configuration as YAML for `/api/v1/status/config`: aliases expanded, comments (which may hold anything) left out, each
 * secret replaced by `<secret>`, and so is every text at a place that the schema does not know.
 */
export function redactedYaml(root: RawObject): string {
  const masked = mask(root, rootSchema);
  return Object.keys(root).length === 0 ? '' : stringify(masked, { schema: 'failsafe', lineWidth: 0 });
}

function mask(value: RawValue, schema: z.ZodType | undefined): unknown {
  const shape = schema && unwrap(schema).shape;
  if (value === null) return '';
  if (typeof value === 'string') return shape?.type === 'scalar' && !HIDDEN.has(shape.kind) ? value : '<secret>';
  if (Array.isArray(value)) return value.map((item) => mask(item, shape?.type === 'list' ? shape.element : undefined));
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      if (shape?.type === 'mapping') return [key, mask(child, shape.value)];
      return [
        key,
        mask(child, shape?.type === 'section' && Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined),
      ];
    }),
  );
}
