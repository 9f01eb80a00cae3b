import fc from 'fast-check';
import type { Column } from '../omb/index.ts';
import { SeededRandom } from '../../testing/seeded-random.ts';
import { correlateRates, isHeld, type ServerRate } from './correlate-rates.ts';
import { RateIntegral } from './rate-integral.ts';

const START = 1_760_000_000_000;
const INTERVAL = 10_000;

interface Scene {
  seed: number;
  samples: number;
  /** From the begin of the recording to the first sample, ms. */
  offsetMs: number;
  stepMs: number;
  /** Of the mean. */
  noise: number;
  missing: number;
  /** Brokers that renew their rate once a minute, or tell that of the last step. */
  source: 'minute' | 'step';
  /** Other load on the cluster, as a part of the run's. */
  other: number;
}

/** A load that rises and falls as real ones do: ramps, plateaus and dips of some minutes. */
function loadOf({ seed, samples }: Scene): number[] {
  const random = new SeededRandom(seed);
  const rates: number[] = [];
  let level = 50_000;
  let goal = level;
  for (let index = 0; index < samples; index++) {
    if (index % 9 === 0) goal = 20_000 + random.next() * 80_000;
    level += (goal - level) * 0.4;
    rates.push(level);
  }
  return rates;
}

/** What the brokers tell of it: warm-up before, nothing after. */
function seenOf(scene: Scene, rates: readonly number[]): ServerRate {
  const random = new SeededRandom(scene.seed + 1);
  const rateAt = (elapsedMs: number) =>
    elapsedMs < -60_000 || elapsedMs >= rates.length * INTERVAL
      ? 0
      : rates[Math.max(0, Math.floor(elapsedMs / INTERVAL))];
  const meanOver = (fromMs: number, toMs: number) => {
    let sum = 0;
    for (let at = fromMs; at < toMs; at += 1000) sum += rateAt(at);
    return sum / ((toMs - fromMs) / 1000);
  };
  const phase = random.next() * 60_000;
  const lengthMs = scene.offsetMs + rates.length * INTERVAL + 180_000;
  const times: number[] = [];
  const values: (number | null)[] = [];
  let last = { edge: NaN, factor: 1 };
  for (let at = 0; at < lengthMs; at += scene.stepMs) {
    const elapsed = at - scene.offsetMs;
    const edge = Math.floor((at - phase) / 60_000) * 60_000 + phase - scene.offsetMs;
    const told = scene.source === 'minute' ? meanOver(edge - 60_000, edge) : meanOver(elapsed - scene.stepMs, elapsed);
    // What is told again is told alike.
    if (scene.source === 'step' || last.edge !== edge) last = { edge, factor: 1 + scene.noise * (random.next() - 0.5) };
    const noisy = told * last.factor + scene.other * 50_000;
    times.push(START + at);
    values.push(random.next() < scene.missing ? null : noisy);
  }
  const held = isHeld(times, [values]);
  return { times, values, ...(held !== undefined && { held }) };
}

const scene = fc.record<Scene>({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  samples: fc.integer({ min: 60, max: 240 }),
  offsetMs: fc.integer({ min: 70_000, max: 900_000 }),
  stepMs: fc.constantFrom(15_000, 30_000),
  noise: fc.constantFrom(0, 0.05, 0.2),
  missing: fc.constantFrom(0, 0.1, 0.3),
  source: fc.constantFrom('minute', 'step'),
  other: fc.constantFrom(0, 0.5),
});

