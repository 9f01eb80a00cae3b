import type { Kernel } from '../head/kernel.ts';
import type { SymbolTable } from './symbol-table.ts';

const FIRST_CAPACITY = 4;

/**
 * Distinct (name, value) label pairs and the postings of each: slots of the series that carry it. Everything per pair is a
 * column or a block in the kernel's memory, so that a pair costs about 60 bytes and a posting 4 to 6. Ids start at 1.
 *
 * Postings are sorted unless flagged: slots are reused after series died, and sorting on the next read is cheaper than
 * inserting in the middle of long lists at every new series.
 */
export class PairTable {
  name = new Uint32Array(1024);
  value = new Uint32Array(1024);
  private address = new Uint32Array(1024);
  private length = new Uint32Array(1024);
  private capacity = new Uint32Array(1024);
  private unsorted = new Uint8Array(1024);
  /** Open addressing, linear probing; 0 = empty. Twice to four times as long as there are pairs. */
  private table = new Uint32Array(4096);
  private readonly byName = new Map<number, number[]>();
  private readonly freeIds: number[] = [];
  /** Pairs removed so far: an id kept from before the last removal may mean another pair. */
  removals = 0;
  /** Set when the hash table holds ids of removed pairs. */
  private stale = false;
  private nextId = 1;
  private live = 0;
  private readonly kernel: Kernel;
  private readonly symbols: SymbolTable;

  constructor(kernel: Kernel, symbols: SymbolTable) {
    this.kernel = kernel;
    this.symbols = symbols;
  }

  get count(): number {
    return this.live;
  }

  get nameCount(): number {
    return this.byName.size;
  }

  /** Bytes outside the kernel's memory. */
  get bytes(): number {
    return this.name.length * 21 + this.table.length * 4 + this.live * 8;
  }

  /** One more than the highest id in use: the length of tables indexed by pair. */
  get idLimit(): number {
    return this.nextId;
  }

  /** Symbol ids of the label names in use. */
  names(): IterableIterator<number> {
    return this.byName.keys();
  }

  /** Pair ids of a name, in no particular order. */
  pairsOf(nameSymbol: number): readonly number[] {
    return this.byName.get(nameSymbol) ?? NO_PAIRS;
  }

  /** The pair's id, or 0. Symbols by id; 0 finds nothing. */
  find(nameSymbol: number, valueSymbol: number): number {
    const mask = this.table.length - 1;
    for (let at = mixPair(nameSymbol, valueSymbol) & mask; ; at = (at + 1) & mask) {
      const id = this.table[at];
      if (id === 0) return 0;
      if (this.name[id] === nameSymbol && this.value[id] === valueSymbol) return id;
    }
  }

  /** The pair's id, made when new. */
  intern(name: string, value: string): number {
    const found = this.find(this.symbols.find(name), this.symbols.find(value));
    if (found !== 0) return found;
    const nameSymbol = this.symbols.retain(name);
    const valueSymbol = this.symbols.retain(value);
    const id = this.freeIds.pop() ?? this.nextId++;
    if (id >= this.name.length) this.growColumns();
    this.name[id] = nameSymbol;
    this.value[id] = valueSymbol;
    this.live++;
    if (this.live * 2 > this.table.length) this.rehash(this.table.length * 2);
    else this.place(id);
    const siblings = this.byName.get(nameSymbol);
    if (siblings) siblings.push(id);
    else this.byName.set(nameSymbol, [id]);
    return id;
  }

  postingsLength(id: number): number {
    return this.length[id];
  }

  /** Sorted slots: a view that is valid until anything is added. */
  postings(id: number): Uint32Array {
    const start = this.address[id] >>> 2;
    const view = this.kernel.u32.subarray(start, start + this.length[id]);
    if (this.unsorted[id] === 1) {
      view.sort();
      this.unsorted[id] = 0;
    }
    return view;
  }

