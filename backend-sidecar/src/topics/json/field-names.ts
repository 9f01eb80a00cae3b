/**
 * Recognises a few known keys without making strings: a table by length, first, middle and last byte,
 * then a comparison of bytes.
 */
export class FieldNames {
  private readonly slots: Int16Array;
  private readonly names: readonly Uint8Array[];

  constructor(names: readonly string[]) {
    this.names = names.map((name) => Buffer.from(name, 'utf8'));
    this.slots = new Int16Array(SLOTS).fill(-1);
    for (const [index, name] of this.names.entries()) {
      let slot = slotOf(name, 0, name.length);
      while (this.slots[slot] >= 0) slot = (slot + 1) % SLOTS;
      this.slots[slot] = index;
    }
  }

  /** Position of the name in the constructor's list, or -1. */
  find(bytes: Uint8Array, start: number, end: number): number {
    for (let slot = slotOf(bytes, start, end); ; slot = (slot + 1) % SLOTS) {
      const index = this.slots[slot];
      if (index < 0 || equals(this.names[index], bytes, start, end)) return index;
    }
  }
}

/** Many more than names, so that a probe ends at once. */
const SLOTS = 512;

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  return length === 0
    ? 0
    : (length * 37 + bytes[start] * 5 + bytes[end - 1] * 11 + bytes[start + (length >> 1)] * 23) % SLOTS;
}

function equals(name: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let i = 0; i < name.length; i++) if (name[i] !== bytes[start + i]) return false;
  return true;
}
