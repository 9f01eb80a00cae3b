/**
 * Bytes written by version 1 stay readable. `testdata/golden-v1` was written by this test's model; it is never rewritten for a
 * version that has been released: a change of format brings a new version and a new golden folder beside it.
 * `UPDATE_GOLDEN=1` writes it when it is missing.
 */
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Matcher } from '../../model/matcher.ts';
import { VirtualClock } from '../../util/clock.ts';
import { silentLogger } from '../../util/logger.ts';
import { openBlocks } from './block-store.ts';
import { decodeTimes, decodeValues, encodeTimes, encodeValues } from './codec/kernel.ts';
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

const GOLDEN = path.join(path.dirname(fileURLToPath(import.meta.url)), 'testdata/golden-v1');
const T0 = 1_699_999_200_000;
const STEP = 15_000;
const all = [new Matcher('=~', '__name__', '.*')];
const options = {
  clock: new VirtualClock(T0 + 7_200_000),
  logger: silentLogger,
  retentionMs: 0,
  retentionSizeBytes: 0,
  tiers: [{ resolutionMs: 300_000, afterMs: 0, retentionMs: 0 }],
};

/** One series for each codec and some odd labels. */
const shapes: Record<string, (i: number) => ModelSample> = {
  constant: (i) => sample(T0 + i * STEP, 7),
  constant_decimal: (i) => sample(T0 + i * STEP, 0.25),
  counter: (i) => sample(T0 + i * STEP, i * 100 + ((i * 37) % 11)),
  counter_reset: (i) => sample(T0 + i * STEP, (i % 100) * 10),
  steady: (i) => sample(T0 + i * STEP, 5 * i),
  stepped: (i) => sample(T0 + i * STEP, Math.floor(i / 4) * 3),
  decimal: (i) => sample(T0 + i * STEP, ((i * 7919) % 100_000) / 1000),
  sixtieth: (i) => sample(T0 + i * STEP, ((i * 31) % 977) / 60),
  pages: (i) => sample(T0 + i * STEP, 4096 * ((i * 13) % 1000)),
  irrational: (i) => sample(T0 + i * STEP + (i % 3), Math.sqrt(i)),
  odd: (i) =>
    i % 9 === 8
      ? staleSample(T0 + i * STEP)
      : sample(T0 + i * STEP, [1, NaN, -0, Infinity, -Infinity, 5e-324, 2 ** 60, 3][i % 8]),
};
const model: ModelSeries[] = Object.entries(shapes).map(([shape, make], n) => ({
  labels: labelsOf({ __name__: 'golden', shape, path: n % 2 === 0 ? 'persistent://a/b' : 'ü "quoted" \u{1f600}' }),
  samples: Array.from({ length: 480 - 10 * n }, (_, i) => make(i)),
}));

async function writeGolden(): Promise<void> {
  await mkdir(GOLDEN, { recursive: true });
  const store = await openBlocks(GOLDEN, options);
  await store.write(inputOf(model), 0, 1e14);
  await store.maintain(T0 + 1e9);
  await store.deleteSeries([new Matcher('=', 'shape', 'steady')], T0 + 600_000, T0 + 1_200_000);
  await store.close();
}

describe('format version 1', () => {
  it('is read as it was written: raw block, tier and tombstones', async () => {
    const present = await readdir(GOLDEN).catch(() => []);
    if (present.length === 0 && process.env.UPDATE_GOLDEN) await writeGolden();
    const dir = await mkdtemp(path.join(tmpdir(), 'golden-'));
    await cp(GOLDEN, dir, { recursive: true });
    const store = await openBlocks(dir, options);
    expect(store.metas().map(({ resolutionMs, stats }) => [resolutionMs, stats.series])).toEqual([
      [0, 11],
      [300_000, 11],
    ]);
    const left = model.map((series) =>
      series.labels.get('shape') === 'steady'
        ? {
            ...series,
            samples: series.samples.filter(({ timeMs }) => timeMs < T0 + 600_000 || timeMs > T0 + 1_200_000),
          }
        : series,
    );
    expect(actual(await store.select({ matchers: all, minTimeMs: 0, maxTimeMs: 1e14 }))).toEqual(
      expected(left, all, 0, 1e14),
    );
    const hints = { func: 'max_over_time', rangeMs: 3_600_000, stepMs: 3_600_000 };
    const tier = actual(
      await store.select({
        matchers: [new Matcher('=', 'shape', 'counter')],
        minTimeMs: 0,
        maxTimeMs: T0 + 900_000,
        hints,
      }),
    );
    // 1910, 3902 and 5905: the last of each 20 samples of the counter.
    expect(Object.values(tier)).toEqual([
      '1699999200000=0:0 1699999485000=409dd800:0 1699999785000=40ae7c00:0 1700000085000=40b71100:0',
    ]);
    await store.close();
    await rm(dir, { recursive: true });
  });

  it.each([
    ['zero', [0, 0, 0], '10'],
    ['integer constant', [300, 300], '80d804'],
    ['plain constant', [0.1, 0.1], '009a9999999999b93f'],
    ['steady counter', [5, 10, 15, 20, 25], '110a000a'],
    ['noisy counter', [100, 107, 121, 122, 130, 141, 145, 160], '11c8010402d6703a0e'],
    ['runs', [1, 1, 1, 1, 5, 5, 5, 5, 2, 2, 2, 2, 9, 9, 9, 9, 1, 1, 1, 1, 5, 5, 5, 5], '050600088208d6532b'],
    ['decimals', [1.5, 2.25, 0.75, 3.125], '41038b00e28e94c95d5403'],
    ['sixtieths', [1 / 60, 7 / 60, 161 / 60], '411008020006a0'],
    ['pages', [4096, 8192, 40960, 4096], '414c04021009'],
    ['patches', [1, 2, 3, NaN, 5, 6, -0, 8], '09030288c4f60203070206'],
    ['long mantissas', [Math.SQRT2, Math.PI, Math.E], '02cd3b7f669ea0f63f07bfda6247a62cf0ff5f9c1ed477bc270300'],
  ])('encodes %s as ever', (_, values, hex) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(Buffer.from(encodeValues(Float64Array.from(values), 0, values.length)).toString('hex')).toBe(hex);
    expect([...(decodeValues(bytes, 0, bytes.length, values.length) ?? [])]).toEqual(values);
  });

  it('encodes timestamps as ever', () => {
    const times = [1.7e12, 1.7e12 + 15_000, 1.7e12 + 30_000, 1.7e12 + 45_001];
    const bytes = encodeTimes(Float64Array.from(times), 0, 4);
    expect(Buffer.from(bytes).toString('hex')).toBe('0180a0abfef96201b0ea0104');
    expect([...(decodeTimes(bytes, 0, bytes.length, 4) ?? [])]).toEqual(times);
  });
});
