import { goQuote } from './go-quote.ts';
import type { PosRange } from './position.ts';

/** Keywords and operators are their own kind, in lower case: `sum`, `offset`, `==`. */
export type TokenKind = string;

export interface Token {
  kind: TokenKind;
  /** As written in the query; of an `error` token the message. */
  text: string;
  pos: PosRange;
}

export const AGGREGATORS: ReadonlySet<TokenKind> = new Set([
  ...['sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar', 'topk', 'bottomk'],
  ...['count_values', 'quantile', 'limitk', 'limit_ratio'],
]);

export const AGGREGATORS_WITH_PARAMETER: ReadonlySet<TokenKind> = new Set([
  'topk',
  'bottomk',
  'count_values',
  'quantile',
  'limitk',
  'limit_ratio',
]);

const WORD_OPERATORS = ['and', 'or', 'unless', 'atan2'];

const MODIFIERS: ReadonlySet<TokenKind> = new Set([
  ...['offset', 'smoothed', 'anchored', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right'],
  ...['fill', 'fill_left', 'fill_right', 'bool'],
]);

/** Words that are functions, or constants of the query inside `@` and durations. */
export const PREPROCESSORS: ReadonlySet<TokenKind> = new Set(['start', 'end', 'step', 'range', 'max_of', 'min_of']);

export const KEYWORDS: ReadonlySet<TokenKind> = new Set([
  ...WORD_OPERATORS,
  ...AGGREGATORS,
  ...MODIFIERS,
  ...PREPROCESSORS,
]);

const OPERATORS: ReadonlySet<TokenKind> = new Set([
  ...WORD_OPERATORS,
  ...['+', '-', '*', '/', '%', '^', '==', '!=', '<', '<=', '>', '>=', '</', '>/', '=~', '!~', '@'],
]);

/** Keywords that may also be a metric's name where an operand is expected. */
export const METRIC_KEYWORDS: ReadonlySet<TokenKind> = new Set([
  ...[...KEYWORDS].filter((word) => !['bool', 'on', 'ignoring', 'group_left', 'group_right', 'atan2'].includes(word)),
]);

const DESCRIBED: Record<string, string> = {
  identifier: 'identifier',
  metric_identifier: 'metric identifier',
  string: 'string',
  number: 'number',
  duration: 'duration',
};

/** The token as Prometheus' messages name it: `identifier "foo"`, `<op:+>`, `<aggr:sum>`, `end of input`. */
export function describeToken(token: Token): string {
  if (token.kind === 'eof') return 'end of input';
  const named = DESCRIBED[token.kind];
  return named === undefined ? printToken(token) : `${named} ${printToken(token)}`;
}

function printToken({ kind, text }: Token): string {
  if (kind === 'identifier' || kind === 'metric_identifier') return goQuote(text);
  if (MODIFIERS.has(kind)) return `<${text}>`;
  if (OPERATORS.has(kind)) return `<op:${text}>`;
  if (AGGREGATORS.has(kind)) return `<aggr:${text}>`;
  return text.length > 10 ? `${goQuote(text, 10)}...` : goQuote(text);
}
