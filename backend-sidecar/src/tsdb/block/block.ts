import type { Matcher } from '../../model/matcher.ts';
import type { PartSelect, StorePart } from '../types.ts';
import { BlockFile } from './block-file.ts';
import { readRaw, selectBlock, type BlockSeriesSet } from './block-series-set.ts';
import { BlockCorruptError } from './corrupt.ts';
import { loadPairs, matchSeries } from './matching.ts';
import type { PageCache } from './page-cache.ts';
import { PairTable } from './pair-table.ts';
import { parseSeriesGroup, type SeriesGroup } from './series-group.ts';
import { Slicer } from './slicer.ts';
import { tierReader } from './tier-reader.ts';
import { Tombstones } from './tombstones.ts';
import type { GroupRef } from './toc.ts';
import type { BlockMeta } from './types.ts';

/** An immutable part of the store on disk, and the tombstones over it. */
export class Block implements StorePart {
  readonly file: BlockFile;
  readonly meta: BlockMeta;
  /** First series of each group, and the end of the last. */
  readonly groupFirsts: Uint32Array;
  tombstones: Tombstones;
  /** The block that a compaction put in this one's place. */
  successor: Block | undefined;
  private readonly columnFirsts: Uint32Array;
  readonly prefetchBytes: number;

  private constructor(file: BlockFile, tombstones: Tombstones, prefetchBytes: number) {
    this.file = file;
    this.meta = file.toc.meta;
    this.tombstones = tombstones;
    this.prefetchBytes = prefetchBytes;
    this.groupFirsts = runningSum(file.toc.groups.map((group) => group.seriesCount));
    this.columnFirsts = runningSum(file.toc.columnPages.map((page) => page.columns));
  }

  /** @throws BlockCorruptError when the block cannot be trusted. */
  static async open(folder: string, cache: PageCache, prefetchBytes: number): Promise<Block> {
    const tombstones = await Tombstones.load(folder);
    return new Block(await BlockFile.open(folder, cache), tombstones, prefetchBytes);
  }

  get minTimeMs(): number {
    return this.meta.minTimeMs;
  }

  get maxTimeMs(): number {
    return this.meta.maxTimeMs;
  }

  overlaps(minTimeMs: number, maxTimeMs: number): boolean {
    return this.meta.minTimeMs <= maxTimeMs && this.meta.maxTimeMs >= minTimeMs;
  }

  select(request: PartSelect): Promise<BlockSeriesSet> {
    return selectBlock(
      this,
      request,
      this.meta.resolutionMs > 0 ? tierReader('last', this.meta.resolutionMs) : readRaw,
    );
  }

  /** Series numbers that match, ascending. */
  async matching(matchers: readonly Matcher[], slicer: Slicer): Promise<number[]> {
    const bits = await matchSeries(this.file, matchers, slicer);
    const series: number[] = [];
    bits?.forEach((word, index) => {
      for (let rest = word; rest !== 0; rest &= rest - 1) series.push(index * 32 + 31 - Math.clz32(rest & -rest));
    });
    return series;
  }

  async labelNames(matchers: readonly Matcher[] | undefined): Promise<Iterable<string>> {
    return this.served(
      async () => {
        if (!matchers || matchers.length === 0) return this.file.toc.names.map(({ name }) => name);
        const pairs = new PairTable(this.file);
        const names = new Set<string>();
        for (const pair of await this.pairsOf(matchers)) names.add(pairs.name(pairs.slotOf(pair)));
        return names;
      },
      (successor) => successor.labelNames(matchers),
    );
  }

  async labelValues(name: string, matchers: readonly Matcher[] | undefined): Promise<Iterable<string>> {
    return this.served(
      () => (matchers && matchers.length > 0 ? this.valuesOfMatching(name, matchers) : this.allValues(name)),
      (successor) => successor.labelValues(name, matchers),
    );
  }

  loadGroup(group: GroupRef): Promise<SeriesGroup> {
    return this.file.parsed(group, (raw) => checkedGroup(group, raw));
  }

  /** Number of the page that holds a timestamp column. */
  columnPageOf(column: number): number {
    return upperBound(this.columnFirsts, column) - 1;
  }

  /** First column of a page of them. */
  firstColumnOf(page: number): number {
    return this.columnFirsts[page];
  }

  /** Number of the group that holds a series. */
  groupOf(series: number): number {
    return upperBound(this.groupFirsts, series) - 1;
  }

  /** Answers from this block; from the one that replaced it when it is gone, with nothing when it is damaged or expired. */
  private async served(
    own: () => Promise<Iterable<string>>,
    other: (successor: Block) => Promise<Iterable<string>>,
  ): Promise<Iterable<string>> {
    if (!this.file.tryAcquire()) return this.successor ? other(this.successor) : [];
    try {
      return await own();
    } catch (error) {
      if (error instanceof BlockCorruptError) return [];
      throw error;
    } finally {
      this.file.release();
    }
  }

  private async allValues(name: string): Promise<string[]> {
    const values: string[] = [];
    for (const group of this.file.toc.names.find((candidate) => candidate.name === name)?.groups ?? []) {
      const loaded = await loadPairs(this.file, group);
      for (let i = 0; i < loaded.count; i++) values.push(loaded.value(i));
    }
    return values;
  }

  private async valuesOfMatching(name: string, matchers: readonly Matcher[]): Promise<string[]> {
    const values: string[] = [];
    const pairs = new PairTable(this.file);
    for (const pair of await this.pairsOf(matchers)) {
      const slot = pairs.slotOf(pair);
      if (pairs.name(slot) !== name) continue;
      await pairs.pin(slot);
      values.push(pairs.value(slot, pair));
    }
    return values;
  }

  /** Distinct label pairs of all series that match. */
  private async pairsOf(matchers: readonly Matcher[]): Promise<Iterable<number>> {
    const slicer = new Slicer();
    const pairs = new Set<number>();
    for (const series of await this.matching(matchers, slicer)) {
      const number = this.groupOf(series);
      const group = await this.loadGroup(this.file.toc.groups[number]);
      const s = series - this.groupFirsts[number];
      for (let i = group.pairStarts[s]; i < group.pairStarts[s + 1]; i++) pairs.add(group.pairs[i]);
      if (slicer.due()) await slicer.pause();
    }
    return pairs;
  }
}

function checkedGroup(ref: GroupRef, raw: Uint8Array): SeriesGroup {
  const group = parseSeriesGroup(raw);
  if (group.count !== ref.seriesCount) throw new RangeError('number of series differs from the table of contents');
  return group;
}

function runningSum(counts: readonly number[]): Uint32Array {
  const sums = new Uint32Array(counts.length + 1);
  counts.forEach((count, i) => (sums[i + 1] = sums[i] + count));
  return sums;
}

/** Index of the first entry above `value` in an ascending array. */
function upperBound(array: Uint32Array, value: number): number {
  let low = 0;
  let high = array.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (array[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
