import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { LOG_LEVELS, type LogLine } from '@observatory/protocol/logs';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import type { LogQuery } from './log-filter.ts';
import { LogStore, type LogStoreOptions } from './log-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-logs-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function openStore(more: Partial<LogStoreOptions> = {}): LogStore {
  const store = new LogStore({
    directory,
    clock: new VirtualClock(1_000_000),
    logger: silentLogger,
    retentionMs: 0,
    retentionBytes: 0,
    ...more,
  });
  store.start();
  return store;
}

const line = (message: string, more: Partial<LogLine> = {}): LogLine => ({
  timeMs: 1000,
  level: 'info',
  logger: 'l',
  source: 's',
  message,
  ...more,
});
const files = () => readdirSync(directory).sort();
const all = async (store: LogStore) => (await store.query({ limit: 100_000 })).lines;

const plainRegex = (regex: string) => new RegExp(regex.replace('(?i)', ''), regex.startsWith('(?i)') ? 'i' : '');

const randomLine = fc.record({
  timeMs: fc.integer({ min: 0, max: 50 }),
  level: fc.constantFrom(...LOG_LEVELS),
  logger: fc.constantFrom('', 'a.b', 'A.c'),
  source: fc.constantFrom('x', 'y'),
  message: fc.constantFrom('one', 'Two', 'three one', 'ünï'),
  lineNumber: fc.option(fc.integer(), { nil: undefined }),
});
const randomQuery: fc.Arbitrary<LogQuery> = fc.record(
  {
    fromMs: fc.integer({ min: 0, max: 50 }),
    toMs: fc.integer({ min: 0, max: 50 }),
    nodes: fc.subarray(['n1', 'n2']),
    levels: fc.subarray([...LOG_LEVELS]),
    sources: fc.subarray(['x', 'y']),
    logger: fc.constantFrom('', 'a.', 'c'),
    text: fc.constantFrom('', 'ONE', 'two'),
    regex: fc.constantFrom('', 't?wo$', '(?i)ONE|TWO'),
    afterId: fc.integer({ min: 0, max: 30 }),
    limit: fc.integer({ min: 1, max: 20 }),
    order: fc.constantFrom('asc' as const, 'desc' as const),
  },
  { requiredKeys: ['limit'] },
);

it('finds what a plain filter over all lines finds, over many segments', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.constantFrom('n1', 'n2'), fc.array(randomLine, { maxLength: 5 })), { maxLength: 12 }),
      randomQuery,
      async (batches, query) => {
        rmSync(directory, { recursive: true, force: true });
        const store = openStore({ segmentBytes: 600 });
        const stored = batches.flatMap(([agent, lines], index) =>
          store.append({ agent, buffer: 'b', seq: index + 1 }, lines),
        );
        const has = <T>(list: readonly T[] | undefined, value: T) => !list?.length || list.includes(value);
        const matching = stored
          .filter((each) => each.timeMs >= (query.fromMs ?? 0) && each.timeMs <= (query.toMs ?? Infinity))
          .filter(
            (each) => has(query.nodes, each.node) && has(query.levels, each.level) && has(query.sources, each.source),
          )
          .filter((each) => each.logger.toLowerCase().includes(query.logger ?? ''))
          .filter((each) => each.message.toLowerCase().includes((query.text ?? '').toLowerCase()))
          .filter((each) => plainRegex(query.regex ?? '').test(each.message))
          .filter((each) => Number(each.id) > (query.afterId ?? -1))
          .sort((a, b) => a.timeMs - b.timeMs || Number(a.id) - Number(b.id));
        const { limit = 0 } = query;
        const expected = query.order === 'asc' ? matching.slice(0, limit) : matching.slice(-limit);
        const found = await store.query(query);
        // Lines of one time may be cut at either place: times and number are what is promised.
        expect(found.lines.map(({ timeMs }) => timeMs)).toEqual(expected.map(({ timeMs }) => timeMs));
        for (const each of found.lines) expect(matching).toContainEqual(each);
        if (found.lines.length < matching.length) expect(found.truncated).toBe(true);
        await store.stop();
      },
    ),
    { numRuns: 60 },
  );
});

