import type { BinaryOp, VectorMatching } from './ast.ts';
import { goQuote, isValidUtf8 } from './go-quote.ts';
import { numberLiteral } from './literals.ts';
import { KEYWORDS } from './token.ts';
import type { TokenStream } from './token-stream.ts';
import { unquote } from './unquote.ts';

/** `(a, "b.c", by)` after `by`, `on` and their like; keywords are label names here. */
export function parseGroupingLabels(tokens: TokenStream): string[] {
  tokens.expect('(', 'grouping opts', '"("');
  const labels: string[] = [];
  if (tokens.accept(')')) return labels;
  for (;;) {
    labels.push(parseGroupingLabel(tokens));
    if (tokens.accept(')')) return labels;
    tokens.expect(',', 'grouping opts', '"," or ")"');
    if (tokens.accept(')')) return labels;
  }
}

function parseGroupingLabel(tokens: TokenStream): string {
  const token = tokens.peek();
  const isName = token.kind === 'identifier' || token.kind === 'metric_identifier';
  const isKeyword = KEYWORDS.has(token.kind) && token.kind !== 'without';
  if (!isName && !isKeyword && token.kind !== 'string') return tokens.unexpected('grouping opts', 'label');
  tokens.next();
  const name = token.kind === 'string' ? unquote(token.text) : token.text;
  if (name === '' || !isValidUtf8(name)) tokens.fail(token.pos, `invalid label name for grouping: ${goQuote(name)}`);
  return name;
}

/** What stands between a binary operator and its right operand: `bool`, matching, grouping and fill values. */
export function parseBinaryModifiers(tokens: TokenStream): { returnBool: boolean; matching: VectorMatching } {
  const returnBool = tokens.accept('bool') !== undefined;
  const matching: VectorMatching = { card: 'one-to-one', on: false, labels: [], include: [] };
  const kind = tokens.peek().kind;
  if (kind === 'on' || kind === 'ignoring') {
    tokens.next();
    matching.on = kind === 'on';
    matching.labels = parseGroupingLabels(tokens);
    const group = tokens.accept('group_left') ?? tokens.accept('group_right');
    if (group) {
      matching.card = group.kind === 'group_left' ? 'many-to-one' : 'one-to-many';
      if (tokens.at('(')) matching.include = parseGroupingLabels(tokens);
    }
  }
  parseFill(tokens, matching);
  return { returnBool, matching };
}

function parseFill(tokens: TokenStream, matching: VectorMatching): void {
  if (tokens.accept('fill')) {
    matching.fillLeft = matching.fillRight = parseFillValue(tokens);
    return;
  }
  const first = tokens.accept('fill_left') ?? tokens.accept('fill_right');
  if (!first) return;
  const set = (kind: string) => {
    if (kind === 'fill_left') matching.fillLeft = parseFillValue(tokens);
    else matching.fillRight = parseFillValue(tokens);
  };
  set(first.kind);
  const second = tokens.accept(first.kind === 'fill_left' ? 'fill_right' : 'fill_left');
  if (second) set(second.kind);
}

function parseFillValue(tokens: TokenStream): number {
  tokens.expect('(');
  const sign = tokens.accept('+') ?? tokens.accept('-');
  const token = tokens.accept('number') ?? tokens.expect('duration');
  const { value } = numberLiteral(tokens, token);
  tokens.expect(')');
  return sign?.kind === '-' ? -value : value;
}

/** Binding power of binary operators; higher binds tighter. */
export const BINARY_POWER: Readonly<Record<BinaryOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  ...{ '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3, '</': 3, '>/': 3 },
  ...{ '+': 4, '-': 4 },
  ...{ '*': 5, '/': 5, '%': 5, atan2: 5 },
  '^': 6,
};
