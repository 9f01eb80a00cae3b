/** A selection within one block: finds the series, reads their pages ahead, decodes when asked. */
import { mixHash, EMPTY_HASH } from '../../model/label-hash.ts';
import { Labels } from '../../model/labels.ts';
import type { SampleBuffer } from '../../storage.ts';
import type { PartSelect, PartSeriesSet } from '../types.ts';
import type { Block } from './block.ts';
import { ChunkReader } from './chunk-reader.ts';
import { matchSeries } from './matching.ts';
import { PairTable } from './pair-table.ts';
import { prefetchPages, type PrefetchBudget } from './prefetch.ts';
import type { SeriesGroup } from './series-group.ts';
import { Slicer } from './slicer.ts';
import { dropFromBuffer } from './tombstones.ts';
import type { GroupRef, PageRef } from './toc.ts';

interface SelectedGroup {
  ref: GroupRef;
  group: SeriesGroup;
  first: number;
}

/** Adds the samples of one series within the bounds to `out`. */
export type SeriesReader = (
  reader: ChunkReader,
  group: SeriesGroup,
  ref: GroupRef,
  series: number,
  request: PartSelect,
  out: SampleBuffer,
) => void;

export class BlockSeriesSet implements PartSeriesSet {
  readonly resolutionMs: number | undefined;
  private readonly block: Block;
  private readonly request: PartSelect;
  private readonly readSeries: SeriesReader;
  private readonly pairs: PairTable;
  private readonly groups: SelectedGroup[] = [];
  /** Per series: its group in `groups`, its number in the group. */
  private readonly groupIndex: number[] = [];
  private readonly seriesInGroup: number[] = [];
  /** Two words a series. */
  private readonly hashes: number[] = [];
  private readonly hashParts = new Uint32Array(4);
  private reader: ChunkReader;
  private closed = false;

  constructor(block: Block, request: PartSelect, readSeries: SeriesReader) {
    this.block = block;
    this.request = request;
    this.readSeries = readSeries;
    this.resolutionMs = block.meta.resolutionMs || undefined;
    this.pairs = new PairTable(block.file);
    this.reader = new ChunkReader(block, new Map());
  }

  get count(): number {
    return this.groupIndex.length;
  }

  hashLow(index: number): number {
    return this.hashes[2 * index];
  }

  hashHigh(index: number): number {
    return this.hashes[2 * index + 1];
  }

  labels(index: number): Labels {
    const { group } = this.groups[this.groupIndex[index]];
    const s = this.seriesInGroup[index];
    const flat: string[] = [];
    for (let i = group.pairStarts[s]; i < group.pairStarts[s + 1]; i++) {
      const slot = this.pairs.slotOf(group.pairs[i]);
      flat.push(this.pairs.name(slot), this.pairs.value(slot, group.pairs[i]));
    }
    return Labels.fromSortedFlat(flat);
  }

  read(index: number, out: SampleBuffer): void {
    const { group, ref, first } = this.groups[this.groupIndex[index]];
    const s = this.seriesInGroup[index];
    const from = out.length;
    this.readSeries(this.reader, group, ref, s, this.request, out);
    const deleted = this.block.tombstones.get(first + s);
    if (deleted) dropFromBuffer(out, from, deleted);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.reader = new ChunkReader(this.block, new Map());
    this.block.file.release();
  }

  /** Finds series and loads what `labels`, hashes and `read` need. */
  async prepare(budget: PrefetchBudget): Promise<void> {
    const slicer = new Slicer(this.request.signal);
    const bits = await matchSeries(this.block.file, this.request.matchers, slicer);
    if (!bits) return;
    const pages: PageRef[] = [];
    const columnPages = new Set<number>();
    for (const [number, ref] of this.block.file.toc.groups.entries()) {
      if (ref.maxTimeMs < this.request.minTimeMs || ref.minTimeMs > this.request.maxTimeMs) continue;
      const first = this.block.groupFirsts[number];
      if (!anyBit(bits, first, first + ref.seriesCount)) continue;
      const group = await this.block.loadGroup(ref);
      await this.addGroup({ ref, group, first }, bits, pages, columnPages);
      if (slicer.due()) await slicer.pause();
    }
    const { columnPages: refs } = this.block.file.toc;
    for (const page of columnPages) if (page >= 0 && page < refs.length) pages.push(refs[page]);
    this.reader = new ChunkReader(this.block, await prefetchPages(this.block.file, pages, budget));
  }

