import type { Clock } from '../../util/clock.ts';
import { systemClock } from '../../util/clock.ts';
import type { Logger } from '../../util/logger.ts';
import { silentLogger } from '../../util/logger.ts';
import type { WalFs } from '../wal/wal-fs.ts';
import { nodeWalFs } from '../wal/wal-fs.ts';

/** How a store is opened. Only `path` is needed; times are in ms, sizes in bytes, 0 means "no limit" where a limit is meant. */
export interface DatabaseOptions {
  /** Data directory; made when missing. */
  path: string;
  /** Blocks wholly older than this are deleted. 0 = kept for ever. */
  retentionMs?: number;
  /** Oldest blocks are deleted when all together pass this. 0 = no limit. */
  retentionSizeBytes?: number;
  /** At most this much acknowledged data is lost when the machine (not only the process) dies. */
  fsyncIntervalMs?: number;
  /** How far behind the newest sample of the store a late sample is still taken. 0 = never. */
  outOfOrderWindowMs?: number;
  /** Samples further ahead of the clock than this are out of bounds. */
  maxFutureMs?: number;
  maxSeries?: number;
  maxHeadBytes?: number;
  /** Length of the time ranges that are written as one block. */
  blockRangeMs?: number;
  walSegmentBytes?: number;
  /** WAL that a slow or dead reader (remote_write) may hold back from deletion, at most. */
  walReaderLimitBytes?: number;
  /** Exemplars kept in memory, the oldest go first. */
  maxExemplars?: number;
  /** Time of samples, block cutting and retention. */
  clock?: Clock;
  /** Time of fsync and retries, which are about the machine and not about the data. */
  ioClock?: Clock;
  logger?: Logger;
  /** The file system under the WAL and the checkpoints; tests put a failing one here. */
  fs?: WalFs;
}

export type ResolvedOptions = Required<DatabaseOptions>;

const HOUR_MS = 3_600_000;

export function resolveOptions(options: DatabaseOptions): ResolvedOptions {
  const defaults = {
    retentionMs: 15 * 24 * HOUR_MS,
    retentionSizeBytes: 0,
    fsyncIntervalMs: 1000,
    outOfOrderWindowMs: 0,
    maxFutureMs: 10 * 60_000,
    maxSeries: 0,
    maxHeadBytes: 0,
    blockRangeMs: 2 * HOUR_MS,
    walSegmentBytes: 32 << 20,
    walReaderLimitBytes: 2 ** 31,
    maxExemplars: 100_000,
    clock: systemClock,
    ioClock: systemClock,
    logger: silentLogger,
    fs: nodeWalFs,
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...given, path: options.path };
}
