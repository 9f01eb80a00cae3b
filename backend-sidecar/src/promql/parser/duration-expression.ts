/**
 * Durations inside `[…]` and after `offset`: numbers of seconds, durations, and arithmetic on them with `step()`,
 * `range()`, `min_of()` and `max_of()`.
 */
import type { DurationExpr, DurationOp, DurationOperand, NumberLiteral } from './ast.ts';
import { numberLiteral } from './literals.ts';
import type { PosRange } from './position.ts';
import type { Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';

/** Longest duration in seconds (int64 nanoseconds in Prometheus). */
const MAX_SECONDS = 2 ** 63 / 1e9;

const POWER: Record<string, number> = { '+': 1, '-': 1, '*': 2, '/': 2, '%': 2, '^': 3 };
const SIGN_POWER = 2;

/** A whole duration expression. */
export function parseDurationExpression(tokens: TokenStream, minPower = 0): DurationOperand {
  let left = tokens.nested(() => parsePrimary(tokens));
  for (;;) {
    const token = tokens.peek();
    const power = POWER[token.kind];
    if (power === undefined || power <= minPower) return left;
    tokens.next();
    // "^" associates to the right.
    const right = parseDurationExpression(tokens, token.kind === '^' ? power - 1 : power);
    if ((token.kind === '/' || token.kind === '%') && right.kind === 'number' && right.value === 0) {
      tokens.fail(token.pos, token.kind === '/' ? 'division by zero' : 'modulo by zero');
    }
    left = node(token.kind as DurationOp, { start: left.pos.start, end: right.pos.end }, left, right);
  }
}

/** The duration after `offset`: arithmetic needs parentheses, so that `x offset 5 + 2` adds 2 to the values. */
export function parseOffsetDuration(tokens: TokenStream): DurationOperand {
  const token = tokens.peek();
  if (token.kind === 'number' || token.kind === 'duration') return literal(tokens);
  if (token.kind === '+' || token.kind === '-') {
    tokens.next();
    if (!tokens.at('(')) {
      const operand = isOperandStart(tokens.peek()) ? parsePrimary(tokens) : tokens.unexpected();
      return applySign(tokens, token, operand);
    }
    const open = tokens.next();
    const inner = parseDurationExpression(tokens);
    const close = tokens.expect(')');
    return applySign(tokens, token, wrap(inner, { start: open.pos.start, end: close.pos.end }));
  }
  // Unlike the other forms, a leading parenthesis goes on as an expression: "offset (5m) * 2".
  return token.kind === '(' ? parseDurationExpression(tokens) : parsePrimary(tokens);
}

/** A duration that must be positive when it is a plain number: of ranges and subquery steps. */
export function parsePositiveDuration(tokens: TokenStream): DurationOperand {
  const duration = parseDurationExpression(tokens);
  // Reading on first, as a generated parser does, so that an unexpected token is reported before the value.
  tokens.peek();
  if (duration.kind === 'number' && duration.value <= 0) tokens.fail(duration.pos, 'duration must be greater than 0');
  return duration;
}

/** Whole milliseconds of a number of seconds. */
export function secondsToMs(seconds: number): number {
  const ns = Math.round(seconds * 1e9);
  return Math.trunc(ns / 1e6) || 0;
}

function parsePrimary(tokens: TokenStream): DurationOperand {
  const token = tokens.peek();
  switch (token.kind) {
    case 'number':
    case 'duration':
      return literal(tokens);
    case '+':
    case '-': {
      tokens.next();
      return applySign(tokens, token, parseDurationExpression(tokens, SIGN_POWER));
    }
    case 'step':
    case 'range': {
      tokens.next();
      tokens.expect('(');
      const close = tokens.expect(')');
      return node(token.kind, { start: token.pos.start, end: close.pos.end });
    }
    case 'min_of':
    case 'max_of': {
      tokens.next();
      tokens.expect('(');
      const left = parseDurationExpression(tokens);
      tokens.expect(',');
      const right = parseDurationExpression(tokens);
      const close = tokens.expect(')');
      return node(token.kind, { start: token.pos.start, end: close.pos.end }, left, right);
    }
    case '(': {
      tokens.next();
      const inner = parseDurationExpression(tokens);
      const close = tokens.expect(')');
      return wrap(inner, { start: token.pos.start, end: close.pos.end });
    }
    default:
      return tokens.unexpected();
  }
}

function isOperandStart(token: Token): boolean {
  return ['number', 'duration', 'step', 'range', 'min_of', 'max_of'].includes(token.kind);
}

function literal(tokens: TokenStream): NumberLiteral {
  const number = numberLiteral(tokens, tokens.next());
  if (!isInRange(number.value)) tokens.fail(number.pos, 'duration out of range');
  return number;
}

function applySign(tokens: TokenStream, sign: Token, operand: DurationOperand): DurationOperand {
  if (operand.kind === 'number') {
    const value = sign.kind === '-' ? -operand.value : operand.value;
    if (!isInRange(value)) tokens.fail(sign.pos, 'duration out of range');
    return { ...operand, value, pos: { start: sign.pos.start, end: operand.pos.end } };
  }
  if (sign.kind === '+') return operand;
  return node('-', { start: sign.pos.start, end: operand.pos.end }, undefined, operand);
}

/** Remembers parentheses; a bare number gets a sign to hang them on. */
function wrap(inner: DurationOperand, pos: PosRange): DurationExpr {
  if (inner.kind === 'duration') return { ...inner, wrapped: true };
  return { ...node('+', pos, undefined, inner), wrapped: true };
}

function node(op: DurationOp, pos: PosRange, left?: DurationOperand, right?: DurationOperand): DurationExpr {
  return { kind: 'duration', op, left, right, wrapped: false, pos };
}

function isInRange(seconds: number): boolean {
  return !(seconds > MAX_SECONDS || seconds < -MAX_SECONDS);
}
