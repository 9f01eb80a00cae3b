import type { z } from 'zod';
import type { ConfigProblem } from './config-error.ts';
import { formatPath } from './path.ts';
import { schemaAt, unwrap } from './schema-walk.ts';
import { nearest } from './suggest.ts';
import type { Path, YamlTree } from './yaml-tree.ts';

/** Zod's issues as problems with file, line, column and key path; an unknown key is one problem of its own. */
export function problemsOf(error: z.ZodError, schema: z.ZodType, tree: YamlTree): ConfigProblem[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.filter((part) => typeof part !== 'symbol');
    if (issue.code !== 'unrecognized_keys') return [problemAt(tree, path, issue.message)];
    return issue.keys.map((key) => problemAt(tree, [...path, key], unknownKeyMessage(schema, path, key)));
  });
}

/** A problem at the place of a key, or of its nearest ancestor in the file. */
export function problemAt(tree: YamlTree, path: Path, message: string): ConfigProblem {
  return { ...tree.placeOf(path), keyPath: formatPath(path), message };
}

function unknownKeyMessage(schema: z.ZodType, path: Path, key: string): string {
  const at = schemaAt(schema, path);
  const shape = at && unwrap(at).shape;
  const known = shape?.type === 'section' ? Object.keys(shape.keys) : [];
  const near = nearest(key, known);
  if (near !== undefined) return `is not a known key; did you mean ${near}?`;
  const shown =
    known.length <= 16
      ? `; known keys here: ${known.join(', ')}`
      : '; see docs/configuration.md for the keys of this section';
  return `is not a known key${shown}`;
}
