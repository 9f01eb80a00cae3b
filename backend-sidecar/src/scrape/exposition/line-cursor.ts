import { isUtf8 } from 'node:buffer';
import type { ExpositionFormat } from './format.ts';
import { syntaxError } from './exposition-error.ts';
import { REPAIR_BIT } from './repairs.ts';

export interface Dialect {
  format: ExpositionFormat;
  strict: boolean;
}

/** Names and values of one line that are remembered. */
const MAX_TEXTS = 64;
const MAX_TEXT_LENGTH = 256;
const TAB = 9;
const SPACE = 32;
const QUOTE = 34;
const BACKSLASH = 92;

/** A position in one line of an exposition, and the small readers that move it. Reused from line to line. */
export class LineCursor {
  readonly openMetrics: boolean;
  readonly strict: boolean;
  bytes: Buffer = Buffer.alloc(0);
  position = 0;
  /** Exclusive; the line's terminator is not part of it. */
  end = 0;
  start = 0;
  /** Bits of the repairs that this line needed so far. */
  repairs = 0;
  /** Texts of the line before, by their order: names and many values are the same again, and comparing is cheaper. */
  private readonly previous: string[] = [];
  private nextText = 0;

  constructor(dialect: Dialect) {
    this.openMetrics = dialect.format === 'openmetrics';
    this.strict = dialect.strict;
  }

  /** Points the cursor at a line; a CR before the line's end is mended away unless strict. */
  reset(bytes: Uint8Array, start: number, end: number): void {
    if (this.bytes !== bytes)
      this.bytes = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    this.start = start;
    this.position = start;
    this.end = end;
    this.repairs = 0;
    this.nextText = 0;
    if (!this.strict && end > start && this.bytes[end - 1] === 13) {
      this.end--;
      this.repairs = REPAIR_BIT.carriage_return;
    }
  }

  /** The byte under the cursor, or -1 at the end of the line. */
  peek(): number {
    return this.position < this.end ? this.bytes[this.position] : -1;
  }

  /** Skips blanks and tabs; returns how many. */
  skipBlanks(): number {
    const from = this.position;
    let position = from;
    while (position < this.end && (this.bytes[position] === SPACE || this.bytes[position] === TAB)) position++;
    this.position = position;
    return position - from;
  }

  /** White space inside OpenMetrics where the format allows none. */
  looseBlanks(): void {
    if (this.skipBlanks() > 0 && this.openMetrics) this.loose();
  }

  loose(): void {
    if (this.strict) throw this.fail('unexpected white space');
    this.repairs |= REPAIR_BIT.loose_whitespace;
  }

  /** Separator between fields: exactly one blank in OpenMetrics, any run of blanks in text. Returns how many were there. */
  fieldGap(): number {
    const first = this.peek();
    const count = this.skipBlanks();
    if (this.openMetrics && (count > 1 || (count === 1 && first !== SPACE))) this.loose();
    return count;
  }

  /** Everything up to the next blank or the end of the line. */
  token(): string {
    const from = this.position;
    let position = from;
    while (position < this.end && this.bytes[position] !== SPACE && this.bytes[position] !== TAB) position++;
    this.position = position;
    return this.bytes.toString('latin1', from, position);
  }

  /** Decodes ASCII; gives the line before's own string when it had the same text in the same place. */
  private ascii(from: number, to: number): string {
    const place = this.nextText++;
    const length = to - from;
    const known = this.previous[place];
    if (known !== undefined && known.length === length) {
      let i = 0;
      while (i < length && known.charCodeAt(i) === this.bytes[from + i]) i++;
      if (i === length) return known;
    }
    const text = this.bytes.toString('latin1', from, to);
    if (place < MAX_TEXTS && length <= MAX_TEXT_LENGTH) this.previous[place] = text;
    return text;
  }

  /** A bare name; `colons` for metric names. Empty when there is none. */
  name(colons: boolean): string {
    const from = this.position;
    let position = from;
    while (position < this.end && isNameByte(this.bytes[position], position > from, colons)) position++;
    this.position = position;
    return this.ascii(from, position);
  }

  /** A double-quoted string with the escapes `\\`, `\"` and `\n`; any other backslash stays, as in Prometheus. */
  quoted(what: string): string {
    const bytes = this.bytes;
    let position = this.position + 1;
    const from = position;
    let high = 0;
    let escaped = false;
    for (; ; position++) {
      if (position >= this.end)
        throw this.fail(
          `expected ${what}, got "${this.bytes.toString('utf8', from - 1, this.end)}" (unterminated quotes)`,
        );
      const byte = bytes[position];
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        escaped = true;
        position++;
      }
      high |= byte;
    }
    this.position = position + 1;
    const raw = high < 128 && !escaped ? this.ascii(from, position) : this.utf8(from, position, what);
    return escaped ? unescape(raw) : raw;
  }

  /** Decodes bytes that may be beyond ASCII; what is not UTF-8 is refused by strict, else read as U+FFFD. */
  utf8(from: number, to: number, what: string): string {
    const text = this.bytes.toString('utf8', from, to);
    if (text.includes('\ufffd') && !isUtf8(this.bytes.subarray(from, to))) {
      if (this.strict) throw this.fail(`invalid UTF-8 ${what}: ${JSON.stringify(text)}`);
      this.repairs |= REPAIR_BIT.invalid_utf8;
    }
    return text;
  }

  /** An error in Prometheus' wording: what was expected, what stands there, and the line up to it. */
  expected(what: string): Error {
    const got =
      this.position >= this.end
        ? '"\\n" ("LINEBREAK")'
        : JSON.stringify(this.bytes.toString('utf8', this.position, this.position + 1));
    return this.fail(`expected ${what}, got ${got}`);
  }

  fail(reason: string): Error {
    const shown = this.bytes.toString('utf8', this.start, Math.min(this.end, this.start + 200));
    return syntaxError(`${reason} while parsing: ${JSON.stringify(shown)}`);
  }
}

function isNameByte(byte: number, digits: boolean, colons: boolean): boolean {
  return (
    (byte >= 97 && byte <= 122) ||
    (byte >= 65 && byte <= 90) ||
    byte === 95 ||
    (digits && byte >= 48 && byte <= 57) ||
    (colons && byte === 58)
  );
}

function unescape(raw: string): string {
  return raw.replace(/\\([\\"n])/g, (_, escape: string) => (escape === 'n' ? '\n' : escape));
}
