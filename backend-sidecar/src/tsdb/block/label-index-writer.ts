/** The index of a block in the making: which label pairs each series has, and which series have each pair. */
import type { Labels } from '../../model/labels.ts';
import type { FileWriter } from './file-writer.ts';
import { PairDictionary, type SortedName } from './pair-dictionary.ts';
import { encodePairGroup, type PairPosting } from './pair-group.ts';
import { encodeSeriesGroup } from './series-group.ts';
import type { Slicer } from './slicer.ts';
import type { GroupRef, NameRef, PageRef } from './toc.ts';

const PAIR_GROUP_VALUES = 1024;
const PAIR_GROUP_POSTINGS = 128 << 10;

/** A group whose chunks are written. */
export interface WrittenGroup {
  firstSeries: number;
  seriesCount: number;
  chunkTable: Uint8Array;
  minTimeMs: number;
  maxTimeMs: number;
  dataPages: PageRef[];
}

export class LabelIndexWriter {
  /** Series noted so far. */
  count = 0;
  private readonly pairs = new PairDictionary();
  /** Provisional pair ids of all series; series s has pairIds[pairStarts[s]..pairStarts[s+1]). */
  private pairIds = new Uint32Array(4096);
  private pairStarts = new Uint32Array(1024);

  /** Takes the next series; returns its number. */
  note(labels: Labels): number {
    const start = this.pairStarts[this.count];
    const needed = start + labels.size;
    if (needed > this.pairIds.length) this.pairIds = grown(this.pairIds, needed);
    if (this.count + 2 > this.pairStarts.length) this.pairStarts = grown(this.pairStarts, this.count + 2);
    this.pairStarts[this.count + 1] = this.pairs.intern(labels.flat, this.pairIds, start);
    return this.count++;
  }

  /** Writes series group pages, then value and postings pages. */
  async write(
    file: FileWriter,
    groups: readonly WrittenGroup[],
    slicer: Slicer,
  ): Promise<{ groups: GroupRef[]; names: NameRef[] }> {
    const { names, finalIds } = await this.pairs.sort(slicer);
    return {
      groups: await this.writeGroups(file, groups, finalIds, slicer),
      names: await this.writePairs(file, names, finalIds, slicer),
    };
  }

  private async writeGroups(
    file: FileWriter,
    groups: readonly WrittenGroup[],
    finalIds: Uint32Array,
    slicer: Slicer,
  ): Promise<GroupRef[]> {
    const refs: GroupRef[] = [];
    for (const group of groups) {
      const { seriesCount, chunkTable, minTimeMs, maxTimeMs, dataPages } = group;
      const page = await file.writePage(encodeSeriesGroup(this.finalPairs(group, finalIds), seriesCount, chunkTable));
      refs.push({ ...page, seriesCount, minTimeMs, maxTimeMs, dataPages });
      if (slicer.due()) await slicer.pause();
    }
    return refs;
  }

  /** Final ids, ascending: labels are sorted by name, and so are ids. */
  private *finalPairs(group: WrittenGroup, finalIds: Uint32Array): Generator<Uint32Array> {
    for (let s = group.firstSeries; s < group.firstSeries + group.seriesCount; s++) {
      yield this.pairIds.subarray(this.pairStarts[s], this.pairStarts[s + 1]).map((id) => finalIds[id]);
    }
  }

  private async writePairs(
    file: FileWriter,
    names: readonly SortedName[],
    finalIds: Uint32Array,
    slicer: Slicer,
  ): Promise<NameRef[]> {
    const { starts, series } = await this.postings(finalIds, slicer);
    const refs: NameRef[] = [];
    let pair = 0;
    for (const { name, values } of names) {
      const ref: NameRef = { name, groups: [] };
      let entries: PairPosting[] = [];
      let size = 0;
      for (const [index, value] of values.entries()) {
        entries.push({ value, series: series.subarray(starts[pair], starts[pair + 1]) });
        size += starts[pair + 1] - starts[pair];
        pair++;
        if (entries.length < PAIR_GROUP_VALUES && size < PAIR_GROUP_POSTINGS && index + 1 < values.length) continue;
        const encoded = encodePairGroup(entries);
        const page = await file.writePage(encoded.values);
        const postings = await file.writePage(encoded.postings);
        ref.groups.push({ ...page, pairs: entries.length, firstValue: entries[0].value, postings });
        entries = [];
        size = 0;
        if (slicer.due()) await slicer.pause();
      }
      refs.push(ref);
    }
    return refs;
  }

  /** Inverts series to pairs by a counting sort. */
  private async postings(finalIds: Uint32Array, slicer: Slicer): Promise<{ starts: Uint32Array; series: Uint32Array }> {
    const starts = new Uint32Array(this.pairs.count + 1);
    const total = this.pairStarts[this.count];
    for (let i = 0; i < total; i++) {
      starts[finalIds[this.pairIds[i]] + 1]++;
      if ((i & 0xffff) === 0 && slicer.due()) await slicer.pause();
    }
    for (let p = 0; p < this.pairs.count; p++) starts[p + 1] += starts[p];
    const next = starts.slice();
    const series = new Uint32Array(total);
    for (let s = 0; s < this.count; s++) {
      for (let i = this.pairStarts[s]; i < this.pairStarts[s + 1]; i++) series[next[finalIds[this.pairIds[i]]]++] = s;
      if ((s & 0x1fff) === 0 && slicer.due()) await slicer.pause();
    }
    return { starts, series };
  }
}

function grown(array: Uint32Array, needed: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(Math.max(needed, array.length * 2));
  larger.set(array);
  return larger;
}
