import type { Labels } from '../../model/labels.ts';
import { SampleBuffer } from '../../storage.ts';
import type { SeriesSet } from '../../storage.ts';
import type { PartSeriesSet } from '../types.ts';
import { mergeRuns } from './merge-runs.ts';

/**
 * The answers of several parts as one: series with equal label hashes (64 bits: a false match among a million series has a
 * chance of 3e-8) become one, samples are merged by time, and of two at one time the one of the later part wins.
 * Parts are given oldest first, the head last.
 */
export class MergedSeriesSet implements SeriesSet {
  readonly count: number;
  readonly resolutionMs?: number;
  private readonly parts: readonly PartSeriesSet[];
  /** Entries are (part, index) in order of parts; `next` chains those of one series, -1 ends. */
  private readonly firstEntry: Int32Array;
  private readonly next: Int32Array;
  private readonly part: Uint16Array;
  private readonly index: Uint32Array;
  private readonly onClose: () => void;
  private scratch: SampleBuffer | undefined;
  private closed = false;

  constructor(parts: readonly PartSeriesSet[], onClose: () => void = () => {}) {
    this.parts = parts;
    this.onClose = onClose;
    const total = parts.reduce((sum, part) => sum + part.count, 0);
    const resolutions = parts.map((part) => (part as { resolutionMs?: number }).resolutionMs ?? 0);
    const coarsest = Math.max(0, ...resolutions);
    if (coarsest > 0) this.resolutionMs = coarsest;
    this.firstEntry = new Int32Array(total);
    this.next = new Int32Array(total).fill(-1);
    this.part = new Uint16Array(total);
    this.index = new Uint32Array(total);
    this.count = parts.length === 1 ? this.linkSingle(total) : this.link(total);
  }

  labels(index: number): Labels {
    const entry = this.firstEntry[index];
    return this.parts[this.part[entry]].labels(this.index[entry]);
  }

  read(index: number, out: SampleBuffer): void {
    out.length = 0;
    let runs: number[] | undefined;
    for (let entry = this.firstEntry[index]; entry !== -1; entry = this.next[entry]) {
      const start = out.length;
      this.parts[this.part[entry]].read(this.index[entry], out);
      // Blocks of old ranges and the head follow each other in time: merging is the exception.
      if (start > 0 && out.length > start && out.timestamps[start] <= out.timestamps[start - 1])
        (runs ??= []).push(start);
      else if (runs && out.length > start) runs.push(start);
    }
    if (runs) mergeRuns(out, runs, (this.scratch ??= new SampleBuffer(out.length)));
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const part of this.parts) part.close();
    this.onClose();
  }

  private linkSingle(total: number): number {
    for (let i = 0; i < total; i++) {
      this.firstEntry[i] = i;
      this.index[i] = i;
    }
    return total;
  }

  /** Groups entries by hash in an open-addressing table of series numbers. */
  private link(total: number): number {
    let length = 16;
    while (length < total * 2) length *= 2;
    const table = new Int32Array(length).fill(-1);
    const last = new Int32Array(total);
    const low = new Uint32Array(total);
    const high = new Uint32Array(total);
    let series = 0;
    let entry = 0;
    for (let p = 0; p < this.parts.length; p++) {
      const part = this.parts[p];
      for (let i = 0; i < part.count; i++, entry++) {
        this.part[entry] = p;
        this.index[entry] = i;
        const hashLow = part.hashLow(i) >>> 0;
        const hashHigh = part.hashHigh(i) >>> 0;
        let at = hashLow & (length - 1);
        while (table[at] !== -1 && (low[table[at]] !== hashLow || high[table[at]] !== hashHigh))
          at = (at + 1) & (length - 1);
        const known = table[at];
        if (known === -1) {
          table[at] = series;
          low[series] = hashLow;
          high[series] = hashHigh;
          this.firstEntry[series] = entry;
          last[series] = entry;
          series++;
        } else {
          this.next[last[known]] = entry;
          last[known] = entry;
        }
      }
    }
    return series;
  }
}
