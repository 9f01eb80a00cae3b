import { compareUtf8 } from '../../model/labels.ts';
import type { Labels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { Exemplar, SelectRequest, SeriesSet } from '../../storage.ts';
import { Slicer } from '../block/slicer.ts';
import type { BlockStore } from '../block/index.ts';
import type { Head } from '../head/head.ts';
import { slotOf } from '../index/series-record.ts';
import type { PartSeriesSet, StorePart } from '../types.ts';
import type { ExemplarRing } from './exemplar-ring.ts';
import { MergedSeriesSet } from './merged-series-set.ts';
import type { ReadPins } from './read-pins.ts';

type Selectors = readonly (readonly Matcher[])[];

/** Answers reads from the head and the blocks together. */
export class SeriesReads {
  private readonly head: Head;
  private readonly blocks: BlockStore;
  private readonly pins: ReadPins;

  constructor(head: Head, blocks: BlockStore, pins: ReadPins) {
    this.head = head;
    this.blocks = blocks;
    this.pins = pins;
  }

  async select(request: SelectRequest): Promise<SeriesSet> {
    request.signal?.throwIfAborted();
    // Pinned before the blocks are asked: what the head loses to a block meanwhile is still read from the head.
    const unpin = this.pins.acquire();
    const sets: PartSeriesSet[] = [];
    try {
      sets.push(...(await this.blocks.select(request)));
      if (overlaps(this.head, request.minTimeMs, request.maxTimeMs)) sets.push(await this.head.select(request));
      request.signal?.throwIfAborted();
      return new MergedSeriesSet(sets, unpin);
    } catch (error) {
      for (const set of sets) set.close();
      unpin();
      throw error;
    }
  }

  async labelNames(selectors: Selectors, minTimeMs: number, maxTimeMs: number): Promise<string[]> {
    return this.collect(selectors, minTimeMs, maxTimeMs, (part, matchers) => part.labelNames(matchers));
  }

  async labelValues(name: string, selectors: Selectors, minTimeMs: number, maxTimeMs: number): Promise<string[]> {
    return this.collect(selectors, minTimeMs, maxTimeMs, (part, matchers) => part.labelValues(name, matchers));
  }

  async series(selectors: Selectors, minTimeMs: number, maxTimeMs: number): Promise<Labels[]> {
    const found = new Map<string, Labels>();
    const slicer = new Slicer();
    for (const matchers of selectors.length > 0 ? selectors : [[]]) {
      const set = await this.select({ matchers, minTimeMs, maxTimeMs });
      try {
        for (let i = 0; i < set.count; i++) {
          const labels = set.labels(i);
          found.set(labels.key(), labels);
          if ((i & 255) === 0 && slicer.due()) await slicer.pause();
        }
      } finally {
        set.close();
      }
    }
    return [...found.values()];
  }

  exemplars(
    ring: ExemplarRing,
    selectors: Selectors,
    minTimeMs: number,
    maxTimeMs: number,
  ): { labels: Labels; exemplars: Exemplar[] }[] {
    const answer: { labels: Labels; exemplars: Exemplar[] }[] = [];
    for (const [ref, exemplars] of ring.within(minTimeMs, maxTimeMs)) {
      if (!this.head.isLive(ref)) continue;
      const labels = this.head.index.labelsAt(slotOf(ref));
      const matches = (matchers: readonly Matcher[]) =>
        matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
      if (selectors.length === 0 || selectors.some(matches)) answer.push({ labels, exemplars });
    }
    return answer;
  }

  /** Bounds count by part, not by series, as in Prometheus. */
  private async collect(
    selectors: Selectors,
    minTimeMs: number,
    maxTimeMs: number,
    ask: (part: StorePart, matchers: readonly Matcher[] | undefined) => Promise<Iterable<string>>,
  ): Promise<string[]> {
    const found = new Set<string>();
    const parts = [...this.blocks.parts(), this.head].filter((part) => overlaps(part, minTimeMs, maxTimeMs));
    for (const part of parts) {
      for (const matchers of selectors.length > 0 ? selectors : [undefined]) {
        for (const text of await ask(part, matchers)) found.add(text);
      }
    }
    return [...found].sort(compareUtf8);
  }
}

function overlaps(part: StorePart, minTimeMs: number, maxTimeMs: number): boolean {
  return part.minTimeMs <= maxTimeMs && part.maxTimeMs >= minTimeMs && part.minTimeMs <= part.maxTimeMs;
}
