/**
 * A push parser for JSON in UTF-8: chunks of any size go in, events come out, and nothing of the document is kept. It is
 * made for answers of tens of megabytes of which little is wanted: after each key the handler says whether it wants the
 * value, and unwanted ones are passed over in two tight loops (strings, and everything between braces) without events.
 *
 * Wanted text is handed on as a range of the chunk itself; only a token that lies across two chunks, or has escapes, is
 * copied. What is passed over is checked for balanced brackets only. Bytes cost 1 to 3 ns.
 */
import { parseDecimal } from './decimal.ts';
import { JsonError } from './json-error.ts';
import { TokenCarry } from './token-carry.ts';

export interface JsonHandler {
  /** A key, without quotes and escapes. Return false to pass its value over. The bytes are valid during the call only. */
  key(bytes: Uint8Array, start: number, end: number): boolean;
  string(bytes: Uint8Array, start: number, end: number): void;
  /** Numbers; true and false as 1 and 0; `NaN` and `Infinity`, which Java writes, as themselves. Nulls are not told. */
  number(value: number): void;
  openObject(): void;
  openArray(): void;
  /** The end of an object or array whose beginning was told. */
  close(): void;
}

const MAX_DEPTH = 64;
const MAX_TOKEN_BYTES = 1 << 16;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

const State = {
  /** A value must come. */
  value: 0,
  /** A value or the end of the array. */
  firstElement: 1,
  /** A key must come. */
  key: 2,
  /** A key or the end of the object. */
  firstKey: 3,
  colon: 4,
  /** A comma, or the end of what is open. */
  after: 5,
  keyText: 6,
  stringText: 7,
  /** Number, true, false, null. */
  bare: 8,
  skipValue: 9,
  skipTree: 10,
  skipText: 11,
  skipBare: 12,
  done: 13,
} as const;
type State = (typeof State)[keyof typeof State];

export class JsonScanner {
  private readonly handler: JsonHandler;
  private readonly carry = new TokenCarry();
  private state: State = State.value;
  /** 1 where an object is open, 0 where an array is. */
  private readonly open = new Uint8Array(MAX_DEPTH);
  private depth = 0;
  private wanted = true;
  private skipDepth = 0;
  /** The last byte was a backslash inside a string. */
  private escaped = false;
  private hasEscapes = false;
  /** Bytes of all chunks before the present one. */
  private consumed = 0;

  constructor(handler: JsonHandler) {
    this.handler = handler;
  }

  /** @throws JsonError, and what the handler throws */
  push(chunk: Uint8Array): void {
    const length = chunk.length;
    let at = 0;
    while (at < length) {
      switch (this.state) {
        case State.keyText:
        case State.stringText:
          at = this.text(chunk, at);
          break;
        case State.bare:
          at = this.bare(chunk, at);
          break;
        case State.skipValue:
          at = this.skipValue(chunk, at);
          break;
        case State.skipTree:
          at = this.skipTree(chunk, at);
          break;
        case State.skipText:
          at = this.skipText(chunk, at);
          break;
        case State.skipBare:
          at = this.skipBare(chunk, at);
          break;
        default:
          at = this.structure(chunk, at);
      }
    }
    this.consumed += length;
  }

  /** The document is complete. @throws JsonError when it is not */
  end(): void {
    if (this.state === State.bare && this.depth === 0) this.endBare(this.carry.bytes, 0, this.carry.length, 0);
    if (this.state !== State.done) throw new JsonError('the JSON ends too early', this.consumed);
  }

  private structure(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
    switch (this.state) {
      case State.value:
        return this.beginValue(chunk, at);
      case State.firstElement:
        if (byte === CLOSE_ARRAY) return this.closeLevel(byte, at);
        return this.beginValue(chunk, at);
      case State.firstKey:
        if (byte === CLOSE_OBJECT) return this.closeLevel(byte, at);
        return this.beginKey(byte, at);
      case State.key:
        return this.beginKey(byte, at);
      case State.colon:
        if (byte !== COLON) this.fail('a colon is missing', at);
        this.state = this.wanted ? State.value : State.skipValue;
        return at + 1;
      case State.after:
        if (byte === COMMA) this.state = this.open[this.depth - 1] === 1 ? State.key : State.value;
        else return this.closeLevel(byte, at);
        return at + 1;
      default:
        return this.fail('something follows the JSON', at);
    }
  }

  private beginKey(byte: number, at: number): number {
    if (byte !== QUOTE) this.fail('a key is missing', at);
    this.beginText(State.keyText);
    return at + 1;
  }

  private beginText(state: State): void {
    this.state = state;
    this.carry.clear();
    this.hasEscapes = false;
  }

