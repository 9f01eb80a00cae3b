import { ObservatoryError } from '../util/errors.ts';

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;

/**
 * Protocol buffers' wire format over one buffer, without objects per message: a caller loops over `next()` between two
 * positions and reads or skips each field. Every read checks its bounds.
 * @throws ObservatoryError `OBS_REMOTE_PROTOBUF` (400) from any method.
 */
export class ProtoReader {
  readonly bytes: Buffer;
  at: number;
  end: number;
  /** Of the field that `next()` stands on. */
  field = 0;
  wire = 0;

  constructor(bytes: Buffer, start = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = start;
    this.end = end;
  }

  /** Moves on to the next field's value; false at the end of the message. */
  next(): boolean {
    if (this.at >= this.end) return false;
    const tag = this.uint();
    this.field = Math.floor(tag / 8);
    this.wire = tag % 8;
    if (this.field === 0) throw this.corrupt('field number 0');
    return true;
  }

  /** Steps into an embedded message and returns the end to give back to `leave`. */
  enter(): number {
    const length = this.length();
    const outer = this.end;
    this.end = this.at + length;
    return outer;
  }

  leave(outer: number): void {
    this.at = this.end;
    this.end = outer;
  }

  /** An unsigned varint; exact up to 2^53. */
  uint(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) throw this.corrupt('a number is cut off');
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
      factor *= 128;
    }
    throw this.corrupt('a number is longer than 10 bytes');
  }

  /** A signed 64-bit varint (two's complement); exact up to 2^53 either way. */
  int64(): number {
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      if (this.at >= this.end) throw this.corrupt('a number is cut off');
      const byte = this.bytes[this.at++];
      const bits = byte & 0x7f;
      if (i < 4) low |= bits << (7 * i);
      else if (i === 4) {
        low |= bits << 28;
        high |= bits >>> 4;
      } else high |= bits << (7 * i - 32);
      if (byte < 0x80) return (high | 0) * 0x1_0000_0000 + (low >>> 0);
    }
    throw this.corrupt('a number is longer than 10 bytes');
  }

  /** Position of a double's 8 bytes, which the caller copies: a number would lose the bits of a staleness marker. */
  fixed64(): number {
    if (this.at + 8 > this.end) throw this.corrupt('a double is cut off');
    const start = this.at;
    this.at += 8;
    return start;
  }

  /** Text; bytes that are not UTF-8 are refused. */
  string(): string {
    const length = this.length();
    const start = this.at;
    this.at += length;
    const text = this.bytes.toString('utf8', start, this.at);
    if (text.includes('\ufffd') && !Buffer.from(text).equals(this.bytes.subarray(start, this.at))) {
      throw this.corrupt('a string is not UTF-8');
    }
    return text;
  }

  skip(): void {
    if (this.wire === WIRE_VARINT) this.uint();
    else if (this.wire === WIRE_FIXED64) this.fixed64();
    else if (this.wire === WIRE_BYTES) {
      const length = this.length();
      this.at += length;
    } else if (this.wire === WIRE_FIXED32 && this.at + 4 <= this.end) this.at += 4;
    else throw this.corrupt(`wire type ${this.wire}`);
  }

  /** Complains when the present field has another wire type than its schema says. */
  expect(wire: number): void {
    if (this.wire !== wire) throw this.corrupt(`field ${this.field} has wire type ${this.wire}, not ${wire}`);
  }

  corrupt(what: string): ObservatoryError {
    return new ObservatoryError('OBS_REMOTE_PROTOBUF', `proto: malformed message at byte ${this.at}: ${what}`, {
      hint: 'check that Content-Type names the protobuf message that was sent',
      httpStatus: 400,
    });
  }

  private length(): number {
    const length = this.uint();
    if (length > this.end - this.at) throw this.corrupt('a field is longer than its message');
    return length;
  }
}
