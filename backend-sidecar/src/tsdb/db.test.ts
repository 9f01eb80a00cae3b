import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Labels } from '../model/labels.ts';
import { Matcher } from '../model/matcher.ts';
import { isStaleAt } from '../model/stale.ts';
import { SampleBuffer } from '../storage.ts';
import type { SeriesSource } from '../storage.ts';
import { VirtualClock } from '../util/clock.ts';
import { openDatabase } from './db.ts';
import type { Database, DatabaseOptions } from './db.ts';

const T0 = Date.UTC(2026, 0, 1);
let dir: string;
let clock: VirtualClock;
let open: Database | undefined;

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'observatory-db-'));
  clock = new VirtualClock(T0);
});

afterEach(async () => {
  await open?.close();
  open = undefined;
  await rm(dir, { recursive: true, force: true });
});

async function openHere(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  return (open = await openDatabase({ path: dir, clock, ...options }));
}

/** Closes and opens again. */
async function reopen(db: Database, options: Partial<DatabaseOptions> = {}): Promise<Database> {
  await db.close();
  return openHere(options);
}

async function contents(
  source: SeriesSource,
  matchers: Matcher[] = [],
  min = -Infinity,
  max = Infinity,
): Promise<Record<string, [number, number | 'stale'][]>> {
  const set = await source.select({ matchers, minTimeMs: min, maxTimeMs: max });
  const out = new SampleBuffer();
  const answer: Record<string, [number, number | 'stale'][]> = {};
  for (let i = 0; i < set.count; i++) {
    set.read(i, out);
    const samples: [number, number | 'stale'][] = [];
    for (let s = 0; s < out.length; s++)
      samples.push([out.timestamps[s], isStaleAt(out.valueWords, s) ? 'stale' : out.values[s]]);
    answer[set.labels(i).toString()] = samples;
  }
  set.close();
  return answer;
}

const labels = (object: Record<string, string>) => Labels.fromObject(object);

describe('Database', () => {
  it('keeps scrapes, single samples and staleness markers across a restart', async () => {
    let db = await openHere();
    const refs = new Uint32Array(3).map((_, i) => db.seriesRef(labels({ __name__: 'up', instance: `b${i}` })));
    const layoutId = db.newLayoutId();
    for (let i = 0; i < 300; i++) {
      clock.advanceBy(0);
      const values = new Float64Array([i, i % 10 === 0 ? NaN : 1 / (i + 1), 5]);
      const counts = db.appendBatch({
        timestampMs: T0 + i * 1000,
        length: 3,
        refs,
        values,
        layoutId,
        layoutVersion: 1,
      });
      expect(counts.appended).toBe(3);
    }
    expect(db.appendStale(refs[2], T0 + 400_000)).toBeUndefined();
    expect(db.append(refs[1], T0 + 400_000, -0)).toBeUndefined();
    const before = await contents(db);
    expect(before['up{instance="b0"}']).toHaveLength(300);
    expect(before['up{instance="b2"}'].at(-1)).toEqual([T0 + 400_000, 'stale']);
    db = await reopen(db);
    expect(await contents(db)).toEqual(before);
    expect(db.openReport).toMatchObject({ replayedSeries: 3, replayedSamples: 902, wal: [], checkpoint: [] });
    const again = db.seriesRef(labels({ __name__: 'up', instance: 'b0' }));
    expect(db.append(again, T0, 1)).toBe('out_of_order');
    expect(db.append(again, T0 + 299_000, 7)).toBe('duplicate');
    expect(db.append(again, T0 + 299_000, 299)).toBeUndefined();
  });
});
