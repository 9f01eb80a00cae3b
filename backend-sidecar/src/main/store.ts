import type { Config } from '../config/index.ts';
import type { ImportSession, StoreView } from '../http/context.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import type { WalFeeds } from '../remote/index.ts';
import type { AppendListener, Appender, OldestChange, SeriesDirectory, SeriesSource } from '../storage.ts';
import { openDatabase, type Database, type OpenReport } from '../tsdb/db.ts';
import { systemClock, type Clock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import { BlockImport } from './import-session.ts';
import { takeSnapshot } from './snapshot.ts';
import { registerStoreMetrics } from './store-metrics.ts';

/** The embedded store as the rest of the sidecar uses it. */
export interface Store {
  appender: Appender;
  source: SeriesSource;
  directory: SeriesDirectory;
  onAppend: (listener: AppendListener) => () => void;
  oldestChange: OldestChange;
  view: StoreView;
  walFeeds: WalFeeds;
  openImport: (contentType: string | undefined) => Promise<ImportSession>;
  /** Writes samples of any age as blocks. */
  backfill: Database['backfill'];
  /** Sentences for operators: what is wrong with the store now. */
  warnings: () => string[];
  /** Flushes the write-ahead log and closes. */
  close: () => Promise<void>;
}

/** Opens the store that the configuration describes, and says in the log what it found. */
export async function openStore(
  config: Config,
  deps: { clock: Clock; logger: Logger; metrics: SidecarMetrics },
): Promise<Store> {
  const { storage } = config;
  const logger = deps.logger.child({ part: 'store' });
  const database = await openDatabase({
    path: storage.path,
    retentionMs: storage.retention,
    retentionSizeBytes: storage.retention_size,
    fsyncIntervalMs: storage.fsync_interval,
    outOfOrderWindowMs: storage.out_of_order_time_window,
    maxSeries: storage.max_series,
    maxHeadBytes: storage.max_head_bytes,
    blockRangeMs: storage.block_duration,
    walSegmentBytes: storage.wal_segment_size,
    maxExemplars: storage.max_exemplars,
    clock: deps.clock,
    ioClock: systemClock,
    logger,
  });
  reportOpening(database.openReport, logger);
  registerStoreMetrics(deps.metrics, database);
  return {
    appender: database,
    source: database,
    directory: database,
    onAppend: (listener) => database.onAppend(listener),
    oldestChange: () => database.takeOldestChange(),
    view: storeView(database, () => deps.clock.now()),
    walFeeds: { open: (name) => database.walReader(name), remove: (name) => database.removeWalReader(name) },
    openImport: (contentType) => Promise.resolve(new BlockImport(database, contentType, storage.max_series)),
    backfill: (input, signal) => database.backfill(input, signal),
    warnings: () => warningsOf(database),
    close: async () => {
      await database.close();
      logger.info({}, 'the write-ahead log is flushed, the store is closed');
    },
  };
}

function storeView(database: Database, nowMs: () => number): StoreView {
  return {
    stats: () => {
      const { head, blocks } = database.stats();
      return {
        series: head.series,
        chunks: head.chunks,
        labelPairs: head.labelPairs,
        minTimeMs: head.minTimeMs <= head.maxTimeMs ? head.minTimeMs : 0,
        maxTimeMs: head.minTimeMs <= head.maxTimeMs ? head.maxTimeMs : 0,
        corruptions: database.openReport.wal.length + blocks.setAside.length,
      };
    },
    cardinality: (limit) => Promise.resolve(database.cardinality(limit)),
    // Requests are answered only after the replay, so it is always complete.
    walReplay: () => ({ min: 0, max: 0, current: 0 }),
    deleteSeries: async (selectors, minTimeMs, maxTimeMs) => {
      let series = 0;
      for (const matchers of selectors) series += await database.deleteSeries(matchers, minTimeMs, maxTimeMs);
      return series;
    },
    cleanTombstones: async () => void (await database.cleanTombstones()),
    snapshot: (skipHead) => takeSnapshot(database, skipHead, new Date(nowMs())),
  };
}

function reportOpening(
  { replayedSamples, replayedSeries, durationMs, wal, checkpoint, blocks }: OpenReport,
  logger: Logger,
): void {
  for (const cut of wal) logger.warn({ ...cut }, 'the write-ahead log was damaged here and cut');
  for (const lost of checkpoint) logger.warn({ lost }, 'a checkpoint was damaged');
  for (const { id, reason } of blocks.setAside)
    logger.warn({ block: id, reason }, 'a block is damaged and was set aside');
  logger.info(
    { samples: replayedSamples, series: replayedSeries, blocks: blocks.opened, ms: Math.round(durationMs) },
    'the store is open',
  );
}

function warningsOf(database: Database): string[] {
  const { wal, maintenance, blocks } = database.stats();
  const warnings: string[] = [];
  if (wal.error !== undefined) warnings.push(`New samples are not safe on disk: ${wal.error}`);
  if (maintenance.lastError !== undefined)
    warnings.push(`The store's maintenance failed last: ${maintenance.lastError}`);
  if (blocks.setAside.length > 0)
    warnings.push(`${blocks.setAside.length} damaged blocks were set aside; the log names them.`);
  return warnings;
}
