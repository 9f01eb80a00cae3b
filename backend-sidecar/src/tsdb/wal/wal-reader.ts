import type { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type { Exemplar } from '../../storage.ts';
import type { WalPosition } from './wal.ts';

/** A stretch of the log in columns. All arrays are the reader's and are overwritten by its next `read`. */
export interface WalRead {
  /** Behind what is in here; to be committed once it was delivered. */
  position: WalPosition;
  /** Samples in the columns, in order of appending. */
  length: number;
  /** Handles for `labels`, valid until the next `read`. */
  series: Uint32Array;
  timestamps: Float64Array;
  values: Float64Array;
  /** The same bytes as `values`, to test for staleness markers (model/stale.ts). */
  valueWords: Uint32Array;
  labels(series: number): Labels;
  metadata: { metricName: string; metadata: MetricMetadata }[];
  exemplars: { labels: Labels; exemplar: Exemplar }[];
}

/** Follows the log from a position on, also across segments and restarts. One `read` at a time. */
export interface WalReader {
  /** Where the next `read` goes on. */
  readonly position: WalPosition;
  /** Bytes written to the log and not yet read. */
  backlogBytes(): Promise<number>;
  /**
   * Whole records until there are `maxSamples` samples, or what there is; undefined when there is nothing new. Segments that were
   * deleted before they were read are passed over and counted.
   */
  read(maxSamples?: number): Promise<WalRead | undefined>;
  /** All before the position was delivered: the log may forget it, and a restart goes on there. */
  commit(position: WalPosition): Promise<void>;
  /** Segments that were gone before they were read. */
  readonly missedSegments: number;
  close(): Promise<void>;
}
