/**
 * Operator-precedence (Pratt) parser of expressions. Source of the grammar: prometheus promql/parser, version 3.14, all
 * experimental parts on.
 */
import { MAX_DEPTH, tooDeep } from './check-depth.ts';
import type { AggregateExpr, AggregateOp, BinaryExpr, BinaryOp, CallExpr, Expr } from './ast.ts';
import { functionSignature } from './functions.ts';
import { goQuote } from './go-quote.ts';
import { BINARY_POWER, parseBinaryModifiers, parseGroupingLabels } from './grouping.ts';
import { numberLiteral } from './literals.ts';
import { parsePostfixes } from './postfix.ts';
import { parseVectorSelector } from './selector.ts';
import { AGGREGATORS, AGGREGATORS_WITH_PARAMETER, METRIC_KEYWORDS, PREPROCESSORS, type Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';
import { unquote } from './unquote.ts';

/** A sign binds as tight as "*", so that `-2 ^ 2` is `-(2 ^ 2)`. */
const SIGN_POWER = BINARY_POWER['*'];

/** Parses one expression whose binary operators all bind tighter than `minPower`. */
export function parseExpression(tokens: TokenStream, minPower = 0): Expr {
  let left = tokens.nested(() => parseOperand(tokens));
  for (let chain = 0; ; chain++) {
    const token = tokens.peek();
    const op = token.kind as BinaryOp;
    const power = BINARY_POWER[op];
    if (power === undefined || power <= minPower) return left;
    // Told here, too, so that a text of a megabyte is not parsed to its end first.
    if (chain >= MAX_DEPTH) tokens.fail(token.pos, tooDeep);
    tokens.next();
    const modifiers = parseBinaryModifiers(tokens);
    const right = tokens.nested(() => parseExpression(tokens, op === '^' ? power - 1 : power));
    const binary: BinaryExpr = {
      kind: 'binary',
      op,
      left,
      right,
      ...modifiers,
      pos: { start: left.pos.start, end: right.pos.end },
    };
    left = binary;
  }
}

function parseOperand(tokens: TokenStream): Expr {
  const token = tokens.peek();
  if (token.kind === '+' || token.kind === '-') return parseSigned(tokens);
  return parsePostfixes(tokens, parsePrimary(tokens));
}

function parseSigned(tokens: TokenStream): Expr {
  const sign = tokens.next();
  const operand = parseExpression(tokens, SIGN_POWER);
  const pos = { start: sign.pos.start, end: operand.pos.end };
  if (operand.kind === 'number') return { ...operand, value: sign.kind === '-' ? -operand.value : operand.value, pos };
  return { kind: 'unary', op: sign.kind as '+' | '-', expr: operand, pos };
}

function parsePrimary(tokens: TokenStream): Expr {
  const token = tokens.peek();
  switch (token.kind) {
    case 'number':
    case 'duration':
      return numberLiteral(tokens, tokens.next());
    case 'string':
      tokens.next();
      return { kind: 'string', value: unquote(token.text), pos: token.pos };
    case '(': {
      tokens.next();
      const expr = parseExpression(tokens);
      const close = tokens.expect(')');
      return { kind: 'paren', expr, pos: { start: token.pos.start, end: close.pos.end } };
    }
    case '{':
      return parseVectorSelector(tokens);
    case 'identifier':
      tokens.next();
      return tokens.at('(') ? parseCall(tokens, token) : parseVectorSelector(tokens, token);
    case 'metric_identifier':
      return parseVectorSelector(tokens, tokens.next());
  }
  if (AGGREGATORS.has(token.kind)) return parseAggregateOrMetric(tokens);
  if (PREPROCESSORS.has(token.kind)) {
    tokens.next();
    return tokens.at('(') ? parseCall(tokens, token) : parseVectorSelector(tokens, token);
  }
  if (METRIC_KEYWORDS.has(token.kind)) return parseVectorSelector(tokens, tokens.next());
  return tokens.unexpected();
}

function parseCall(tokens: TokenStream, name: Token): CallExpr {
  const args = parseArguments(tokens);
  const func =
    functionSignature(name.text) ?? tokens.fail(name.pos, `unknown function with name ${goQuote(name.text)}`);
  return { kind: 'call', func, args, pos: { start: name.pos.start, end: tokens.lastEnd } };
}

function parseArguments(tokens: TokenStream): Expr[] {
  tokens.expect('(');
  const args: Expr[] = [];
  if (tokens.accept(')')) return args;
  for (;;) {
    args.push(parseExpression(tokens));
    if (tokens.accept(')')) return args;
    const comma = tokens.expect(',');
    if (tokens.at(')')) tokens.fail(comma.pos, 'trailing commas not allowed in function call args');
  }
}

/** What may follow the name of a metric; after an aggregator's name anything else belongs to an aggregation. */
const AFTER_METRIC: ReadonlySet<string> = new Set([
  ...Object.keys(BINARY_POWER),
  'eof',
  ')',
  ',',
  '[',
  '{',
  '@',
  'offset',
  'anchored',
  'smoothed',
]);

function parseAggregateOrMetric(tokens: TokenStream): Expr {
  const name = tokens.next();
  const following = tokens.peek().kind;
  if (AFTER_METRIC.has(following)) return parseVectorSelector(tokens, name);
  if (following !== '(' && following !== 'by' && following !== 'without') return tokens.unexpected();
  return tokens.within('aggregation', '', () => parseAggregate(tokens, name));
}

function parseAggregate(tokens: TokenStream, name: Token): AggregateExpr {
  const op = name.kind as AggregateOp;
  let modifier = parseAggregateModifier(tokens);
  const args = parseArguments(tokens);
  modifier ??= parseAggregateModifier(tokens);
  const pos = { start: name.pos.start, end: tokens.lastEnd };
  if (args.length === 0) tokens.fail(pos, 'no arguments for aggregate expression provided');
  const wanted = AGGREGATORS_WITH_PARAMETER.has(op) ? 2 : 1;
  if (args.length !== wanted) {
    tokens.fail(
      pos,
      `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`,
    );
  }
  const param = wanted === 2 ? args[0] : undefined;
  return { kind: 'aggregate', op, expr: args[wanted - 1], param, grouping: [], without: false, ...modifier, pos };
}

function parseAggregateModifier(tokens: TokenStream): { grouping: string[]; without: boolean } | undefined {
  const token = tokens.accept('by') ?? tokens.accept('without');
  return token && { grouping: parseGroupingLabels(tokens), without: token.kind === 'without' };
}
