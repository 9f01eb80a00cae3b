import { jest } from '@jest/globals';
import fc from 'fast-check';
import { readdir } from 'node:fs/promises';
import { hashLabels } from '../../model/label-hash.ts';
import { Matcher } from '../../model/matcher.ts';
import {
  actual,
  expected,
  inputOf,
  labelsOf,
  sample,
  staleSample,
  type ModelSample,
  type ModelSeries,
} from './testing/naive-model.ts';
import { TempStore } from './testing/temp-store.ts';

// Thousands of small files and fsyncs: generous for machines that do much else meanwhile.
jest.setTimeout(30_000);

const T0 = 1_699_999_200_000;
const HOUR = 3_600_000;

let temp: TempStore;
beforeEach(async () => {
  temp = await TempStore.create();
});
afterEach(() => temp.dispose());

const all = [new Matcher('=~', '__name__', '.*')];

/** Series with gaps, odd values, markers, and times shared by some and not by others. */
const seriesArbitrary = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('up', 'pulsar_rate_in', 'jvm_threads', 'Z', 'zählung'),
      job: fc.constantFrom('', 'broker', 'bookie', 'ü', 'a b'),
      instance: fc.constantFrom('', '1', '2', '10', '😀', '\ue000'),
    }),
    { minLength: 1, maxLength: 20, selector: ({ name, job, instance }) => `${name}/${job}/${instance}` },
  )
  .chain((sets) =>
    fc.tuple(
      ...sets.map((set) =>
        fc
          .record({
            stepMs: fc.constantFrom(15_000, 60_000, 1_000, 7_001),
            jitterMs: fc.constantFrom(0, 0, 3),
            length: fc.integer({ min: 1, max: 700 }),
            offset: fc.integer({ min: 0, max: 50 }),
            seed: fc.nat(),
            shape: fc.constantFrom('constant', 'counter', 'decimal', 'noise', 'stepped'),
          })
          .map((plan): ModelSeries => {
            const labels = labelsOf({ __name__: set.name, job: set.job, instance: set.instance });
            const samples: ModelSample[] = [];
            for (let i = plan.offset; i < plan.offset + plan.length; i++) {
              const random = (Math.imul(i + plan.seed, 0x9e3779b1) >>> 0) / 2 ** 32;
              if (random < 0.05) continue;
              const timeMs = T0 + i * plan.stepMs + Math.floor(random * plan.jitterMs);
              if (random > 0.99) samples.push(staleSample(timeMs));
              else samples.push(sample(timeMs, valueOf(plan.shape, i, random)));
            }
            return { labels, samples };
          }),
      ),
    ),
  );

function valueOf(shape: string, i: number, random: number): number {
  if (shape === 'constant') return -0;
  if (shape === 'counter') return i * 17 + Math.floor(random * 5);
  if (shape === 'decimal') return Math.round(random * 1e6) / 1000;
  if (shape === 'stepped') return Math.floor(i / 4) / 60;
  return random > 0.5 ? random : NaN;
}

