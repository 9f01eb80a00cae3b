import type { Matcher } from '../../model/matcher.ts';
import { Lexer } from './lexer.ts';
import { ParseError } from './parse-error.ts';
import type { PosRange } from './position.ts';
import { describeToken, type Token, type TokenKind } from './token.ts';

/** Constructs may nest this deep in the text: each level costs the parser about ten stack frames. */
const MAX_NESTING = 250;

/**
 * Tokens with one of lookahead, and the error texts of a generated parser: when a token does not fit, the innermost
 * construct that knows better names itself ("in aggregation"), else the message stands alone.
 */
export class TokenStream {
  readonly query: string;
  /** Matchers made so far, by what they are made of. */
  readonly matchers = new Map<string, Matcher>();
  private readonly lexer: Lexer;
  private lookahead: Token | undefined;
  /** Constructs being parsed that have an error text of their own; the last is the innermost. */
  private readonly contexts: { context: string; expected: string }[] = [];
  private depth = 0;
  /** End of the last token consumed. */
  lastEnd = 0;

  constructor(query: string) {
    this.query = query;
    this.lexer = new Lexer(query);
  }

  peek(): Token {
    if (!this.lookahead) {
      this.lookahead = this.lexer.next();
      if (this.lookahead.kind === 'error') this.fail(this.lookahead.pos, this.lookahead.text);
    }
    return this.lookahead;
  }

  next(): Token {
    const token = this.peek();
    this.lookahead = undefined;
    this.lastEnd = token.pos.end;
    return token;
  }

  at(kind: TokenKind): boolean {
    return this.peek().kind === kind;
  }

  /** Consumes the next token when it is of this kind. */
  accept(kind: TokenKind): Token | undefined {
    return this.at(kind) ? this.next() : undefined;
  }

  expect(kind: TokenKind, context?: string, expected?: string): Token {
    return this.accept(kind) ?? this.unexpected(context, expected);
  }

  /** Runs `parse` with an error text for tokens that fit nowhere inside it. */
  within<T>(context: string, expected: string, parse: () => T): T {
    this.contexts.push({ context, expected });
    const result = parse();
    this.contexts.pop();
    return result;
  }

  /** Guards one level of recursion. */
  nested<T>(parse: () => T): T {
    if (++this.depth > MAX_NESTING)
      this.fail(this.peek().pos, `expression is nested more than ${MAX_NESTING} levels deep`);
    const result = parse();
    this.depth--;
    return result;
  }

  /** The next token does not fit: throws, with the given text or the innermost construct's. */
  unexpected(context?: string, expected?: string): never {
    const token = this.peek();
    const innermost = context === undefined ? this.contexts.at(-1) : { context, expected: expected ?? '' };
    let message = `unexpected ${describeToken(token)}`;
    if (innermost?.context) message += ` in ${innermost.context}`;
    if (innermost?.expected) message += `, expected ${innermost.expected}`;
    this.fail(token.pos, message);
  }

  fail(pos: PosRange, message: string): never {
    throw new ParseError(this.query, pos, message);
  }
}
