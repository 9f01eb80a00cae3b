import type { Matcher } from '../../model/matcher.ts';
import type { Expr } from './ast.ts';
import { checkDepth } from './check-depth.ts';
import { checkTypes } from './check.ts';
import { parseExpression } from './expression.ts';
import { METRIC_KEYWORDS } from './token.ts';
import { parseVectorSelector } from './selector.ts';
import { TokenStream } from './token-stream.ts';

/**
 * Parses and type-checks a PromQL expression.
 * @throws ParseError with Prometheus' message and position.
 */
export function parseExpr(query: string): Expr {
  const tokens = new TokenStream(query);
  if (tokens.at('eof')) tokens.fail({ start: 0, end: 0 }, 'no expression found in input');
  const expr = parseExpression(tokens);
  if (!tokens.at('eof')) tokens.unexpected();
  checkDepth(query, expr);
  checkTypes(query, expr);
  return expr;
}

/**
 * Parses a series selector such as `up{job="broker"}`, as `match[]` parameters have it.
 * @throws ParseError
 */
export function parseMetricSelector(text: string): Matcher[] {
  const tokens = new TokenStream(text);
  const token = tokens.peek();
  const isName = token.kind === 'identifier' || token.kind === 'metric_identifier' || METRIC_KEYWORDS.has(token.kind);
  if (!isName && token.kind !== '{') tokens.unexpected();
  const selector = parseVectorSelector(tokens, isName ? tokens.next() : undefined);
  if (!tokens.at('eof')) tokens.unexpected();
  checkTypes(text, selector);
  return selector.matchers;
}
