import type { SampleBuffer } from '../../storage.ts';
import type { ByteWriter } from '../block/byte-writer.ts';

/** Samples of one series that came behind its newest one: few, sorted by time, plain columns. */
interface LateColumn {
  length: number;
  times: Float64Array;
  words: Uint32Array;
  /** 1 for samples that a block being written has taken: `dropTaken` forgets them. */
  taken: Uint8Array;
}

/**
 * Out-of-order samples of the head, accepted within `storage.out_of_order_time_window`. They are rare, so they are JS objects
 * per series that has any; reads and block writing merge them with the chunks.
 */
export class LateSamples {
  private readonly columns = new Map<number, LateColumn>();
  private samples = 0;

  get count(): number {
    return this.samples;
  }

  get bytes(): number {
    let total = 0;
    for (const column of this.columns.values()) total += column.times.length * 17 + 160;
    return total;
  }

  has(slot: number): boolean {
    return this.columns.has(slot);
  }

  slots(): IterableIterator<number> {
    return this.columns.keys();
  }

  /** True when a sample lies within the bounds. */
  overlaps(slot: number, minTimeMs: number, maxTimeMs: number): boolean {
    const column = this.columns.get(slot);
    return (
      column !== undefined &&
      column.length > 0 &&
      column.times[0] <= maxTimeMs &&
      column.times[column.length - 1] >= minTimeMs
    );
  }

  /** Adds a sample by its bits; `same` when it is there already, `duplicate` when that time has another value. */
  add(slot: number, timestampMs: number, low: number, high: number): 'added' | 'same' | 'duplicate' {
    let column = this.columns.get(slot);
    if (!column) this.columns.set(slot, (column = newColumn(8)));
    const at = position(column, timestampMs);
    if (at < column.length && column.times[at] === timestampMs) {
      return column.words[2 * at] === low && column.words[2 * at + 1] === high ? 'same' : 'duplicate';
    }
    if (column.length === column.times.length) this.columns.set(slot, (column = grown(column)));
    column.times.copyWithin(at + 1, at, column.length);
    column.words.copyWithin(2 * at + 2, 2 * at, 2 * column.length);
    column.taken.copyWithin(at + 1, at, column.length);
    column.times[at] = timestampMs;
    column.words[2 * at] = low;
    column.words[2 * at + 1] = high;
    column.taken[at] = 0;
    column.length++;
    this.samples++;
    return 'added';
  }

  /** Merges the samples within the bounds into `out` from index `start` on, which is sorted there; none of its times recurs. */
  mergeInto(slot: number, out: SampleBuffer, start: number, minTimeMs: number, maxTimeMs: number): void {
    const column = this.columns.get(slot);
    if (!column) return;
    const first = position(column, minTimeMs);
    let last = first;
    while (last < column.length && column.times[last] <= maxTimeMs) last++;
    out.reserve(last - first);
    // From the back, so that the merge needs no second buffer.
    let chunk = out.length - 1;
    let late = last - 1;
    out.length += last - first;
    for (let to = out.length - 1; late >= first; to--) {
      if (chunk >= start && out.timestamps[chunk] > column.times[late]) {
        out.timestamps[to] = out.timestamps[chunk];
        out.valueWords[2 * to] = out.valueWords[2 * chunk];
        out.valueWords[2 * to + 1] = out.valueWords[2 * chunk + 1];
        chunk--;
      } else {
        out.timestamps[to] = column.times[late];
        out.valueWords[2 * to] = column.words[2 * late];
        out.valueWords[2 * to + 1] = column.words[2 * late + 1];
        late--;
      }
    }
  }

  /** Marks the samples within the bounds as written to a block. */
  take(slot: number, minTimeMs: number, maxTimeMs: number): void {
    const column = this.columns.get(slot);
    if (!column) return;
    for (let i = 0; i < column.length; i++) {
      if (column.times[i] >= minTimeMs && column.times[i] <= maxTimeMs) column.taken[i] = 1;
    }
  }

  /** Takes back all marks: the block was not written. */
  untake(): void {
    for (const column of this.columns.values()) column.taken.fill(0);
  }

  /** Forgets what `take` marked; returns the slots that hold nothing any more. */
  dropTaken(): number[] {
    const emptied: number[] = [];
    for (const [slot, column] of this.columns) {
      this.compact(column, (i) => column.taken[i] === 1);
      if (column.length > 0) continue;
      this.columns.delete(slot);
      emptied.push(slot);
    }
    return emptied;
  }

  /** Forgets one series' samples within the bounds; true when none is left. */
  deleteRange(slot: number, minTimeMs: number, maxTimeMs: number): boolean {
    const column = this.columns.get(slot);
    if (!column) return true;
    this.compact(column, (i) => column.times[i] >= minTimeMs && column.times[i] <= maxTimeMs);
    if (column.length === 0) this.columns.delete(slot);
    return column.length === 0;
  }

  /** Time of the oldest sample, Infinity when there is none. */
  oldestTime(): number {
    let oldest = Infinity;
    for (const column of this.columns.values()) if (column.length > 0) oldest = Math.min(oldest, column.times[0]);
    return oldest;
  }

  /** Time of the first sample at or after `timeMs`, Infinity when there is none. */
  nextTime(timeMs: number): number {
    let next = Infinity;
    for (const column of this.columns.values()) {
      const at = position(column, timeMs);
      if (at < column.length) next = Math.min(next, column.times[at]);
    }
    return next;
  }

  /** Writes a series' samples as docs/format/checkpoint.md has them. */
  put(slot: number, out: ByteWriter): void {
    const column = this.columns.get(slot);
    out.varint(column?.length ?? 0);
    if (!column) return;
    for (let i = 0; i < column.length; i++) {
      out.signed(column.times[i]);
      out.u32(column.words[2 * i]);
      out.u32(column.words[2 * i + 1]);
    }
  }

  private compact(column: LateColumn, drops: (index: number) => boolean): void {
    let kept = 0;
    for (let i = 0; i < column.length; i++) {
      if (drops(i)) continue;
      column.times[kept] = column.times[i];
      column.words[2 * kept] = column.words[2 * i];
      column.words[2 * kept + 1] = column.words[2 * i + 1];
      column.taken[kept] = column.taken[i];
      kept++;
    }
    this.samples -= column.length - kept;
    column.length = kept;
  }
}

function newColumn(capacity: number): LateColumn {
  return {
    length: 0,
    times: new Float64Array(capacity),
    words: new Uint32Array(2 * capacity),
    taken: new Uint8Array(capacity),
  };
}

function grown(column: LateColumn): LateColumn {
  const target = newColumn(column.times.length * 2);
  target.length = column.length;
  target.times.set(column.times);
  target.words.set(column.words);
  target.taken.set(column.taken);
  return target;
}

/** First index whose time is >= `timeMs`. */
function position(column: LateColumn, timeMs: number): number {
  let low = 0;
  let high = column.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column.times[middle] < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
