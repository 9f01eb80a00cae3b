import { TALLY_WORDS } from './ingest-kernel.ts';
import type { LinearMemory } from './ingest-memory.ts';
import { ROW_BYTES } from './ingest-rows.ts';

/**
 * Areas of linear memory that a scan fills and nobody needs after it: one set for the process, as large as the largest
 * target so far. Addresses stay valid until the next `reserve`.
 */
export class ScanScratch {
  rows = 0;
  /** Times of the rows that have one, by row. */
  times = 0;
  todo = 0;
  refs = 0;
  values = 0;
  table = 0;
  readonly counts: number;
  /** Rows (and entries of the other arrays) that fit. */
  capacity = 0;
  /** Slots of the key table, a power of two. */
  slots = 0;
  private readonly memory: LinearMemory;

  constructor(memory: LinearMemory) {
    this.memory = memory;
    this.counts = memory.allocate(TALLY_WORDS * 4);
  }

  /** Room for a body of `lines` lines after one of `previousLines`; contents are lost when it grows. */
  reserve(lines: number, previousLines: number): void {
    if (lines > this.capacity) {
      for (const [address, width] of [
        [this.rows, ROW_BYTES],
        [this.times, 8],
        [this.values, 8],
        [this.refs, 4],
        [this.todo, 4],
      ]) {
        this.memory.release(address, this.capacity * width);
      }
      this.capacity = lines + (lines >> 3) + 64;
      this.rows = this.memory.allocate(this.capacity * ROW_BYTES);
      this.times = this.memory.allocate(this.capacity * 8);
      this.values = this.memory.allocate(this.capacity * 8);
      this.refs = this.memory.allocate(this.capacity * 4);
      this.todo = this.memory.allocate(this.capacity * 4);
    }
    const slots = 2 ** Math.ceil(Math.log2(2 * previousLines + 16));
    if (slots > this.slots) {
      this.memory.release(this.table, this.slots * 8);
      this.slots = slots;
      this.table = this.memory.allocate(slots * 8);
    }
  }
}
