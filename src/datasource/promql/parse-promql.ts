import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { maskVariables } from './mask-variables.ts';

/** A number, a duration or a variable; no arithmetic. */
const PLAIN_DURATION = /^[+-]?[\w.$[\]{}:]+$/;

/** An expression with its tree; positions count characters of `text`. */
export interface ParsedPromql {
  text: string;
  tree: Tree;
  /**
   * Offsets that are plain durations, in order. They are not in the tree: the grammar has `a + b offset 5m` as an
   * offset of the sum, Prometheus as one of `b`, and so with what follows.
   */
  offsets: Offset[];
  /** Where it stops being PromQL; undefined when all of it is. */
  error: { from: number; to: number; message: string } | undefined;
}

export interface Offset {
  /** From the word `offset` to the end of the duration. */
  from: number;
  to: number;
  /** As `1h` or `-5m`. */
  duration: string;
}

/** Parses PromQL that may hold Grafana's variables. Never throws; what cannot be read is in `error`. */
export function parsePromql(text: string): ParsedPromql {
  const masked = maskVariables(text);
  const tree = parser.parse(masked);
  const error = firstError(tree, text);
  const offsets = error ? [] : offsetsOf(tree, text);
  return { text, tree: offsets.length === 0 ? tree : parser.parse(blank(masked, offsets)), offsets, error };
}

/** The offset that stands directly behind a selector or its range. */
export function offsetBehind({ text, offsets }: ParsedPromql, end: number): Offset | undefined {
  return offsets.find(({ from }) => from >= end && text.slice(end, from).trim() === '');
}

/** The expression below the top; undefined when there is none. */
export function rootExpression({ tree }: ParsedPromql): SyntaxNode | undefined {
  return expressionsOf(tree.topNode)[0];
}

/** Children of a node, in order, without comments. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

/** Children that are expressions: operands and arguments. */
export function expressionsOf(node: SyntaxNode): SyntaxNode[] {
  return childrenOf(node).filter((child) => child.type.is('Expr'));
}

/** Every node of a type, in order of the text. */
export function nodesOf(tree: Tree, name: string): SyntaxNode[] {
  const nodes: SyntaxNode[] = [];
  tree.iterate({
    enter(ref) {
      if (ref.name === name) nodes.push(ref.node);
    },
  });
  return nodes;
}

function offsetsOf(tree: Tree, text: string): Offset[] {
  const offsets: Offset[] = [];
  for (const node of nodesOf(tree, 'OffsetExpr')) {
    const word = node.getChild('Offset');
    const value = node.getChild('OffsetDurationExpr');
    const duration = value ? text.slice(value.from, value.to).replace(/\s/g, '') : '';
    if (word && value && PLAIN_DURATION.test(duration)) offsets.push({ from: word.from, to: value.to, duration });
  }
  return offsets;
}

function blank(text: string, ranges: readonly Offset[]): string {
  return ranges.reduce(
    (blanked, { from, to }) => blanked.slice(0, from) + ' '.repeat(to - from) + blanked.slice(to),
    text,
  );
}

function firstError(tree: Tree, text: string): ParsedPromql['error'] {
  let error: ParsedPromql['error'];
  tree.iterate({
    enter({ type, from, to }) {
      if (type.isError && !error) error = { from, to, message: describe(text, from, to) };
    },
  });
  return error;
}

function describe(text: string, from: number, to: number): string {
  const before = text.slice(0, from);
  const line = before.split('\n').length;
  const column = from - before.lastIndexOf('\n');
  const place = line > 1 ? `line ${line}, character ${column}` : `character ${column}`;
  const rest = text.slice(from, Math.max(to, from)).trim();
  if (rest !== '') return `Cannot read ${JSON.stringify(rest)} at ${place}`;
  return text.slice(from).trim() === '' ? 'The expression ends too early' : `Something is missing at ${place}`;
}
