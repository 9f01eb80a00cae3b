import fc from 'fast-check';
import { Labels } from '../../model/labels.ts';
import { SampleBuffer } from '../../storage.ts';
import { bitsAt } from '../../testing/store-contents.ts';
import { slotOf } from '../index/series-record.ts';
import { deleteInHead } from './delete-in-head.ts';
import { Head } from './head.ts';
import type { HeadOptions } from './head.ts';
import { truncateHead } from './truncate-head.ts';
import { DUPLICATE, LATE, OK, OUT_OF_BOUNDS, OUT_OF_ORDER, SAME } from './verdict.ts';

const HOUR = 3_600_000;

function newHead(options: Partial<HeadOptions> = {}): Head {
  return new Head({ blockRangeMs: 2 * HOUR, outOfOrderWindowMs: 0, maxSeries: 0, maxBytes: 0, ...options });
}

const series = (head: Head, n = 0) => head.seriesRef(Labels.fromObject({ __name__: 'm', n: String(n) }));

/** Every value whose bits matter: NaNs with payloads, the staleness marker, infinities, -0, subnormals, integers. */
const anyBits: fc.Arbitrary<readonly number[]> = fc.oneof(
  fc.tuple(fc.nat(0xffffffff), fc.nat(0xffffffff)),
  fc.constantFrom<readonly number[]>(
    [2, 0x7ff00000],
    [1, 0x7ff80000],
    [0, 0xfff80000],
    [0, 0x7ff00000],
    [0, 0xfff00000],
    [0, 0x80000000],
    [0, 0],
    [1, 0],
  ),
  fc
    .oneof(fc.integer(), fc.double())
    .map((value) => [...new Uint32Array(new Float64Array([value]).buffer)] as readonly number[]),
);
/** Steady, jittering, and leaping steps of time. */
const anyStep = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(15_000, 14_999, 15_003) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 * HOUR }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2 ** 40 }) },
);
const anyRun = fc.tuple(
  fc.integer({ min: -(2 ** 42), max: 2 ** 42 }),
  fc.array(fc.record({ step: anyStep, bits: anyBits, repeat: fc.integer({ min: 1, max: 20 }) }), {
    minLength: 1,
    maxLength: 60,
  }),
);

function expand([start, run]: [number, { step: number; bits: readonly number[]; repeat: number }[]]): {
  time: number;
  low: number;
  high: number;
}[] {
  const samples = [];
  let time = start;
  for (const { step, bits, repeat } of run) {
    for (let i = 0; i < repeat; i++) {
      time += step;
      samples.push({ time, low: bits[0], high: bits[1] });
    }
  }
  return samples;
}

function readAll(head: Head, ref: number, min = -Infinity, max = Infinity): [number, string][] {
  const out = new SampleBuffer(4);
  head.read(slotOf(ref), min, max, out);
  return Array.from({ length: out.length }, (_, i) => [out.timestamps[i], bitsAt(out.valueWords, i)]);
}

const asRead = (samples: { time: number; low: number; high: number }[]) =>
  samples.map(({ time, low, high }) => [time, bitsAt(new Uint32Array([low, high]), 0)]);

