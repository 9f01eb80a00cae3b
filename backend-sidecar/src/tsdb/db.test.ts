import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Labels } from '../model/labels.ts';
import { Matcher } from '../model/matcher.ts';
import { bitsOf, STALE_BITS, storeContents } from '../testing/store-contents.ts';
import { VirtualClock } from '../util/clock.ts';
import { openDatabase } from './db.ts';
import type { Database, DatabaseOptions } from './db.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Date.UTC(2026, 0, 1);

let dir: string;
let clock: VirtualClock;
let current: Database | undefined;

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'observatory-db-'));
  clock = new VirtualClock(T0);
});

afterEach(async () => {
  await current?.close();
  current = undefined;
  await rm(dir, { recursive: true, force: true });
});

async function openHere(options: Partial<DatabaseOptions> = {}): Promise<Database> {
  return (current = await openDatabase({ path: dir, clock, retentionMs: 0, ...options }));
}

async function reopen(db: Database, options: Partial<DatabaseOptions> = {}): Promise<Database> {
  await db.close();
  return openHere(options);
}

const labels = (object: Record<string, string>) => Labels.fromObject(object);

/** A target with `count` series that is scraped; values count up, one series in three stands still. */
class Target {
  readonly refs: Uint32Array;
  readonly values: Float64Array;
  private readonly db: Database;
  private readonly layoutId: number;

  constructor(db: Database, instance: string, count = 12) {
    this.db = db;
    this.layoutId = db.newLayoutId();
    this.refs = Uint32Array.from({ length: count }, (_, n) => db.seriesRef(labels({ __name__: `m${n}`, instance })));
    this.values = new Float64Array(count);
  }

  scrape(timestampMs: number) {
    for (let i = 0; i < this.values.length; i++) if (i % 3 !== 0) this.values[i] += i;
    const { refs, values, layoutId } = this;
    return this.db.appendBatch({ timestampMs, length: refs.length, refs, values, layoutId, layoutVersion: 1 });
  }

  async scrapeFor(fromMs: number, toMs: number, stepMs = 15_000): Promise<void> {
    for (let t = fromMs; t < toMs; t += stepMs) {
      if (t > clock.now()) await clock.advanceTo(t);
      this.scrape(t);
    }
  }
}

