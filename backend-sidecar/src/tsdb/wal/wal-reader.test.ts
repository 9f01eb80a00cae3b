import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Labels } from '../../model/labels.ts';
import { bitsAt } from '../../testing/store-contents.ts';
import { VirtualClock } from '../../util/clock.ts';
import { openDatabase } from '../db.ts';
import type { Database, DatabaseOptions, WalReader } from '../db.ts';

const T0 = Date.UTC(2026, 0, 1);
let dir: string;
let clock: VirtualClock;
let current: Database | undefined;

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'observatory-reader-'));
  clock = new VirtualClock(T0);
});

afterEach(async () => {
  await current?.close();
  current = undefined;
  await rm(dir, { recursive: true, force: true });
});

async function openHere(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  await current?.close();
  return (current = await openDatabase({
    path: dir,
    clock,
    blockRangeMs: 60_000,
    walSegmentBytes: 2000,
    retentionMs: 0,
    ...options,
  }));
}

const labelsOf = (n: number) => Labels.fromObject({ __name__: `m${n}`, topic: `t-${n % 3}` });

function scrape(db: Database, step: number, layoutId: number): void {
  const refs = Uint32Array.from({ length: 20 }, (_, n) => db.seriesRef(labelsOf(n)));
  const values = Float64Array.from(refs, (_, n) => (n % 4 === 0 ? step : n));
  db.appendBatch({ timestampMs: T0 + step * 1000, length: 20, refs, values, layoutId, layoutVersion: 1 });
}

/** All that a reader has, as text; commits as it goes when told to. */
async function drain(reader: WalReader, maxSamples = 50, commit = true): Promise<string[]> {
  const found: string[] = [];
  for (let read = await reader.read(maxSamples); read; read = await reader.read(maxSamples)) {
    for (let i = 0; i < read.length; i++) {
      found.push(
        `${read.labels(read.series[i]).toString()} ${(read.timestamps[i] - T0) / 1000} ${bitsAt(read.valueWords, i)}`,
      );
    }
    for (const { metricName } of read.metadata) found.push(`metadata ${metricName}`);
    for (const { labels, exemplar } of read.exemplars) found.push(`exemplar ${labels.toString()} ${exemplar.value}`);
    if (commit) await reader.commit(read.position);
  }
  return found;
}

describe('WalReader', () => {
  it('hands out every sample once, in order, across segments, cuts and restarts', async () => {
    let db = await openHere();
    let layoutId = db.newLayoutId();
    let reader = await db.walReader('remote');
    const found: string[] = [];
    let step = 0;
    for (const mode of ['read', 'skip', 'reopen', 'read', 'skip', 'reopen', 'read']) {
      for (let i = 0; i < 60; i++) {
        await clock.advanceTo(T0 + ++step * 1000);
        scrape(db, step, layoutId);
      }
      await db.maintain();
      await db.flush();
      if (mode === 'read') found.push(...(await drain(reader)));
      if (mode === 'reopen') {
        // What was read but not committed is read again.
        expect((await drain(reader, 50, false)).length).toBeGreaterThan(0);
        db = await openHere();
        layoutId = db.newLayoutId();
        reader = await db.walReader('remote');
      }
    }
    expect(found).toHaveLength(step * 20);
    expect(new Set(found).size).toBe(step * 20);
    expect(found.slice(-20, -18)).toEqual([
      `m0{topic="t-0"} ${step} ${bitsAt(new Uint32Array(new Float64Array([step]).buffer), 0)}`,
      found.at(-19),
    ]);
    expect(reader.missedSegments).toBe(0);
    expect(await reader.backlogBytes()).toBe(0);
    expect(db.stats().maintenance.headCuts).toBeGreaterThan(0);
  });

  it('begins with what comes after it was first opened, metadata and exemplars too', async () => {
    const db = await openHere();
    scrape(db, 1, db.newLayoutId());
    const reader = await db.walReader('remote');
    expect(await drain(reader)).toEqual([]);
    const ref = db.seriesRef(labelsOf(2));
    db.appendStale(ref, T0 + 5000);
    db.setMetadata('m2', { type: 'counter', help: 'h', unit: '' });
    db.appendExemplar(ref, { labels: Labels.EMPTY, value: 3, timestampMs: T0 + 5000 });
    await db.flush();
    expect(await drain(reader)).toEqual([
      'm2{topic="t-2"} 5 7ff0000000000002',
      'metadata m2',
      'exemplar m2{topic="t-2"} 3',
    ]);
    await expect(db.walReader('remote')).rejects.toMatchObject({ code: 'OBS_WAL_READER_OPEN' });
    await expect(db.walReader('../x')).rejects.toMatchObject({ code: 'OBS_WAL_READER_NAME' });
  });

  it('holds the log back while it is behind, up to the limit, and says what it missed', async () => {
    const segments = async () => (await readdir(path.join(dir, 'wal'))).filter((name) => name.endsWith('.wal')).length;
    const db = await openHere({ walReaderLimitBytes: 20_000 });
    const layoutId = db.newLayoutId();
    const reader = await db.walReader('remote');
    const run = async (from: number, to: number) => {
      for (let step = from; step < to; step++) {
        await clock.advanceTo(T0 + step * 1000);
        scrape(db, step, layoutId);
        if (step % 20 === 0) await db.flush();
      }
      await db.maintain();
    };
    await run(1, 200);
    expect(await segments()).toBeGreaterThan(2);
    expect((await drain(reader)).length).toBe(199 * 20);
    await run(200, 1500);
    expect(await segments()).toBeLessThan(20);
    const rest = await drain(reader);
    expect(rest.length).toBeLessThan(1300 * 20);
    expect(reader.missedSegments).toBeGreaterThan(0);
    await db.removeWalReader('remote');
    await run(1500, 1700);
    expect(await segments()).toBeLessThanOrEqual(4);
  });
});
