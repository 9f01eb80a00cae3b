/** What the remote writer needs of the write-ahead log; tsdb's WalReader fits it as it is. */
import type { Labels } from '../model/labels.ts';

export interface WalPosition {
  segment: number;
  offset: number;
}

/** A stretch of the log in columns. All arrays are the feed's and are overwritten by its next `read`. */
export interface WalChunk {
  /** Behind what is in here; to be committed once it was delivered. */
  position: WalPosition;
  /** Samples in the columns, in order of appending. */
  length: number;
  /** Handles for `labels`, valid until the next `read`. */
  series: Uint32Array;
  timestamps: Float64Array;
  /** Two words a value, low first: staleness markers keep their bits. */
  valueWords: Uint32Array;
  labels(series: number): Labels;
}

/** Follows the log from a position on, across segments and restarts. One `read` at a time. */
export interface WalFeed {
  /** Where the next `read` goes on; after opening, what was committed last. */
  readonly position: WalPosition;
  /** Whole records until there are `maxSamples`, or what there is; undefined when there is nothing new. */
  read(maxSamples?: number): Promise<WalChunk | undefined>;
  /** All before the position was delivered: the log may forget it, and a restart goes on there. */
  commit(position: WalPosition): Promise<void>;
  /** Bytes written to the log and not yet read. */
  backlogBytes(): Promise<number>;
  /** Segments that were deleted before they were read: their samples are lost to this receiver. */
  readonly missedSegments: number;
  close(): Promise<void>;
}

export interface WalFeeds {
  /** Opens the feed of this name where it was committed last; a new one begins with what is appended from now on. */
  open(name: string): Promise<WalFeed>;
  /** Forgets a feed, so that it holds nothing back any more. */
  remove(name: string): Promise<void>;
}