  /** Adds a slot that is not in the list; false when memory is exhausted. */
  addPosting(id: number, slot: number): boolean {
    const length = this.length[id];
    if (length === this.capacity[id] && !this.resize(id, Math.max(FIRST_CAPACITY, length + (length >>> 1))))
      return false;
    const at = (this.address[id] >>> 2) + length;
    const words = this.kernel.u32;
    words[at] = slot;
    if (length > 0 && words[at - 1] > slot) this.unsorted[id] = 1;
    this.length[id] = length + 1;
    return true;
  }

  /** Drops the slots for which `dead` has a 1; the pair itself goes when none is left. */
  removePostings(id: number, dead: Uint8Array): void {
    const words = this.kernel.u32;
    const start = this.address[id] >>> 2;
    const length = this.length[id];
    let kept = 0;
    for (let i = 0; i < length; i++) {
      const slot = words[start + i];
      if (dead[slot] !== 1) words[start + kept++] = slot;
    }
    this.length[id] = kept;
    if (kept === 0) this.remove(id);
    else if (kept * 4 < this.capacity[id]) this.resize(id, Math.max(FIRST_CAPACITY, kept + (kept >>> 2)));
  }

  private remove(id: number): void {
    if (this.capacity[id] > 0) this.kernel.call.release(this.address[id], this.capacity[id] * 4);
    const nameSymbol = this.name[id];
    const siblings = this.byName.get(nameSymbol) ?? [];
    // Order does not matter: the last one takes the place.
    const at = siblings.indexOf(id);
    const last = siblings.pop();
    if (last !== undefined && last !== id) siblings[at] = last;
    if (siblings.length === 0) this.byName.delete(nameSymbol);
    this.symbols.release(nameSymbol);
    this.symbols.release(this.value[id]);
    this.name[id] = 0;
    this.value[id] = 0;
    this.address[id] = 0;
    this.length[id] = 0;
    this.capacity[id] = 0;
    this.unsorted[id] = 0;
    this.live--;
    this.freeIds.push(id);
    this.removals++;
    this.stale = true;
  }

  /** After a round of `removePostings`: the hash table forgets removed pairs. Nothing may be looked up in between. */
  settle(): void {
    if (this.stale) this.rehash(this.table.length);
    this.stale = false;
  }

  private resize(id: number, wanted: number): boolean {
    // The allocator's rounding is capacity too.
    const bytes = this.kernel.call.roundUp(wanted * 4) >>> 0;
    const block = this.kernel.allocate(bytes);
    if (block === 0) return false;
    const length = this.length[id];
    if (length > 0) this.kernel.u32.copyWithin(block >>> 2, this.address[id] >>> 2, (this.address[id] >>> 2) + length);
    if (this.capacity[id] > 0) this.kernel.call.release(this.address[id], this.capacity[id] * 4);
    this.address[id] = block;
    this.capacity[id] = bytes >>> 2;
    return true;
  }

  private place(id: number): void {
    const mask = this.table.length - 1;
    let at = mixPair(this.name[id], this.value[id]) & mask;
    while (this.table[at] !== 0) at = (at + 1) & mask;
    this.table[at] = id;
  }

  private rehash(length: number): void {
    this.table = new Uint32Array(length);
    for (let id = 1; id < this.nextId; id++) if (this.name[id] !== 0) this.place(id);
  }

  private growColumns(): void {
    const capacity = this.name.length * 2;
    const grown = (column: Uint32Array) => {
      const target = new Uint32Array(capacity);
      target.set(column);
      return target;
    };
    this.name = grown(this.name);
    this.value = grown(this.value);
    this.address = grown(this.address);
    this.length = grown(this.length);
    this.capacity = grown(this.capacity);
    const unsorted = new Uint8Array(capacity);
    unsorted.set(this.unsorted);
    this.unsorted = unsorted;
  }
}

const NO_PAIRS: readonly number[] = [];

function mixPair(nameSymbol: number, valueSymbol: number): number {
  const h = Math.imul(nameSymbol, 0x9e3779b1) ^ Math.imul(valueSymbol, 0x85ebca77);
  return (h ^ (h >>> 15)) >>> 0;
}
