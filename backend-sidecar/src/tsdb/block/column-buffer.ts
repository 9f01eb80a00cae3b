import type { ChunkReader } from './chunk-reader.ts';
import type { SeriesGroup } from './series-group.ts';
import type { Columns } from './tombstones.ts';
import type { GroupRef } from './toc.ts';

/** Growable timestamps with one or more value columns: a raw series has one, a series of a tier has one an aggregate. */
export class ColumnBuffer implements Columns {
  length = 0;
  timestamps = new Float64Array(1024);
  columns: Float64Array[];

  constructor(columnCount: number) {
    this.columns = Array.from({ length: columnCount }, () => new Float64Array(1024));
  }

  move(to: number, from: number, end: number): void {
    for (const column of this.columns) column.copyWithin(to, from, end);
  }

  /** Appends a whole chunk. */
  appendChunk(reader: ChunkReader, group: SeriesGroup, ref: GroupRef, row: number): void {
    const samples = group.samples[row];
    this.reserve(samples);
    this.timestamps.set(reader.times(group, row), this.length);
    const tier = this.columns.length > 1;
    this.columns.forEach((column, i) => {
      column.set(tier ? reader.column(group, ref, row, i) : reader.values(group, ref, row), this.length);
    });
    this.length += samples;
  }

  /**
   * Becomes the merge of ascending buffers, one row a time: of equal times the later source's wins. Copies runs between
   * typed arrays, which keeps NaN payloads.
   */
  mergeFrom(sources: readonly ColumnBuffer[]): void {
    this.length = 0;
    this.reserve(sources.reduce((sum, source) => sum + source.length, 0));
    const next = sources.map(() => 0);
    for (;;) {
      let timeMs = Infinity;
      let winner = -1;
      for (let s = 0; s < sources.length; s++) {
        if (next[s] < sources[s].length && sources[s].timestamps[next[s]] <= timeMs) {
          timeMs = sources[s].timestamps[next[s]];
          winner = s;
        }
      }
      if (winner < 0) return;
      // Others give up their row of the same time; where they go on bounds how far the winner's run reaches.
      let limit = Infinity;
      for (let s = 0; s < sources.length; s++) {
        const { timestamps, length } = sources[s];
        if (s === winner) continue;
        if (next[s] < length && timestamps[next[s]] === timeMs) next[s]++;
        if (next[s] < length) limit = Math.min(limit, timestamps[next[s]]);
      }
      const from = next[winner];
      let to = from + 1;
      while (to < sources[winner].length && sources[winner].timestamps[to] < limit) to++;
      this.copyRows(sources[winner], from, to);
      next[winner] = to;
    }
  }

  private copyRows(source: ColumnBuffer, from: number, to: number): void {
    this.timestamps.set(source.timestamps.subarray(from, to), this.length);
    this.columns.forEach((column, i) => column.set(source.columns[i].subarray(from, to), this.length));
    this.length += to - from;
  }

  /** Copies of the filled part, for chunks that outlive the buffer. */
  filled(): { times: Float64Array; columns: Float64Array[] } {
    return {
      times: this.timestamps.slice(0, this.length),
      columns: this.columns.map((column) => column.subarray(0, this.length)),
    };
  }

  reserve(extra: number): void {
    const needed = this.length + extra;
    if (needed <= this.timestamps.length) return;
    const grow = (array: Float64Array) => {
      const larger = new Float64Array(Math.max(needed, array.length * 2));
      larger.set(array.subarray(0, this.length));
      return larger;
    };
    this.timestamps = grow(this.timestamps);
    this.columns = this.columns.map(grow);
  }
}
