import path from 'node:path';
import type { BlockStore } from '../block/index.ts';
import { checkpointName, checkpointOf } from '../checkpoint/format.ts';
import { writeCheckpoint } from '../checkpoint/write-checkpoint.ts';
import { cutTimeOf, writeHeadBlocks } from '../head/cut-head.ts';
import type { Head } from '../head/head.ts';
import { truncateHead } from '../head/truncate-head.ts';
import { messageOf } from '../../util/errors.ts';
import { segmentName } from '../wal/format.ts';
import { listSegments } from '../wal/replay.ts';
import type { Wal } from '../wal/wal.ts';
import { WalReaders } from '../wal/wal-readers.ts';
import type { ExemplarRing } from './exemplar-ring.ts';
import type { MetadataStore } from './metadata-store.ts';
import type { ResolvedOptions } from './options.ts';
import type { ReadPins } from './read-pins.ts';
import type { MaintenanceStats } from './stats.ts';

const INTERVAL_MS = 30_000;
/** A log longer than this, in segments, is replaced by a checkpoint although no block was cut: opening stays quick. */
const CHECKPOINT_SEGMENTS = 16;

export interface MaintenanceParts {
  options: ResolvedOptions;
  head: Head;
  blocks: BlockStore;
  wal: Wal;
  walDir: string;
  pins: ReadPins;
  metadata: MetadataStore;
  exemplars: ExemplarRing;
}

/**
 * The background of a store, one round at a time: head into blocks, truncation, checkpoint, deletion of old log, compaction and
 * retention. A round that fails (full disk) leaves everything readable and is tried again.
 */
export class Maintenance {
  readonly readers: WalReaders;
  readonly stats: MaintenanceStats = { headCuts: 0, checkpoints: 0, failures: 0, lastError: undefined, lastCutMs: 0 };
  /** Bytes of all segments, as of the last round. */
  walBytes = 0;
  private readonly parts: MaintenanceParts;
  private readonly abort = new AbortController();
  private running: Promise<void> | undefined;
  private cancelTimer: (() => void) | undefined;
  private checkpointWanted = false;
  private stopped = false;

  constructor(parts: MaintenanceParts) {
    this.parts = parts;
    const { options, wal, walDir } = parts;
    this.readers = new WalReaders({ fs: options.fs, dir: walDir, wal, logger: options.logger });
  }

  start(): void {
    if (this.stopped) return;
    this.cancelTimer = this.parts.options.clock.setTimeout(() => {
      if (!this.running) void this.run().catch(() => {});
      this.start();
    }, INTERVAL_MS);
  }

  /** Ends after the step it is in. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.cancelTimer?.();
    this.abort.abort(new Error('the store is being closed'));
    await this.running?.catch(() => {});
    await this.readers.close();
  }

  /** A checkpoint at the next round, which comes soon: records of the log were lost. */
  requestCheckpoint(): void {
    this.checkpointWanted = true;
    setImmediate(() => void this.run().catch(() => {}));
  }

  /** Resolves when no round is running. */
  async idle(): Promise<void> {
    while (this.running) await this.running.catch(() => {});
  }

  /** One whole round, after the one that is running. Rejects with what went wrong, which is also logged and counted. */
  run(): Promise<void> {
    const before = this.running;
    const round = (async () => {
      await before?.catch(() => {});
      if (!this.stopped) await this.round();
    })().finally(() => {
      if (this.running === round) this.running = undefined;
    });
    this.running = round;
    return round;
  }

  private async round(): Promise<void> {
    const { blocks, options } = this.parts;
    try {
      for (let before = cutTimeOf(this.parts.head); before !== undefined; before = cutTimeOf(this.parts.head)) {
        this.abort.signal.throwIfAborted();
        await this.cut(before);
      }
      if (this.checkpointWanted || (await this.isLogLong())) await this.checkpoint();
      await blocks.maintain(options.clock.now(), this.abort.signal);
      this.stats.lastError = undefined;
    } catch (error) {
      if (this.abort.signal.aborted) return;
      this.stats.failures++;
      this.stats.lastError = messageOf(error);
      options.logger.error(
        { code: 'OBS_STORE_MAINTENANCE', cause: messageOf(error) },
        'store maintenance failed and will be tried again',
      );
      throw error;
    }
  }

  private async cut(beforeMs: number): Promise<void> {
    const { head, blocks, wal, pins, options } = this.parts;
    const startedAt = performance.now();
    head.setMinValidTime(beforeMs);
    wal.cut('begins', beforeMs);
    try {
      await writeHeadBlocks(head, blocks, beforeMs);
    } catch (error) {
      head.late.untake();
      throw error;
    }
    wal.cut('done', beforeMs);
    await pins.drained(this.abort.signal);
    const dropped = truncateHead(head, beforeMs);
    this.stats.headCuts++;
    this.stats.lastCutMs = options.clock.now();
    this.checkpointWanted = true;
    const durationMs = Math.round(performance.now() - startedAt);
    options.logger.info({ beforeMs, droppedSeries: dropped, durationMs }, 'head written to a block');
  }

  private async isLogLong(): Promise<boolean> {
    const { options, walDir, wal } = this.parts;
    const segments = await listSegments(options.fs, walDir);
    let bytes = 0;
    for (const segment of segments)
      bytes += await options.fs.size(path.join(walDir, segmentName(segment))).catch(() => 0);
    this.walBytes = bytes;
    const newest = Math.max(0, ...(await options.fs.list(walDir)).map((name) => checkpointOf(name) ?? 0));
    return wal.position.segment - Math.max(newest, segments[0] ?? 0) >= CHECKPOINT_SEGMENTS;
  }

  /** Makes the head durable as of a new segment, then deletes what that replaces. */
  private async checkpoint(): Promise<void> {
    const { head, metadata, exemplars, wal, walDir, options } = this.parts;
    const { fs } = options;
    const segment = wal.rotate();
    await writeCheckpoint({ head, metadata, exemplars }, fs, walDir, segment);
    this.checkpointWanted = false;
    this.stats.checkpoints++;
    for (const name of await fs.list(walDir)) {
      const other = checkpointOf(name);
      if (other !== undefined && other < segment) await fs.remove(path.join(walDir, checkpointName(other)));
    }
    await this.deleteSegments(segment);
  }

  /** Deletes segments before `before`, except those a reader still needs and may hold back. */
  private async deleteSegments(before: number): Promise<void> {
    const { walDir, options } = this.parts;
    const { fs } = options;
    const needed = Math.min(before, await this.readers.oldestSegment());
    const old = (await listSegments(fs, walDir)).filter((segment) => segment < before);
    let heldBytes = 0;
    for (const segment of old.reverse()) {
      const file = path.join(walDir, segmentName(segment));
      heldBytes += await fs.size(file).catch(() => 0);
      if (segment >= needed && heldBytes <= options.walReaderLimitBytes) continue;
      if (segment >= needed) {
        options.logger.warn(
          { code: 'OBS_WAL_READER_BEHIND', segment },
          'a remote_write queue is too far behind: its oldest samples are given up',
        );
      }
      await fs.remove(file);
    }
  }
}
