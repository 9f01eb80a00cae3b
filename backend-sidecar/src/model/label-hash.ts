/**
 * A 64-bit hash of a label set in two 32-bit halves, equal in every part of the store (head, blocks), so that parts are
 * merged without building label strings. Each symbol is hashed once (two multiply-xor streams over UTF-16 units with
 * murmur3's finaliser); a set's hash mixes its symbols' hashes in order.
 */
export interface Hash64 {
  low: number;
  high: number;
}

/** Hash of one string, halves as unsigned 32-bit integers. */
export function hashSymbol(text: string): Hash64 {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b + unit, 0xcc9e2d51);
    b ^= b >>> 13;
  }
  return { low: finalise(a ^ text.length), high: finalise(b + text.length) };
}

/** Folds the next symbol (a name, then its value) into a running hash; start from `EMPTY_HASH`. */
export function mixHash(low: number, high: number, symbolLow: number, symbolHigh: number): Hash64 {
  return {
    low: finalise(Math.imul(low ^ symbolLow, 0x9e3779b1) + symbolHigh),
    high: finalise(Math.imul(high ^ symbolHigh, 0x85ebca77) + symbolLow),
  };
}

export const EMPTY_HASH: Hash64 = { low: 0x12345678, high: 0x0badcafe };

/** Hash of a whole label set from its alternating names and values. */
export function hashLabels(flat: readonly string[]): Hash64 {
  let { low, high } = EMPTY_HASH;
  for (const symbol of flat) {
    const hash = hashSymbol(symbol);
    ({ low, high } = mixHash(low, high, hash.low, hash.high));
  }
  return { low, high };
}

function finalise(value: number): number {
  let h = value | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  h ^= h >>> 16;
  return h >>> 0;
}