describe('laying a benchmark on the clock of the cluster', () => {
  it('finds where it lies, within the uncertainty that it says', () => {
    fc.assert(
      fc.property(scene, (each) => {
        const rates = loadOf(each);
        const seen = seenOf(each, rates);
        const found = correlateRates(rates, INTERVAL, seen);
        // Ten minutes of averages over a minute are too few numbers to be sure.
        if (each.samples >= 120) expect(found).toBeDefined();
        if (!found) return;
        if (each.source === 'minute' || each.missing === 0) expect(seen.held).toBe(each.source === 'minute');
        const error = Math.abs(found.beginMs - START - each.offsetMs);
        expect(error).toBeLessThanOrEqual(found.uncertaintyMs);
        if (each.samples >= 120) expect(error).toBeLessThanOrEqual(60_000);
        expect(found.correlation).toBeGreaterThan(0.6);
      }),
      { numRuns: 24, seed: 7 },
    );
  });

  it('says nothing where the load of the brokers has nothing to do with the run', () => {
    let found = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const each: Scene = {
        seed,
        samples: 90,
        offsetMs: 300_000,
        stepMs: 30_000,
        noise: 0.1,
        missing: 0,
        source: 'minute',
        other: 0,
      };
      const noise = new SeededRandom(seed * 77);
      const times = Array.from({ length: 60 }, (_, index) => START + index * 30_000);
      const values = times.map(() => 1000 * noise.next());
      if (correlateRates(loadOf(each), INTERVAL, { times, values })) found++;
    }
    // What 95 % certainty leaves, and no more.
    expect(found).toBeLessThanOrEqual(1);
  });

  it.each([
    ['a steady load of which neither begin nor end was seen', new Array<number>(90).fill(1000), 1000],
    ['no load', new Array<number>(90).fill(0), 0],
  ])('says nothing about %s', (_, rates, seen) => {
    const times = Array.from({ length: 50 }, (_each, index) => START + index * 15_000);
    expect(correlateRates(rates, INTERVAL, { times, values: times.map(() => seen) })).toBeUndefined();
  });

  it('places a steady load by its end', () => {
    const rates = new Array<number>(60).fill(40_000);
    const each: Scene = {
      seed: 3,
      samples: 60,
      offsetMs: 200_000,
      stepMs: 15_000,
      noise: 0.02,
      missing: 0,
      source: 'step',
      other: 0.2,
    };
    const found = correlateRates(rates, INTERVAL, seenOf(each, rates));
    expect(Math.abs((found?.beginMs ?? 0) - START - 200_000)).toBeLessThanOrEqual(20_000);
  });

  it('too few samples say nothing', () => {
    expect(correlateRates([1, 2, 3], INTERVAL, { times: [START], values: [1] })).toBeUndefined();
    expect(correlateRates([], INTERVAL, { times: [], values: [] })).toBeUndefined();
  });
});

describe('a rate as integrals', () => {
  it('means over windows are those of the samples', () => {
    const rates = fc.array(fc.option(fc.integer({ min: 0, max: 1000 })), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(rates, fc.nat(400), fc.integer({ min: 1, max: 120 }), (column: Column, atSeconds, windowSeconds) => {
        const rate = new RateIntegral(column, INTERVAL);
        const filled = column.map((_, index) => rate.mean((index + 1) * INTERVAL, INTERVAL));
        let sum = 0;
        for (let second = atSeconds - windowSeconds; second < atSeconds; second++)
          sum += second < 0 ? 0 : (filled[Math.floor(second / 10)] ?? 0);
        expect(rate.mean(atSeconds * 1000, windowSeconds * 1000)).toBeCloseTo(sum / windowSeconds, 6);
        for (const [index, value] of column.entries()) if (value !== null) expect(filled[index]).toBeCloseTo(value, 6);
      }),
    );
  });

  it('the mean of a period that ended within the last period is that over all its moments', () => {
    const rate = new RateIntegral([10, 50, 20, 80, 0, 30], INTERVAL);
    for (const at of [0, 15_000, 40_000, 70_000, 200_000]) {
      let sum = 0;
      for (let back = 0; back < 600; back++) sum += rate.mean(at - (back + 0.5) * 100, 60_000);
      expect(rate.periodMean(at, 60_000)).toBeCloseTo(sum / 600, 2);
    }
  });
});
