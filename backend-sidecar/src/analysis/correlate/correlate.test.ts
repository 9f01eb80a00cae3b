/** Comparisons of series: what must not change a ranking, and what must not be found. */
import fc from 'fast-check';
import { Labels } from '../../model/labels.ts';
import type { SampleBuffer, SeriesSet, SeriesSource, PromqlSource } from '../../storage.ts';
import { runTask } from '../worker/tasks.ts';
import { compare, referenceOf } from './compare.ts';
import { correlate } from './correlate.ts';

const ROWS = 120;
const SPLIT = 90;
const STEP_MS = 15_000;

interface Series {
  name: string;
  values: Float64Array;
}

/** A small generator of its own: fast-check draws the seed only, so that a failure shows one number. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296;
}

/** Noise; every third follows the fault of the window, with an offset and a lag of its own. */
function world(seed: number, count = 24): { reference: Float64Array; series: Series[] } {
  const random = generator(seed);
  const fault = (row: number) => (row >= SPLIT && row < SPLIT + 20 ? 5 + row - SPLIT : 0);
  const noise = () => random() + random() - 1;
  const reference = Float64Array.from({ length: ROWS }, (_, row) => 10 + fault(row) + noise());
  const series = Array.from({ length: count }, (_, i) => ({
    name: `m${i}`,
    values: Float64Array.from({ length: ROWS }, (_, row) => 50 + noise() + (i % 3 === 0 ? fault(row - (i % 4)) : 0)),
  }));
  return { reference, series };
}

/** A store that holds columns on an even grid. */
function sourceOf(series: readonly Series[]): SeriesSource {
  const set: SeriesSet = {
    count: series.length,
    labels: (i) => Labels.fromObject({ __name__: series[i].name }),
    read: (i, out: SampleBuffer) => {
      out.length = 0;
      out.reserve(ROWS);
      series[i].values.forEach((value, row) => {
        out.timestamps[row] = row * STEP_MS;
        out.values[row] = value;
      });
      out.length = ROWS;
    },
    close: () => {},
  };
  return { select: () => Promise.resolve(set) } as unknown as SeriesSource;
}

const engineOf = (reference: Float64Array): PromqlSource =>
  ({
    range: (_: string, fromMs: number) => {
      const timestamps = Float64Array.from(reference, (_, row) => fromMs + row * STEP_MS);
      return Promise.resolve({
        value: { resultType: 'matrix', series: [{ labels: Labels.EMPTY, timestamps, values: reference }] },
      });
    },
  }) as unknown as PromqlSource;

async function ranking(reference: Float64Array, series: readonly Series[]): Promise<string[]> {
  const answer = await correlate(
    { source: sourceOf(series), promql: engineOf(reference) },
    {
      query: 'x',
      fromMs: SPLIT * STEP_MS,
      toMs: (ROWS - 1) * STEP_MS,
      baselineFromMs: 0,
      baselineToMs: SPLIT * STEP_MS,
      limit: 500,
    },
  );
  expect(answer.comparisons).toBe(series.length);
  return answer.results.flatMap(({ metric, family }) => [metric, ...family]);
}

const seeds = fc.integer({ min: 1, max: 1e9 });

it('finds what follows the fault, and says by how much it leads', async () => {
  const { reference, series } = world(7);
  const found = new Set(await ranking(reference, series));
  for (const { name } of series) expect(found.has(name)).toBe(Number(name.slice(1)) % 3 === 0);
  const shifted = Float64Array.from(reference, (_, row) => reference[Math.min(ROWS - 1, row + 4)]);
  expect(compare(referenceOf(reference, SPLIT), shifted, SPLIT)?.lag).toBe(4);
});

it('ranks alike whatever is added, by what is multiplied, in which order and under which names', async () => {
  await fc.assert(
    fc.asyncProperty(seeds, async (seed) => {
      const { reference, series } = world(seed);
      const expected = await ranking(reference, series);
      const random = generator(seed ^ 0x5555);
      const changed = series.map(({ name, values }) => {
        const [offset, factor] = [(random() - 0.5) * 1e6, 2 ** Math.round(random() * 20 - 10)];
        return { name, values: values.map((value) => value * factor + offset) };
      });
      expect((await ranking(reference, changed)).sort()).toEqual([...expected].sort());
      const renamed = series.map(({ name, values }) => ({ name: `z_${name}`, values }));
      expect(await ranking(reference, renamed)).toEqual(
        expected.map((name) => (name.startsWith('{') || name.startsWith('m') ? `z_${name}` : name)),
      );
      const order = [...series.keys()].sort(() => random() - 0.5);
      expect(
        await ranking(
          reference,
          order.map((i) => series[i]),
        ),
      ).toEqual(expected);
    }),
    { numRuns: 8 },
  );
});

it('finds nothing in shuffled time but what chance allows', async () => {
  let told = 0;
  for (let seed = 1; seed <= 12; seed++) {
    const { reference, series } = world(seed, 60);
    const random = generator(seed * 31);
    const shuffled = series.map(({ name, values }) => {
      const order = [...values.keys()];
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [order[i], order[j]] = [order[j], order[i]];
      }
      return { name, values: values.map((_, i) => values[order[i]]) };
    });
    told += (await ranking(reference, shuffled)).length;
  }
  // 720 comparisons at a false discovery rate of 5 % where nothing is true.
  expect(told).toBeLessThanOrEqual(3);
});

it('compares in a thread as it does here', async () => {
  const { reference, series } = world(3, 4);
  const columns = new Float64Array(4 * ROWS);
  series.forEach(({ values }, i) => columns.set(values, i * ROWS));
  const { WorkerPool } = await import('../worker/pool.ts');
  const pool = new WorkerPool(1);
  const task = { kind: 'compare' as const, reference, columns, rows: ROWS, split: SPLIT };
  expect(await pool.run(task)).toEqual(runTask(task));
  const aborted = AbortSignal.abort(new Error('gone'));
  await expect(pool.run(task, [], aborted)).rejects.toThrow('gone');
  await pool.close();
});
