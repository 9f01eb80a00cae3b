import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { VirtualClock } from '../../util/clock.ts';
import { FactHistory } from '../facts/fact-history.ts';
import { FactStore } from '../facts/fact-store.ts';
import { keepTopics } from '../facts/namespace-topics.ts';
import { encodeLine } from './history-line.ts';
import { HistoryWriter, type HistoryWriterOptions } from './history-writer.ts';
import { readHistory } from './read-history.ts';

const START = 1_700_000_000_000;
let directory: string;
let clock: VirtualClock;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-topology-'));
  clock = new VirtualClock(START);
});
afterEach(() => rmSync(directory, { recursive: true }));

const fail = (error: unknown) => {
  throw error;
};
const files = () =>
  readdirSync(directory)
    .sort()
    .map((name) => path.join(directory, name));

function run(options: Partial<HistoryWriterOptions> = {}) {
  const writer = new HistoryWriter({ directory, cluster: 'c1', onError: fail, ...options });
  const store = new FactStore(clock, undefined, (...commit) => writer.record(...commit));
  return { writer, store, stop: () => writer.stop(clock.now()) };
}

async function restored(): Promise<FactHistory> {
  const history = new FactHistory();
  await readHistory(directory, history, clock.now());
  return history;
}

const factsOf = (history: FactHistory, timeMs: number) => {
  const facts = history.at(timeMs);
  return facts && [...facts.all()].sort(([a, b], [c, d]) => (`${a}/${b}` < `${c}/${d}` ? -1 : 1));
};

/** One change of the facts of a cluster. */
const change = fc.oneof(
  fc.record({
    kind: fc.constant('set' as const),
    broker: fc.nat(4),
    bundles: fc.array(fc.constantFrom('a', 'b', 'ü"\n')),
  }),
  fc.record({ kind: fc.constant('fail' as const), broker: fc.nat(4), reason: fc.string() }),
  fc.record({ kind: fc.constant('remove' as const), broker: fc.nat(4) }),
  fc.record({ kind: fc.constant('topics' as const), count: fc.nat(60) }),
);

it('is the same history again, at every time, over any number of runs', async () => {
  const step = fc.record({ changes: fc.array(change, { maxLength: 4 }), waitMs: fc.integer({ min: 1, max: 90_000 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 8 }), { minLength: 1, maxLength: 3 }), async (runs) => {
      for (const file of files()) rmSync(file);
      const expected: [number, unknown][] = [];
      const gaps: number[] = [];
      for (const steps of runs) {
        const { store, stop } = run({ maxFileBytes: 600 });
        for (const { changes, waitMs } of steps) {
          for (const each of changes) {
            if (each.kind === 'set') store.set('owned', `b${each.broker}`, each.bundles);
            else if (each.kind === 'fail') store.fail('owned', `b${each.broker}`, each.reason);
            else if (each.kind === 'remove') store.remove('owned', `b${each.broker}`);
            else
              keepTopics(
                store,
                'a/b',
                Array.from({ length: each.count }, (_, i) => `persistent://a/b/t${i}`),
              );
          }
          store.commit();
          if (store.history.versionCount > 0) expected.push([clock.now(), factsOf(store.history, clock.now())]);
          await clock.advanceBy(waitMs);
        }
        await stop();
        if (store.history.versionCount > 0) gaps.push(clock.now() + 500);
        await clock.advanceBy(1000);
      }
      const history = await restored();
      for (const [timeMs, facts] of expected) expect(factsOf(history, timeMs)).toEqual(facts);
      for (const timeMs of gaps) {
        expect(history.at(timeMs)).toBeUndefined();
        expect(history.gapAt(timeMs)?.fromMs).toBe(timeMs - 499);
      }
    }),
    { numRuns: 25 },
  );
});

it('loses a torn or damaged tail and nothing before it, wherever it is cut', async () => {
  const { store, stop } = run();
  for (let i = 0; i < 5; i++) {
    store.set(
      'brokers',
      '',
      Array.from({ length: i + 1 }, (_, b) => `b${b}`),
    );
    store.commit();
    await clock.advanceBy(1000);
  }
  await stop();
  const [file] = files();
  const whole = readFileSync(file);
  const ends: number[] = [];
  for (let at = whole.indexOf(10); at >= 0; at = whole.indexOf(10, at + 1)) ends.push(at + 1);
  for (let length = whole.length; length >= 0; length -= 7) {
    writeFileSync(file, whole.subarray(0, length));
    const history = await restored();
    // Header, facts and closing line of the snapshot, then two lines a version.
    const lines = ends.filter((end) => end <= length).length;
    const versions = lines < 3 ? 0 : 1 + Math.min(4, Math.floor((lines - 3) / 2));
    expect(history.startMs).toBe(versions === 0 ? undefined : START);
    const last = history.at(START + (versions - 1) * 1000)?.value('brokers');
    expect(last?.length).toBe(versions === 0 ? undefined : versions);
  }
  writeFileSync(file, whole);
  const damaged = Buffer.from(whole);
  damaged[ends[3] + 20] ^= 1;
  writeFileSync(file, damaged);
  expect((await restored()).at(START)?.value('brokers')).toEqual(['b0']);
  truncateSync(file, 0);
  expect((await restored()).startMs).toBeUndefined();
});

it('leaves out files of another version, and goes on after them', async () => {
  writeFileSync(
    path.join(directory, '000000000000001.history'),
    encodeLine({ type: 'header', format: 'observatory-topology-history', version: 9, cluster: 'c1', begins: 'start' }),
  );
  const { store, stop } = run();
  store.set('leader', '', 'b1');
  store.commit();
  await stop();
  appendFileSync(path.join(directory, 'notes.txt'), 'not a history');
  expect((await restored()).at(START)?.value('leader')).toBe('b1');
});

it('keeps within its bounds on disk, every file readable alone', async () => {
  const { store, writer } = run({ maxFileBytes: 2000, maxBytes: 10_000 });
  for (let i = 0; i < 300; i++) {
    store.set('leader', '', `broker-${i}`);
    store.commit();
    await writer.settled();
    await clock.advanceBy(1000);
    const bytes = files().reduce((sum, file) => sum + statSync(file).size, 0);
    expect(bytes).toBeLessThanOrEqual(10_000 + 500);
  }
  await writer.stop(clock.now());
  expect(files().length).toBeGreaterThan(2);
  const history = await restored();
  expect(history.startMs).toBeGreaterThan(START);
  expect(history.at(clock.now())?.value('leader')).toBe('broker-299');
  for (const file of files().slice(0, -1)) rmSync(file);
  expect((await restored()).at(clock.now())?.value('leader')).toBe('broker-299');
});

it('begins anew with a snapshot after a failure to write, which it tells once', async () => {
  const errors: unknown[] = [];
  const blocked = path.join(directory, 'in-the-way');
  writeFileSync(blocked, '');
  const writer = new HistoryWriter({ directory: blocked, cluster: 'c1', onError: (error) => errors.push(error) });
  const store = new FactStore(clock, undefined, (...commit) => writer.record(...commit));
  const commit = async (leader: string) => {
    store.set('leader', '', leader);
    store.commit();
    await writer.settled();
    await clock.advanceBy(1000);
  };
  await commit('b1');
  await commit('b2');
  expect(errors).toHaveLength(1);
  rmSync(blocked);
  await commit('b3');
  const history = new FactHistory();
  await readHistory(blocked, history, clock.now());
  expect(history.at(clock.now() - 1000)?.value('leader')).toBe('b3');
});
