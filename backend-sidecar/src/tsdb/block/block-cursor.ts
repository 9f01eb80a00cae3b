import type { Labels } from '../../model/labels.ts';
import { Labels as LabelSet } from '../../model/labels.ts';
import type { Block } from './block.ts';
import { ChunkReader } from './chunk-reader.ts';
import { PairTable } from './pair-table.ts';
import { prefetchPages } from './prefetch.ts';
import type { SeriesGroup } from './series-group.ts';
import type { Interval } from './tombstones.ts';
import type { GroupRef } from './toc.ts';

const PREFETCH_BYTES = 16 << 20;

/** Walks a block's series in label order, one group of pages in memory at a time. */
export class BlockCursor {
  readonly block: Block;
  /** Of the current series. */
  labels: Labels = LabelSet.EMPTY;
  private readonly pairs: PairTable;
  private groupNumber = -1;
  private series = -1;
  private current: { group: SeriesGroup; ref: GroupRef; reader: ChunkReader } | undefined;

  constructor(block: Block) {
    this.block = block;
    this.pairs = new PairTable(block.file);
    block.file.acquire();
  }

  close(): void {
    this.current = undefined;
    this.block.file.release();
  }

  /** Steps to the next series; false at the end. */
  async next(): Promise<boolean> {
    this.series++;
    while (!this.current || this.series >= this.current.group.count) {
      this.groupNumber++;
      const ref = this.block.file.toc.groups[this.groupNumber];
      if (!ref) return false;
      const group = await this.block.loadGroup(ref);
      const stored = await prefetchPages(this.block.file, ref.dataPages, { leftBytes: PREFETCH_BYTES });
      this.current = { group, ref, reader: new ChunkReader(this.block, stored) };
      this.series = 0;
    }
    this.labels = await this.readLabels(this.current.group, this.current.ref);
    return true;
  }

  /** What reads chunks of the current series: its group, its number in it, and the rows of its chunks. */
  get position(): { group: SeriesGroup; ref: GroupRef; reader: ChunkReader; series: number } {
    if (!this.current) throw new Error('cursor is not on a series');
    return { ...this.current, series: this.series };
  }

  /** Deleted intervals of the current series. */
  get deleted(): readonly Interval[] | undefined {
    return this.block.tombstones.get(this.block.groupFirsts[this.groupNumber] + this.series);
  }

  private async readLabels(group: SeriesGroup, ref: GroupRef): Promise<Labels> {
    const flat: string[] = [];
    for (let i = group.pairStarts[this.series]; i < group.pairStarts[this.series + 1]; i++) {
      const slot = this.block.file.guarded(ref, () => this.pairs.slotOf(group.pairs[i]));
      if (!this.pairs.isPinned(slot)) await this.pairs.pin(slot);
      flat.push(this.pairs.name(slot), this.pairs.value(slot, group.pairs[i]));
    }
    return LabelSet.fromSortedFlat(flat);
  }
}
