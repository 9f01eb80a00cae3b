import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openBlocks } from '../block/index.ts';
import { loadCheckpoint } from '../checkpoint/load-checkpoint.ts';
import { Head } from '../head/head.ts';
import { listSegments, replaySegments } from '../wal/replay.ts';
import { ReplayVisitor } from '../wal/replay-visitor.ts';
import type { Database } from './database.ts';
import { EmbeddedDatabase } from './embedded-database.ts';
import { ExemplarRing } from './exemplar-ring.ts';
import { lockDirectory } from './lock-file.ts';
import { MetadataStore } from './metadata-store.ts';
import { resolveOptions } from './options.ts';
import type { DatabaseOptions } from './options.ts';

/**
 * Opens the store in a directory, made when missing: locks it, opens its blocks, replays its log. Damage is cut, reported in
 * `openReport` and logged; it does not keep the store from opening.
 * @throws ObservatoryError `OBS_STORE_LOCKED` when another process has it open
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const resolved = resolveOptions(options);
  const { fs, logger, path: dir } = resolved;
  await mkdir(dir, { recursive: true });
  const unlock = await lockDirectory(dir);
  try {
    const startedAt = performance.now();
    const walDir = path.join(dir, 'wal');
    await fs.makeDir(walDir);
    const blocks = await openBlocks(path.join(dir, 'blocks'), {
      clock: resolved.clock,
      logger,
      retentionMs: resolved.retentionMs,
      retentionSizeBytes: resolved.retentionSizeBytes,
      blockRangeMs: resolved.blockRangeMs,
    });
    const head = new Head({
      blockRangeMs: resolved.blockRangeMs,
      outOfOrderWindowMs: resolved.outOfOrderWindowMs,
      maxSeries: resolved.maxSeries,
      maxBytes: resolved.maxHeadBytes,
    });
    const metadata = new MetadataStore();
    const exemplars = new ExemplarRing(resolved.maxExemplars);
    const checkpoint = await loadCheckpoint({ head, metadata, exemplars }, fs, walDir);
    for (const problem of checkpoint.problems) logger.warn({ code: 'OBS_CHECKPOINT_DAMAGED' }, problem);
    const segments = await listSegments(fs, walDir);
    const visitors: ReplayVisitor[] = [];
    const wal = await replaySegments(
      fs,
      walDir,
      segments.filter((segment) => segment >= checkpoint.segment),
      () => {
        const visitor = new ReplayVisitor(head, metadata, exemplars);
        visitors.push(visitor);
        return visitor;
      },
      logger,
    );
    const openReport = {
      replayedSamples: visitors.reduce((sum, visitor) => sum + visitor.samples, checkpoint.samples),
      replayedSeries: head.index.count,
      durationMs: performance.now() - startedAt,
      wal,
      checkpoint: checkpoint.problems,
      blocks: blocks.openReport,
    };
    const firstSegment = Math.max(checkpoint.segment, segments[segments.length - 1] ?? 0) + 1;
    return new EmbeddedDatabase({
      options: resolved,
      head,
      blocks,
      metadata,
      exemplars,
      walDir,
      firstSegment,
      openReport,
      unlock,
    });
  } catch (error) {
    await unlock();
    throw error;
  }
}
