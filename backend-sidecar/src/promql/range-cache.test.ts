import fc from 'fast-check';
import { Labels } from '../model/labels.ts';
import type { PromqlSource, QueryResult } from '../storage.ts';
import { VirtualClock } from '../util/clock.ts';
import { createEngine } from './engine/engine.ts';
import { createRangeCache } from './range-cache.ts';
import { MemorySource } from './testing/memory-source.ts';

const STEP = 15_000;
const NOW = 3_600_000;

function setup() {
  const source = new MemorySource();
  for (let i = 0; i < 4; i++) {
    const labels = Labels.fromObject({ __name__: 'x_total', i: String(i) });
    // One series begins, another ends within the hour.
    const [from, to] = [i === 1 ? 100 : 0, i === 2 ? 150 : 239];
    for (let k = from; k <= to; k++) source.append(labels, { timestampMs: k * STEP, value: k * (i + 1) });
  }
  const clock = new VirtualClock(NOW);
  const engine = createEngine({ source, clock });
  const asked: [number, number][] = [];
  const spied: PromqlSource = {
    instant: (query, timeMs, options) => engine.instant(query, timeMs, options),
    range: (query, startMs, endMs, stepMs, options) => {
      asked.push([startMs, endMs]);
      return engine.range(query, startMs, endMs, stepMs, options);
    },
  };
  return { source, clock, engine, asked, cache: createRangeCache({ source: spied, clock, settleMs: 60_000 }) };
}

const content = ({ value, warnings, infos }: QueryResult) => ({
  warnings,
  infos,
  series:
    value.resultType === 'matrix'
      ? value.series.map(({ labels, timestamps, values }) => [labels.toString(), [...timestamps], [...values]])
      : [],
});

describe('createRangeCache', () => {
  it('evaluates only the steps it does not have', async () => {
    const { cache, asked, clock } = setup();
    await cache.range('rate(x_total[1m])', 600_000, NOW, STEP);
    await clock.advanceBy(30_000);
    await cache.range('rate(x_total[1m])', 630_000, NOW + 30_000, STEP);
    // The last minute may still change.
    expect(asked).toEqual([
      [600_000, NOW],
      [NOW - 60_000 + STEP, NOW + 30_000],
    ]);
    expect(cache.hits).toBe(1);
  });

  it('answers as the engine does, whatever was asked before', async () => {
    const windows = fc.array(fc.tuple(fc.integer({ min: 0, max: 230 }), fc.integer({ min: 0, max: 60 })), {
      minLength: 2,
      maxLength: 8,
    });
    const query = fc.constantFrom(
      'x_total',
      'rate(x_total[2m])',
      'topk(1, x_total)',
      'x_total > 200',
      'sum(x_total) / count(x_total)',
    );
    await fc.assert(
      fc.asyncProperty(windows, query, async (all, text) => {
        const { cache, engine } = setup();
        for (const [first, steps] of all) {
          const [start, end] = [first * STEP, (first + steps) * STEP];
          const cached = await cache.range(text, start, end, STEP);
          expect(content(cached)).toEqual(content(await engine.range(text, start, end, STEP)));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps exactly what the source did not change', async () => {
    const time = fc.integer({ min: 0, max: 260 });
    const action = fc.oneof(
      fc.record({
        kind: fc.constant('ask' as const),
        from: fc.integer({ min: 0, max: 100 }),
        steps: fc.integer({ min: 0, max: 200 }),
      }),
      fc.record({
        kind: fc.constant('append' as const),
        at: time,
        value: fc.integer({ min: 0, max: 9 }),
        during: fc.boolean(),
      }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 12 }), async (actions) => {
        const { source, engine, clock } = setup();
        let changedMs = Infinity;
        const late: (() => void)[] = [];
        const slow: PromqlSource = {
          instant: (...args) => engine.instant(...args),
          range: async (...args) => {
            const result = await engine.range(...args);
            // Arrives while the evaluation runs, unseen by it.
            for (const append of late.splice(0)) append();
            return result;
          },
        };
        const oldestChange = () => {
          const oldest = changedMs;
          changedMs = Infinity;
          return oldest;
        };
        const cache = createRangeCache({ source: slow, clock, oldestChange });
        let ordinal = 0;
        for (const each of actions) {
          if (each.kind === 'append') {
            const labels = Labels.fromObject({ __name__: 'x_total', late: String(ordinal++) });
            const append = () => {
              source.append(labels, { timestampMs: each.at * STEP, value: each.value });
              changedMs = Math.min(changedMs, each.at * STEP);
            };
            if (each.during) late.push(append);
            else append();
            continue;
          }
          const [start, end] = [each.from * STEP, (each.from + each.steps) * STEP];
          const before = content(await engine.range('sum(x_total)', start, end, STEP));
          expect(content(await cache.range('sum(x_total)', start, end, STEP))).toEqual(before);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('does not keep what depends on the bounds of the query', async () => {
    const { cache } = setup();
    for (const query of ['x_total @ end()', 'x_total * range()', 'x_total offset -1m']) {
      await cache.range(query, 0, NOW, STEP);
      await cache.range(query, 0, NOW, STEP);
    }
    expect(cache.hits).toBe(0);
    expect(cache.bytes).toBe(0);
  });

  it('forgets on request, and the oldest when it is full', async () => {
    const { cache, engine, clock } = setup();
    await cache.range('x_total', 0, NOW, STEP);
    expect(cache.bytes).toBeGreaterThan(1000);
    cache.clear();
    expect(cache.bytes).toBe(0);
    const small = createRangeCache({ source: engine, clock, maxBytes: 80_000 });
    for (let i = 0; i < 20; i++) await small.range(`x_total + ${i}`, 0, NOW, STEP);
    expect(small.bytes).toBeLessThanOrEqual(80_000);
    expect(small.bytes).toBeGreaterThan(0);
  });

  it('applies limits to the whole answer', async () => {
    const { cache } = setup();
    await cache.range('x_total', 0, NOW, STEP);
    const { value, warnings } = await cache.range('x_total', 0, NOW, STEP, { limit: 2 });
    expect(value.resultType === 'matrix' && value.series.length).toBe(2);
    expect(warnings).toEqual(['results truncated due to limit']);
  });
});
