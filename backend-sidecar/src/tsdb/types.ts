/** What the parts of the embedded store (the head and each block) have in common, so that db.ts can merge them. */
import type { Labels } from '../model/labels.ts';
import type { Matcher } from '../model/matcher.ts';
import type { SampleBuffer, SelectHints } from '../storage.ts';

/** A selection within one part. Indices run from 0 to count-1, in no particular order. */
export interface PartSeriesSet {
  readonly count: number;
  /** Halves of the label set's hash (model/label-hash.ts), to merge parts without building labels. */
  hashLow(index: number): number;
  hashHigh(index: number): number;
  labels(index: number): Labels;
  /** Appends (does not clear) the samples within the bounds to `out`, ascending. Staleness markers keep their bits. */
  read(index: number, out: SampleBuffer): void;
  close(): void;
  /** Set when the samples come from a downsampled tier: the width of its buckets in ms. */
  readonly resolutionMs?: number;
}

export interface PartSelect {
  matchers: readonly Matcher[];
  minTimeMs: number;
  maxTimeMs: number;
  hints?: SelectHints;
  /** Stops a selection that nobody waits for any more; it rejects with the signal's reason. */
  signal?: AbortSignal;
}

export interface StorePart {
  /** Bounds of the samples held, inclusive; minTimeMs > maxTimeMs when empty. */
  readonly minTimeMs: number;
  readonly maxTimeMs: number;
  /** Prefetching (disk reads) happens here; `read` then only decodes. */
  select(request: PartSelect): Promise<PartSeriesSet>;
  labelNames(matchers: readonly Matcher[] | undefined): Promise<Iterable<string>>;
  labelValues(name: string, matchers: readonly Matcher[] | undefined): Promise<Iterable<string>>;
}

/** One series handed to a block writer. */
export interface BlockInputSeries {
  labels: Labels;
  /** Clears `out`, then fills it with the series' samples for the block, ascending, one per time. */
  read(out: SampleBuffer): void;
}

/** Where a block is written from; series come sorted by labels (compareUtf8 over the flat array), each once. */
export interface BlockInput {
  series(): Iterable<BlockInputSeries> | AsyncIterable<BlockInputSeries>;
}
