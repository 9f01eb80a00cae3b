/**
 * Writes FlatBuffers, the encoding of Arrow's metadata, from a description of the tables. Parents come before their
 * children, because a reference is the unsigned distance to something further on; a reference is left open and filled in
 * when its child is written. Only what Arrow's schema files use. Source: the FlatBuffers binary format ("internals").
 *
 *     buffer: uint32 distance to the root | … | vtable | table | children …
 *     vtable: uint16 its bytes, uint16 bytes of the table, uint16 a slot: distance of the field from the table, 0 if absent
 *     table:  int32 distance back to its vtable | fields, each at a multiple of its size
 */
export type FlatValue =
  | { kind: 'int8' | 'int16' | 'int32' | 'int64'; value: number }
  | { kind: 'string'; text: string }
  | { kind: 'table'; slots: readonly (FlatValue | undefined)[] }
  | { kind: 'vector'; items: readonly FlatValue[] }
  /** Structs of int64 words, one after the other. */
  | { kind: 'structs'; words: readonly number[]; wordsEach: number };

export const int8 = (value: number): FlatValue => ({ kind: 'int8', value });
export const int16 = (value: number): FlatValue => ({ kind: 'int16', value });
export const int32 = (value: number): FlatValue => ({ kind: 'int32', value });
export const int64 = (value: number): FlatValue => ({ kind: 'int64', value });
export const string = (text: string): FlatValue => ({ kind: 'string', text });
export const table = (...slots: (FlatValue | undefined)[]): FlatValue => ({ kind: 'table', slots });
export const vector = (items: readonly FlatValue[]): FlatValue => ({ kind: 'vector', items });
export const structs = (words: readonly number[], wordsEach: number): FlatValue => ({
  kind: 'structs',
  words,
  wordsEach,
});

const SIZE = { int8: 1, int16: 2, int32: 4, int64: 8, string: 4, table: 4, vector: 4, structs: 4 } as const;

/** The bytes of a buffer with this root, padded to a multiple of 8. */
export function writeFlat(root: FlatValue): Uint8Array {
  const out = new Output();
  const at = out.reserve(4, 4);
  writeChild(out, root, at);
  out.align(8, 0);
  return out.bytes();
}

/** Writes a value that lies outside its parent, and fills in the parent's reference to it. */
function writeChild(out: Output, value: FlatValue, referenceAt: number): void {
  switch (value.kind) {
    case 'table':
      writeTable(out, value.slots, referenceAt);
      return;
    case 'string':
      out.link(referenceAt, out.string(value.text));
      return;
    case 'vector': {
      const { items } = value;
      const at = out.reserve(4 + 4 * items.length, 4);
      out.setInt32(at, items.length);
      out.link(referenceAt, at);
      items.forEach((item, index) => writeChild(out, item, at + 4 + 4 * index));
      return;
    }
    case 'structs': {
      const { words, wordsEach } = value;
      // The words after the length lie at multiples of 8.
      out.align(8, 4);
      const at = out.reserve(4 + 8 * words.length, 4);
      out.setInt32(at, words.length / wordsEach);
      words.forEach((word, index) => out.setInt64(at + 4 + 8 * index, word));
      out.link(referenceAt, at);
      return;
    }
    default:
      throw new TypeError(`a ${value.kind} lies inside its table`);
  }
}

function writeTable(out: Output, slots: readonly (FlatValue | undefined)[], referenceAt: number): void {
  const vtableAt = out.reserve(4 + 2 * slots.length, 2);
  const tableAt = out.reserve(4, 4);
  out.setInt32(tableAt, tableAt - vtableAt);
  out.link(referenceAt, tableAt);
  const children: { value: FlatValue; at: number }[] = [];
  slots.forEach((value, index) => {
    if (!value) return;
    const at = out.reserve(SIZE[value.kind], SIZE[value.kind]);
    out.setInt16(vtableAt + 4 + 2 * index, at - tableAt);
    if (value.kind === 'int8') out.setInt8(at, value.value);
    else if (value.kind === 'int16') out.setInt16(at, value.value);
    else if (value.kind === 'int32') out.setInt32(at, value.value);
    else if (value.kind === 'int64') out.setInt64(at, value.value);
    else children.push({ value, at });
  });
  out.setInt16(vtableAt, 4 + 2 * slots.length);
  out.setInt16(vtableAt + 2, out.length - tableAt);
  for (const { value, at } of children) writeChild(out, value, at);
}

/** Zeroed bytes that grow at their end. */
class Output {
  length = 0;
  private buffer = Buffer.alloc(1024);

  /** Room for `bytes` at a multiple of `alignment`; returns where it begins. */
  reserve(bytes: number, alignment: number): number {
    this.align(alignment, 0);
    const at = this.length;
    this.grow(bytes);
    return at;
  }

  /** Pads so that what follows after `skipped` more bytes lies at a multiple of `alignment`. */
  align(alignment: number, skipped: number): void {
    this.grow(-(this.length + skipped) & (alignment - 1));
  }

  /** UTF-8 after its length and before a zero; returns where the length lies. */
  string(text: string): number {
    const bytes = Buffer.byteLength(text);
    const at = this.reserve(4 + bytes + 1, 4);
    this.setInt32(at, bytes);
    this.buffer.write(text, at + 4);
    return at;
  }

  /** Fills in a reference: the distance from itself to `to`. */
  link(referenceAt: number, to: number): void {
    this.buffer.writeUInt32LE(to - referenceAt, referenceAt);
  }

  setInt8(at: number, value: number): void {
    this.buffer.writeInt8(value, at);
  }

  setInt16(at: number, value: number): void {
    this.buffer.writeInt16LE(value, at);
  }

  setInt32(at: number, value: number): void {
    this.buffer.writeInt32LE(value, at);
  }

  setInt64(at: number, value: number): void {
    this.buffer.writeBigInt64LE(BigInt(value), at);
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private grow(bytes: number): void {
    const needed = this.length + bytes;
    if (needed > this.buffer.length) {
      const grown = Buffer.alloc(Math.max(2 * this.buffer.length, needed));
      this.buffer.copy(grown);
      this.buffer = grown;
    }
    this.length = needed;
  }
}