describe('Head', () => {
  it('gives back every sample bit by bit', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const head = newHead();
        const ref = series(head);
        const samples = expand(run);
        for (const { time, low, high } of samples)
          expect(head.appendBits(ref, time, low >>> 0, high >>> 0, false)).toBe(OK);
        expect(readAll(head, ref)).toEqual(asRead(samples));
        const from = samples[Math.floor(samples.length / 3)].time;
        const to = samples[Math.floor((2 * samples.length) / 3)].time;
        expect(readAll(head, ref, from, to)).toEqual(asRead(samples.filter(({ time }) => time >= from && time <= to)));
      }),
      { numRuns: 80 },
    );
  });

  it('frees all chunk memory when everything is truncated, and reuses it', () => {
    const head = newHead();
    const before = head.kernel.call.usedBytes();
    let reserved = 0;
    for (let round = 0; round < 5; round++) {
      const refs = Array.from({ length: 200 }, (_, n) => series(head, n));
      for (let i = 0; i < 500; i++) {
        const time = round * 2 * HOUR + i * 10_000;
        for (const [n, ref] of refs.entries()) head.appendBits(ref, time, i * 7919, i * n, false);
      }
      expect(head.chunkBytes).toBeGreaterThan(200 * 500);
      truncateHead(head, Infinity);
      truncateHead(head, Infinity); // the first pass spares series that are new
      head.minValidTimeMs = -Infinity;
      expect(head.chunkBytes).toBe(0);
      expect(head.kernel.call.chunkCount()).toBe(0);
      expect(head.index.count).toBe(0);
      head.cutTimeMs = -Infinity;
      head.setTimeRange(Infinity, -Infinity);
      if (round > 0) expect(head.kernel.call.reservedBytes()).toBe(reserved);
      reserved = head.kernel.call.reservedBytes();
    }
    // What stays: the page of series records and the working memory.
    expect(head.kernel.call.usedBytes() - before).toBeLessThan(200_000);
  });

  it('refuses what is behind, tells equal from different, and takes late samples within the window', () => {
    const head = newHead({ outOfOrderWindowMs: HOUR });
    const strict = newHead();
    for (const each of [head, strict]) {
      const ref = series(each);
      expect(each.appendBits(ref, 2 * HOUR, 1, 1, false)).toBe(OK);
      expect(each.appendBits(ref, 2 * HOUR, 1, 1, false)).toBe(SAME);
      expect(each.appendBits(ref, 2 * HOUR, 2, 1, false)).toBe(DUPLICATE);
    }
    const ref = series(head);
    expect(strict.appendBits(series(strict), 2 * HOUR - 1, 1, 1, false)).toBe(OUT_OF_ORDER);
    expect(head.appendBits(ref, HOUR - 1, 1, 1, false)).toBe(OUT_OF_ORDER);
    expect(head.appendBits(ref, HOUR, 1, 1, false)).toBe(LATE);
    expect(head.appendLate(ref, HOUR, 7, 7)).toBe(OK);
    expect(head.appendLate(ref, HOUR, 7, 7)).toBe(SAME);
    expect(head.appendLate(ref, HOUR, 7, 8)).toBe(DUPLICATE);
    expect(head.appendLate(ref, 2 * HOUR, 1, 1)).toBe(SAME);
    expect(readAll(head, ref).map(([time]) => time)).toEqual([HOUR, 2 * HOUR]);
    strict.setMinValidTime(3 * HOUR);
    expect(strict.appendBits(series(strict, 1), 3 * HOUR - 1, 1, 1, false)).toBe(OUT_OF_BOUNDS);
  });

  it('merges late samples in any order with the chunks', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 60 }, (_, i) => i),
          { minLength: 2 },
        ),
        (order) => {
          const head = newHead({ outOfOrderWindowMs: HOUR });
          const ref = series(head);
          for (const i of order) {
            if (head.appendBits(ref, i * 1000, i, 1, false) === LATE)
              expect(head.appendLate(ref, i * 1000, i, 1)).toBe(OK);
          }
          const times = readAll(head, ref).map(([time]) => time);
          expect(times).toEqual([...order].sort((a, b) => a - b).map((i) => i * 1000));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('does not take a dead ref for the series that has its slot now', () => {
    const head = newHead();
    const old = series(head, 1);
    head.appendBits(old, 1000, 0, 0, false);
    truncateHead(head, HOUR);
    expect(truncateHead(head, HOUR)).toBe(1);
    expect(head.isLive(old)).toBe(false);
    const next = series(head, 2);
    expect(slotOf(next)).toBe(slotOf(old));
    expect(next).not.toBe(old);
    const batch = head.appendBatch(new Uint32Array([old, next]), new Float64Array([1, 2]), 2, 2 * HOUR, false);
    expect(batch).toMatchObject({ appended: 1, outOfBounds: 1 });
    expect(readAll(head, next)).toHaveLength(1);
  });

  it('keeps to its ceilings and says which', () => {
    const few = newHead({ maxSeries: 2 });
    series(few, 1);
    series(few, 2);
    expect(() => series(few, 3)).toThrow(expect.objectContaining({ code: 'OBS_STORE_SERIES_LIMIT' }));
    expect(series(few, 1)).toBeGreaterThan(0);

    const small = newHead({ maxBytes: 1 << 20 });
    let refused = '';
    for (let n = 0; n < 100_000 && refused === ''; n++) {
      try {
        small.seriesRef(Labels.fromObject({ __name__: 'm', n: `a-rather-long-label-value-${n}` }));
      } catch (error) {
        refused = (error as { code: string }).code;
      }
    }
    expect(refused).toBe('OBS_STORE_MEMORY_LIMIT');
    expect(small.bytes).toBeLessThan(1.2 * (1 << 20));
  });

  it('hands out the newest sample alone as the last of all', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.nat(3)), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: -10, max: 400 }),
        fc.integer({ min: 0, max: 410 }),
        async (appends, deleteTo, to) => {
          const head = newHead({ outOfOrderWindowMs: HOUR });
          const ref = series(head);
          for (const [second, value] of appends) {
            const time = second * 1000;
            if (head.appendBits(ref, time, value, 0x40000000, false) === LATE)
              head.appendLate(ref, time, value, 0x40000000);
          }
          if (deleteTo >= 0) deleteInHead(head, slotOf(ref), (deleteTo - 50) * 1000, deleteTo * 1000);
          const bounds = { matchers: [], minTimeMs: 0, maxTimeMs: to * 1000 };
          const read = async (newestOnly: boolean) => {
            const set = await head.select({ ...bounds, hints: { stepMs: 0, rangeMs: 0, newestOnly } });
            const out = new SampleBuffer();
            if (set.count > 0) set.read(0, out);
            return out.length === 0
              ? undefined
              : [out.timestamps[out.length - 1], bitsAt(out.valueWords, out.length - 1)];
          };
          expect(await read(true)).toEqual(await read(false));
        },
      ),
    );
  });
});
