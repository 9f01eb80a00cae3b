/**
 * Index page of a group of neighbouring series (docs/format/block.md): which label pairs each has, and a table of the
 * group's chunks in the order of their bytes in the group's data pages.
 */
import { ByteReader } from './byte-reader.ts';
import { ByteWriter } from './byte-writer.ts';

/** One chunk as the writer lists it, in data order. */
export interface ChunkRow {
  /** Series within the group. */
  series: number;
  lengthBytes: number;
  samples: number;
  /** Timestamp column of the block, and where in it the chunk starts. */
  column: number;
  columnStart: number;
  minTimeMs: number;
  maxTimeMs: number;
}

/** Encodes the chunk table; `pageChunks` tells how many of the rows lie in each data page. */
export function encodeChunkTable(rows: readonly ChunkRow[], pageChunks: readonly number[]): Uint8Array {
  const out = new ByteWriter(rows.length * 12 + 64);
  out.varint(pageChunks.length);
  for (const chunks of pageChunks) out.varint(chunks);
  out.varint(rows.length);
  let series = 0;
  for (const row of rows) {
    out.signed(row.series - series);
    series = row.series;
  }
  for (const row of rows) out.varint(row.lengthBytes);
  for (const row of rows) out.varint(row.samples);
  let column = 0;
  for (const row of rows) {
    out.signed(row.column - column);
    column = row.column;
  }
  for (const row of rows) out.varint(row.columnStart);
  let minTimeMs = 0;
  for (const row of rows) {
    out.signed(row.minTimeMs - minTimeMs);
    minTimeMs = row.minTimeMs;
  }
  for (const row of rows) out.varint(row.maxTimeMs - row.minTimeMs);
  return out.view().slice();
}

/** Label pairs of each series (ascending ids), then the chunk table. */
export function encodeSeriesGroup(pairs: Iterable<Uint32Array>, count: number, chunkTable: Uint8Array): Uint8Array {
  const out = new ByteWriter(count * 8 + chunkTable.length);
  out.varint(count);
  let previous = new Uint32Array(0);
  for (const ids of pairs) {
    let shared = 0;
    while (shared < ids.length && shared < previous.length && ids[shared] === previous[shared]) shared++;
    out.varint(shared);
    out.varint(ids.length - shared);
    let last = shared > 0 ? ids[shared - 1] : 0;
    for (let i = shared; i < ids.length; i++) {
      out.varint(ids[i] - last);
      last = ids[i];
    }
    previous = ids as Uint32Array<ArrayBuffer>;
  }
  out.raw(chunkTable);
  return out.view();
}

/** A parsed group: typed arrays only. Chunks of series s are `order[chunkStarts[s]..chunkStarts[s+1])`, ascending in time. */
export interface SeriesGroup {
  count: number;
  pairStarts: Uint32Array;
  pairs: Uint32Array;
  chunkStarts: Uint32Array;
  /** Row numbers by series. */
  order: Uint32Array;
  /** Data page within the group, byte offset within the page. */
  page: Uint32Array;
  offset: Uint32Array;
  lengthBytes: Uint32Array;
  samples: Uint32Array;
  column: Uint32Array;
  columnStart: Uint32Array;
  minTimeMs: Float64Array;
  maxTimeMs: Float64Array;
  sizeBytes: number;
}

/** @throws RangeError when the bytes do not make a group. */
export function parseSeriesGroup(bytes: Uint8Array): SeriesGroup {
  const reader = new ByteReader(bytes);
  const count = checked(reader.varint(), reader);
  const pairStarts = new Uint32Array(count + 1);
  let pairs = new Uint32Array(count * 8 + 8);
  let used = 0;
  for (let s = 0; s < count; s++) {
    const shared = reader.varint();
    const own = checked(reader.varint(), reader);
    const from = s > 0 ? pairStarts[s - 1] : 0;
    if (shared > used - from) throw new RangeError('shared labels exceed the series before');
    if (used + shared + own > pairs.length) {
      const grown = new Uint32Array((used + shared + own) * 2);
      grown.set(pairs);
      pairs = grown;
    }
    pairStarts[s] = used;
    pairs.copyWithin(used, from, from + shared);
    used += shared;
    let last = shared > 0 ? pairs[used - 1] : 0;
    for (let i = 0; i < own; i++) {
      last += reader.varint();
      pairs[used++] = last;
    }
  }
  pairStarts[count] = used;
  const pageCount = checked(reader.varint(), reader);
  const pageChunks = Array.from({ length: pageCount }, () => reader.varint());
  const chunks = checked(reader.varint(), reader);
  const series = new Uint32Array(chunks);
  let at = 0;
  for (let c = 0; c < chunks; c++) {
    at += reader.signed();
    if (at < 0 || at >= count) throw new RangeError('chunk of a series outside the group');
    series[c] = at;
  }
  const column32 = (read: () => number) => {
    const column = new Uint32Array(chunks);
    for (let c = 0; c < chunks; c++) column[c] = read();
    return column;
  };
  const lengthBytes = column32(() => reader.varint());
  const samples = column32(() => reader.varint());
  let columnId = 0;
  const column = column32(() => (columnId += reader.signed()));
  const columnStart = column32(() => reader.varint());
  const minTimeMs = new Float64Array(chunks);
  const maxTimeMs = new Float64Array(chunks);
  let time = 0;
  for (let c = 0; c < chunks; c++) minTimeMs[c] = time += reader.signed();
  for (let c = 0; c < chunks; c++) maxTimeMs[c] = minTimeMs[c] + reader.varint();
  const { page, offset } = place(lengthBytes, pageChunks);
  const { chunkStarts, order } = groupBySeries(series, count);
  const sizeBytes = 4 * (pairs.length + 2 * count + 7 * chunks) + 16 * chunks + 512;
  return {
    count,
    pairStarts,
    pairs,
    chunkStarts,
    order,
    page,
    offset,
    lengthBytes,
    samples,
    column,
    columnStart,
    minTimeMs,
    maxTimeMs,
    sizeBytes,
  };
}

/** Counts come before what they count, which takes at least a byte each. */
function checked(count: number, reader: ByteReader): number {
  if (count > reader.remaining) throw new RangeError('count exceeds the page');
  return count;
}

function place(lengthBytes: Uint32Array, pageChunks: readonly number[]): { page: Uint32Array; offset: Uint32Array } {
  const page = new Uint32Array(lengthBytes.length);
  const offset = new Uint32Array(lengthBytes.length);
  let c = 0;
  pageChunks.forEach((chunks, number) => {
    let position = 0;
    for (const end = Math.min(c + chunks, lengthBytes.length); c < end; c++) {
      page[c] = number;
      offset[c] = position;
      position += lengthBytes[c];
    }
  });
  if (c !== lengthBytes.length) throw new RangeError('chunks without a page');
  return { page, offset };
}

/** Counting sort, stable: rows of one series keep their order in time. */
function groupBySeries(series: Uint32Array, count: number): { chunkStarts: Uint32Array; order: Uint32Array } {
  const chunkStarts = new Uint32Array(count + 1);
  for (const s of series) chunkStarts[s + 1]++;
  for (let s = 0; s < count; s++) chunkStarts[s + 1] += chunkStarts[s];
  const next = chunkStarts.slice();
  const order = new Uint32Array(series.length);
  for (let c = 0; c < series.length; c++) order[next[series[c]]++] = c;
  return { chunkStarts, order };
}
