import type { SyntaxNode } from '@lezer/common';
import type { AggregateOperation, BuilderOperation, BuilderQuery, VectorMatching } from './builder-query.ts';
import { functionOf } from './functions.ts';
import { isVariable } from './mask-variables.ts';
import {
  childrenOf,
  expressionsOf,
  nodesOf,
  offsetBehind,
  parsePromql,
  rootExpression,
  type ParsedPromql,
} from './parse-promql.ts';
import { labelsOf, readSelector } from './read-selector.ts';

export type BuilderParse = { ok: true; query: BuilderQuery } | { ok: false; reason: string };

/** Something that is PromQL and that the builder has no row for. */
class BeyondBuilder extends Error {}

const EMPTY: BuilderQuery = { metric: '', matchers: [], offset: '', operations: [] };

/** PromQL as the builder's rows; or why it cannot be, as the end of "The builder cannot show …". */
export function parseBuilder(text: string): BuilderParse {
  if (text.trim() === '') return { ok: true, query: EMPTY };
  const parsed = parsePromql(text);
  if (parsed.error) return { ok: false, reason: `an expression that is not complete: ${parsed.error.message}` };
  if (nodesOf(parsed.tree, 'LineComment').length > 0) return { ok: false, reason: 'comments' };
  const root = rootExpression(parsed);
  if (!root) return { ok: true, query: EMPTY };
  try {
    return { ok: true, query: readBuilder(parsed, root) };
  } catch (error) {
    if (error instanceof BeyondBuilder) return { ok: false, reason: error.message };
    if (error instanceof RangeError) return { ok: false, reason: 'a text with an escape that names no character' };
    throw error;
  }
}

function readBuilder(parsed: ParsedPromql, root: SyntaxNode): BuilderQuery {
  const reader = new Reader(parsed);
  const query = reader.query(root);
  if (reader.offsetsRead < parsed.offsets.length) throw new BeyondBuilder('an offset of more than a selector');
  return query;
}

const BEYOND: Record<string, string> = {
  SubqueryExpr: 'subqueries ([5m:1m])',
  StepInvariantExpr: 'evaluation at a fixed time (@)',
  OffsetExpr: 'a computed offset',
  UnaryExpr: 'a sign before an expression',
  AnchoredExpr: 'anchored',
  SmoothedExpr: 'smoothed',
  NumberDurationLiteral: 'a number without a metric',
  StringLiteral: 'a text without a metric',
  MatrixSelector: 'a range without a function over it',
};

class Reader {
  offsetsRead = 0;
  private readonly parsed: ParsedPromql;
  private readonly text: string;

  constructor(parsed: ParsedPromql) {
    this.parsed = parsed;
    this.text = parsed.text;
  }

  query(node: SyntaxNode): BuilderQuery {
    switch (node.name) {
      case 'ParenExpr':
        return this.query(only(expressionsOf(node)));
      case 'VectorSelector':
        return { ...this.selector(node), offset: this.offset(node), operations: [] };
      case 'FunctionCall':
        return this.call(node);
      case 'AggregateExpr':
        return this.aggregate(node);
      case 'BinaryExpr':
        return this.binary(node);
      default:
        throw new BeyondBuilder(BEYOND[node.name] ?? `${node.name} expressions`);
    }
  }

  private slice({ from, to }: { from: number; to: number }): string {
    return this.text.slice(from, to);
  }

  private selector(node: SyntaxNode): Pick<BuilderQuery, 'metric' | 'matchers'> {
    const selector = readSelector(node, this.text);
    if (selector.metric === '' && selector.matchers.length === 0) throw new BeyondBuilder('a selector of everything');
    return selector;
  }

  private offset({ to }: SyntaxNode): string {
    const offset = offsetBehind(this.parsed, to);
    if (offset) this.offsetsRead++;
    return offset?.duration ?? '';
  }

  private call(node: SyntaxNode): BuilderQuery {
    const [identifier, body] = childrenOf(node);
    const name = this.slice(identifier);
    const known = functionOf(name);
    const parameters = body ? expressionsOf(body) : [];
    const isPlain = (argument: SyntaxNode, index: number) =>
      this.literal(argument) !== undefined ||
      (this.isVariable(argument) && known?.parameters[index]?.kind !== 'vector');
    const vectors = parameters.filter((argument, index) => !isPlain(argument, index));
    if (vectors.length !== 1) {
      throw new BeyondBuilder(vectors.length === 0 ? `${name}() without a metric` : `${name}() of several expressions`);
    }
    const at = parameters.indexOf(vectors[0]);
    const plain = parameters.map((argument) => this.literal(argument) ?? this.slice(argument));
    const [before, after] = [plain.slice(0, at), plain.slice(at + 1)];
    const matrix = this.matrix(vectors[0]);
    if (matrix) {
      const { range, ...query } = matrix;
      return { ...query, operations: [{ kind: 'call', name, before, after, range }] };
    }
    return append(this.query(vectors[0]), { kind: 'call', name, before, after });
  }

