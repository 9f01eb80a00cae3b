import { isAlpha, isAlphaNumeric, isDigit, isSpace } from './characters.ts';
import { goQuote, goQuoteRune, goUnicode } from './go-quote.ts';
import { scanNumberOrDuration } from './scan-number.ts';
import { KEYWORDS, type Token } from './token.ts';

/** Words with a meaning inside `[…]`, where every other word is an error. */
const DURATION_WORDS: ReadonlySet<string> = new Set(['step', 'range', 'max_of', 'min_of']);

const SINGLE = new Set(['*', '/', '%', '+', '-', '^', ',', '@']);

/**
 * Splits a query into tokens, one at a time. What a character means depends on where it stands: inside `{…}` words are
 * label names, inside `[…]` only durations and their arithmetic are allowed. Errors are tokens of kind `error`, after
 * which only `eof` follows. Texts are Prometheus' own.
 */
export class Lexer {
  private readonly input: string;
  private at = 0;
  private start = 0;
  private parenDepth = 0;
  private inBraces = false;
  private inBrackets = false;
  /** After the opening bracket, until the first number: a stricter set of characters. */
  private inDurationHead = false;
  private gotColon = false;
  private gotDuration = false;
  private failed = false;

  constructor(input: string) {
    this.input = input;
  }

  /** The next token; comments and space are skipped. */
  next(): Token {
    if (this.failed) return this.token('eof', this.input.length, this.input.length);
    this.skipSpaceAndComments();
    this.start = this.at;
    if (this.inBraces) return this.insideBraces();
    if (this.inDurationHead) return this.durationHead();
    return this.statement();
  }

  private skipSpaceAndComments(): void {
    for (;;) {
      while (this.at < this.input.length && isSpace(this.input[this.at])) this.at++;
      // In the head of a range, a comment is an unexpected character.
      if (this.input[this.at] !== '#' || this.inDurationHead) return;
      while (this.at < this.input.length && this.input[this.at] !== '\n' && this.input[this.at] !== '\r') this.at++;
    }
  }

  private statement(): Token {
    if (this.at >= this.input.length) {
      if (this.parenDepth !== 0) return this.error('unclosed left parenthesis');
      if (this.inBrackets) return this.error('unclosed left bracket');
      return this.emit('eof');
    }
    const character = this.input[this.at];
    if (SINGLE.has(character)) return this.emit(character, 1);
    if (isDigit(character) || (character === '.' && isDigit(this.input[this.at + 1] ?? ''))) return this.number();
    if (character === '"' || character === "'" || character === '`') return this.string(character);
    if (isAlpha(character) || character === ':') return this.inBrackets ? this.wordInBrackets(character) : this.word();
    switch (character) {
      case '=':
        if (this.input[this.at + 1] === '=') return this.emit('==', 2);
        if (this.input[this.at + 1] === '~') return this.error(`unexpected character after '=': '~'`);
        return this.emit('=', 1);
      case '!':
        if (this.input[this.at + 1] === '=') return this.emit('!=', 2);
        return this.error(`unexpected character after '!': ${this.quoteAt(this.at + 1)}`);
      case '<':
      case '>': {
        const second = this.input[this.at + 1];
        return second === '=' || second === '/' ? this.emit(character + second, 2) : this.emit(character, 1);
      }
      case '(':
      case ')':
        return this.paren(character);
      case '{':
        this.inBraces = true;
        return this.emit('{', 1);
      case '[':
        if (this.inBrackets) return this.error(`unexpected left bracket '['`);
        this.inBrackets = true;
        this.inDurationHead = true;
        this.gotColon = false;
        return this.emit('[', 1);
      case ']':
        if (!this.inBrackets) return this.error(`unexpected right bracket ']'`);
        this.inBrackets = false;
        return this.emit(']', 1);
      default:
        return this.error(`unexpected character: ${this.quoteAt(this.at)}`);
    }
  }

  private wordInBrackets(character: string): Token {
    if (character === ':') {
      if (this.gotColon) {
        this.start = this.at + 1;
        return this.error(`unexpected colon ':'`);
      }
      this.gotColon = true;
      return this.emit(':', 1);
    }
    return this.durationWord() ?? this.error(`unexpected character: ${goQuoteRune(character)}, expected ':'`);
  }

  private durationHead(): Token {
    if (this.at >= this.input.length) return this.error('unexpected end of input in duration expression');
    const character = this.input[this.at];
    if (character === ']') {
      this.inBrackets = false;
      this.inDurationHead = false;
      return this.emit(']', 1);
    }
    if (character === ':') {
      this.start = this.at + 1;
      if (!this.gotDuration) return this.error('unexpected colon before duration in duration expression');
      if (this.gotColon) return this.error('unexpected repeated colon in duration expression');
      this.start = this.at;
      this.gotColon = true;
      return this.emit(':', 1);
    }
    if (character === '(' || character === ')') return this.paren(character);
    if ('+-*/%^,'.includes(character)) return this.emit(character, 1);
    if (isDigit(character) || (character === '.' && isDigit(this.input[this.at + 1] ?? ''))) {
      this.gotDuration = true;
      this.inDurationHead = false;
      return this.number();
    }
    return this.durationWord() ?? this.error(`unexpected character in duration expression: ${this.quoteAt(this.at)}`);
  }

  private durationWord(): Token | undefined {
    let end = this.at;
    while (end < this.input.length && isAlpha(this.input[end])) end++;
    const word = this.input.slice(this.at, end).toLowerCase();
    return DURATION_WORDS.has(word) ? this.emit(word, end - this.at) : undefined;
  }