describe('Database', () => {
  it('keeps scrapes, single samples and staleness markers across a restart', async () => {
    let db = await openHere();
    const target = new Target(db, 'a', 3);
    await target.scrapeFor(T0, T0 + HOUR);
    expect(db.appendStale(target.refs[2], T0 + HOUR)).toBeUndefined();
    expect(db.append(target.refs[1], T0 + HOUR, -0)).toBeUndefined();
    const before = await storeContents(db);
    expect(before.get('m2{instance="a"}')?.at(-1)).toEqual([T0 + HOUR, STALE_BITS]);
    expect(before.get('m1{instance="a"}')?.at(-1)).toEqual([T0 + HOUR, bitsOf(-0)]);
    db = await reopen(db);
    expect(await storeContents(db)).toEqual(before);
    expect(db.openReport).toMatchObject({ replayedSeries: 3, replayedSamples: 722, wal: [], checkpoint: [] });
    const ref = db.seriesRef(labels({ __name__: 'm1', instance: 'a' }));
    expect(db.append(ref, T0, 1)).toBe('out_of_order');
    expect(db.append(ref, T0 + HOUR, 7)).toBe('duplicate');
    expect(db.append(ref, T0 + HOUR, -0)).toBeUndefined();
    expect(db.append(ref, clock.now() + 11 * MINUTE, 1)).toBe('out_of_bounds');
    expect(db.stats().refused).toMatchObject({ out_of_order: 1, duplicate: 1, out_of_bounds: 1 });
  });

  it('moves the head into blocks, and neither reads nor restarts notice', async () => {
    let db = await openHere();
    const target = new Target(db, 'a');
    const gone = new Target(db, 'gone', 2);
    await gone.scrapeFor(T0, T0 + 10 * MINUTE);
    await target.scrapeFor(T0, T0 + 7 * HOUR);
    await db.maintain();
    const stats = db.stats();
    expect(stats.maintenance).toMatchObject({ failures: 0, lastError: undefined });
    expect(stats.maintenance.headCuts).toBeGreaterThanOrEqual(2);
    expect(stats.head.minTimeMs).toBeGreaterThanOrEqual(T0 + 4 * HOUR);
    expect(stats.head.series).toBe(12);
    expect(db.isLive(gone.refs[0])).toBe(false);

    const contents = await storeContents(db);
    expect(contents.size).toBe(14);
    for (let n = 0; n < 12; n++) {
      const samples = contents.get(`m${n}{instance="a"}`) ?? [];
      expect(samples.map(([time]) => time)).toEqual(Array.from({ length: 7 * 240 }, (_, i) => T0 + i * 15_000));
      expect(samples.at(-1)?.[1]).toBe(bitsOf(n % 3 === 0 ? 0 : n * 7 * 240));
    }
    const part = await storeContents(db, [new Matcher('=', '__name__', 'm4')], T0 + HOUR, T0 + 6 * HOUR);
    expect(part.get('m4{instance="a"}')).toHaveLength(5 * 240 + 1);

    db = await reopen(db);
    expect(await storeContents(db)).toEqual(contents);
    expect(db.openReport.replayedSamples).toBeLessThan(12 * 4 * 240);
    // The log behind the checkpoint is gone.
    expect((await readdir(path.join(dir, 'wal'))).filter((name) => name.startsWith('checkpoint'))).toHaveLength(1);
    await db.maintain();
    expect(await storeContents(db)).toEqual(contents);
  });

  it('a selection that is open while the head is cut still reads all of it', async () => {
    const db = await openHere();
    const target = new Target(db, 'a', 1);
    for (let t = 0; t < 4 * HOUR; t += 15_000) {
      await clock.advanceTo(T0 + t).then(() => target.scrape(T0 + t));
      if (t === 2 * HOUR + 45 * MINUTE) break;
    }
    const set = await db.select({ matchers: [], minTimeMs: 0, maxTimeMs: Infinity });
    const before = await storeContents(db);
    for (let t = 2 * HOUR + 46 * MINUTE; t < 4 * HOUR; t += 15_000) target.scrape(T0 + t - 30 * MINUTE);
    await clock.advanceBy(HOUR);
    target.scrape(clock.now());
    const cut = db.maintain();
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { SampleBuffer } = await import('../storage.ts');
    const out = new SampleBuffer();
    set.read(0, out);
    expect(out.length).toBeGreaterThanOrEqual(before.get('m0{instance="a"}')?.length ?? Infinity);
    set.close();
    await cut;
    expect(db.stats().maintenance.headCuts).toBe(1);
  });

  it('takes late samples within the window, also behind what was cut, and keeps them', async () => {
    let db = await openHere({ outOfOrderWindowMs: 5 * HOUR });
    const target = new Target(db, 'a', 2);
    await target.scrapeFor(T0, T0 + 4 * HOUR);
    await db.maintain();
    const late = [T0 + 3 * HOUR + 7, T0 + 30 * MINUTE + 7, T0 + 30 * MINUTE + 3];
    for (const time of late) expect(db.append(target.refs[1], time, 42)).toBeUndefined();
    expect(db.append(target.refs[1], T0 + 30 * MINUTE + 3, 43)).toBe('duplicate');
    expect(db.append(target.refs[1], T0 - 5 * HOUR, 1)).toBe('out_of_bounds');
    const times = async () => (await storeContents(db)).get('m1{instance="a"}')?.map(([time]) => time) ?? [];
    const expected = [...Array.from({ length: 960 }, (_, i) => T0 + i * 15_000), ...late].sort((a, b) => a - b);
    expect(await times()).toEqual(expected);
    db = await reopen(db, { outOfOrderWindowMs: 5 * HOUR });
    expect(await times()).toEqual(expected);
    const again = new Target(db, 'a', 2);
    for (let t = T0 + 4 * HOUR; t < T0 + 8 * HOUR; t += 60_000) {
      await clock.advanceTo(t);
      again.scrape(t);
    }
    await db.maintain();
    expect(db.stats().head.lateSamples).toBe(0);
    expect((await times()).slice(0, expected.length)).toEqual(expected);
    db = await reopen(db, { outOfOrderWindowMs: 5 * HOUR });
    expect((await times()).slice(0, expected.length)).toEqual(expected);
  });

  it('deletes within bounds from head and blocks, for good', async () => {
    let db = await openHere();
    const target = new Target(db, 'a', 3);
    await target.scrapeFor(T0, T0 + 4 * HOUR);
    await db.maintain();
    expect(db.stats().maintenance).toMatchObject({ headCuts: 1, failures: 0 });
    const from = T0 + HOUR;
    const to = T0 + 3 * HOUR + 30 * MINUTE;
    expect(await db.deleteSeries([new Matcher('=', '__name__', 'm1')], from, to)).toBe(1);
    const check = async () => {
      const contents = await storeContents(db);
      const times = (contents.get('m1{instance="a"}') ?? []).map(([time]) => time);
      expect(times.filter((time) => time >= from && time <= to)).toEqual([]);
      expect(times).toHaveLength(240 + 119);
      expect(contents.get('m2{instance="a"}')).toHaveLength(960);
    };
    await check();
    db = await reopen(db);
    await check();
    await db.cleanTombstones();
    await check();
    expect(db.append(db.seriesRef(labels({ __name__: 'm1', instance: 'a' })), T0 + 4 * HOUR, 5)).toBeUndefined();
  });

  it('answers labels, values, series, exemplars and metadata', async () => {
    let db = await openHere();
    new Target(db, 'a', 2).scrape(T0);
    new Target(db, 'b', 1).scrape(T0);
    const ref = db.seriesRef(labels({ __name__: 'm0', instance: 'a' }));
    db.appendExemplar(ref, { labels: labels({ trace_id: 'x' }), value: 1.5, timestampMs: T0 });
    db.appendExemplar(ref, { labels: labels({ trace_id: 'x' }), value: 1.5, timestampMs: T0 });
    db.setMetadata('m0', { type: 'counter', help: 'A "help".\n', unit: 'bytes', steppedMs: 60_000 });
    const check = async () => {
      expect(await db.labelNames([], 0, Infinity)).toEqual(['__name__', 'instance']);
      expect(await db.labelValues('__name__', [], 0, Infinity)).toEqual(['m0', 'm1']);
      expect(await db.labelValues('__name__', [[new Matcher('=', 'instance', 'b')]], 0, Infinity)).toEqual(['m0']);
      expect(await db.labelValues('__name__', [], 0, T0 - 1)).toEqual([]);
      const two = [[new Matcher('=', 'instance', 'b')], [new Matcher('=', '__name__', 'm1')]];
      expect((await db.series(two, 0, Infinity)).map(String).sort()).toEqual(['m0{instance="b"}', 'm1{instance="a"}']);
      const exemplars = await db.exemplars([[new Matcher('=', '__name__', 'm0')]], 0, Infinity);
      expect(
        exemplars.map(({ labels: of, exemplars: list }) => [of.toString(), list.map(({ value }) => value)]),
      ).toEqual([['m0{instance="a"}', [1.5]]]);
      expect(db.metadata('m0').get('m0')).toEqual({
        type: 'counter',
        help: 'A "help".\n',
        unit: 'bytes',
        steppedMs: 60_000,
      });
      expect(db.metadata('other').size).toBe(0);
    };
    await check();
    expect(db.cardinality(1).seriesCountByMetricName).toEqual([{ name: 'm0', value: 2 }]);
    db = await reopen(db);
    await check();
  });

  it('tells listeners of each batch once it can be read', async () => {
    const db = await openHere();
    const target = new Target(db, 'a', 2);
    const heard: number[] = [];
    const stop = db.onAppend((batch) => heard.push(batch.timestampMs));
    target.scrape(T0);
    stop();
    target.scrape(T0 + 1);
    expect(heard).toEqual([T0]);
  });

  it('is opened by one at a time, and never kept shut by the dead', async () => {
    const db = await openHere();
    await expect(openDatabase({ path: dir, clock })).rejects.toMatchObject({ code: 'OBS_STORE_LOCKED' });
    await db.close();
    const lock = path.join(dir, 'lock');
    for (const stale of [
      '',
      '{"pid":',
      JSON.stringify({ pid: 2 ** 22 + 1, started: '1' }),
      JSON.stringify({ pid: process.ppid, started: '1' }),
    ]) {
      await writeFile(lock, stale);
      const again = await openDatabase({ path: dir, clock });
      expect(JSON.parse(await readFile(lock, 'utf8'))).toMatchObject({ pid: process.pid });
      await again.close();
    }
    const parent = await readFile(`/proc/${process.ppid}/stat`, 'utf8').catch(() => '');
    if (parent === '') return;
    const started = parent.slice(parent.lastIndexOf(')') + 2).split(' ')[19];
    await writeFile(lock, JSON.stringify({ pid: process.ppid, started }));
    await expect(openDatabase({ path: dir, clock })).rejects.toMatchObject({ code: 'OBS_STORE_LOCKED' });
  });

  it('cuts early when memory is short, and refuses what does not fit without failing', async () => {
    const db = await openHere({ maxHeadBytes: 1 << 20 });
    const target = new Target(db, 'a', 400);
    const random = () => Math.random() * 1e6;
    let refused = 0;
    for (let t = T0; t < T0 + 2 * HOUR; t += 15_000) {
      await clock.advanceTo(t);
      for (let i = 0; i < target.values.length; i++) target.values[i] = random();
      refused += target.scrape(t).refused.memory_limit;
      if ((t - T0) % (10 * MINUTE) === 0) await db.maintain();
    }
    await db.maintain();
    expect(db.stats().maintenance.headCuts).toBeGreaterThan(0);
    expect(db.stats().head.bytes).toBeLessThan(1 << 20);
    const contents = await storeContents(db);
    expect(contents.size).toBe(400);
    const total = [...contents.values()].reduce((sum, samples) => sum + samples.length, 0);
    expect(total).toBe(400 * 480 - refused);
  });

  it('stays as small after many series came and went as after the first', async () => {
    const db = await openHere({ blockRangeMs: 10 * MINUTE });
    const reserved: number[] = [];
    for (let round = 0; round < 8; round++) {
      const targets = Array.from({ length: 5 }, (_, n) => new Target(db, `pod-${round}-${n}`, 60));
      for (let i = 0; i < 40; i++) {
        await clock.advanceBy(30_000);
        for (const target of targets) target.scrape(clock.now());
      }
      await db.maintain();
      reserved.push(db.stats().head.reservedBytes);
    }
    expect(db.stats().head.series).toBeLessThan(1000);
    expect(db.stats().head.symbols).toBeLessThan(200);
    expect(reserved.at(-1)).toBeLessThanOrEqual(Math.max(...reserved.slice(2, 4)) * 1.05);
  });

  it('goes on serving when a block cannot be written, and tries again', async () => {
    let db = await openHere();
    const target = new Target(db, 'a', 3);
    await target.scrapeFor(T0, T0 + 2 * HOUR);
    const before = await storeContents(db);
    // A file where the folder should be: every attempt to write a block fails.
    await rm(path.join(dir, 'blocks'), { recursive: true });
    await writeFile(path.join(dir, 'blocks'), '');
    await clock.advanceTo(T0 + 4 * HOUR);
    for (let t = T0 + 2 * HOUR; t < T0 + 4 * HOUR; t += 15_000) target.scrape(t);
    await expect(db.maintain()).rejects.toThrow();
    expect(db.stats().maintenance.lastError).toBeDefined();
    const during = await storeContents(db);
    for (const [series, samples] of before) expect(during.get(series)?.slice(0, samples.length)).toEqual(samples);
    await rm(path.join(dir, 'blocks'));
    await mkdir(path.join(dir, 'blocks'));
    await db.maintain();
    expect(db.stats().maintenance).toMatchObject({ headCuts: 1, lastError: undefined });
    expect(await storeContents(db)).toEqual(during);
    db = await reopen(db);
    expect(await storeContents(db)).toEqual(during);
  });
});