  private beginValue(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    if (byte === QUOTE) {
      this.beginText(State.stringText);
      return at + 1;
    }
    if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      if (this.depth === MAX_DEPTH) this.fail(`the JSON is nested deeper than ${MAX_DEPTH}`, at);
      this.open[this.depth++] = byte === OPEN_OBJECT ? 1 : 0;
      if (byte === OPEN_OBJECT) {
        this.state = State.firstKey;
        this.handler.openObject();
      } else {
        this.state = State.firstElement;
        this.handler.openArray();
      }
      return at + 1;
    }
    if (byte === COMMA || byte === COLON || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY)
      this.fail('a value is missing', at);
    this.state = State.bare;
    this.carry.clear();
    return at;
  }

  private closeLevel(byte: number, at: number): number {
    const expected = this.depth === 0 ? 0 : this.open[this.depth - 1] === 1 ? CLOSE_OBJECT : CLOSE_ARRAY;
    if (byte !== expected) this.fail('a comma or a closing bracket is missing', at);
    this.depth--;
    this.state = this.depth === 0 ? State.done : State.after;
    this.handler.close();
    return at + 1;
  }

  /** A string that is wanted, from its current byte to its closing quote. */
  private text(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let at = from;
    for (; at < length; at++) {
      const byte = chunk[at];
      if (this.escaped) this.escaped = false;
      else if (byte === BACKSLASH) this.escaped = this.hasEscapes = true;
      else if (byte === QUOTE) break;
    }
    if (at - from + this.carry.length > MAX_TOKEN_BYTES) this.fail('a string is too long', from);
    if (at === length) {
      this.carry.append(chunk, from, at);
      return at;
    }
    if (this.carry.length === 0 && !this.hasEscapes) {
      this.endText(chunk, from, at);
    } else {
      this.carry.append(chunk, from, at);
      if (this.hasEscapes && !this.carry.unescape()) this.fail('a string has a wrong escape', at);
      this.endText(this.carry.bytes, 0, this.carry.length);
    }
    return at + 1;
  }

  private endText(bytes: Uint8Array, start: number, end: number): void {
    if (this.state === State.keyText) {
      this.state = State.colon;
      this.wanted = this.handler.key(bytes, start, end);
    } else {
      this.endValue();
      this.handler.string(bytes, start, end);
    }
  }

  private endValue(): void {
    this.state = this.depth === 0 ? State.done : State.after;
  }

  private bare(chunk: Uint8Array, from: number): number {
    const at = endOfBare(chunk, from);
    if (at - from + this.carry.length > MAX_TOKEN_BYTES) this.fail('a number is too long', from);
    if (at === chunk.length) {
      this.carry.append(chunk, from, at);
    } else if (this.carry.length === 0) {
      this.endBare(chunk, from, at, at);
    } else {
      this.carry.append(chunk, from, at);
      this.endBare(this.carry.bytes, 0, this.carry.length, at);
    }
    return at;
  }

  private endBare(bytes: Uint8Array, start: number, end: number, at: number): void {
    this.endValue();
    const first = bytes[start];
    // t, f, n: JSON has no other words that begin so.
    if (first === 0x74) this.handler.number(1);
    else if (first === 0x66) this.handler.number(0);
    else if (first !== 0x6e) {
      const value = parseDecimal(bytes, start, end);
      if (Number.isNaN(value) && first !== 0x4e) this.fail('there is no such value in JSON', at);
      this.handler.number(value);
    }
  }

  private skipValue(chunk: Uint8Array, at: number): number {
    const byte = chunk[at];
    if (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) return at + 1;
    this.skipDepth = 0;
    if (byte === QUOTE) this.state = State.skipText;
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      this.skipDepth = 1;
      this.state = State.skipTree;
    } else {
      this.state = State.skipBare;
      return at;
    }
    return at + 1;
  }

  private skipTree(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let depth = this.skipDepth;
    let at = from;
    for (; at < length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.skipDepth = depth;
        this.state = State.skipText;
        // Most strings end in the same chunk: no way back through `push` for them.
        at = this.skipText(chunk, at + 1) - 1;
        // TypeScript does not see that skipText may have changed it.
        if ((this.state as State) === State.skipText) return length;
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) depth++;
      else if ((byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) && --depth === 0) {
        this.endValue();
        return at + 1;
      }
    }
    this.skipDepth = depth;
    return at;
  }

  private skipText(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let at = from;
    if (this.escaped && at < length) {
      this.escaped = false;
      at++;
    }
    for (; at < length; at++) {
      const byte = chunk[at];
      if (byte === QUOTE) {
        if (this.skipDepth > 0) this.state = State.skipTree;
        else this.endValue();
        return at + 1;
      }
      if (byte === BACKSLASH && ++at === length) this.escaped = true;
    }
    return length;
  }

  private skipBare(chunk: Uint8Array, from: number): number {
    const at = endOfBare(chunk, from);
    if (at < chunk.length) this.endValue();
    return at;
  }

  private fail(message: string, at: number): never {
    throw new JsonError(message, this.consumed + at);
  }
}

function endOfBare(chunk: Uint8Array, from: number): number {
  let at = from;
  for (; at < chunk.length; at++) {
    const byte = chunk[at];
    if (byte === COMMA || byte === CLOSE_OBJECT || byte === CLOSE_ARRAY || byte <= 0x20) break;
  }
  return at;
}
