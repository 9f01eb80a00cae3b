import type { Labels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import type {
  AppendListener,
  Appender,
  Exemplar,
  SelectRequest,
  SeriesDirectory,
  SeriesSet,
  SeriesSource,
} from '../../storage.ts';
import type { BlockMeta } from '../block/index.ts';
import type { BlockInput } from '../types.ts';
import type { WalReader } from '../wal/wal-reader.ts';
import type { Cardinality } from './cardinality.ts';
import type { OpenReport } from './open-report.ts';
import type { DatabaseStats } from './stats.ts';

/** The embedded store: head, write-ahead log and blocks behind the two interfaces that the rest of the sidecar knows. */
export interface Database extends Appender, SeriesSource, SeriesDirectory {
  readonly path: string;
  /** What opening found damaged and cut. */
  readonly openReport: OpenReport;
  /** Told of every batch after it was appended. Returns the function that ends it. */
  onAppend(listener: AppendListener): () => void;
  /** See `OldestChange`: appends of any kind, deletions and backfills; not what retention drops. */
  takeOldestChange(): number;
  stats(): DatabaseStats;
  /** The `limit` largest of each kind, for status/tsdb. */
  cardinality(limit: number): Cardinality;
  /** Resolves when all appended so far survives a power cut; rejects when the disk refuses. */
  flush(): Promise<void>;
  /** Writes samples of any age straight into blocks; `input.series()` is called several times. */
  backfill(input: BlockInput, signal?: AbortSignal): Promise<BlockMeta[]>;
  /** Deletes samples within the inclusive bounds, at once for readers; returns how many series were touched. */
  deleteSeries(matchers: readonly Matcher[], minTimeMs: number, maxTimeMs: number): Promise<number>;
  /** Frees the disk space of what `deleteSeries` hid; returns how many blocks were rewritten. */
  cleanTombstones(): Promise<number>;
  /** Does now what the background does when it is due: cuts the head, compacts, applies retention, writes a checkpoint. */
  maintain(): Promise<void>;
  /** Resolves when no background work is running. Replays on a virtual clock wait here, so that work keeps up with time. */
  idle(): Promise<void>;
  /**
   * A reader of all appended samples in order (remote_write). It resumes where `commit` of the same name left it, and the log
   * that it has not committed is kept up to `walReaderLimitBytes`.
   */
  walReader(name: string): Promise<WalReader>;
  /** Forgets a reader, so that it holds nothing back any more. */
  removeWalReader(name: string): Promise<void>;
  /** Flushes and frees everything. */
  close(): Promise<void>;
}

/** Re-exported so that implementers need one import. */
export type { AppendListener, Exemplar, Labels, MetricMetadata, SelectRequest, SeriesSet };