describe('block store', () => {
  it('gives back what a block was written from', async () => {
    await fc.assert(
      fc.asyncProperty(seriesArbitrary, fc.nat(4 * HOUR), fc.nat(4 * HOUR), async (series, a, b) => {
        const own = await TempStore.create();
        const store = await own.open();
        await store.write(inputOf(series), T0, T0 + 100 * HOUR);
        for (const [minTimeMs, maxTimeMs] of [
          [T0 + Math.min(a, b), T0 + Math.max(a, b)],
          [0, 1e14],
        ]) {
          expect(actual(await store.select({ matchers: all, minTimeMs, maxTimeMs }))).toEqual(
            expected(series, all, minTimeMs, maxTimeMs),
          );
        }
        await own.dispose();
      }),
      { numRuns: 40 },
    );
  });

  it('matches as a naive filter does', async () => {
    const series: ModelSeries[] = [];
    for (const name of ['up', 'rate', 'down']) {
      for (const job of ['', 'broker', 'bookie']) {
        for (const zone of ['', 'a', 'b', 'ab', 'ä']) {
          series.push({ labels: labelsOf({ __name__: name, job, zone }), samples: [sample(T0, series.length)] });
        }
      }
    }
    const store = await temp.open();
    await store.write(inputOf(series), T0, T0 + 1);
    const name = fc.constantFrom('__name__', 'job', 'zone', 'absent');
    const equality = fc.tuple(
      fc.constantFrom('=' as const, '!=' as const),
      name,
      fc.constantFrom('', 'up', 'broker', 'a', 'ä', 'other'),
    );
    const patterns = ['', '.*', '.+', 'a|b', 'a|', 'b.*', '.+b', 'up|rate', 'bro.+', '(broker)?', 'ä|x', 'a.*|'];
    const regex = fc.tuple(fc.constantFrom('=~' as const, '!~' as const), name, fc.constantFrom(...patterns));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(equality, regex), { maxLength: 4 }), async (tests) => {
        const matchers = tests.map(([type, label, value]) => new Matcher(type, label, value));
        expect(actual(await store.select({ matchers, minTimeMs: T0, maxTimeMs: T0 }))).toEqual(
          expected(series, matchers, T0, T0),
        );
        const [block] = store.parts();
        const matching = series.filter(({ labels }) =>
          matchers.every((matcher) => matcher.matches(labels.get(matcher.name))),
        );
        const values = new Set(matching.map(({ labels }) => labels.get('zone')).filter((value) => value !== ''));
        expect(new Set(await block.labelValues('zone', matchers))).toEqual(values);
        expect(new Set(await block.labelNames(matchers))).toEqual(
          new Set(matching.flatMap(({ labels }) => [...labels.toMap().keys()])),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('keeps the hash of model/label-hash.ts', async () => {
    const series = Array.from({ length: 600 }, (_, i) => ({
      labels: labelsOf({ __name__: `m${i % 7}`, topic: `persistent://t/${i}` }),
      samples: [sample(T0, i)],
    }));
    const store = await temp.open();
    await store.write(inputOf(series), T0, T0);
    const [set] = await store.select({ matchers: all, minTimeMs: T0, maxTimeMs: T0 });
    expect(set.count).toBe(600);
    for (let i = 0; i < set.count; i++)
      expect({ low: set.hashLow(i), high: set.hashHigh(i) }).toEqual(hashLabels(set.labels(i).flat));
    set.close();
  });

  it('finds its blocks again after a restart and clips to the bounds it was told', async () => {
    const series = [
      { labels: labelsOf({ __name__: 'up' }), samples: [0, 1, 2, 3].map((i) => sample(T0 + i * 1000, i)) },
    ];
    const store = await temp.open();
    const meta = await store.write(inputOf(series), T0 + 1000, T0 + 2000);
    expect(meta).toMatchObject({
      minTimeMs: T0 + 1000,
      maxTimeMs: T0 + 2000,
      level: 1,
      resolutionMs: 0,
      stats: { series: 1, samples: 2 },
    });
    await store.close();
    const again = await temp.open();
    expect(again.metas()).toEqual([meta]);
    expect(again.openReport).toEqual({ opened: 1, unfinished: [], replaced: [], setAside: [] });
    expect(actual(await again.select({ matchers: all, minTimeMs: 0, maxTimeMs: 1e14 }))).toEqual(
      expected(series, all, T0 + 1000, T0 + 2000),
    );
  });

  it('writes nothing when there is nothing', async () => {
    const store = await temp.open();
    expect(await store.write(inputOf([]), T0, T0 + HOUR)).toBeUndefined();
    expect(
      await store.write(inputOf([{ labels: labelsOf({ a: 'b' }), samples: [sample(T0, 1)] }]), T0 + 1, T0 + HOUR),
    ).toBeUndefined();
    expect(await readdir(temp.dir)).toEqual([]);
  });

  it('refuses unsorted input and leaves nothing behind', async () => {
    const store = await temp.open();
    const input = inputOf([{ labels: labelsOf({ a: '1' }), samples: [sample(T0, 1)] }]);
    const twice = { series: () => [...(input.series() as Iterable<never>), ...(input.series() as Iterable<never>)] };
    await expect(store.write(twice, T0, T0 + HOUR)).rejects.toMatchObject({ code: 'OBS_BLOCK_ORDER' });
    expect(await readdir(temp.dir)).toEqual([]);
  });
});