it('counts what a query finds, each line in the bucket of its time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(randomLine, { maxLength: 8 }), { maxLength: 8 }),
      fc.tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 50 })),
      fc.integer({ min: 1, max: 20 }),
      async (batches, bounds, stepMs) => {
        rmSync(directory, { recursive: true, force: true });
        const store = openStore({ segmentBytes: 600 });
        batches.forEach((lines, index) => store.append({ agent: 'a', buffer: 'b', seq: index + 1 }, lines));
        const [fromMs, toMs] = [Math.min(...bounds), Math.max(...bounds)];
        const { lines } = await store.query({ fromMs, toMs, text: 'one', limit: 1000 });
        const volume = await store.count({ fromMs, toMs, text: 'one', stepMs });
        expect(volume.total).toBe(lines.length);
        expect(volume.startMs).toBeLessThanOrEqual(fromMs);
        expect(volume.startMs + volume.length * stepMs).toBeGreaterThan(toMs);
        for (const { level, counts } of volume.levels) {
          const expected = Array<number>(volume.length).fill(0);
          for (const each of lines.filter((one) => one.level === level))
            expected[Math.floor((each.timeMs - volume.startMs) / stepMs)]++;
          expect(counts).toEqual(expected);
        }
        await store.stop();
      },
    ),
    { numRuns: 40 },
  );
});

it('refuses a pattern that is none, and more buckets than anybody can look at', async () => {
  const store = openStore();
  store.append({ agent: 'a', buffer: 'b', seq: 1 }, [line('m')]);
  await expect(store.query({ regex: '(' })).rejects.toMatchObject({ code: 'OBS_LOGS_REGEX', httpStatus: 400 });
  await expect(store.count({ fromMs: 0, toMs: 1e9, stepMs: 1 })).rejects.toMatchObject({ code: 'OBS_LOGS_STEP' });
  await store.stop();
});

it('has whole records only, and goes on, wherever the end of the file was torn off', async () => {
  const store = openStore();
  for (let i = 1; i <= 20; i++) store.append({ agent: 'a', buffer: 'b', seq: i }, [line(`m${i}`)]);
  await store.stop();
  const file = path.join(directory, files()[0]);
  for (let size = statSync(file).size - 1; size > 0; size -= 37) {
    truncateSync(file, size);
    const again = openStore();
    const lines = await all(again);
    expect(lines.map(({ message }) => message)).toEqual(lines.map((_, index) => `m${index + 1}`));
    expect(again.receivedOf('a', 'b')).toBe(lines.length);
    const [added] = again.append({ agent: 'a', buffer: 'b', seq: 100 }, [line('more')]);
    expect(Number(added.id)).toBe(lines.length + 1);
    expect((await all(again)).at(-1)?.message).toBe('more');
    await again.stop();
    // The next cut lies before what was added.
    size = Math.min(size, statSync(file).size);
  }
});

it('knows its places after retention took the segments they were in', async () => {
  const store = openStore({ segmentBytes: 500, retentionBytes: 1500 });
  store.append({ agent: 'quiet', buffer: 'q', seq: 7 }, [line('once')]);
  for (let i = 1; i <= 60; i++) store.append({ agent: 'a', buffer: 'b', seq: i }, [line('x'.repeat(100))]);
  expect(store.stats().bytes).toBeLessThan(2200);
  expect(store.stats().droppedSegments).toBeGreaterThan(5);
  await store.stop();
  const again = openStore();
  expect(again.receivedOf('quiet', 'q')).toBe(7);
  expect(again.receivedOf('quiet', 'other')).toBe(0);
  expect(again.durableOf('a', 'b')).toBe(60);
  await again.stop();
});

it('acknowledges only what was forced to disk', async () => {
  const store = openStore();
  store.append({ agent: 'a', buffer: 'b', seq: 1 }, [line('x')]);
  expect(store.durableOf('a', 'b')).toBe(0);
  await store.sync();
  expect(store.durableOf('a', 'b')).toBe(1);
  const syncing = store.append({ agent: 'a', buffer: 'b', seq: 2 }, []) && store.sync();
  store.append({ agent: 'a', buffer: 'b', seq: 3 }, []);
  await syncing;
  expect(store.durableOf('a', 'b')).toBe(2);
  await store.stop();
});

it('drops segments by age', async () => {
  const clock = new VirtualClock(10_000_000);
  const store = openStore({ clock, segmentBytes: 200, retentionMs: 1000 });
  for (let i = 1; i <= 10; i++)
    store.append({ agent: 'a', buffer: 'b', seq: i }, [line('old', { timeMs: 10_000_000 - 5000 })]);
  store.append({ agent: 'a', buffer: 'b', seq: 11 }, [line('new', { timeMs: 10_000_000 })]);
  store.retain();
  expect((await all(store)).length).toBeLessThan(4);
  expect((await all(store)).at(-1)?.message).toBe('new');
  await store.stop();
});
