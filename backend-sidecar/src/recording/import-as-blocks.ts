import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compareLabels } from '../model/labels.ts';
import { Matcher } from '../model/matcher.ts';
import { openDatabase, type Database } from '../tsdb/db.ts';
import type { BlockInput, BlockInputSeries } from '../tsdb/types.ts';
import { VirtualClock } from '../util/clock.ts';
import { importRecording, type ImportedRecording } from './import-recording.ts';
import type { Recording } from './read-recording.ts';

export interface BackfillTarget {
  /** Writes samples of any age as blocks. */
  backfill(input: BlockInput, signal?: AbortSignal): Promise<unknown>;
}

/**
 * Loads a recording into a store that lives in another time: first into one of its own, whose clock follows the recording,
 * then as blocks, staleness markers included, so that neither age nor order matters to the store that takes them.
 */
export async function importAsBlocks(
  recording: Recording,
  target: BackfillTarget,
  options: { cluster?: string; signal?: AbortSignal } = {},
): Promise<ImportedRecording> {
  const folder = await mkdtemp(path.join(tmpdir(), 'observatory-import-'));
  const clock = new VirtualClock(Math.round((recording.lines[0]?.t ?? 0) * 1000));
  const staging = await openDatabase({ path: folder, clock, fsyncIntervalMs: 3_600_000 });
  try {
    const imported = await importRecording(recording, {
      appender: staging,
      onScrape: (ms) => clock.advanceTo(ms),
      ...options,
    });
    await target.backfill(await blockInput(staging, imported.report), options.signal);
    return imported;
  } finally {
    await staging.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Everything in a store, by series in the order that block writers want. */
async function blockInput(store: Database, { fromMs, toMs }: { fromMs: number; toMs: number }): Promise<BlockInput> {
  const set = await store.select({
    matchers: [new Matcher('=~', '__name__', '.+')],
    minTimeMs: fromMs,
    maxTimeMs: toMs,
  });
  const order = Array.from({ length: set.count }, (_, i) => i).sort((a, b) =>
    compareLabels(set.labels(a), set.labels(b)),
  );
  return {
    *series(): Iterable<BlockInputSeries> {
      for (const index of order) yield { labels: set.labels(index), read: (out) => set.read(index, out) };
    },
  };
}
