import type { SampleBuffer } from '../../storage.ts';
import { compareUtf8 } from '../../model/labels.ts';
import { Slicer } from '../block/slicer.ts';
import { sortSliced } from '../block/sort-sliced.ts';
import type { BlockInput, BlockInputSeries } from '../types.ts';
import type { Head } from './head.ts';

/**
 * The head's series with samples in minTimeMs..maxTimeMs, in order of labels, for a block. Samples before `head.cutTimeMs` are in
 * blocks already, unless they came late. Late samples that are handed out are marked, so that the truncation after the block
 * drops those and no others.
 */
export class HeadBlockInput implements BlockInput {
  private readonly head: Head;
  private readonly minTimeMs: number;
  private readonly maxTimeMs: number;

  constructor(head: Head, minTimeMs: number, maxTimeMs: number) {
    this.head = head;
    this.minTimeMs = minTimeMs;
    this.maxTimeMs = maxTimeMs;
  }

  async *series(): AsyncIterable<BlockInputSeries> {
    const { head, minTimeMs, maxTimeMs } = this;
    const slicer = new Slicer();
    // Refs, not slots: the iteration takes many turns of the event loop.
    const slots = head.slotsWithin([], minTimeMs, maxTimeMs);
    const refs = slots.map((slot) => head.index.refAt(slot));
    const ranks = await this.rankPairs(slicer);
    const keys: Uint32Array[] = [];
    for (const slot of slots) {
      keys.push(head.index.pairsAt(slot).map((pair) => ranks[pair]));
      if ((keys.length & 1023) === 0 && slicer.due()) await slicer.pause();
    }
    const order = await sortSliced(Array.from(refs.keys()), (a, b) => compareKeys(keys[a], keys[b]), slicer);
    for (const i of order) {
      if (!head.isLive(refs[i])) continue;
      yield {
        labels: head.index.labelsAt(slots[i]),
        read: (out) => this.read(slots[i], out),
      };
    }
  }

  private read(slot: number, out: SampleBuffer): void {
    const { head, minTimeMs, maxTimeMs } = this;
    out.length = 0;
    head.readChunks(slot, Math.max(minTimeMs, head.cutTimeMs), maxTimeMs, out);
    head.late.mergeInto(slot, out, 0, minTimeMs, maxTimeMs);
    head.late.take(slot, minTimeMs, maxTimeMs);
  }

  /** Position of each pair id in the order of (name, value). */
  private async rankPairs(slicer: Slicer): Promise<Uint32Array> {
    const { pairs, symbols } = this.head.index;
    const names = Array.from(pairs.names(), (symbol) => ({ symbol, text: symbols.text(symbol) }));
    names.sort((a, b) => compareUtf8(a.text, b.text));
    const ranks = new Uint32Array(pairs.idLimit);
    let rank = 0;
    for (const name of names) {
      const values = pairs.pairsOf(name.symbol).map((pair) => ({ pair, text: symbols.text(pairs.value[pair]) }));
      for (const { pair } of await sortSliced(values, (a, b) => compareUtf8(a.text, b.text), slicer))
        ranks[pair] = rank++;
    }
    return ranks;
  }
}

/** A set that is the beginning of another one comes first. */
function compareKeys(a: Uint32Array, b: Uint32Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return a.length - b.length;
}
