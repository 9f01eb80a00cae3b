import { jest } from '@jest/globals';
import { Matcher } from '../../model/matcher.ts';
import { SampleBuffer, type SelectHints } from '../../storage.ts';
import type { PartSeriesSet } from '../types.ts';
import { inputOf, labelsOf, sample, staleSample, type ModelSample, type ModelSeries } from './testing/naive-model.ts';
import { TempStore } from './testing/temp-store.ts';
import { chooseTier } from './tier-choice.ts';
import type { BlockStore } from './types.ts';

// Thousands of small files and fsyncs: generous for machines that do much else meanwhile.
jest.setTimeout(30_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Math.floor(1_700_000_000_000 / (486 * HOUR)) * 486 * HOUR;
const all = [new Matcher('=~', '__name__', '.+')];
const tiers = [
  { resolutionMs: 5 * MINUTE, afterMs: 4 * HOUR, retentionMs: 0 },
  { resolutionMs: HOUR, afterMs: 8 * HOUR, retentionMs: 0 },
];

let temp: TempStore;
beforeEach(async () => {
  temp = await TempStore.create();
});
afterEach(() => temp.dispose());

function series(name: string, samples: ModelSample[]): ModelSeries {
  return { labels: labelsOf({ __name__: name }), samples };
}

async function write(store: BlockStore, list: readonly ModelSeries[]): Promise<void> {
  await store.write(inputOf(list), 0, 1e14);
}

/** [time, value] of every sample by series, through all sets; times in ms after T0. */
function read(sets: readonly PartSeriesSet[]): Record<string, [number, number][]> {
  const result: Record<string, [number, number][]> = {};
  const buffer = new SampleBuffer(2);
  for (const set of sets) {
    for (let i = 0; i < set.count; i++) {
      buffer.length = 0;
      set.read(i, buffer);
      const list = (result[set.labels(i).metricName] ??= []);
      for (let s = 0; s < buffer.length; s++) list.push([buffer.timestamps[s] - T0, buffer.values[s]]);
    }
    set.close();
  }
  return result;
}

const hints = (func: string | undefined, rangeMs = 10 * HOUR, stepMs = 10 * HOUR): SelectHints => ({
  func,
  rangeMs,
  stepMs,
});
/** Of a range selector that 5 minutes serve and an hour does not. */
const fine = (func: string) => hints(func, 50 * MINUTE, 5 * MINUTE);

/** Sum of increases with a new start at each fall, as rate() adds them. */
function increase(samples: readonly [number, number][]): number {
  let sum = 0;
  for (let i = 1; i < samples.length; i++)
    sum += samples[i][1] >= samples[i - 1][1] ? samples[i][1] - samples[i - 1][1] : samples[i][1];
  return sum;
}

describe('downsampled tiers', () => {
  it('hold count, sum, min, max and last of each bucket; markers are no samples', async () => {
    const store = await temp.open({ tiers });
    const values = [4, 1, 7.5, 2, 9, 3];
    const samples = values.map((value, i) => sample(T0 + i * MINUTE, value));
    samples.push(
      staleSample(T0 + 8 * MINUTE),
      sample(T0 + 12 * MINUTE, NaN),
      sample(T0 + 13 * MINUTE, -1),
      staleSample(T0 + 18 * MINUTE),
    );
    await write(store, [series('g', samples), series('only_stale', [staleSample(T0 + MINUTE)])]);
    await store.maintain(T0 + 6 * HOUR);
    expect(store.metas().map(({ resolutionMs }) => resolutionMs)).toEqual([0, 5 * MINUTE]);
    const request = { matchers: all, minTimeMs: T0, maxTimeMs: T0 + HOUR };
    const column = async (func: string) => read(await store.select({ ...request, hints: fine(func) })).g;
    const times = [0, 4 * MINUTE, 5 * MINUTE, 13 * MINUTE];
    const at = (...list: number[]) => list.map((value, i) => [times[i], value]);
    // The first sample has a row of its own.
    expect(await column('min_over_time')).toEqual(at(4, 1, 3, -1));
    expect(await column('max_over_time')).toEqual(at(4, 9, 3, -1));
    expect(await column('sum_over_time')).toEqual(at(4, 19.5, 3, NaN));
    expect(await column('last_over_time')).toEqual(at(4, 9, 3, -1));
    expect(await column('avg_over_time')).toEqual([
      [4 * MINUTE, 4.7],
      [5 * MINUTE, 3],
      [13 * MINUTE, NaN],
    ]);
    const [set] = await store.select({ ...request, hints: fine('min_over_time') });
    expect(set.resolutionMs).toBe(5 * MINUTE);
    expect(set.count).toBe(1);
    set.close();
    const raw = await store.select({ ...request, hints: fine('quantile_over_time') });
    expect(raw.map(({ resolutionMs }) => resolutionMs)).toEqual([undefined]);
    expect(read(raw).g).toHaveLength(samples.length);
  });

  it('keep increases across resets, within buckets, between them, between blocks and up to raw samples', async () => {
    const store = await temp.open({ tiers, maxCompactedRangeMs: 2 * HOUR });
    const samples: ModelSample[] = [];
    let value = 1000;
    let state = 7;
    for (let i = 0; i < 12 * 60 * 4; i++) {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      // About one reset in 40 samples, at times several in a bucket; some grow past the former value at once.
      value = state % 41 === 0 ? (state >>> 8) % 2500 : value + ((state >>> 8) % 30);
      samples.push(sample(T0 + i * 15_000, value));
    }
    for (let h = 0; h < 12; h += 2) {
      const from = T0 + h * HOUR;
      await write(store, [
        series(
          'c',
          samples.filter(({ timeMs }) => timeMs >= from && timeMs < from + 2 * HOUR),
        ),
      ]);
    }
    const request = { matchers: all, minTimeMs: T0, maxTimeMs: T0 + 12 * HOUR };
    const raw = increase(read(await store.select(request)).c);
    await store.maintain(T0 + 15 * HOUR);
    const resolutions = async (hint: SelectHints) => {
      const sets = await store.select({ ...request, hints: hint });
      const found = [...new Set(sets.map((set) => set.resolutionMs ?? 0))];
      return { found, samples: read(sets).c };
    };
    const fiveMinutes = await resolutions(fine('rate'));
    expect(fiveMinutes.found).toEqual([5 * MINUTE, 0]);
    const hour = await resolutions(hints('increase', 5 * HOUR, 0));
    expect(hour.found).toEqual([HOUR, 5 * MINUTE, 0]);
    expect(increase(fiveMinutes.samples)).toBeCloseTo(raw, 6);
    expect(increase(hour.samples)).toBeCloseTo(raw, 6);
    const falls = fiveMinutes.samples.filter(([time], i) => i > 0 && time <= fiveMinutes.samples[i - 1][0]);
    expect(falls).toEqual([]);
  });

  it('of an hour made from five minutes equal those made from raw samples', async () => {
    const samples = Array.from({ length: 960 }, (_, i) => sample(T0 + i * 15_000, ((i * 7919) % 1000) / 8));
    const results = [];
    for (const chain of [tiers, [tiers[1]]]) {
      const own = await TempStore.create();
      const store = await own.open({ tiers: chain });
      await write(store, [series('g', samples)]);
      await store.maintain(T0 + 20 * HOUR);
      const columns: Record<string, unknown> = {};
      for (const func of [
        'min_over_time',
        'max_over_time',
        'sum_over_time',
        'avg_over_time',
        'last_over_time',
        'increase',
      ]) {
        const sets = await store.select({ matchers: all, minTimeMs: T0, maxTimeMs: T0 + 4 * HOUR, hints: hints(func) });
        expect(sets.map(({ resolutionMs }) => resolutionMs)).toEqual([HOUR]);
        columns[func] = read(sets).g.map(([time, number]) => [time, Math.round(number * 1e6)]);
      }
      results.push(columns);
      await own.dispose();
    }
    expect(results[0]).toEqual(results[1]);
  });

  it('are made anew when something is backfilled into their time, which raw samples answer until then', async () => {
    const store = await temp.open({ tiers: [tiers[0]] });
    await temp.clock.advanceTo(T0 + 10 * HOUR);
    await write(store, [series('a', [sample(T0, 1), sample(T0 + HOUR, 2)])]);
    await store.maintain(T0 + 10 * HOUR);
    const request = { matchers: all, minTimeMs: T0, maxTimeMs: T0 + 2 * HOUR, hints: fine('max_over_time') };
    await store.backfill(inputOf([series('b', [sample(T0 + MINUTE, 5)])]));
    const before = await store.select(request);
    expect(before.every(({ resolutionMs }) => resolutionMs === undefined)).toBe(true);
    expect(Object.keys(read(before)).sort()).toEqual(['a', 'b']);
    await store.maintain(T0 + 10 * HOUR);
    const after = await store.select(request);
    expect(after.map(({ resolutionMs }) => resolutionMs)).toEqual([5 * MINUTE]);
    expect(read(after)).toEqual({
      a: [
        [0, 1],
        [HOUR, 2],
      ],
      b: [[MINUTE, 5]],
    });
  });

  it('outlive raw samples, serve whatever is asked then, and expire themselves', async () => {
    const kept = [{ ...tiers[0], retentionMs: 100 * HOUR }];
    const store = await temp.open({ tiers: kept, retentionMs: 24 * HOUR });
    await write(store, [
      series(
        'a',
        Array.from({ length: 8 }, (_, i) => sample(T0 + i * MINUTE, i)),
      ),
    ]);
    await store.maintain(T0 + 30 * HOUR);
    expect(store.metas().map(({ resolutionMs }) => resolutionMs)).toEqual([5 * MINUTE]);
    const request = { matchers: all, minTimeMs: T0, maxTimeMs: T0 + HOUR };
    expect(read(await store.select(request))).toEqual({
      a: [
        [0, 0],
        [4 * MINUTE, 4],
        [7 * MINUTE, 7],
      ],
    });
    expect([...(await store.parts()[0].labelValues('__name__', undefined))]).toEqual(['a']);
    await store.maintain(T0 + 102 * HOUR);
    expect(store.metas()).toEqual([]);
    await store.maintain(T0 + 103 * HOUR);
  });

  it('lose every bucket that a deletion touches and get the rest back after cleaning', async () => {
    const store = await temp.open({ tiers: [tiers[0]] });
    await write(store, [
      series(
        'a',
        Array.from({ length: 15 }, (_, i) => sample(T0 + i * MINUTE, i)),
      ),
    ]);
    await store.maintain(T0 + 10 * HOUR);
    await store.deleteSeries(all, T0 + 6 * MINUTE, T0 + 6 * MINUTE);
    const request = { matchers: all, minTimeMs: T0, maxTimeMs: T0 + HOUR, hints: fine('sum_over_time') };
    expect(read(await store.select(request)).a).toEqual([
      [0, 0],
      [4 * MINUTE, 10],
      [14 * MINUTE, 60],
    ]);
    expect(await store.cleanTombstones()).toBe(2);
    await store.maintain(T0 + 10 * HOUR);
    expect(read(await store.select(request)).a).toEqual([
      [0, 0],
      [4 * MINUTE, 10],
      [9 * MINUTE, 29],
      [14 * MINUTE, 60],
    ]);
  });

  it('are merged into larger blocks like raw ones', async () => {
    const store = await temp.open({ tiers: [tiers[0]], maxCompactedRangeMs: 6 * HOUR, retentionMs: 4 * HOUR });
    for (let h = 0; h < 6; h += 2) {
      await write(store, [
        series(
          'a',
          Array.from({ length: 480 }, (_, i) => sample(T0 + h * HOUR + i * 15_000, i)),
        ),
      ]);
      // Each is condensed and its raw samples expire in the same round, before the window of 6 h is over.
      await store.maintain(T0 + h * HOUR + 7 * HOUR - MINUTE);
    }
    expect(store.metas().map(({ resolutionMs }) => resolutionMs)).toEqual([5 * MINUTE, 5 * MINUTE]);
    await store.maintain(T0 + 20 * HOUR);
    expect(store.metas()).toMatchObject([
      { resolutionMs: 5 * MINUTE, level: 4, stats: { series: 1, chunks: 1, samples: 75 } },
    ]);
    const sets = await store.select({
      matchers: all,
      minTimeMs: T0,
      maxTimeMs: T0 + 6 * HOUR,
      hints: fine('max_over_time'),
    });
    const list = read(sets).a;
    expect(list).toHaveLength(72 + 3);
    expect(list.slice(1, 3)).toEqual([
      [5 * MINUTE - 15_000, 19],
      [10 * MINUTE - 15_000, 39],
    ]);
  });
});

describe('chooseTier', () => {
  it.each([
    ['an instant selector needs five resolutions a step', { stepMs: 25 * MINUTE, rangeMs: 0 }, 'last', 5 * MINUTE],
    ['an instant query reads raw samples', { stepMs: 0, rangeMs: 0 }, 'last', 0],
    [
      'rate needs five resolutions a range',
      { stepMs: HOUR, rangeMs: 25 * MINUTE, func: 'rate' },
      'counter',
      5 * MINUTE,
    ],
    ['and steps of one at least', { stepMs: MINUTE, rangeMs: 10 * HOUR, func: 'rate' }, 'counter', MINUTE],
    [
      'an instant query over a range may be coarse',
      { stepMs: 0, rangeMs: 10 * HOUR, func: 'sum_over_time' },
      'sum',
      HOUR,
    ],
    ['other functions read raw samples', { stepMs: HOUR, rangeMs: 100 * HOUR, func: 'count_over_time' }, 'last', 0],
    ['no hints read raw samples', undefined, 'last', 0],
  ])('%s', (_, given, column, maxResolutionMs) => {
    expect(chooseTier(given)).toEqual({ column, maxResolutionMs });
  });
});
