import { jest } from '@jest/globals';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { Matcher } from '../../model/matcher.ts';
import { actual, expected, inputOf, labelsOf, sample, staleSample, type ModelSeries } from './testing/naive-model.ts';
import { TempStore } from './testing/temp-store.ts';
import type { BlockStore } from './types.ts';

// Thousands of small files and fsyncs: generous for machines that do much else meanwhile.
jest.setTimeout(30_000);

const HOUR = 3_600_000;
/** Every compacted window up to 486 h begins here. */
const T0 = Math.floor(1_700_000_000_000 / (486 * HOUR)) * 486 * HOUR;
const all = [new Matcher('=~', '__name__', '.*')];
const everything = { matchers: all, minTimeMs: 0, maxTimeMs: 1e14 };

let temp: TempStore;
beforeEach(async () => {
  temp = await TempStore.create();
});
afterEach(() => temp.dispose());

/** A counter with noise for each of the names, every `stepMs` of [from, to). */
function counters(names: readonly string[], from: number, to: number, stepMs: number): ModelSeries[] {
  return names.map((name, n) => {
    const samples = [];
    for (let t = from; t < to; t += stepMs)
      samples.push(sample(t, Math.floor((t - T0) / 1000) * (n + 1) + (Math.imul(t / 1000, 0x9e3779b1) >>> 28)));
    return { labels: labelsOf({ __name__: name, instance: 'a' }), samples };
  });
}

function merge(a: readonly ModelSeries[], b: readonly ModelSeries[]): ModelSeries[] {
  const merged = new Map<string, ModelSeries>();
  for (const { labels, samples } of [...a, ...b]) {
    const times = new Map((merged.get(labels.key())?.samples ?? []).map((one) => [one.timeMs, one]));
    for (const one of samples) times.set(one.timeMs, one);
    merged.set(labels.key(), { labels, samples: [...times.values()].sort((x, y) => x.timeMs - y.timeMs) });
  }
  return [...merged.values()];
}

async function writeHours(
  store: BlockStore,
  hours: number,
  names = ['x', 'y'],
  stepMs = 60_000,
): Promise<ModelSeries[]> {
  let model: ModelSeries[] = [];
  for (let h = 0; h < hours; h += 2) {
    // Series come and go: each block has one of its own.
    const block = counters([...names, `only_${h}`], T0 + h * HOUR, T0 + (h + 2) * HOUR, stepMs);
    await store.write(inputOf(block), T0 + h * HOUR, T0 + (h + 2) * HOUR - 1);
    model = merge(model, block);
  }
  return model;
}

