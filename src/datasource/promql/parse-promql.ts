import type { SyntaxNode, Tree } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { maskVariables } from './mask-variables.ts';

/** An expression with its tree; positions count characters of `text`. */
export interface ParsedPromql {
  text: string;
  tree: Tree;
  /** Where it stops being PromQL; undefined when all of it is. */
  error: { from: number; to: number; message: string } | undefined;
}

/** Parses PromQL that may hold Grafana's variables. Never throws; what cannot be read is in `error`. */
export function parsePromql(text: string): ParsedPromql {
  const tree = parser.parse(maskVariables(text));
  return { text, tree, error: firstError(tree, text) };
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
