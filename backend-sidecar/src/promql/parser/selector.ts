import { RE2JS } from 're2js';
import { Matcher, type MatchType } from '../../model/matcher.ts';
import type { VectorSelector } from './ast.ts';
import { span } from './position.ts';
import type { Token } from './token.ts';
import type { TokenStream } from './token-stream.ts';
import { unquote } from './unquote.ts';

const MATCH_OPERATORS: ReadonlySet<string> = new Set(['=', '!=', '=~', '!~']);

/** `name`, `name{…}` or `{…}`; `name` was consumed by the caller when there is one. */
export function parseVectorSelector(tokens: TokenStream, name?: Token): VectorSelector {
  const start = name ?? tokens.peek();
  const matchers: Matcher[] = [];
  let end = start;
  if (tokens.accept('{')) end = parseMatchers(tokens, matchers);
  if (name) matchers.push(new Matcher('=', '__name__', name.text));
  return {
    kind: 'vectorSelector',
    name: name?.text ?? '',
    matchers,
    offsetMs: 0,
    anchored: false,
    smoothed: false,
    mayBeEmpty: false,
    pos: span(start.pos, end.pos),
  };
}

/** Fills `matchers` up to the closing brace, which it returns. */
function parseMatchers(tokens: TokenStream, matchers: Matcher[]): Token {
  for (;;) {
    const close = tokens.accept('}');
    if (close) return close;
    matchers.push(parseMatcher(tokens));
    const end = tokens.accept('}');
    if (end) return end;
    tokens.expect(',', 'label matching', '"," or "}"');
  }
}

function parseMatcher(tokens: TokenStream): Matcher {
  const name = tokens.accept('identifier') ?? tokens.expect('string', 'label matching', 'identifier or "}"');
  const isQuoted = name.kind === 'string';
  const label = isQuoted ? unquote(name.text) : name.text;
  if (!MATCH_OPERATORS.has(tokens.peek().kind)) {
    // A quoted string alone is the metric's name.
    if (isQuoted) return new Matcher('=', '__name__', label);
    return tokens.unexpected('label matching', 'label matching operator');
  }
  const operator = tokens.next();
  const value = tokens.expect('string', 'label matching', 'string');
  return createMatcher(tokens, operator.kind as MatchType, label, unquote(value.text), {
    start: name.pos.start,
    end: value.pos.end,
  });
}

/** Equal matchers of a query are one: compiling a regex is dear. */
function createMatcher(
  tokens: TokenStream,
  type: MatchType,
  label: string,
  value: string,
  pos: { start: number; end: number },
): Matcher {
  const key = `${label}\u0000${type}${value}`;
  const known = tokens.matchers.get(key);
  if (known) return known;
  try {
    const matcher = new Matcher(type, label, value);
    tokens.matchers.set(key, matcher);
    return matcher;
  } catch (error) {
    tokens.fail(pos, regexError(value) ?? (error instanceof Error ? error.message : String(error)));
  }
}

/** RE2's complaint about the pattern as written, without the anchors that the matcher adds. */
function regexError(pattern: string): string | undefined {
  try {
    RE2JS.compile(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
