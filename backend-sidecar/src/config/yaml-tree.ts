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
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
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
const MAX_SYNTAX_ERRORS = 10;
const NULL_TEXTS = new Set(['', '~', 'null', 'Null', 'NULL']);

/**
 * Reads one YAML document.
 * @throws ConfigError with every syntax error of the document.
 */
export function parseYamlTree(text: string, fileName: string): YamlTree {
  const lineCounter = new LineCounter();
  const builder = new TreeBuilder(lineCounter, fileName);
  const documents = parseDocuments(text, lineCounter, fileName);
  for (const document of documents) {
    // After the first few, errors of syntax are consequences of each other.
    for (const error of document.errors.slice(0, MAX_SYNTAX_ERRORS)) {
      builder.report(error.pos[0], [], `not valid YAML: ${error.message.split('\n')[0]}`);
    }
  }
  if (documents.length > 1) {
    builder.report(documents[1].range[0], [], 'found a second YAML document; one file holds one configuration');
  }
  builder.throwIfWrong();

  const document = documents.at(0);
  const root = (document && builder.build(document)) ?? newObject();
  if (typeof root === 'string' || Array.isArray(root)) {
    const found = Array.isArray(root) ? 'list' : 'text';
    throw builder.failure(document?.contents ?? null, `a configuration is a mapping of keys; found a ${found}`);
  }
  builder.throwIfWrong();

  const { places } = builder;
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

/** Scalars stay texts (`failsafe`): the schema, not YAML's guess, decides what they are. */
function parseDocuments(text: string, lineCounter: LineCounter, fileName: string): Document.Parsed[] {
  try {
    const options = { schema: 'failsafe', lineCounter, prettyErrors: false, uniqueKeys: true } as const;
    return [...(parseAllDocuments(text, options) as Document.Parsed[])];
  } catch (error) {
    // The YAML library throws, instead of listing, on some nesting depths and broken tags.
    const message = error instanceof RangeError ? 'nested too deeply' : 'cannot be read';
    throw new ConfigError([
      { source: fileName, line: 1, column: 1, keyPath: '', message: `not valid YAML: ${message}` },
    ]);
  }
}

/** Turns YAML nodes into raw values: aliases and merge keys (`<<`) expanded, the place of each key noted. */
class TreeBuilder {
  readonly places = new Map<string, Place>();
  private readonly problems: ConfigProblem[] = [];
  private readonly lineCounter: LineCounter;
  private readonly fileName: string;
  private document: Document.Parsed | undefined;
  private nodes = 0;

  constructor(lineCounter: LineCounter, fileName: string) {
    this.lineCounter = lineCounter;
    this.fileName = fileName;
  }

  build(document: Document.Parsed): RawValue {
    this.document = document;
    return this.convert(document.contents, []);
  }

  report(offset: number, path: Path, message: string): void {
    this.problems.push({ ...this.placeAt(offset), keyPath: formatPath(path), message });
  }

  failure(node: Node | null, message: string): ConfigError {
    return new ConfigError([{ ...this.placeAt(offsetOf(node)), keyPath: '', message }]);
  }

  throwIfWrong(): void {
    if (this.problems.length > 0) throw new ConfigError(this.problems);
  }

  private convert(node: Node | null, path: Path): RawValue {
    if (node === null) return null;
    if (++this.nodes > MAX_NODES || path.length > MAX_DEPTH) {
      throw this.failure(node, 'the document is too large or too deeply nested once its aliases are expanded');
    }
    if (isAlias(node)) {
      const target = this.document && node.resolve(this.document);
      if (target) return this.convert(target, path);
      this.report(offsetOf(node), path, `alias *${node.source} names no anchor before it`);
      return null;
    }
    if (isScalar(node)) {
      const source = scalarText(node);
      return node.type === 'PLAIN' && NULL_TEXTS.has(source) ? null : source;
    }
    if (isSeq(node)) return this.convertList(node, path);
    return isMap(node) ? this.convertMapping(node, path) : null;
  }

  private convertList(node: YAMLSeq, path: Path): RawValue[] {
    const items: RawValue[] = [];
    for (const item of node.items) {
      const itemPath = [...path, items.length];
      const itemNode = isPair(item) ? null : (item as Node | null);
      const value = this.convert(itemNode, itemPath);
      if (value === null)
        this.report(itemNode ? offsetOf(itemNode) : offsetOf(node), itemPath, 'the list has an empty entry');
      else {
        this.places.set(placeKey(itemPath), this.placeAt(offsetOf(itemNode)));
        items.push(value);
      }
    }
    return items;
  }

  private convertMapping(node: YAMLMap, path: Path): RawObject {
    const object = newObject();
    for (const { key, value } of node.items as Pair<Node | null, Node | null>[]) {
      if (!isScalar(key)) {
        this.report(offsetOf(key ?? node), path, 'keys must be plain words');
        continue;
      }
      const name = scalarText(key);
      if (name === '<<' && key.type === 'PLAIN') {
        mergeInto(object, this.convert(value, path));
        continue;
      }
      const childPath = [...path, name];
      this.places.set(placeKey(childPath), this.placeAt(offsetOf(key)));
      object[name] = this.convert(value, childPath);
    }
    return object;
  }

  private placeAt(offset: number): Place {
    const { line, col } = this.lineCounter.linePos(offset);
    return { source: this.fileName, line: Math.max(line, 1), column: Math.max(col, 1) };
  }
}

/** YAML's merge key: what the mapping has itself, or from an earlier merge, wins. */
function mergeInto(object: RawObject, merged: RawValue): void {
  for (const source of Array.isArray(merged) ? merged : [merged]) {
    if (source === null || typeof source === 'string' || Array.isArray(source)) continue;
    for (const [name, value] of Object.entries(source)) if (!(name in object)) object[name] = value;
  }
}

/** No prototype: a key named `__proto__` is a key like any other. */
function newObject(): RawObject {
  return Object.create(null) as RawObject;
}

function scalarText(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : String(node.source ?? node.value);
}

function offsetOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function placeKey(path: Path): string {
  return JSON.stringify(path);
}
