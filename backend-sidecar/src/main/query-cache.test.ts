/** A dashboard that refreshes, over the embedded store: what it reads again, and that its answer is that of a fresh query. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Labels } from '../model/labels.ts';
import { Matcher } from '../model/matcher.ts';
import type { PromqlSource, QueryResult } from '../storage.ts';
import { openDatabase, type Database } from '../tsdb/db.ts';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { createQuerySource } from './query-source.ts';

const STEP = 15_000;
const START = Date.UTC(2026, 10, 22, 8);
const QUERY = 'sum by (node) (rate(requests_total[1m]))';
const QUERY_DEFAULTS = {
  source: 'embedded' as const,
  timeout: 60_000,
  max_samples: 1e7,
  max_memory: 2 ** 28,
  max_concurrency: 4,
  lookback_delta: 300_000,
  cache_size: 2 ** 24,
};

interface Fixture {
  clock: VirtualClock;
  database: Database;
  promql: PromqlSource;
  refs: number[];
  /** One scrape of all nodes. */
  scrape: () => void;
  /** What a panel over the last hour shows now. */
  panel: (options?: { noCache: boolean }) => Promise<QueryResult>;
}

async function withDashboard(test: (fixture: Fixture) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'query-cache-'));
  const clock = new VirtualClock(START);
  const database = await openDatabase({
    path: folder,
    clock,
    logger: silentLogger,
    outOfOrderWindowMs: 1_800_000,
  });
  try {
    const { promql } = createQuerySource(
      // The test needs no other part of a configuration.
      { query: QUERY_DEFAULTS } as unknown as Parameters<typeof createQuerySource>[0],
      { source: database, oldestChange: () => database.takeOldestChange(), clock, version: 'test' },
    );
    const refs = ['a', 'b', 'c'].map((node) =>
      database.seriesRef(Labels.fromObject({ __name__: 'requests_total', node })),
    );
    let tick = 0;
    const scrape = () => {
      const values = Float64Array.from(refs, (_ref, i) => (tick * (i + 1) * 7) % 5000);
      tick++;
      database.appendBatch({
        timestampMs: clock.now() - 100,
        length: refs.length,
        refs: Uint32Array.from(refs),
        values,
        layoutId: 1,
        layoutVersion: 1,
      });
    };
    const panel = (options?: { noCache: boolean }) => {
      const end = Math.floor(clock.now() / STEP) * STEP;
      return promql.range(QUERY, end - 3_600_000, end, STEP, options);
    };
    for (let i = 0; i < 300; i++) {
      await clock.advanceBy(STEP);
      scrape();
    }
    await test({ clock, database, promql, refs, scrape, panel });
  } finally {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const content = ({ value }: QueryResult) =>
  value.resultType === 'matrix'
    ? value.series.map(({ labels, timestamps, values }) => [labels.toString(), [...timestamps], [...values]])
    : value;

describe('a dashboard that refreshes', () => {
  it('reads only what is new, and shows what a fresh query does', async () => {
    await withDashboard(async ({ clock, scrape, panel }) => {
      const first = await panel();
      expect(first.stats.samples).toBeGreaterThan(3 * 240);
      for (let refresh = 0; refresh < 8; refresh++) {
        await clock.advanceBy(5000);
        if (refresh % 3 === 2) scrape();
        const shown = await panel();
        // One new step, or two: a minute's window of three series each.
        expect(shown.stats.samples).toBeLessThanOrEqual(3 * 6);
        expect(content(shown)).toEqual(content(await panel({ noCache: true })));
      }
    });
  });

  it('takes late samples up, and what was deleted or filled in afterwards', async () => {
    await withDashboard(async ({ clock, database, refs, panel }) => {
      const now = clock.now();
      const before = content(await panel());
      expect(content(await panel())).toEqual(before);

      // Out of order, for a series that is further on.
      expect(database.append(refs[1], now - 600_050, 1e6)).toBeUndefined();
      const late = await panel();
      expect(content(late)).not.toEqual(before);
      expect(content(late)).toEqual(content(await panel({ noCache: true })));
      // Only what may have changed was read.
      expect(late.stats.samples).toBeLessThan(3 * 60);

      // In order for its series, but long ago: a sender that catches up.
      const lagging = database.seriesRef(Labels.fromObject({ __name__: 'requests_total', node: 'd' }));
      for (let i = 0; i < 20; i++) database.append(lagging, now - 900_000 + i * STEP, i);
      const caughtUp = await panel();
      expect(caughtUp.value.resultType === 'matrix' && caughtUp.value.series.length).toBe(4);
      expect(content(caughtUp)).toEqual(content(await panel({ noCache: true })));

      await database.deleteSeries([new Matcher('=', 'node', 'a')], now - 1_200_000, now - 1_000_000);
      const deleted = await panel();
      expect(content(deleted)).not.toEqual(content(caughtUp));
      expect(content(deleted)).toEqual(content(await panel({ noCache: true })));
      await database.cleanTombstones();
      expect(content(await panel())).toEqual(content(deleted));

      await database.backfill({
        *series() {
          yield {
            labels: Labels.fromObject({ __name__: 'requests_total', node: 'e' }),
            read(out) {
              out.length = 0;
              out.reserve(50);
              for (let i = 0; i < 50; i++) {
                out.timestamps[i] = now - 3_000_000 + i * STEP;
                out.values[i] = i;
              }
              out.length = 50;
            },
          };
        },
      });
      const filled = await panel();
      expect(filled.value.resultType === 'matrix' && filled.value.series.length).toBe(5);
      expect(content(filled)).toEqual(content(await panel({ noCache: true })));
    });
  });
});