describe('compaction', () => {
  it('merges whole windows, keeps every sample, and leaves no file behind', async () => {
    const store = await temp.open({ tiers: [] });
    const model = await writeHours(store, 20);
    await store.maintain(T0 + 19 * HOUR);
    // 18 h are not over for long enough at hour 19: only windows of 6 h.
    expect(store.metas().map((meta) => [meta.level, (meta.maxTimeMs - meta.minTimeMs) / 60_000])).toEqual([
      [2, 359],
      [2, 359],
      [1, 119],
      [1, 119],
      [1, 119],
      [1, 119],
    ]);
    await store.maintain(T0 + 22 * HOUR);
    expect(store.metas().map(({ level }) => level)).toEqual([3, 1]);
    expect(store.metas()[0].sources).toHaveLength(9);
    expect(actual(await store.select(everything))).toEqual(expected(model, all, 0, 1e14));
    expect((await readdir(temp.dir)).sort()).toEqual(
      store
        .metas()
        .map(({ id }) => id)
        .sort(),
    );
    expect(store.stats()).toMatchObject({ compactions: 4, tiers: [{ resolutionMs: 0, blocks: 2 }] });
    await store.close();
    const again = await temp.open({ tiers: [] });
    expect(actual(await again.select(everything))).toEqual(expected(model, all, 0, 1e14));
  });

  it('merges overlapping blocks; the later block wins where both have a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(300), fc.integer({ min: 1, max: 900 }), fc.constantFrom(1, 7), fc.nat()), {
          minLength: 2,
          maxLength: 4,
        }),
        async (plans) => {
          const own = await TempStore.create();
          const store = await own.open({ tiers: [], maxCompactedRangeMs: 2 * HOUR });
          let model: ModelSeries[] = [];
          for (const [first, length, every, seed] of plans) {
            const samples = Array.from({ length }, (_, i) => {
              const t = T0 + (first + i * every) * 1000;
              return (i + seed) % 50 === 0 ? staleSample(t) : sample(t, (i * seed) % 1000);
            });
            const block = [
              { labels: labelsOf({ __name__: 'x' }), samples },
              { labels: labelsOf({ __name__: `y${seed % 3}` }), samples },
            ];
            await store.write(inputOf(block), 0, 1e14);
            model = merge(model, block);
          }
          const before = actual(await store.select(everything));
          // Selections of single blocks are merged by the caller, in the order given: by time, not by creation.
          expect(Object.keys(before).sort()).toEqual(Object.keys(expected(model, all, 0, 1e14)).sort());
          await store.maintain(T0 + 100 * HOUR);
          expect(actual(await store.select(everything))).toEqual(expected(model, all, 0, 1e14));
          await own.dispose();
        },
      ),
      { numRuns: 15 },
    );
  });

  it('serves selections that began before it', async () => {
    const store = await temp.open({ tiers: [] });
    const model = await writeHours(store, 6);
    const [part] = store.parts();
    const sets = await store.select(everything);
    await store.maintain(T0 + 10 * HOUR);
    expect(store.metas()).toHaveLength(1);
    expect(actual(sets)).toEqual(expected(model, all, 0, 1e14));
    expect([...(await part.labelNames(undefined))]).toEqual(['__name__', 'instance']);
    expect([...(await part.labelValues('__name__', [new Matcher('=', '__name__', 'x')]))]).toEqual(['x']);
  });

  it('stops when told to and leaves the blocks as they were', async () => {
    const store = await temp.open({ tiers: [] });
    const model = await writeHours(store, 6);
    await store.maintain(T0 + 10 * HOUR, AbortSignal.abort());
    expect(actual(await store.select(everything))).toEqual(expected(model, all, 0, 1e14));
    expect((await readdir(temp.dir)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('cleans up at open what a crash left between writing and deleting', async () => {
    const store = await temp.open({ tiers: [] });
    const model = await writeHours(store, 6);
    const olds = store.metas().map(({ id }) => id);
    const keep = path.join(temp.dir, 'kept');
    await mkdir(keep);
    for (const id of olds) await cp(path.join(temp.dir, id), path.join(keep, id), { recursive: true });
    await store.maintain(T0 + 10 * HOUR);
    await store.close();
    for (const id of olds) await cp(path.join(keep, id), path.join(temp.dir, id), { recursive: true });
    await mkdir(path.join(temp.dir, `${olds[0]}.tmp`));
    const again = await temp.open({ tiers: [] });
    expect(again.openReport).toEqual({ opened: 1, unfinished: [`${olds[0]}.tmp`], replaced: olds, setAside: [] });
    expect(actual(await again.select(everything))).toEqual(expected(model, all, 0, 1e14));
  });
});

describe('retention', () => {
  it('deletes blocks that are wholly too old', async () => {
    const store = await temp.open({ tiers: [], retentionMs: 5 * HOUR, maxCompactedRangeMs: 2 * HOUR });
    await writeHours(store, 8);
    await store.maintain(T0 + 9 * HOUR);
    expect(store.metas().map((meta) => (meta.minTimeMs - T0) / HOUR)).toEqual([4, 6]);
    expect(store.stats().dropped).toEqual({ time: 2, size: 0 });
  });

  it('deletes the oldest blocks beyond the size limit', async () => {
    const store = await temp.open({ tiers: [], maxCompactedRangeMs: 2 * HOUR });
    await writeHours(store, 8);
    const total = store.stats().sizeBytes;
    await store.close();
    const limited = await temp.open({
      tiers: [],
      maxCompactedRangeMs: 2 * HOUR,
      retentionSizeBytes: Math.floor(total * 0.6),
    });
    await limited.maintain(T0 + 9 * HOUR);
    expect(limited.metas().map((meta) => (meta.minTimeMs - T0) / HOUR)).toEqual([4, 6]);
    expect(limited.stats().sizeBytes).toBeLessThanOrEqual(total * 0.6);
  });

  it('keeps for ever with 0', async () => {
    const store = await temp.open({ tiers: [] });
    await writeHours(store, 4);
    await store.maintain(T0 + 1e12);
    expect(store.metas().length).toBeGreaterThan(0);
    expect(store.stats().dropped).toEqual({ time: 0, size: 0 });
  });
});

describe('deletion', () => {
  it('hides at once, survives a restart, is applied by compaction and by cleaning', async () => {
    const store = await temp.open({ tiers: [] });
    const model = await writeHours(store, 6);
    const x = [new Matcher('=', '__name__', 'x')];
    const [from, to] = [T0 + HOUR, T0 + 3 * HOUR];
    expect(await store.deleteSeries(x, from, to)).toBe(2);
    expect(await store.deleteSeries(x, from + HOUR, to + HOUR)).toBe(2);
    expect(await store.deleteSeries([new Matcher('=', '__name__', 'only_4')], 0, 1e14)).toBe(1);
    const left = model
      .filter(({ labels }) => labels.metricName !== 'only_4')
      .map(({ labels, samples }) =>
        labels.metricName === 'x'
          ? { labels, samples: samples.filter(({ timeMs }) => timeMs < from || timeMs > to + HOUR) }
          : { labels, samples },
      );
    const hidden = expected(left, all, 0, 1e14);
    expect(actual(await store.select(everything))).toEqual(hidden);
    await store.close();
    const again = await temp.open({ tiers: [] });
    expect(actual(await again.select(everything))).toEqual(hidden);
    expect(await again.cleanTombstones()).toBe(3);
    expect(await again.cleanTombstones()).toBe(0);
    expect(actual(await again.select(everything))).toEqual(hidden);
    expect(await again.deleteSeries(x, 0, T0 + HOUR)).toBe(1);
    await again.maintain(T0 + 10 * HOUR);
    expect(again.metas()).toHaveLength(1);
    const rest = expected(
      left.map((series) =>
        series.labels.metricName === 'x'
          ? { ...series, samples: series.samples.filter(({ timeMs }) => timeMs > T0 + HOUR) }
          : series,
      ),
      all,
      0,
      1e14,
    );
    expect(actual(await again.select(everything))).toEqual(rest);
    expect(await again.deleteSeries(all, 0, 1e14)).toBeGreaterThan(0);
    expect(await again.cleanTombstones()).toBe(1);
    expect(again.metas()).toEqual([]);
  });
});

describe('backfill', () => {
  it('takes samples of any age down to the epoch and merges them with what is there', async () => {
    const store = await temp.open({ tiers: [] });
    await temp.clock.advanceTo(T0 + 30 * HOUR);
    const recent = counters(['x'], T0, T0 + 2 * HOUR, 60_000);
    await store.write(inputOf(recent), T0, T0 + 2 * HOUR - 1);
    const old: ModelSeries[] = [
      {
        labels: labelsOf({ __name__: 'x', instance: 'a' }),
        samples: [sample(0, 1), sample(1, 2), sample(1e9, NaN), sample(T0 + 1, 5), sample(T0 + 60_000, 6)],
      },
      {
        labels: labelsOf({ __name__: 'z' }),
        samples: Array.from({ length: 60 }, (_, i) => sample(i * 86_400_000 * 200, i)),
      },
    ];
    const metas = await store.backfill(inputOf(old));
    expect(metas.length).toBeGreaterThan(8);
    const model = merge(recent, old);
    await store.maintain(T0 + 30 * HOUR);
    expect(actual(await store.select(everything))).toEqual(expected(model, all, 0, 1e14));
    const spans = store.metas().map((meta) => [meta.minTimeMs, meta.maxTimeMs]);
    for (let i = 1; i < spans.length; i++) expect(spans[i][0]).toBeGreaterThan(spans[i - 1][1]);
  });
});
