/** Deleted intervals of one block, by series (docs/format/tombstones.md). */
import { open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { SampleBuffer } from '../../storage.ts';
import { syncFolder } from './sync-folder.ts';
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';
import { crc32c } from './codec/kernel.ts';
import { BlockCorruptError } from './corrupt.ts';
import { systemErrorCode } from './system-error.ts';

export const TOMBSTONE_FILE = 'tombstones';
const MAGIC = 0x5453424f; // "OBST"
const VERSION = 1;
const HEAD_BYTES = 5;

/** Inclusive bounds in ms. */
export interface Interval {
  minTimeMs: number;
  maxTimeMs: number;
}

export class Tombstones {
  private readonly bySeries: Map<number, Interval[]>;

  constructor(bySeries: Map<number, Interval[]> = new Map()) {
    this.bySeries = bySeries;
  }

  get size(): number {
    return this.bySeries.size;
  }

  /** Disjoint and ascending; undefined when nothing of the series is deleted. */
  get(series: number): readonly Interval[] | undefined {
    return this.bySeries.get(series);
  }

  /** A copy with one more interval for each of the series. */
  with(seriesRefs: Iterable<number>, interval: Interval): Tombstones {
    const copy = new Map(this.bySeries);
    for (const series of seriesRefs) copy.set(series, insert(copy.get(series) ?? [], interval));
    return new Tombstones(copy);
  }

  /** Replaces the block's tombstone file; durable when resolved. */
  async save(folder: string): Promise<void> {
    const out = new ByteWriter(this.bySeries.size * 16 + 16);
    out.u32(MAGIC);
    out.u8(VERSION);
    out.varint(this.bySeries.size);
    for (const [series, intervals] of this.bySeries) {
      out.varint(series);
      out.varint(intervals.length);
      for (const { minTimeMs, maxTimeMs } of intervals) {
        out.signed(minTimeMs);
        out.varint(maxTimeMs - minTimeMs);
      }
    }
    out.u32(crc32c(out.view()));
    const temporary = path.join(folder, `${TOMBSTONE_FILE}.tmp`);
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(out.view());
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path.join(folder, TOMBSTONE_FILE));
    await syncFolder(folder);
  }

  /** None when the block has no such file. @throws BlockCorruptError */
  static async load(folder: string): Promise<Tombstones> {
    const file = path.join(folder, TOMBSTONE_FILE);
    let bytes: Buffer;
    try {
      bytes = await readFile(file);
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return new Tombstones();
      throw error;
    }
    const sound =
      bytes.length >= HEAD_BYTES + 4 && crc32c(bytes.subarray(0, -4)) === bytes.readUInt32LE(bytes.length - 4);
    if (!sound || bytes.readUInt32LE(0) !== MAGIC || bytes[4] !== VERSION)
      throw new BlockCorruptError(file, 'tombstones are damaged');
    const reader = new ByteReader(bytes.subarray(0, -4), HEAD_BYTES);
    const bySeries = new Map<number, Interval[]>();
    for (let left = reader.varint(); left > 0; left--) {
      const series = reader.varint();
      const intervals = Array.from({ length: reader.varint() }, () => {
        const minTimeMs = reader.signed();
        return { minTimeMs, maxTimeMs: minTimeMs + reader.varint() };
      });
      bySeries.set(series, intervals);
    }
    return new Tombstones(bySeries);
  }
}

/** Merges an interval into disjoint ascending ones. */
function insert(intervals: readonly Interval[], added: Interval): Interval[] {
  const before = intervals.filter((interval) => interval.maxTimeMs < added.minTimeMs - 1);
  const after = intervals.filter((interval) => interval.minTimeMs > added.maxTimeMs + 1);
  const touching = intervals.slice(before.length, intervals.length - after.length);
  const minTimeMs = Math.min(added.minTimeMs, ...touching.map((interval) => interval.minTimeMs));
  const maxTimeMs = Math.max(added.maxTimeMs, ...touching.map((interval) => interval.maxTimeMs));
  return [...before, { minTimeMs, maxTimeMs }, ...after];
}

/** Ascending columns that lose what was deleted. */
export interface Columns {
  length: number;
  timestamps: Float64Array;
  /** Moves [from, end) to `to` in every value column; bytes only. */
  move(to: number, from: number, end: number): void;
}

/** Removes samples within the intervals from `columns[from..]`. */
export function dropIntervals(columns: Columns, from: number, intervals: readonly Interval[]): void {
  const { timestamps } = columns;
  let write = from;
  let read = from;
  const keepUntil = (end: number) => {
    if (write !== read) {
      timestamps.copyWithin(write, read, end);
      columns.move(write, read, end);
    }
    write += end - read;
    read = end;
  };
  for (const { minTimeMs, maxTimeMs } of intervals) {
    let end = read;
    while (end < columns.length && timestamps[end] < minTimeMs) end++;
    keepUntil(end);
    while (read < columns.length && timestamps[read] <= maxTimeMs) read++;
  }
  keepUntil(columns.length);
  columns.length = write;
}

/** As dropIntervals, for the buffer that queries fill. */
export function dropFromBuffer(out: SampleBuffer, from: number, intervals: readonly Interval[]): void {
  const columns: Columns = {
    length: out.length,
    timestamps: out.timestamps,
    move: (to, start, end) => void out.values.copyWithin(to, start, end),
  };
  dropIntervals(columns, from, intervals);
  out.length = columns.length;
}
