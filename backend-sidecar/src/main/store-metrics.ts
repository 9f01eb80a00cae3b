import type { MetricLabels, SidecarMetrics } from '../observe/metrics.ts';
import type { Database, DatabaseStats } from '../tsdb/db.ts';

/** Metrics of the embedded store. */
export function registerStoreMetrics(metrics: SidecarMetrics, database: Database): void {
  const gauge = (name: string, help: string, read: (stats: DatabaseStats) => number) =>
    metrics.gauge(`observatory_store_${name}`, help, () => read(database.stats()));
  const counter = (name: string, help: string, read: (stats: DatabaseStats) => number) =>
    metrics.counter(`observatory_store_${name}`, help, () => read(database.stats()));

  gauge('series', 'Series in the head', ({ head }) => head.series);
  gauge('chunks', 'Chunks in the head', ({ head }) => head.chunks);
  gauge('label_pairs', 'Distinct label pairs in the head', ({ head }) => head.labelPairs);
  gauge('head_bytes', 'Memory of series, chunks and index of the head', ({ head }) => head.bytes);
  gauge('head_reserved_bytes', 'Memory the head took from the system', ({ head }) => head.reservedBytes);
  gauge('exemplars', 'Exemplars in memory', ({ exemplars }) => exemplars);
  gauge('head_min_time_seconds', 'Oldest sample of the head', ({ head }) => seconds(head.minTimeMs));
  gauge('head_max_time_seconds', 'Newest sample of the head', ({ head }) => seconds(head.maxTimeMs));
  counter('appended_samples_total', 'Samples appended', ({ appended }) => appended);
  metrics.counter(
    'observatory_store_refused_samples_total',
    'Samples refused, by reason',
    () => entries('reason', database.stats().refused),
    ['reason'],
  );

  gauge('wal_bytes', 'Write-ahead log on disk', ({ wal }) => wal.sizeBytes);
  counter('wal_written_bytes_total', 'Bytes written to the write-ahead log', ({ wal }) => wal.writtenBytes);
  counter('wal_fsyncs_total', 'Times the write-ahead log was forced to disk', ({ wal }) => wal.syncs);
  counter('wal_failures_total', 'Failed writes of the write-ahead log', ({ wal }) => wal.failures);
  gauge('wal_failing', '1 while new samples are not safe on disk', ({ wal }) => (wal.error === undefined ? 0 : 1));

  const tiers = (read: (tier: DatabaseStats['blocks']['tiers'][number]) => number) => () =>
    database.stats().blocks.tiers.map((tier) => [{ resolution: `${tier.resolutionMs / 1000}s` }, read(tier)] as const);
  metrics.gauge(
    'observatory_store_blocks',
    'Sealed blocks, by resolution (0s: raw samples)',
    tiers(({ blocks }) => blocks),
    ['resolution'],
  );
  metrics.gauge(
    'observatory_store_block_bytes',
    'Sealed blocks on disk, by resolution',
    tiers(({ sizeBytes }) => sizeBytes),
    ['resolution'],
  );
  metrics.gauge(
    'observatory_store_block_samples',
    'Samples in sealed blocks, by resolution',
    tiers(({ samples }) => samples),
    ['resolution'],
  );
  counter('compactions_total', 'Compactions of blocks', ({ blocks }) => blocks.compactions);
  counter('downsamplings_total', 'Blocks downsampled', ({ blocks }) => blocks.downsamplings);
  metrics.counter(
    'observatory_store_dropped_blocks_total',
    'Blocks dropped by retention, by reason',
    () => entries('reason', database.stats().blocks.dropped),
    ['reason'],
  );
  gauge('block_cache_bytes', 'Pages of blocks held in memory', ({ blocks }) => blocks.cache.sizeBytes);
  counter('block_cache_hits_total', 'Pages of blocks found in memory', ({ blocks }) => blocks.cache.hits);
  counter('block_cache_misses_total', 'Pages of blocks read from disk', ({ blocks }) => blocks.cache.misses);
  counter('head_cuts_total', 'Blocks written from the head', ({ maintenance }) => maintenance.headCuts);
  counter('checkpoints_total', 'Checkpoints written', ({ maintenance }) => maintenance.checkpoints);
  counter('maintenance_failures_total', 'Failed maintenance runs', ({ maintenance }) => maintenance.failures);
}

/** 0 for the unbounded times of an empty head. */
function seconds(timeMs: number): number {
  return Number.isFinite(timeMs) && Math.abs(timeMs) < Number.MAX_SAFE_INTEGER ? timeMs / 1000 : 0;
}

function entries(label: string, counts: Readonly<Record<string, number>>): (readonly [MetricLabels, number])[] {
  return Object.entries(counts).map(([name, count]) => [{ [label]: name }, count]);
}
