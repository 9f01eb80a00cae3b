/**
 * Protocol buffers' wire format, written from front to back into one growing buffer. Embedded messages get a length of
 * fixed width (a padded varint, which the format allows), filled in when they end, so nothing is measured twice.
 */
export class ProtoWriter {
  private bytes: Buffer;
  private view: DataView;
  private at = 0;

  constructor(capacity = 65_536) {
    this.bytes = Buffer.allocUnsafe(capacity);
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length);
  }

  reset(): void {
    this.at = 0;
  }

  get length(): number {
    return this.at;
  }

  /** What was written so far; valid until the next write. */
  finish(): Uint8Array {
    return this.bytes.subarray(0, this.at);
  }

  /** Opens embedded message `field`; give the result to `close`. */
  open(field: number): number {
    this.reserve(10);
    this.varint(field * 8 + 2);
    this.at += LENGTH_BYTES;
    return this.at;
  }

  close(start: number): void {
    let length = this.at - start;
    for (let i = 0; i < LENGTH_BYTES; i++) {
      const isLast = i === LENGTH_BYTES - 1;
      this.bytes[start - LENGTH_BYTES + i] = (length & 0x7f) | (isLast ? 0 : 0x80);
      length >>>= 7;
    }
  }

  string(field: number, text: string): void {
    const size = Buffer.byteLength(text);
    this.reserve(size + 15);
    this.varint(field * 8 + 2);
    this.varint(size);
    this.at += this.bytes.write(text, this.at, 'utf8');
  }

  uint(field: number, value: number): void {
    this.reserve(20);
    this.varint(field * 8);
    this.varint(value);
  }

  int64(field: number, value: number): void {
    this.reserve(20);
    this.varint(field * 8);
    if (value >= 0) return this.varint(value);
    // Two's complement in ten bytes.
    let high = Math.floor(value / 0x1_0000_0000);
    let low = value >>> 0;
    for (let i = 0; i < 9; i++) {
      this.bytes[this.at++] = (low & 0x7f) | 0x80;
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>= 7;
    }
    this.bytes[this.at++] = 1;
  }

  /** A double from its two words, low first, so that NaN bits survive. */
  doubleWords(field: number, low: number, high: number): void {
    this.reserve(13);
    this.varint(field * 8 + 1);
    this.view.setUint32(this.at, low, true);
    this.view.setUint32(this.at + 4, high, true);
    this.at += 8;
  }

  double(field: number, value: number): void {
    this.reserve(13);
    this.varint(field * 8 + 1);
    this.view.setFloat64(this.at, value, true);
    this.at += 8;
  }

  packedUints(field: number, values: readonly number[]): void {
    const start = this.open(field);
    for (const value of values) {
      this.reserve(5);
      this.varint(value);
    }
    this.close(start);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.at++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.at++] = rest;
  }

  private reserve(extra: number): void {
    if (this.at + extra <= this.bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.at + extra));
    this.bytes.copy(grown, 0, 0, this.at);
    this.bytes = grown;
    this.view = new DataView(grown.buffer, grown.byteOffset, grown.length);
  }
}

const LENGTH_BYTES = 4;
