import fc from 'fast-check';
import { cliffsDelta } from './cliffs-delta.ts';
import { changeOf, runNoise } from './effect.ts';
import { autocovariance, bootstrapVariance, meanError } from './mean-error.ts';
import { resample } from './resample.ts';
import { steadyPhase } from './steady-phase.ts';
import { tProbability, tQuantile } from './student-t.ts';
import { noise, waves } from './testing/made-run.ts';

it("Student's t as in tables", () => {
  expect(tQuantile(0.95, 1)).toBeCloseTo(12.706, 3);
  expect(tQuantile(0.95, 4)).toBeCloseTo(2.776, 3);
  expect(tQuantile(0.99, 10)).toBeCloseTo(3.169, 3);
  expect(tQuantile(0.95, 1e6)).toBeCloseTo(1.96, 3);
  expect(tProbability(0, 5)).toBe(1);
  expect(tProbability(2.776, 4)).toBeCloseTo(0.05, 4);
});

describe('the error of a mean', () => {
  it('is that of a stationary bootstrap, drawn ten thousand times', () => {
    const values = waves(60, { mean: 10, sigma: 2, r: 0.7 }, 5);
    const { mean: center, block } = meanError(values);
    const exact = Math.sqrt(bootstrapVariance(autocovariance(Float64Array.from(values), center), block) / 60);
    const normal = noise(9);
    // Uniform numbers from the tail of normal ones.
    const uniform = () => Math.abs(normal() * 1e6) % 1;
    const means: number[] = [];
    for (let draw = 0; draw < 10_000; draw++) {
      let sum = 0;
      let at = Math.floor(uniform() * 60);
      for (let i = 0; i < 60; i++) {
        if (i > 0) at = uniform() < 1 / block ? Math.floor(uniform() * 60) : (at + 1) % 60;
        sum += values[at];
      }
      means.push(sum / 60);
    }
    const mean = means.reduce((a, b) => a + b, 0) / means.length;
    const drawn = Math.sqrt(means.reduce((a, b) => a + (b - mean) ** 2, 0) / means.length);
    expect(exact / drawn).toBeGreaterThan(0.95);
    expect(exact / drawn).toBeLessThan(1.05);
  });

  it.each([
    [0, 90],
    [0.5, 90],
    [0.8, 85],
  ])('its interval holds the truth about as often as it says, at an autocorrelation of %d', (r, least) => {
    let held = 0;
    for (let seed = 1; seed <= 300; seed++) {
      const { mean, error, df } = meanError(waves(120, { mean: 100, sigma: 10, r }, seed * 7919));
      if (Math.abs(mean - 100) <= error * tQuantile(0.95, df)) held++;
    }
    expect(held / 3).toBeGreaterThan(least);
    expect(held / 3).toBeLessThanOrEqual(99.5);
  });

  it('is unknown for few samples, nothing for constants, and knows no absent ones', () => {
    expect(meanError([1, 2, 3]).error).toBeNaN();
    expect(meanError([5, 5, 5, 5, 5])).toMatchObject({ mean: 5, error: 0 });
    expect(meanError([1, NaN, 2, NaN, 3, 4]).samples).toBe(4);
  });

  it('moves and stretches with the samples', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 8, maxLength: 80 }),
        fc.double({ min: 0.1, max: 100, noNaN: true }),
        (values, factor) => {
          const plain = meanError(values);
          const other = meanError(values.map((value) => value * factor + 50));
          // Differences far below the samples' own size are rounding.
          if (!(plain.error > 1e-6)) return true;
          return Math.abs(other.error / factor / plain.error - 1) < 1e-3;
        },
      ),
    );
  });
});

describe('the change between groups', () => {
  const group = (...runs: number[][]) => ({ runs: runs.map((values) => Float64Array.from(values)) });

  it('finds what is there, with an interval around it', () => {
    const base = group(waves(120, { mean: 100, sigma: 5 }, 1));
    const { change, low, high, p } = changeOf(base, group(waves(120, { mean: 110, sigma: 5 }, 2)), undefined);
    expect(change).toBeGreaterThan(0.07);
    expect(change).toBeLessThan(0.13);
    expect([low < change && change < high, low > 0, p < 0.001]).toEqual([true, true, true]);
  });

  it('runs that differ among themselves make every change less sure', () => {
    const base = group(waves(120, { mean: 95, sigma: 1 }, 1), waves(120, { mean: 105, sigma: 1 }, 2));
    const other = group(waves(120, { mean: 103, sigma: 1 }, 3), waves(120, { mean: 113, sigma: 1 }, 4));
    const spread = runNoise([base, other]);
    expect(spread).toMatchObject({ df: 2 });
    expect(changeOf(base, other, undefined).p).toBeLessThan(0.01);
    expect(changeOf(base, other, spread).p).toBeGreaterThan(0.2);
  });

  it('says nothing of a part where the base is nothing', () => {
    const change = changeOf(
      group(new Array<number>(20).fill(0)),
      group(waves(20, { mean: 10, sigma: 1 }, 1)),
      undefined,
    );
    expect(change.change).toBeNaN();
    expect(change.difference).toBeCloseTo(10, 0);
    expect(change.p).toBeLessThan(0.001);
  });

  it('is turned around when the groups are', () => {
    const [a, b] = [group(waves(60, { mean: 10, sigma: 1 }, 1)), group(waves(60, { mean: 12, sigma: 1 }, 2))];
    const [there, back] = [changeOf(a, b, undefined), changeOf(b, a, undefined)];
    expect((1 + there.change) * (1 + back.change)).toBeCloseTo(1, 9);
    expect(there.p).toBeCloseTo(back.p, 9);
    expect(there.delta).toBeCloseTo(-back.delta, 9);
  });
});

it("Cliff's delta counts pairs", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }),
      (a, b) => {
        const pairs = a.flatMap((left) => b.map((right) => Math.sign(right - left)));
        const mean = pairs.reduce<number>((sum, sign) => sum + sign, 0) / pairs.length;
        return Math.abs(cliffsDelta(a, b) - mean) < 1e-9;
      },
    ),
  );
});

describe('the steady phase', () => {
  const flat = (count: number, level: number, seed = 3) =>
    waves(count, { mean: level, sigma: level / 100, r: 0 }, seed);

  it('leaves ramps out at both ends and keeps a dip in the middle', () => {
    const rate = [
      ...flat(8, 300),
      ...flat(10, 700),
      ...flat(40, 1000),
      ...flat(6, 300),
      ...flat(40, 1000, 5),
      ...flat(8, 200),
    ];
    expect(steadyPhase(rate)).toMatchObject({ from: 18, to: 104 });
  });

  it('leaves single samples without load out, and keeps all of a steady run', () => {
    expect(steadyPhase([0, 0, ...flat(30, 100), 10])).toMatchObject({ from: 2, to: 32 });
    expect(steadyPhase(flat(30, 100))).toMatchObject({ from: 0, to: 30 });
  });

  it('always is a part of the run', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constant(NaN), fc.double({ min: 0, max: 1e6, noNaN: true }))), (rate) => {
        const { from, to } = steadyPhase(rate);
        return from >= 0 && from <= to && to <= rate.length;
      }),
    );
  });
});

it('longer steps are means of the shorter ones, absent where all are', () => {
  expect([...resample([1, 3, NaN, 5, NaN, NaN], 10, 20)]).toEqual([2, 5, NaN]);
  expect([...resample([1, 2], 10, 10)]).toEqual([1, 2]);
});
