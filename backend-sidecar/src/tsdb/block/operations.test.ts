import { jest } from '@jest/globals';
import { rm } from 'node:fs/promises';
import fc from 'fast-check';
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
import type { BlockStore } from './types.ts';

jest.setTimeout(30_000);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T0 = Math.floor(1_700_000_000_000 / (486 * HOUR)) * 486 * HOUR;
const all = [new Matcher('=~', '__name__', '.*')];
const everything = { matchers: all, minTimeMs: 0, maxTimeMs: 1e14 };
const NAMES = ['a', 'b', 'c'];

/** The same sample whoever writes it: overlapping writes agree. */
function sampleAt(name: string, timeMs: number): ModelSample {
  const mix = Math.imul(timeMs / MINUTE + name.charCodeAt(0), 0x9e3779b1) >>> 0;
  if (mix % 29 === 0) return staleSample(timeMs);
  if (name === 'a') return sample(timeMs, (timeMs - T0) / MINUTE + (mix % 3));
  return sample(timeMs, name === 'b' ? mix / 1000 : mix % 5 === 0 ? NaN : mix / 7e9);
}

/** Minutes after T0 that a step writes or deletes. */
const span = fc.tuple(fc.nat(40 * 60), fc.integer({ min: 1, max: 300 }));
const names = fc.subarray(NAMES, { minLength: 1 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('write' as const), names, span }),
  fc.record({ kind: fc.constant('backfill' as const), names, span }),
  fc.record({ kind: fc.constant('delete' as const), names, span }),
  fc.record({ kind: fc.constant('maintain' as const), hours: fc.nat(60) }),
  fc.record({ kind: fc.constant('clean' as const) }),
  fc.record({ kind: fc.constant('reopen' as const) }),
);

describe('any sequence of operations', () => {
  it('leaves what a map of samples would hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
        const temp = await TempStore.create();
        const tiers = [{ resolutionMs: 5 * MINUTE, afterMs: 10 * HOUR, retentionMs: 0 }];
        let store: BlockStore = await temp.open({ tiers });
        await temp.clock.advanceTo(T0 + 60 * HOUR);
        const model = new Map(NAMES.map((name) => [name, new Map<number, ModelSample>()]));
        for (const one of steps) {
          if (one.kind === 'maintain') await store.maintain(T0 + one.hours * HOUR);
          else if (one.kind === 'clean') await store.cleanTombstones();
          else if (one.kind === 'reopen') {
            await store.close();
            store = await temp.open({ tiers });
            expect(store.openReport).toMatchObject({ unfinished: [], replaced: [], setAside: [] });
          } else {
            const [first, length] = one.span;
            const times = Array.from({ length }, (_, i) => T0 + (first + i) * MINUTE);
            if (one.kind === 'delete') {
              for (const name of one.names) for (const time of times) model.get(name)?.delete(time);
              await store.deleteSeries(
                [new Matcher('=~', '__name__', one.names.join('|'))],
                times[0],
                times[length - 1],
              );
            } else {
              const list = one.names.map((name) => ({
                labels: labelsOf({ __name__: name }),
                samples: times.map((time) => sampleAt(name, time)),
              }));
              for (const name of one.names) for (const time of times) model.get(name)?.set(time, sampleAt(name, time));
              if (one.kind === 'write') await store.write(inputOf(list), 0, 1e14);
              else await store.backfill(inputOf(list));
            }
          }
          const series: ModelSeries[] = [...model].map(([name, samples]) => ({
            labels: labelsOf({ __name__: name }),
            samples: [...samples.values()].sort((x, y) => x.timeMs - y.timeMs),
          }));
          expect(actual(await store.select(everything))).toEqual(expected(series, all, 0, 1e14));
        }
        await temp.dispose();
      }),
      { numRuns: 40 },
    );
  });
});

describe('a disk that refuses', () => {
  it('fails the write with its name and a hint, and the store goes on', async () => {
    const temp = await TempStore.create();
    const store = await temp.open();
    await rm(temp.dir, { recursive: true });
    const input = inputOf([{ labels: labelsOf({ __name__: 'a' }), samples: [sample(T0, 1)] }]);
    await expect(store.write(input, 0, 1e14)).rejects.toMatchObject({
      code: 'OBS_BLOCK_WRITE',
      hint: expect.stringContaining('free space'),
    });
    expect(await store.select(everything)).toEqual([]);
    await temp.dispose();
  });
});
