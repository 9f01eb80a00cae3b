import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openBlocks } from '../block/index.ts';
import type { BlockStore } from '../block/index.ts';
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
import type { OpenReport } from './open-report.ts';
import type { DatabaseOptions, ResolvedOptions } from './options.ts';

/**
 * Opens the store in a directory, made when missing: locks it, opens its blocks, replays its log. Damage is cut, reported in
 * `openReport` and logged; it does not keep the store from opening.
 * @throws ObservatoryError `OBS_STORE_LOCKED` when another process has it open
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const resolved = resolveOptions(options);
  const { path: dir } = resolved;
  await mkdir(dir, { recursive: true });
  const unlock = await lockDirectory(dir);
  try {
    const blocks = await openBlocks(path.join(dir, 'blocks'), {
      clock: resolved.clock,
      logger: resolved.logger,
      retentionMs: resolved.retentionMs,
      retentionSizeBytes: resolved.retentionSizeBytes,
      blockRangeMs: resolved.blockRangeMs,
    });
    try {
      return new EmbeddedDatabase({ options: resolved, blocks, unlock, ...(await restoreHead(resolved, blocks)) });
    } catch (error) {
      await blocks.close();
      throw error;
    }
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** The head as it was when the store was last written to: from the newest checkpoint and the log behind it. */
async function restoreHead(options: ResolvedOptions, blocks: BlockStore) {
  const startedAt = performance.now();
  const { fs, logger } = options;
  const walDir = path.join(options.path, 'wal');
  await fs.makeDir(walDir);
  const head = new Head({
    blockRangeMs: options.blockRangeMs,
    outOfOrderWindowMs: options.outOfOrderWindowMs,
    maxSeries: options.maxSeries,
    maxBytes: options.maxHeadBytes,
  });
  const metadata = new MetadataStore();
  const exemplars = new ExemplarRing(options.maxExemplars);
  const checkpoint = await loadCheckpoint({ head, metadata, exemplars }, fs, walDir);
  for (const problem of checkpoint.problems) logger.warn({ code: 'OBS_CHECKPOINT_DAMAGED' }, problem);
  const segments = await listSegments(fs, walDir);
  const wanted = segments.filter((segment) => segment >= checkpoint.segment);
  const visitors: ReplayVisitor[] = [];
  const newVisitor = () => {
    const visitor = new ReplayVisitor(head, metadata, exemplars);
    visitors.push(visitor);
    return visitor;
  };
  const cuts = await replaySegments(fs, walDir, wanted, newVisitor, logger);
  const openReport: OpenReport = {
    replayedSamples: visitors.reduce((sum, visitor) => sum + visitor.samples, checkpoint.samples),
    replayedSeries: head.index.count,
    durationMs: performance.now() - startedAt,
    wal: cuts,
    checkpoint: checkpoint.problems,
    blocks: blocks.openReport,
  };
  // A segment is written by one process, once.
  const firstSegment = Math.max(checkpoint.segment, segments[segments.length - 1] ?? 0) + 1;
  return { head, metadata, exemplars, walDir, firstSegment, openReport };
}
