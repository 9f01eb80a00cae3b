/**
 * Timestamp columns of a block: series of one scrape share their times, so each distinct column is stored once and chunks
 * refer to it, or to a run within it (a series that began or ended midway).
 */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { decodeTimes, encodeTimes } from './codec/kernel.ts';

export interface ColumnSlice {
  column: number;
  start: number;
}

interface KnownColumn {
  id: number;
  times: Float64Array;
}

/** Exact matches are looked up in a map; runs are sought in the columns used last. */
const REMEMBERED = 1024;
const SEARCHED = 48;

/** Gives columns their ids while a block is written. */
export class ColumnDictionary {
  count = 0;
  private readonly byKey = new Map<string, KnownColumn>();
  private readonly recent: KnownColumn[] = [];
  private readonly pending = new ByteWriter(4096);
  private pendingColumns = 0;

  /** The column that holds these times, a new one if need be. The array is not kept. */
  intern(times: Float64Array): ColumnSlice {
    const key = `${times.length}:${times[0]}:${times[times.length - 1]}:${times[times.length >> 1]}`;
    const known = this.byKey.get(key);
    if (known && startOf(known.times, times) === 0) {
      this.byKey.delete(key);
      this.byKey.set(key, known);
      return { column: known.id, start: 0 };
    }
    for (let i = this.recent.length - 1; i >= 0; i--) {
      const start = startOf(this.recent[i].times, times);
      if (start >= 0) return { column: this.recent[i].id, start };
    }
    return { column: this.add(key, times), start: 0 };
  }

  get pendingBytes(): number {
    return this.pending.length;
  }

  /** Raw bytes of a page of the columns added since the last call. */
  takePage(): { raw: Uint8Array; columns: number } {
    const page = { raw: this.pending.view().slice(), columns: this.pendingColumns };
    this.pending.clear();
    this.pendingColumns = 0;
    return page;
  }

  private add(key: string, times: Float64Array): number {
    const column = { id: this.count++, times: times.slice() };
    const encoded = encodeTimes(times, 0, times.length);
    this.pending.varint(times.length);
    this.pending.varint(encoded.length);
    this.pending.raw(encoded);
    this.pendingColumns++;
    this.byKey.set(key, column);
    this.recent.push(column);
    if (this.recent.length > SEARCHED) this.recent.shift();
    const oldest = this.byKey.keys().next().value;
    if (this.byKey.size > REMEMBERED && oldest !== undefined) this.byKey.delete(oldest);
    return column.id;
  }
}

/** Where `run` lies as a whole in `times`, or -1. */
function startOf(times: Float64Array, run: Float64Array): number {
  const first = run[0];
  if (first < times[0] || run[run.length - 1] > times[times.length - 1]) return -1;
  let low = 0;
  let high = times.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < first) low = middle + 1;
    else high = middle;
  }
  if (low + run.length > times.length) return -1;
  for (let i = 0; i < run.length; i++) if (times[low + i] !== run[i]) return -1;
  return low;
}

/** A parsed page of columns; each is decoded when first used. */
export class ColumnPage {
  /** With all columns decoded. */
  readonly sizeBytes: number;
  private readonly bytes: Uint8Array;
  private readonly columns: { samples: number; start: number; length: number; times?: Float64Array }[] = [];

  /** @throws RangeError when the bytes do not make a page. */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    const reader = new ByteReader(bytes);
    let samples = 0;
    while (reader.remaining > 0) {
      const column = { samples: reader.varint(), length: reader.varint(), start: 0 };
      column.start = reader.position;
      reader.raw(column.length);
      this.columns.push(column);
      samples += column.samples;
    }
    this.sizeBytes = bytes.length + 8 * samples;
  }

  /** @throws RangeError when there is no such column or it does not decode. */
  times(index: number): Float64Array {
    const column = this.columns[index];
    if (column?.times) return column.times;
    const times = column && decodeTimes(this.bytes, column.start, column.length, column.samples);
    if (!times) throw new RangeError(`timestamp column ${index} does not decode`);
    return (column.times = times.slice());
  }
}