  /** A selector with a range, and maybe an offset. */
  private matrix(node: SyntaxNode): (BuilderQuery & { range: string }) | undefined {
    if (node.name !== 'MatrixSelector') return undefined;
    const [selector] = expressionsOf(node);
    if (selector?.name !== 'VectorSelector') throw new BeyondBuilder('a range of more than a selector');
    const duration = node.getChild('DurationExpr');
    const range = duration ? this.slice(duration) : '';
    if (!/^[\w.$[\]{}:]+$/.test(range)) throw new BeyondBuilder('a computed range');
    return { ...this.selector(selector), offset: this.offset(node), operations: [], range };
  }

  private aggregate(node: SyntaxNode): BuilderQuery {
    const children = childrenOf(node);
    const find = (name: string) => children.find((child) => child.name === name);
    const [operator, modifier, body] = [find('AggregateOp'), find('AggregateModifier'), find('FunctionCallBody')];
    const parameters = body ? expressionsOf(body) : [];
    const inner = parameters.at(-1);
    if (!operator || !inner || parameters.length > 2) throw new BeyondBuilder('this aggregation');
    const operation: AggregateOperation = {
      kind: 'aggregate',
      name: this.slice(operator).toLowerCase(),
      grouping: 'none',
      labels: [],
    };
    if (modifier) {
      const [word, labels] = childrenOf(modifier);
      operation.grouping = word.name === 'By' ? 'by' : 'without';
      operation.labels = labelsOf(labels, this.text);
    }
    if (parameters.length === 2)
      operation.parameter = this.plain(parameters[0], 'a computed parameter of an aggregation');
    return append(this.query(inner), operation);
  }

  private binary(node: SyntaxNode): BuilderQuery {
    const children = childrenOf(node);
    const [left, right] = expressionsOf(node);
    if (children.some(({ name }) => name === 'FillModifier')) throw new BeyondBuilder('fill modifiers');
    const operator = this.slice(children[1]).toLowerCase();
    const bool = children.some(({ name }) => name === 'BoolModifier');
    const scalars = [left, right].map((side) => this.literal(side));
    if (scalars[0] !== undefined && scalars[1] !== undefined) throw new BeyondBuilder('sums of numbers');
    const clause = children.find(({ name }) => name === 'MatchingModifierClause');
    if (!clause) {
      const value = scalars[1] ?? (scalars[0] === undefined && this.isVariable(right) ? this.slice(right) : undefined);
      if (value !== undefined)
        return append(this.query(left), { kind: 'scalar', operator, value, side: 'right', bool });
      const first = scalars[0] ?? (this.isVariable(left) ? this.slice(left) : undefined);
      if (first !== undefined)
        return append(this.query(right), { kind: 'scalar', operator, value: first, side: 'left', bool });
    }
    const matching = clause && this.matching(clause);
    return append(this.query(left), {
      kind: 'binary',
      operator,
      bool,
      ...(matching ? { matching } : {}),
      right: this.query(right),
    });
  }

  private matching(clause: SyntaxNode): VectorMatching {
    const matching: VectorMatching = { kind: 'on', labels: [] };
    for (const child of childrenOf(clause)) {
      if (child.name === 'On' || child.name === 'Ignoring') matching.kind = child.name === 'On' ? 'on' : 'ignoring';
      else if (child.name === 'GroupLeft') matching.group = { side: 'group_left', labels: [] };
      else if (child.name === 'GroupRight') matching.group = { side: 'group_right', labels: [] };
      else if (matching.group) matching.group.labels = labelsOf(child, this.text);
      else matching.labels = labelsOf(child, this.text);
    }
    return matching;
  }

  private plain(node: SyntaxNode, otherwise: string): string {
    const literal = this.literal(node) ?? (this.isVariable(node) ? this.slice(node) : undefined);
    if (literal === undefined) throw new BeyondBuilder(otherwise);
    return literal;
  }

  /** Text of a number or string, maybe with a sign or in parentheses. */
  private literal(node: SyntaxNode): string | undefined {
    if (node.name === 'ParenExpr') return this.literal(only(expressionsOf(node)));
    if (node.name === 'UnaryExpr' && expressionsOf(node)[0]?.name === 'NumberDurationLiteral') {
      return this.slice(node).replace(/\s/g, '');
    }
    return node.name === 'NumberDurationLiteral' || node.name === 'StringLiteral' ? this.slice(node) : undefined;
  }

  private isVariable(node: SyntaxNode): boolean {
    return node.name === 'VectorSelector' && isVariable(this.slice(node));
  }
}

function append(query: BuilderQuery, operation: BuilderOperation): BuilderQuery {
  return { ...query, operations: [...query.operations, operation] };
}

function only(nodes: SyntaxNode[]): SyntaxNode {
  if (nodes.length !== 1) throw new BeyondBuilder('this expression');
  return nodes[0];
}