  private insideBraces(): Token {
    if (this.at >= this.input.length) return this.error('unexpected end of input inside braces');
    const character = this.input[this.at];
    if (isAlpha(character)) return this.emit('identifier', this.wordLength(false));
    if (character === '"' || character === "'" || character === '`') return this.string(character);
    switch (character) {
      case ',':
        return this.emit(',', 1);
      case '=':
        return this.input[this.at + 1] === '~' ? this.emit('=~', 2) : this.emit('=', 1);
      case '!': {
        const second = this.input[this.at + 1];
        if (second === '~' || second === '=') return this.emit(`!${second}`, 2);
        return this.error(`unexpected character after '!' inside braces: ${this.quoteAt(this.at + 1)}`);
      }
      case '{':
        return this.error(`unexpected left brace '{'`);
      case '}':
        this.inBraces = false;
        return this.emit('}', 1);
      default:
        return this.error(`unexpected character inside braces: ${this.quoteAt(this.at)}`);
    }
  }

  private paren(character: string): Token {
    this.parenDepth += character === '(' ? 1 : -1;
    if (this.parenDepth < 0) {
      this.start = this.at + 1;
      return this.error(`unexpected right parenthesis ')'`);
    }
    return this.emit(character, 1);
  }

  private number(): Token {
    const scan = scanNumberOrDuration(this.input, this.at);
    if (scan.kind === 'error') {
      return this.error(`bad number or duration syntax: ${goQuote(this.input.slice(this.at, scan.end))}`);
    }
    return this.emit(scan.kind, scan.end - this.at);
  }

  private word(): Token {
    const length = this.wordLength(true);
    const word = this.input.slice(this.at, this.at + length);
    const lower = word.toLowerCase();
    if (lower === 'inf' || lower === 'nan') return this.emit('number', length);
    if (KEYWORDS.has(lower)) {
      // `fill` is young: it is a keyword only before a parenthesis, so that metrics of that name keep working.
      const isFill = lower === 'fill' || lower === 'fill_left' || lower === 'fill_right';
      return this.emit(isFill && !this.parenFollows(this.at + length) ? 'identifier' : lower, length);
    }
    return this.emit(word.includes(':') ? 'metric_identifier' : 'identifier', length);
  }

  private wordLength(withColons: boolean): number {
    let end = this.at;
    while (end < this.input.length && (isAlphaNumeric(this.input[end]) || (withColons && this.input[end] === ':')))
      end++;
    return end - this.at;
  }

  private parenFollows(from: number): boolean {
    let at = from;
    while (at < this.input.length && isSpace(this.input[at])) at++;
    return this.input[at] === '(';
  }

  /** Finds the end of a quoted string and checks its escapes; `unquote` reads its value. */
  private string(quote: string): Token {
    const raw = quote === '`';
    let end = this.at + 1;
    for (;;) {
      const character = this.input[end];
      if (character === undefined) return this.error(raw ? 'unterminated raw string' : 'unterminated quoted string');
      if (character === quote) break;
      // What was no UTF-8 in the request arrives as the replacement character; Go cannot tell them apart either.
      if (character === '\ufffd') return this.error('invalid UTF-8 rune');
      if (!raw && character === '\n') return this.error('unterminated quoted string');
      if (!raw && character === '\\') {
        const escape = scanEscape(this.input, end + 1, quote);
        if (typeof escape === 'string') return this.error(escape);
        end = escape;
      } else {
        end++;
      }
    }
    return this.emit('string', end + 1 - this.at);
  }

  private quoteAt(at: number): string {
    // At the end Go quotes the rune -1, which prints as the replacement character.
    return goQuoteRune(at >= this.input.length ? '\ufffd' : String.fromCodePoint(this.input.codePointAt(at) ?? 0));
  }

  private emit(kind: string, length = 0): Token {
    this.at += length;
    return this.token(kind, this.start, this.at);
  }

  private token(kind: string, start: number, end: number): Token {
    return { kind, text: this.input.slice(start, end), pos: { start, end } };
  }

  private error(message: string): Token {
    this.failed = true;
    return { kind: 'error', text: message, pos: { start: this.start, end: this.input.length } };
  }
}

/** The end of an escape whose backslash was seen, or what is wrong with it. */
function scanEscape(input: string, from: number, quote: string): number | string {
  const character = input[from];
  if (character === undefined) return 'escape sequence not terminated';
  if (character === quote || 'abfnrtv\\'.includes(character)) return from + 1;
  let digits = 2;
  let base = 16;
  let max = 255;
  let at = from + 1;
  if (character >= '0' && character <= '7') [digits, base, at] = [3, 8, from];
  else if (character === 'u') [digits, max] = [4, 0x10ffff];
  else if (character === 'U') [digits, max] = [8, 0x10ffff];
  else if (character !== 'x')
    return `unknown escape sequence ${goUnicode(String.fromCodePoint(input.codePointAt(from) ?? 0))}`;
  let value = 0;
  for (let i = 0; i < digits; i++, at++) {
    const digit = input[at];
    if (digit === undefined) return 'escape sequence not terminated';
    const parsed = /^[0-9a-fA-F]$/.test(digit) ? parseInt(digit, 16) : 16;
    if (parsed >= base)
      return `illegal character ${goUnicode(String.fromCodePoint(input.codePointAt(at) ?? 0))} in escape sequence`;
    value = value * base + parsed;
  }
  if (value > max || (value >= 0xd800 && value < 0xe000)) return 'escape sequence is an invalid Unicode code point';
  return at;
}
