import fc from 'fast-check';
import { Labels } from '../model/labels.ts';
import { VirtualClock } from '../util/clock.ts';
import { createEngine } from './engine/engine.ts';
import { printExpr } from './parser/format.ts';
import { parseExpr } from './parser/parse.ts';
import { MemorySource } from './testing/memory-source.ts';
import { randomQuery } from './testing/random-query.ts';
import { referenceInstant, type ReferenceSeries } from './testing/reference.ts';

/** Series with gaps, resets, staleness, NaN and irregular times over half an hour. */
const randomSeries: fc.Arbitrary<ReferenceSeries[]> = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom('a_total', 'b_total', 'g'),
      x: fc.constantFrom('1', '2'),
      y: fc.constantFrom('p', 'q', ''),
    }),
    { selector: ({ name, x, y }) => `${name} ${x} ${y}`, maxLength: 8 },
  )
  .chain((all) =>
    fc.tuple(
      ...all.map((labels) =>
        randomSamples(labels.name !== 'g').map((samples) => ({
          labels: Labels.fromObject({ __name__: labels.name, x: labels.x, y: labels.y }),
          samples,
        })),
      ),
    ),
  );

function randomSamples(isCounter: boolean): fc.Arbitrary<ReferenceSeries['samples']> {
  const point = fc.record({
    gapMs: fc.constantFrom(15_000, 15_000, 15_000, 15_007, 30_000, 60_000, 400_000),
    delta: fc.integer({ min: 0, max: 9 }),
    kind: fc.constantFrom(...new Array<'value'>(24).fill('value'), 'reset' as const, 'stale' as const, 'nan' as const),
  });
  return fc
    .tuple(fc.integer({ min: 0, max: 900 }), fc.array(point, { maxLength: 90 }))
    .map(([startSeconds, points]) => {
      let timestampMs = startSeconds * 1000;
      let value = 3;
      return points.map(({ gapMs, delta, kind }) => {
        timestampMs += gapMs;
        value = kind === 'reset' ? delta : isCounter ? value + delta : value + delta - 4.5;
        const sample = kind === 'stale' ? ('stale' as const) : kind === 'nan' && !isCounter ? NaN : value;
        return { timestampMs, value: sample };
      });
    });
}

async function outcome<T>(evaluate: () => T | Promise<T>): Promise<T | 'error'> {
  try {
    return await evaluate();
  } catch {
    return 'error';
  }
}

function asObject(elements: readonly { labels: Labels; value: number }[]): Record<string, number> {
  return Object.fromEntries(elements.map(({ labels, value }) => [labels.toString(), value]).sort());
}

function expectClose(actual: Record<string, number>, expected: Record<string, number>, what: string): void {
  expect([what, ...Object.keys(actual)]).toEqual([what, ...Object.keys(expected)]);
  for (const [labels, value] of Object.entries(expected)) {
    const tolerance = 1e-9 * Math.max(1, Math.abs(value));
    const isClose =
      Object.is(actual[labels], value) || actual[labels] === value || Math.abs(actual[labels] - value) <= tolerance;
    if (!isClose && !(Number.isNaN(actual[labels]) && Number.isNaN(value)))
      throw new Error(`${what}: ${labels} is ${actual[labels]}, expected ${value}`);
  }
}

describe('engine against the reference evaluator', () => {
  const START = 600_000;
  const STEP = 97_000;
  const STEPS = 9;

  it.each([
    ['selectors and range functions', 0, 500],
    ['nested expressions', 2, 200],
  ])('gives the same range and instant results for %s on random data', async (_what, depth, numRuns) => {
    await fc.assert(
      fc.asyncProperty(randomSeries, randomQuery(depth), async (data, query) => {
        const source = new MemorySource();
        for (const { labels, samples } of data) for (const sample of samples) source.append(labels, sample);
        const engine = createEngine({ source, clock: new VirtualClock(0) });
        const expr = parseExpr(query);
        const expected = await Promise.all(
          Array.from({ length: STEPS }, (_, i) =>
            outcome(() => asObject(referenceInstant(expr, START + i * STEP, data))),
          ),
        );
        for (let i = 0; i < STEPS; i += 4) {
          const actual = await outcome(async () => {
            const { value } = await engine.instant(query, START + i * STEP);
            return value.resultType === 'vector' ? asObject(value.series) : 'error';
          });
          compare(actual, expected[i], `${query} at ${START + i * STEP}`);
        }
        // An error at one step is an error of the whole range query.
        if (expected.includes('error')) return;
        const { value } = await engine.range(query, START, START + (STEPS - 1) * STEP, STEP);
        if (value.resultType !== 'matrix') throw new Error('no matrix');
        for (let i = 0; i < STEPS; i++) {
          const at = START + i * STEP;
          const elements = value.series.flatMap(({ labels, timestamps, values }) =>
            timestamps.includes(at) ? [{ labels, value: values[timestamps.indexOf(at)] }] : [],
          );
          compare(asObject(elements), expected[i], `${query} at step ${i}`);
        }
      }),
      { numRuns },
    );
  });

  it('prints what it parses, and parses what it prints', () => {
    fc.assert(
      fc.property(randomQuery(3), (query) => {
        const printed = printExpr(parseExpr(query));
        expect(printExpr(parseExpr(printed))).toBe(printed);
      }),
      { numRuns: 300 },
    );
  });
});

function compare(
  actual: Record<string, number> | 'error',
  expected: Record<string, number> | 'error',
  what: string,
): void {
  if (actual === 'error' || expected === 'error')
    expect([what, actual === 'error']).toEqual([what, expected === 'error']);
  else expectClose(actual, expected, what);
}
