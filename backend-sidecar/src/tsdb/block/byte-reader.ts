/** Reads what ByteWriter wrote. Running off the end throws RangeError, which block readers report as corruption. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  position: number;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  u8(): number {
    if (this.position >= this.bytes.length) throw new RangeError('unexpected end of page');
    return this.bytes[this.position++];
  }

  u32(): number {
    return (this.u8() | (this.u8() << 8) | (this.u8() << 16) | (this.u8() << 24)) >>> 0;
  }

  varint(): number {
    let byte = this.u8();
    if (byte < 0x80) return byte;
    let value = byte & 0x7f;
    let scale = 0x80;
    do {
      byte = this.u8();
      value += (byte & 0x7f) * scale;
      scale *= 0x80;
    } while (byte >= 0x80 && scale < 2 ** 56);
    return value;
  }

  signed(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A view, not a copy. */
  raw(length: number): Uint8Array {
    if (length > this.remaining) throw new RangeError('unexpected end of page');
    const view = this.bytes.subarray(this.position, this.position + length);
    this.position += length;
    return view;
  }

  text(): string {
    const view = this.raw(this.varint());
    return Buffer.from(view.buffer, view.byteOffset, view.length).toString('utf8');
  }
}
