import type { SeriesRef } from '../storage.ts';

/**
 * Numbers by series ref, in open addressing over one typed array: 16 bytes a series at most, and nothing for the garbage
 * collector to walk. Refs are never 0.
 */
export class RefTable {
  /** Ref and value in turns. */
  private words = new Uint32Array(2 * 64);
  private used = 0;

  get size(): number {
    return this.used;
  }

  /** 0 when the ref is unknown. */
  get(ref: SeriesRef): number {
    const { words } = this;
    const mask = words.length / 2 - 1;
    for (let slot = hash(ref) & mask; ; slot = (slot + 1) & mask) {
      const found = words[2 * slot];
      if (found === ref) return words[2 * slot + 1];
      if (found === 0) return 0;
    }
  }

  /** @param value 1..2^32-1 */
  set(ref: SeriesRef, value: number): void {
    if (4 * (this.used + 1) > this.words.length) this.grow();
    this.put(ref, value);
  }

  clear(): void {
    this.words = new Uint32Array(2 * 64);
    this.used = 0;
  }

  private put(ref: SeriesRef, value: number): void {
    const { words } = this;
    const mask = words.length / 2 - 1;
    let slot = hash(ref) & mask;
    while (words[2 * slot] !== 0 && words[2 * slot] !== ref) slot = (slot + 1) & mask;
    if (words[2 * slot] === 0) this.used++;
    words[2 * slot] = ref;
    words[2 * slot + 1] = value;
  }

  private grow(): void {
    const old = this.words;
    this.words = new Uint32Array(old.length * 2);
    this.used = 0;
    for (let i = 0; i < old.length; i += 2) if (old[i] !== 0) this.put(old[i], old[i + 1]);
  }
}

const hash = (ref: SeriesRef): number => Math.imul(ref, 0x9e3779b1) >>> 7;