  private async addGroup(
    selected: SelectedGroup,
    bits: Uint32Array,
    pages: PageRef[],
    columnPages: Set<number>,
  ): Promise<void> {
    const { ref, group, first } = selected;
    const { minTimeMs, maxTimeMs } = this.request;
    const wanted = new Set<number>();
    let lastColumn = -1;
    const before = this.groupIndex.length;
    for (let s = 0; s < group.count; s++) {
      const series = first + s;
      if ((bits[series >>> 5] & (1 << (series & 31))) === 0) continue;
      let found = false;
      for (let i = group.chunkStarts[s]; i < group.chunkStarts[s + 1]; i++) {
        const row = group.order[i];
        if (group.maxTimeMs[row] < minTimeMs || group.minTimeMs[row] > maxTimeMs) continue;
        found = true;
        wanted.add(group.page[row]);
        if (group.column[row] !== lastColumn)
          columnPages.add(this.block.columnPageOf((lastColumn = group.column[row])));
      }
      if (!found) continue;
      this.groupIndex.push(this.groups.length);
      this.seriesInGroup.push(s);
      for (let i = group.pairStarts[s]; i < group.pairStarts[s + 1]; i++) {
        const slot = this.block.file.guarded(ref, () => this.pairs.slotOf(group.pairs[i]));
        if (!this.pairs.isPinned(slot)) await this.pairs.pin(slot);
      }
      this.addHash(group, s);
    }
    if (this.groupIndex.length === before) return;
    this.groups.push(selected);
    for (const page of wanted) {
      if (page >= ref.dataPages.length) throw this.block.file.damage('a chunk lies in a page that does not exist');
      pages.push(ref.dataPages[page]);
    }
  }

  /** Hash of the label set of a series, as model/label-hash.ts makes it. */
  private addHash(group: SeriesGroup, series: number): void {
    let { low, high } = EMPTY_HASH;
    for (let i = group.pairStarts[series]; i < group.pairStarts[series + 1]; i++) {
      this.pairs.hashes(this.pairs.slotOf(group.pairs[i]), group.pairs[i], this.hashParts);
      ({ low, high } = mixHash(low, high, this.hashParts[0], this.hashParts[1]));
      ({ low, high } = mixHash(low, high, this.hashParts[2], this.hashParts[3]));
    }
    this.hashes.push(low, high);
  }
}

export const readRaw: SeriesReader = (reader, group, ref, series, request, out) => {
  reader.append(group, ref, series, request.minTimeMs, request.maxTimeMs, out);
};

/**
 * Selects within a block; the set holds a reference on the file until it is closed. The caller holds one too, or has not
 * waited since it took the block from the store.
 */
export async function selectBlock(
  block: Block,
  request: PartSelect,
  readSeries: SeriesReader,
  budget: PrefetchBudget = { leftBytes: block.prefetchBytes },
): Promise<BlockSeriesSet> {
  block.file.acquire();
  const set = new BlockSeriesSet(block, request, readSeries);
  try {
    await set.prepare(budget);
    return set;
  } catch (error) {
    set.close();
    throw error;
  }
}

function anyBit(bits: Uint32Array, from: number, to: number): boolean {
  for (let series = from; series < to; series++) {
    if ((series & 31) === 0 && series + 32 <= to) {
      if (bits[series >>> 5] !== 0) return true;
      series += 31;
    } else if ((bits[series >>> 5] & (1 << (series & 31))) !== 0) {
      return true;
    }
  }
  return false;
}
