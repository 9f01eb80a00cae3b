/** Looks pairs up by id: which name, which value, which hash. The groups it needs are pinned before use. */
import { hashSymbol } from '../../model/label-hash.ts';
import type { BlockFile } from './block-file.ts';
import { loadPairs } from './matching.ts';
import type { PairGroup } from './pair-group.ts';
import type { PairGroupRef } from './toc.ts';

interface Slot {
  ref: PairGroupRef;
  name: string;
  nameLow: number;
  nameHigh: number;
  values?: PairGroup;
}

export class PairTable {
  private readonly file: BlockFile;
  private readonly slots: Slot[] = [];
  /** First pair of each slot, and the end of the last. */
  private readonly firsts: number[] = [];

  constructor(file: BlockFile) {
    this.file = file;
    let next = 0;
    for (const { name, groups } of file.toc.names) {
      const { low, high } = hashSymbol(name);
      for (const ref of groups) {
        this.slots.push({ ref, name, nameLow: low, nameHigh: high });
        this.firsts.push(next);
        next += ref.pairs;
      }
    }
    this.firsts.push(next);
  }

  get count(): number {
    return this.firsts[this.firsts.length - 1];
  }

  /** Number of the slot that holds the pair. @throws RangeError for an unknown pair. */
  slotOf(pair: number): number {
    if (pair >= this.count) throw new RangeError('label pair outside the table');
    let low = 0;
    let high = this.slots.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle] <= pair) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  isPinned(slot: number): boolean {
    return this.slots[slot].values !== undefined;
  }

  async pin(slot: number): Promise<void> {
    this.slots[slot].values ??= await loadPairs(this.file, this.slots[slot].ref);
  }

  name(slot: number): string {
    return this.slots[slot].name;
  }

  value(slot: number, pair: number): string {
    return this.values(slot).value(pair - this.firsts[slot]);
  }

  /** Halves of the hash of name and value, written to `out[0..3]`: name low, name high, value low, value high. */
  hashes(slot: number, pair: number, out: Uint32Array): void {
    const { nameLow, nameHigh } = this.slots[slot];
    const hashes = this.values(slot).valueHashes();
    const index = pair - this.firsts[slot];
    out[0] = nameLow;
    out[1] = nameHigh;
    out[2] = hashes[2 * index];
    out[3] = hashes[2 * index + 1];
  }

  private values(slot: number): PairGroup {
    const { values } = this.slots[slot];
    if (!values) throw new Error('pair group used before it was pinned');
    return values;
  }
}
