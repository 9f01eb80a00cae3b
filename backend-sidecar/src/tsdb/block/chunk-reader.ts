import type { SampleBuffer } from '../../storage.ts';
import type { Block } from './block.ts';
import { decodeValues } from './codec/kernel.ts';
import type { SeriesGroup } from './series-group.ts';
import { ColumnPage } from './time-columns.ts';
import type { GroupRef } from './toc.ts';

const PINNED_COLUMN_PAGES = 16;

/** Decodes chunks of a block; `stored` holds pages read ahead by file offset, others are read on the spot. */
export class ChunkReader {
  private readonly block: Block;
  private readonly stored: ReadonlyMap<number, Buffer>;
  /** The page in use: neighbours in a selection mostly share it. */
  private pageOffset = -1;
  private pageBytes: Uint8Array = new Uint8Array(0);
  /** Pages of timestamp columns in use, by number. */
  private readonly columnPages = new Map<number, ColumnPage>();

  constructor(block: Block, stored: ReadonlyMap<number, Buffer>) {
    this.block = block;
    this.stored = stored;
  }

  /** Appends the samples of a series within the inclusive bounds. */
  append(
    group: SeriesGroup,
    ref: GroupRef,
    series: number,
    minTimeMs: number,
    maxTimeMs: number,
    out: SampleBuffer,
  ): void {
    for (let i = group.chunkStarts[series]; i < group.chunkStarts[series + 1]; i++) {
      const row = group.order[i];
      if (group.maxTimeMs[row] < minTimeMs || group.minTimeMs[row] > maxTimeMs) continue;
      const times = this.times(group, row);
      const from = lowerBound(times, minTimeMs);
      const to = lowerBound(times, maxTimeMs + 1);
      if (to <= from) continue;
      const values = this.values(group, ref, row);
      out.reserve(to - from);
      out.timestamps.set(times.subarray(from, to), out.length);
      out.values.set(values.subarray(from, to), out.length);
      out.length += to - from;
    }
  }

  /** Times of a chunk: a view into its shared column. */
  times(group: SeriesGroup, row: number): Float64Array {
    const column = group.column[row];
    const page = this.block.columnPageOf(column);
    const columns = this.columnPages.get(page) ?? this.loadColumns(page);
    const start = group.columnStart[row];
    const end = start + group.samples[row];
    const ref = this.block.file.toc.columnPages[page];
    const times = this.block.file.guarded(ref, () => columns.times(column - this.block.firstColumnOf(page)));
    if (end > times.length) throw this.block.file.damage(`a chunk exceeds its timestamp column ${column}`);
    return times.subarray(start, end);
  }

  private loadColumns(page: number): ColumnPage {
    const ref = this.block.file.toc.columnPages[page];
    if (!ref) throw this.block.file.damage('a chunk lies in a timestamp column that does not exist');
    const columns = this.block.file.parsedSync(ref, this.stored.get(ref.offset), (raw) => new ColumnPage(raw));
    if (this.columnPages.size >= PINNED_COLUMN_PAGES) this.columnPages.clear();
    this.columnPages.set(page, columns);
    return columns;
  }

  /** The encoded bytes of a chunk: a view into its page. */
  chunkBytes(group: SeriesGroup, ref: GroupRef, row: number): Uint8Array {
    const { bytes, start } = this.locate(group, ref, row);
    return bytes.subarray(start, start + group.lengthBytes[row]);
  }

  /** The values of a raw chunk. A view that the next decoding overwrites. */
  values(group: SeriesGroup, ref: GroupRef, row: number): Float64Array {
    const { bytes, start } = this.locate(group, ref, row);
    return this.decode(bytes, start, group.lengthBytes[row], group.samples[row]);
  }

  /** One value column of a chunk of a tier. A view that the next decoding overwrites. */
  column(group: SeriesGroup, ref: GroupRef, row: number, column: number): Float64Array {
    const { bytes, start } = this.locate(group, ref, row);
    let at = start;
    for (let skip = column; skip > 0; skip--) at += 2 + this.lengthAt(bytes, at);
    return this.decode(bytes, at + 2, this.lengthAt(bytes, at), group.samples[row]);
  }

  private lengthAt(bytes: Uint8Array, at: number): number {
    if (at + 2 > bytes.length) throw this.block.file.damage('a chunk lacks a value column');
    return bytes[at] | (bytes[at + 1] << 8);
  }

  private decode(bytes: Uint8Array, start: number, length: number, samples: number): Float64Array {
    const values = decodeValues(bytes, start, length, samples);
    if (!values) throw this.block.file.damage('a chunk does not decode');
    return values;
  }

  private locate(group: SeriesGroup, ref: GroupRef, row: number): { bytes: Uint8Array; start: number } {
    const page = ref.dataPages[group.page[row]];
    if (!page) throw this.block.file.damage('a chunk lies in a page that does not exist');
    if (page.offset !== this.pageOffset) {
      this.pageBytes = this.block.file.rawSync(page, this.stored.get(page.offset));
      this.pageOffset = page.offset;
    }
    return { bytes: this.pageBytes, start: group.offset[row] };
  }
}

/** Index of the first entry at or above `value`. */
function lowerBound(times: Float64Array, value: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
