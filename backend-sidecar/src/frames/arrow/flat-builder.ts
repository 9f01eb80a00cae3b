/**
 * Writes one FlatBuffers message, from its end towards its beginning, so that everything is written before what refers to
 * it. A position is the distance from the end, which stays true when the buffer grows at the front. Only what Arrow's
 * metadata needs; source: the FlatBuffers binary format ("flatbuffers internals").
 */
export class FlatBuilder {
  private bytes = new Uint8Array(1024);
  private view = new DataView(this.bytes.buffer);
  /** Index of the first written byte. */
  private head = this.bytes.length;
  private largestAlignment = 4;
  /** Position of each field of the table under way; 0 for absent ones. */
  private fields: number[] = [];
  private tableEnd = 0;

  /** Distance of the newest byte from the end: the position of what was written last. */
  get position(): number {
    return this.bytes.length - this.head;
  }

  /** UTF-8 with its length and a terminating zero; returns its position. */
  string(text: string): number {
    const encoded = encoder.encode(text);
    this.align(4, encoded.length + 1);
    this.head -= encoded.length + 1;
    this.bytes[this.head + encoded.length] = 0;
    this.bytes.set(encoded, this.head);
    this.pushInt32(encoded.length);
    return this.position;
  }

  /** A vector of tables or strings by their positions. */
  offsetVector(positions: readonly number[]): number {
    this.align(4, 4 * positions.length);
    for (let i = positions.length - 1; i >= 0; i--) this.pushOffset(positions[i]);
    this.pushInt32(positions.length);
    return this.position;
  }

  /** A vector of structs, each of 8-byte words; `words` are those of all structs in order. */
  structVector(words: readonly number[], wordsEach: number): number {
    this.align(4, 8 * words.length);
    this.align(8, 8 * words.length);
    for (let i = words.length - 1; i >= 0; i--) this.pushInt64(words[i]);
    this.pushInt32(words.length / wordsEach);
    return this.position;
  }

  startTable(fieldCount: number): void {
    this.fields = new Array<number>(fieldCount).fill(0);
    this.tableEnd = this.position;
  }

  int8(field: number, value: number): void {
    this.align(1, 0);
    this.head -= 1;
    this.view.setInt8(this.head, value);
    this.fields[field] = this.position;
  }

  int16(field: number, value: number): void {
    this.align(2, 0);
    this.head -= 2;
    this.view.setInt16(this.head, value, true);
    this.fields[field] = this.position;
  }

  int64(field: number, value: number): void {
    this.align(8, 0);
    this.pushInt64(value);
    this.fields[field] = this.position;
  }

  /** A reference to something written before. */
  offset(field: number, position: number): void {
    this.align(4, 0);
    this.pushOffset(position);
    this.fields[field] = this.position;
  }

  /** Closes the table with its vtable; returns its position. */
  endTable(): number {
    const { fields, tableEnd } = this;
    this.align(4, 0);
    this.pushInt32(0);
    const table = this.position;
    let length = fields.length;
    while (length > 0 && fields[length - 1] === 0) length--;
    for (let i = length - 1; i >= 0; i--) this.pushUint16(fields[i] === 0 ? 0 : table - fields[i]);
    this.pushUint16(table - tableEnd);
    this.pushUint16(4 + 2 * length);
    // A table begins with the signed distance back to its vtable.
    this.view.setInt32(this.bytes.length - table, this.position - table, true);
    return table;
  }

  /** Closes the message with the reference to its root; its length is a multiple of its largest alignment. */
  finish(root: number): Uint8Array {
    this.align(this.largestAlignment, 4);
    this.align(4, 0);
    this.pushOffset(root);
    return this.bytes.subarray(this.head);
  }

  /** Pads with zeros so that, after `following` further bytes, the position is a multiple of `alignment`. */
  private align(alignment: number, following: number): void {
    if (alignment > this.largestAlignment) this.largestAlignment = alignment;
    const padding = -(this.position + following) & (alignment - 1);
    // The scalar that comes next is at most 8 bytes and is not announced in `following`.
    this.makeRoom(padding + following + 8);
    for (let i = 0; i < padding; i++) this.bytes[--this.head] = 0;
  }

  private makeRoom(extra: number): void {
    if (this.head >= extra) return;
    const used = this.position;
    const grown = new Uint8Array(Math.max(2 * this.bytes.length, used + extra));
    grown.set(this.bytes.subarray(this.head), grown.length - used);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
    this.head = grown.length - used;
  }

  private pushUint16(value: number): void {
    this.makeRoom(2);
    this.head -= 2;
    this.view.setUint16(this.head, value, true);
  }

  private pushInt32(value: number): void {
    this.makeRoom(4);
    this.head -= 4;
    this.view.setInt32(this.head, value, true);
  }

  private pushInt64(value: number): void {
    this.makeRoom(8);
    this.head -= 8;
    this.view.setUint32(this.head, value % 0x1_0000_0000, true);
    this.view.setUint32(this.head + 4, Math.floor(value / 0x1_0000_0000), true);
  }

  private pushOffset(position: number): void {
    this.pushInt32(this.position + 4 - position);
  }
}

const encoder = new TextEncoder();
