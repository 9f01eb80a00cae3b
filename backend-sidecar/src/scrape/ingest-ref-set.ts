import type { SeriesRef } from '../storage.ts';

/**
 * A set of series refs that is filled and thrown away for each scrape whose layout changed: open addressing over one typed
 * array, cleared by counting generations instead of writing. Refs may be any 32-bit numbers but 0.
 */
export class RefSet {
  private refs = new Uint32Array(256);
  private generations = new Uint32Array(256);
  private generation = 1;
  private size = 0;

  /** Empties the set and makes room for `expected` refs. */
  clear(expected: number): void {
    this.size = 0;
    if (expected * 2 > this.refs.length) this.allocate(expected);
    else if (++this.generation === 0xffffffff) {
      this.generations.fill(0);
      this.generation = 1;
    }
  }

  /** Adds a ref; false when it was there already. */
  add(ref: SeriesRef): boolean {
    if (this.size * 2 >= this.refs.length) this.grow();
    const slot = this.slot(ref);
    if (this.generations[slot] === this.generation) return false;
    this.generations[slot] = this.generation;
    this.refs[slot] = ref;
    this.size++;
    return true;
  }

  has(ref: SeriesRef): boolean {
    return this.generations[this.slot(ref)] === this.generation;
  }

  private slot(ref: SeriesRef): number {
    const mask = this.refs.length - 1;
    let slot = (Math.imul(ref, 0x9e3779b1) >>> 7) & mask;
    while (this.generations[slot] === this.generation && this.refs[slot] !== ref) slot = (slot + 1) & mask;
    return slot;
  }

  private allocate(expected: number): void {
    const capacity = 2 ** Math.ceil(Math.log2(expected * 2 + 1));
    this.refs = new Uint32Array(capacity);
    this.generations = new Uint32Array(capacity);
    this.generation = 1;
  }

  private grow(): void {
    const held = this.refs.filter((_, slot) => this.generations[slot] === this.generation);
    this.allocate(this.refs.length);
    this.size = 0;
    for (const ref of held) this.add(ref);
  }
}
