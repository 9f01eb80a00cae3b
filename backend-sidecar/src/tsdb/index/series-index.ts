import { EMPTY_HASH, mixHash } from '../../model/label-hash.ts';
import { Labels } from '../../model/labels.ts';
import { ObservatoryError } from '../../util/errors.ts';
import type { Kernel } from '../head/kernel.ts';
import { PairTable } from './pair-table.ts';
import { HASH_HIGH, HASH_LOW, LABEL_COUNT, LABELS, MAX_SLOTS, REF, refOf, slotOf } from './series-record.ts';
import { SymbolTable } from './symbol-table.ts';

const MAX_LABELS = 255;

/**
 * Label set to series and back. A label set is a list of pair ids in the kernel's memory; series are found through an
 * open-addressing table of slots by the 64-bit hash of model/label-hash.ts. No JS object exists per series.
 */
export class SeriesIndex {
  readonly symbols = new SymbolTable();
  readonly pairs: PairTable;
  /** Grows with every series created or freed: what was derived from the index is valid for one generation. */
  generation = 0;
  private readonly kernel: Kernel;
  private table = new Uint32Array(4096);
  /** Entries of `table` in use, tombstones included. */
  private filled = 0;
  private live = 0;
  private nextSlot = 1;
  private generations = new Uint8Array(1024);
  /** Slots to reuse, oldest first. */
  private freeSlots: number[] = [];
  private readonly pairIds = new Uint32Array(MAX_LABELS);
  private hashLow = 0;
  private hashHigh = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.pairs = new PairTable(kernel, this.symbols);
  }

  /** Live series. */
  get count(): number {
    return this.live;
  }

  /** Slots are 1..slotLimit-1; some of them free. */
  get slotLimit(): number {
    return this.nextSlot;
  }

  /** Bytes outside the kernel's memory. */
  get bytes(): number {
    return this.symbols.bytes + this.pairs.bytes + this.table.length * 4 + this.generations.length;
  }

  /** The ref of a label set, or 0. */
  find(labels: Labels): number {
    const { flat } = labels;
    const { symbols, pairs } = this;
    if (flat.length > 2 * MAX_LABELS) return 0;
    for (let i = 0; i < flat.length; i += 2) {
      const pair = pairs.find(symbols.find(flat[i]), symbols.find(flat[i + 1]));
      if (pair === 0) return 0;
      this.pairIds[i >>> 1] = pair;
    }
    this.hashPairs(flat.length >>> 1);
    return this.lookup(flat.length >>> 1);
  }

  /**
   * A new series for a label set that `find` does not know.
   * @returns its ref, or 0 when memory is exhausted
   * @throws ObservatoryError `OBS_STORE_LABEL_LIMIT` for more than 255 labels
   */
  create(labels: Labels): number {
    const { flat } = labels;
    const count = flat.length >>> 1;
    if (count > MAX_LABELS) {
      throw new ObservatoryError(
        'OBS_STORE_LABEL_LIMIT',
        `a series has ${count} labels, the store keeps at most ${MAX_LABELS}`,
        {
          hint: 'drop labels with metric_relabel_configs, or set label_limit',
          httpStatus: 400,
        },
      );
    }
    const slot = this.freeSlots.length > 0 ? this.freeSlots[0] : this.nextSlot;
    if (slot >= MAX_SLOTS || this.kernel.call.ensureRecord(slot) === 0) return 0;
    const block = this.kernel.allocate(Math.max(count, 1) * 4);
    if (block === 0) return 0;
    for (let i = 0; i < count; i++) {
      const pair = this.pairs.intern(flat[2 * i], flat[2 * i + 1]);
      this.pairIds[i] = pair;
      if (!this.pairs.addPosting(pair, slot)) {
        this.undoCreate(slot, i + 1, block, count);
        return 0;
      }
    }
    this.kernel.u32.set(this.pairIds.subarray(0, count), block >>> 2);
    this.hashPairs(count);
    if (slot === this.nextSlot) this.nextSlot++;
    else this.freeSlots.shift();
    if (slot >= this.generations.length) this.growGenerations();
    const ref = refOf(slot, this.generations[slot]);
    this.kernel.call.initSeries(slot, ref, block, count, this.hashLow, this.hashHigh);
    this.insert(slot);
    this.live++;
    this.generation++;
    return ref;
  }

  isLive(ref: number): boolean {
    const slot = slotOf(ref);
    return slot > 0 && slot < this.nextSlot && this.word(slot, REF) === ref;
  }

  refAt(slot: number): number {
    return this.word(slot, REF);
  }

  hashLowAt(slot: number): number {
    return this.word(slot, HASH_LOW);
  }

  hashHighAt(slot: number): number {
    return this.word(slot, HASH_HIGH);
  }

  /** Calls back with each live slot, ascending. */
  liveSlots(): Uint32Array {
    const slots = new Uint32Array(this.live);
    let count = 0;
    for (let slot = 1; slot < this.nextSlot; slot++) if (this.word(slot, REF) !== 0) slots[count++] = slot;
    return slots.subarray(0, count);
  }

  /** Pair ids of a series, in the order of label names: a view that is valid until the next allocation. */
  pairsAt(slot: number): Uint32Array {
    const record = this.kernel.call.recordAddress(slot) >>> 0;
    const start = this.kernel.u32[(record + LABELS) >>> 2] >>> 2;
    return this.kernel.u32.subarray(start, start + this.kernel.u8[record + LABEL_COUNT]);
  }

  labelsAt(slot: number): Labels {
    const pairs = this.pairsAt(slot);
    const flat: string[] = new Array(pairs.length * 2);
    for (let i = 0; i < pairs.length; i++) {
      flat[2 * i] = this.symbols.text(this.pairs.name[pairs[i]]);
      flat[2 * i + 1] = this.symbols.text(this.pairs.value[pairs[i]]);
    }
    return Labels.fromSortedFlat(flat);
  }

  /** Symbol id of a label's value, 0 when the series has no such label. */
  valueSymbolAt(slot: number, nameSymbol: number): number {
    const pairs = this.pairsAt(slot);
    for (let i = 0; i < pairs.length; i++)
      if (this.pairs.name[pairs[i]] === nameSymbol) return this.pairs.value[pairs[i]];
    return 0;
  }

  /** Frees series with everything that is kept for them. */
  free(slots: Uint32Array): void {
    if (slots.length === 0) return;
    const dead = new Uint8Array(this.nextSlot);
    const touched = new Set<number>();
    for (const slot of slots) {
      dead[slot] = 1;
      for (const pair of this.pairsAt(slot)) touched.add(pair);
    }
    for (const pair of touched) this.pairs.removePostings(pair, dead);
    this.pairs.settle();
    for (const slot of slots) {
      this.kernel.call.freeSeries(slot);
      // A slot that has been through all its generations rests for good (64 bytes), so that no ref ever recurs.
      if (this.generations[slot] === 255) continue;
      this.generations[slot]++;
      this.freeSlots.push(slot);
    }
    this.live -= slots.length;
    this.generation++;
    this.rehash(this.table.length);
  }

  private word(slot: number, offset: number): number {
    return this.kernel.u32[((this.kernel.call.recordAddress(slot) >>> 0) + offset) >>> 2];
  }

  private hashPairs(count: number): void {
    const { symbols, pairs } = this;
    let { low, high } = EMPTY_HASH;
    for (let i = 0; i < count; i++) {
      const name = pairs.name[this.pairIds[i]];
      const value = pairs.value[this.pairIds[i]];
      ({ low, high } = mixHash(low, high, symbols.hashLow[name], symbols.hashHigh[name]));
      ({ low, high } = mixHash(low, high, symbols.hashLow[value], symbols.hashHigh[value]));
    }
    this.hashLow = low;
    this.hashHigh = high;
  }

  private lookup(count: number): number {
    const mask = this.table.length - 1;
    for (let at = this.hashLow & mask; ; at = (at + 1) & mask) {
      const slot = this.table[at];
      if (slot === 0) return 0;
      if (
        this.word(slot, HASH_LOW) === this.hashLow &&
        this.word(slot, HASH_HIGH) === this.hashHigh &&
        this.samePairs(slot, count)
      ) {
        return this.word(slot, REF);
      }
    }
  }

  private samePairs(slot: number, count: number): boolean {
    const pairs = this.pairsAt(slot);
    if (pairs.length !== count) return false;
    for (let i = 0; i < count; i++) if (pairs[i] !== this.pairIds[i]) return false;
    return true;
  }

  private insert(slot: number): void {
    if ((this.filled + 1) * 3 > this.table.length * 2) this.rehash(this.table.length * 2);
    this.place(slot);
  }

  private place(slot: number): void {
    const mask = this.table.length - 1;
    let at = this.word(slot, HASH_LOW) & mask;
    while (this.table[at] !== 0) at = (at + 1) & mask;
    this.table[at] = slot;
    this.filled++;
  }

  /** Rebuilds the table from the live series. */
  private rehash(length: number): void {
    const old = this.table;
    this.table = new Uint32Array(length);
    this.filled = 0;
    for (const slot of old) if (slot !== 0 && this.word(slot, REF) !== 0) this.place(slot);
  }

  /** Takes back what `create` did for the first `pairCount` labels; the last of them has no posting. */
  private undoCreate(slot: number, pairCount: number, block: number, count: number): void {
    const dead = new Uint8Array(this.nextSlot + 1);
    dead[slot] = 1;
    for (let i = 0; i < pairCount; i++) this.pairs.removePostings(this.pairIds[i], dead);
    this.pairs.settle();
    this.kernel.call.release(block, Math.max(count, 1) * 4);
  }

  private growGenerations(): void {
    const grown = new Uint8Array(this.generations.length * 2);
    grown.set(this.generations);
    this.generations = grown;
  }
}
