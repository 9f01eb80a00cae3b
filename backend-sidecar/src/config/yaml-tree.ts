import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
} from 'yaml';
import { ConfigError, type ConfigProblem } from './config-error.ts';
import { formatPath } from './path.ts';

/**
 * A configuration before it is typed: every scalar is its text, so that `1`, `"1"` and `--flag=1` mean the same. A key
 * without a value is null; prepare.ts drops it where the key is known, as Prometheus treats it as absent.
 */
export type RawValue = null | string | RawValue[] | { [key: string]: RawValue };
export type RawObject = { [key: string]: RawValue };
export type Path = readonly (string | number)[];

export interface Place {
  source: string;
  line: number;
  column: number;
}

/** A parsed YAML document and where each of its keys stands. */
export interface YamlTree {
  root: RawObject;
  /** Place of the value at a path, or of its nearest ancestor that stands in the file. */
  placeOf(path: Path): Place;
  setPlace(path: Path, place: Place): void;
}

/** Aliases may multiply a document (the "billion laughs"); no real configuration comes near this. */
const MAX_NODES = 200_000;
const MAX_DEPTH = 64;
const NULL_TEXTS = new Set(['', '~', 'null', 'Null', 'NULL']);

/**
 * Reads one YAML document.
 * @throws ConfigError with every syntax error of the document.
 */
export function parseYamlTree(text: string, fileName: string): YamlTree {
  const lineCounter = new LineCounter();
  const problems: ConfigProblem[] = [];
  const places = new Map<string, Place>();
  const placeAt = (offset: number): Place => {
    const { line, col } = lineCounter.linePos(offset);
    return { source: fileName, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const report = (offset: number, path: Path, message: string) => {
    problems.push({ ...placeAt(offset), keyPath: formatPath(path), message });
  };

  const documents = parseDocuments(text, lineCounter, fileName);
  for (const document of documents) {
    for (const error of document.errors) report(error.pos[0], [], `not valid YAML: ${error.message.split('\n')[0]}`);
  }
  if (documents.length > 1)
    report(documents[1].range[0], [], 'found a second YAML document; one file holds one configuration');
  if (problems.length > 0) throw new ConfigError(problems);

  const document = documents[0] as Document | undefined;
  let nodes = 0;

  const convert = (node: Node | null, path: Path): RawValue => {
    if (node === null) return null;
    nodes++;
    const offset = node.range?.[0] ?? 0;
    if (nodes > MAX_NODES || path.length > MAX_DEPTH) {
      throw new ConfigError([
        {
          ...placeAt(offset),
          keyPath: '',
          message: 'the document is too large or too deeply nested once its aliases are expanded',
        },
      ]);
    }
    if (isAlias(node)) {
      const target = document && node.resolve(document);
      if (!target) {
        report(offset, path, `alias *${node.source} names no anchor before it`);
        return null;
      }
      return convert(target, path);
    }
    if (isScalar(node)) {
      const source = typeof node.value === 'string' ? node.value : String(node.source ?? node.value);
      return node.type === 'PLAIN' && NULL_TEXTS.has(source) ? null : source;
    }
    if (isSeq(node)) {
      const items: RawValue[] = [];
      for (const item of node.items) {
        const child = isPair(item) ? null : convert(item as Node | null, [...path, items.length]);
        if (child === null)
          report((item as Node | null)?.range?.[0] ?? offset, [...path, items.length], 'the list has an empty entry');
        else {
          places.set(placeKey([...path, items.length]), placeAt((item as Node).range?.[0] ?? offset));
          items.push(child);
        }
      }
      return items;
    }
    if (isMap(node)) {
      // No prototype: a key named __proto__ is a key like any other.
      const object = Object.create(null) as RawObject;
      for (const pair of node.items) {
        const key = pair.key as Node | null;
        const keyOffset = key?.range?.[0] ?? offset;
        if (!isScalar(key)) {
          report(keyOffset, path, 'keys must be plain words');
          continue;
        }
        const name = typeof key.value === 'string' ? key.value : String(key.source ?? key.value);
        if (name === '<<' && key.type === 'PLAIN') {
          const merged = convert(pair.value as Node | null, path);
          for (const source of Array.isArray(merged) ? merged : [merged]) {
            if (source !== null && typeof source === 'object' && !Array.isArray(source)) {
              for (const [inherited, value] of Object.entries(source))
                if (!(inherited in object)) object[inherited] = value;
            }
          }
          continue;
        }
        const childPath = [...path, name];
        places.set(placeKey(childPath), placeAt(keyOffset));
        object[name] = convert(pair.value as Node | null, childPath);
      }
      return object;
    }
    return null;
  };

  const root = convert(document?.contents ?? null, []) ?? (Object.create(null) as RawObject);
  if (typeof root === 'string' || Array.isArray(root)) {
    report(
      document?.contents?.range?.[0] ?? 0,
      [],
      `a configuration is a mapping of keys; found a ${Array.isArray(root) ? 'list' : 'text'}`,
    );
  }
  if (problems.length > 0 || typeof root === 'string' || Array.isArray(root)) throw new ConfigError(problems);

  return {
    root,
    placeOf(path) {
      for (let length = path.length; length > 0; length--) {
        const place = places.get(placeKey(path.slice(0, length)));
        if (place) return place;
      }
      return { source: fileName, line: 1, column: 1 };
    },
    setPlace(path, place) {
      places.set(placeKey(path), place);
    },
  };
}

function placeKey(path: Path): string {
  return JSON.stringify(path);
}

/** Scalars stay texts (`failsafe`): the schema, not YAML's guess, decides what they are. */
function parseDocuments(text: string, lineCounter: LineCounter, fileName: string): Document.Parsed[] {
  try {
    return [
      ...(parseAllDocuments(text, {
        schema: 'failsafe',
        lineCounter,
        prettyErrors: false,
        uniqueKeys: true,
      }) as Document.Parsed[]),
    ];
  } catch (error) {
    // The YAML library throws, instead of listing, on some nesting depths and broken tags.
    const message = error instanceof RangeError ? 'nested too deeply' : 'cannot be read';
    throw new ConfigError([
      { source: fileName, line: 1, column: 1, keyPath: '', message: `not valid YAML: ${message}` },
    ]);
  }
}
