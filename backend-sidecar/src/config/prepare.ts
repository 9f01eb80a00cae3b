import { resolve } from 'node:path';
import type { z } from 'zod';
import { formatProblem } from './config-error.ts';
import { problemAt } from './problems.ts';
import { unwrap } from './schema-walk.ts';
import type { RawValue, YamlTree } from './yaml-tree.ts';

/**
 * Drops known keys without a value, makes relative paths absolute (against the configuration's folder, or the working directory when a flag gave them) and
 * returns a warning for each key that is accepted but has no effect.
 */
export function prepareTree(tree: YamlTree, schema: z.ZodType, baseDir: string): string[] {
  const warnings: string[] = [];
  const visit = (value: RawValue, at: z.ZodType, path: (string | number)[]): RawValue => {
    const { shape } = unwrap(at);
    if (shape.type === 'ignored') warnings.push(formatProblem(problemAt(tree, path, `has no effect: ${shape.reason}`)));
    if (typeof value === 'string') {
      if (shape.type !== 'scalar' || shape.kind !== 'path' || value === '') return value;
      return resolve(tree.placeOf(path).line === 0 ? process.cwd() : baseDir, value);
    }
    if (Array.isArray(value)) {
      if (shape.type === 'list')
        for (let i = 0; i < value.length; i++) value[i] = visit(value[i], shape.element, [...path, i]);
      return value;
    }
    if (value === null) return value;
    for (const [key, child] of Object.entries(value)) {
      if (child === null) {
        if (shape.type === 'section' && Object.hasOwn(shape.keys, key)) delete value[key];
        else if (shape.type === 'mapping') value[key] = unwrap(shape.value).shape.type === 'list' ? [] : '';
      } else if (shape.type === 'section' && Object.hasOwn(shape.keys, key))
        value[key] = visit(child, shape.keys[key], [...path, key]);
      else if (shape.type === 'mapping') value[key] = visit(child, shape.value, [...path, key]);
    }
    return value;
  };
  visit(tree.root, schema, []);
  return warnings;
}
