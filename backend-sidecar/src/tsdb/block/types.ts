import type { Matcher } from '../../model/matcher.ts';
import type { Clock } from '../../util/clock.ts';
import type { Logger } from '../../util/logger.ts';
import type { BlockInput, PartSelect, PartSeriesSet, StorePart } from '../types.ts';

/** What a block says about itself; written once, in its table of contents. */
export interface BlockMeta {
  /** Sorts by time of creation; the name of the block's folder. */
  id: string;
  /** Times of the first and last sample held, inclusive; of a tier, of the samples that it was made from. */
  minTimeMs: number;
  maxTimeMs: number;
  /** 0 for samples as scraped, else the width of the tier's buckets. */
  resolutionMs: number;
  /** How many compactions lie behind it: 1 as written from the head. */
  level: number;
  /** Ids of the blocks as first written that all its samples come from; a tier is stale when its raw blocks know more. */
  sources: string[];
  /** Blocks that this one replaces: deleted at open when a crash left both. */
  parents: string[];
  createdMs: number;
  stats: BlockCounts;
}

export interface BlockCounts {
  series: number;
  chunks: number;
  samples: number;
  /** Distinct timestamp columns that the chunks share. */
  columns: number;
}

/** One downsampled tier. */
export interface TierOptions {
  resolutionMs: number;
  /** Raw data older than this is condensed into the tier. */
  afterMs: number;
  /** 0 keeps it for ever. */
  retentionMs: number;
}

export interface BlockStoreOptions {
  clock: Clock;
  logger: Logger;
  /** Of raw blocks, and of tiers that state none of their own; 0 keeps them for ever. */
  retentionMs: number;
  /** Of all blocks of all tiers, oldest deleted first; 0 means no limit. */
  retentionSizeBytes: number;
  /** Width of the blocks that the head writes; compacted ranges are powers of three of it. Default 2 h. */
  blockRangeMs?: number;
  /** Default a tenth of the retention, between the block range and 31 days. */
  maxCompactedRangeMs?: number;
  /** Default 5 min after 40 h and 1 h after 10 d, kept as long as raw data. Empty turns downsampling off. */
  tiers?: readonly TierOptions[];
  /** Ceiling of the page cache shared by all blocks. Default 32 MiB. */
  cacheBytes?: number;
  /** Most that one selection reads ahead; the rest is read when it is decoded. Default 64 MiB. */
  prefetchBytes?: number;
}

/** What opening the folder found that an operator should know. */
export interface BlockOpenReport {
  opened: number;
  /** Folders of unfinished writes, deleted. */
  unfinished: string[];
  /** Blocks already replaced by a compaction whose clean-up a crash cut short, deleted. */
  replaced: string[];
  /** Damaged blocks, renamed to `<id>.corrupt`. */
  setAside: { id: string; reason: string }[];
}

export interface TierStats {
  resolutionMs: number;
  blocks: number;
  series: number;
  samples: number;
  sizeBytes: number;
  minTimeMs: number;
  maxTimeMs: number;
}

export interface BlockStoreStats {
  tiers: TierStats[];
  sizeBytes: number;
  cache: { sizeBytes: number; limitBytes: number; hits: number; misses: number };
  compactions: number;
  downsamplings: number;
  /** Blocks dropped since the start, by reason. */
  dropped: { time: number; size: number };
  setAside: { id: string; reason: string }[];
}

/** The sealed part of the store: blocks of raw samples and of downsampled tiers in one folder. */
export interface BlockStore {
  readonly openReport: BlockOpenReport;
  /** Blocks of raw samples, and those of tiers whose raw samples have expired, oldest first. */
  parts(): readonly StorePart[];
  /** Every block, oldest first. */
  metas(): readonly BlockMeta[];
  /**
   * What matches, from raw blocks or, where the hints allow, from a tier (`resolutionMs` is set then). Sets cover disjoint
   * times unless blocks overlap, which the caller merges by hash and labels; later sets win. Close each set.
   */
  select(request: PartSelect): Promise<PartSeriesSet[]>;
  /**
   * Writes one block of the input's samples within the inclusive bounds; visible and durable when resolved. Undefined when
   * there were none. @throws ObservatoryError OBS_BLOCK_WRITE when the disk refuses; nothing of it is left then.
   */
  write(input: BlockInput, minTimeMs: number, maxTimeMs: number): Promise<BlockMeta | undefined>;
  /** Writes samples of any age as blocks of aligned ranges. `input.series()` is called several times. */
  backfill(input: BlockInput, signal?: AbortSignal): Promise<BlockMeta[]>;
  /** Compaction, downsampling and retention, until nothing is left to do. Calls never overlap: a second one waits. */
  maintain(nowMs: number, signal?: AbortSignal): Promise<void>;
  /** Hides matching samples within the inclusive bounds at once, durably; returns how many series were touched. */
  deleteSeries(matchers: readonly Matcher[], minTimeMs: number, maxTimeMs: number): Promise<number>;
  /** Rewrites blocks that have tombstones without what they hide; returns how many. */
  cleanTombstones(): Promise<number>;
  stats(): BlockStoreStats;
  close(): Promise<void>;
}
