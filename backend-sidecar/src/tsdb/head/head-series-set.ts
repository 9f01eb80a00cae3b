import { Labels } from '../../model/labels.ts';
import type { SampleBuffer } from '../../storage.ts';
import { slotOf } from '../index/series-record.ts';
import type { PartSeriesSet } from '../types.ts';
import type { Head } from './head.ts';

/** A selection of the head. Refs are kept, so that a series that died since reads as empty and never as its successor. */
export class HeadSeriesSet implements PartSeriesSet {
  private readonly head: Head;
  private readonly refs: Uint32Array;
  private readonly minTimeMs: number;
  private readonly maxTimeMs: number;
  private readonly newestOnly: boolean;

  /** Takes over `slots`. */
  constructor(head: Head, slots: Uint32Array, minTimeMs: number, maxTimeMs: number, newestOnly: boolean) {
    this.head = head;
    this.refs = slots.map((slot) => head.index.refAt(slot));
    this.minTimeMs = minTimeMs;
    this.maxTimeMs = maxTimeMs;
    this.newestOnly = newestOnly;
  }

  get count(): number {
    return this.refs.length;
  }

  hashLow(index: number): number {
    return this.head.index.hashLowAt(slotOf(this.refs[index]));
  }

  hashHigh(index: number): number {
    return this.head.index.hashHighAt(slotOf(this.refs[index]));
  }

  labels(index: number): Labels {
    const ref = this.refs[index];
    return this.head.isLive(ref) ? this.head.index.labelsAt(slotOf(ref)) : Labels.EMPTY;
  }

  read(index: number, out: SampleBuffer): void {
    const ref = this.refs[index];
    if (!this.head.isLive(ref)) return;
    const { minTimeMs, maxTimeMs } = this;
    const slot = slotOf(ref);
    if (this.newestOnly && this.head.readNewest(slot, minTimeMs, maxTimeMs, out)) return;
    this.head.read(slot, minTimeMs, maxTimeMs, out);
  }

  close(): void {}
}
