/** `--storage.path=…`: every scalar of the configuration as a command-line flag, applied over the file. */
import type { z } from 'zod';
import { problemAt } from './problems.ts';
import type { ConfigProblem } from './config-error.ts';
import { schemaKeys, unwrap } from './schema-walk.ts';
import { nearest } from './suggest.ts';
import type { RawObject, RawValue, YamlTree } from './yaml-tree.ts';

export interface FlagSpec {
  /** Without the dashes; `scrape_configs.<n>.job_name` for entries of lists. */
  name: string;
  kind: string;
  defaultText: string | undefined;
  description: string;
}

/** All flags, for `--help`. */
export function listFlags(schema: z.ZodType): FlagSpec[] {
  const flags: FlagSpec[] = [];
  for (const { path, unwrapped, description } of schemaKeys(schema)) {
    const kind = flagKind(unwrapped.shape);
    if (kind === undefined) continue;
    const name = path.map((part) => (part === '[]' ? '<n>' : part)).join('.');
    flags.push({ name, kind, defaultText: unwrapped.defaultText, description });
  }
  return flags;
}

const namesOf = new WeakMap<z.ZodType, string[]>();

function flagNames(schema: z.ZodType): string[] {
  let names = namesOf.get(schema);
  if (!names) namesOf.set(schema, (names = listFlags(schema).map(({ name }) => name)));
  return names;
}

function flagKind(shape: ReturnType<typeof unwrap>['shape']): string | undefined {
  if (shape.type === 'scalar') return shape.kind;
  if (shape.type !== 'list') return undefined;
  const element = unwrap(shape.element).shape;
  return element.type === 'scalar' ? `${element.kind}, comma-separated` : undefined;
}

/**
 * Writes flags into the raw tree; dashes in names count as underscores. List entries are addressed by index, the next
 * free index appends. Returns what is wrong with them.
 */
export function applyFlags(
  tree: YamlTree,
  schema: z.ZodType,
  flags: Readonly<Record<string, string>>,
): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  for (const [flag, value] of Object.entries(flags)) {
    const place = { source: `--${flag}`, line: 0, column: 0 };
    const fail = (message: string) => problems.push({ ...place, keyPath: '', message });
    const path: (string | number)[] = [];
    let current = schema;
    let container: RawObject | RawValue[] = tree.root;
    const parts = flag.split('.').map((part) => part.replaceAll('-', '_'));
    for (let i = 0; i < parts.length; i++) {
      const { shape } = unwrap(current);
      let key: string | number = parts[i];
      if (shape.type === 'section' && Object.hasOwn(shape.keys, key)) current = shape.keys[key];
      else if (shape.type === 'mapping') [key, current] = [flag.split('.')[i], shape.value];
      else if (shape.type === 'list' && /^\d{1,4}$/.test(key)) {
        key = Number(key);
        current = shape.element;
        if (!Array.isArray(container) || key > container.length) {
          fail(`there is no entry ${key} in ${path.join('.')}, and entries are added one by one`);
          break;
        }
      } else {
        const near = nearest(flag, flagNames(schema));
        fail(`is not a known flag${near === undefined ? '' : `; did you mean --${near}?`}`);
        break;
      }
      path.push(key);
      if (i === parts.length - 1) {
        const kind = unwrap(current).shape;
        if (flagKind(kind) === undefined && kind.type !== 'refused' && kind.type !== 'ignored') {
          fail('names a section; give one of its scalars');
          break;
        }
        const raw: RawValue = kind.type === 'list' ? value.split(',').filter((item) => item !== '') : value;
        setKey(container, key, raw);
        tree.setPlace(path, place);
        break;
      }
      const next: RawValue | undefined = getKey(container, key);
      if (next === undefined || next === null) {
        const made: RawValue = unwrap(current).shape.type === 'list' ? [] : (Object.create(null) as RawObject);
        setKey(container, key, made);
        tree.setPlace(path, place);
        container = made;
      } else if (typeof next === 'string') {
        problems.push(problemAt(tree, path, 'needs a mapping of keys, because a flag sets one of them'));
        break;
      } else container = next;
    }
  }
  return problems;
}

function getKey(container: RawObject | RawValue[], key: string | number): RawValue | undefined {
  return Array.isArray(container) ? container[Number(key)] : container[key];
}

function setKey(container: RawObject | RawValue[], key: string | number, value: RawValue): void {
  if (Array.isArray(container)) container[Number(key)] = value;
  else container[key] = value;
}
