import fc from 'fast-check';
import { findDeviations } from './deviation.ts';

const STEP = 5000;
const LIMITS = { direction: 'up' as const, floor: 1, relativeFloor: 0.2 };

/** Noise around 10 from a seed, with a rise of `height` in some rows. */
function series(seed: number, rise: readonly [from: number, to: number] | undefined, height: number) {
  let state = seed >>> 0;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 4294967296;
  const t = Float64Array.from({ length: 120 }, (_, i) => i * STEP);
  const v = t.map((_, i) => 10 + random() + random() - 1 + (rise && i >= rise[0] && i < rise[1] ? height : 0));
  return { t, v };
}
const bounds = { baselineFromMs: 0, baselineToMs: 60 * STEP, toMs: 119 * STEP };

it('dates a rise to its first sample and its end to its last', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 62, max: 100 }), (seed, from) => {
      const { t, v } = series(seed, [from, from + 15], 20);
      const [found] = findDeviations(t, v, LIMITS, bounds);
      // A neighbour that leans the same way by chance may be taken in.
      expect(found).toMatchObject({ direction: 'up', isOpen: false });
      expect(Math.abs(found.onsetMs - from * STEP)).toBeLessThanOrEqual(STEP);
      expect(Math.abs(found.endMs - (from + 14) * STEP)).toBeLessThanOrEqual(STEP);
    }),
  );
});

it('finds nothing in noise, in a change that is none, or the wrong way', () => {
  let found = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const { t, v } = series(seed, undefined, 0);
    found += findDeviations(t, v, LIMITS, bounds).length;
    const small = series(seed, [70, 90], 0.5);
    found += findDeviations(small.t, small.v, LIMITS, bounds).length;
    const down = series(seed, [70, 90], -20);
    found += findDeviations(down.t, down.v, LIMITS, bounds).length;
  }
  expect(found).toBe(0);
});

it('is not moved by the order of magnitude when the limits move with it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: -10, max: 10 }), (seed, power) => {
      const factor = 2 ** power;
      const { t, v } = series(seed, [70, 90], 20);
      const [one] = findDeviations(t, v, LIMITS, bounds);
      const scaled = v.map((value) => value * factor);
      const [other] = findDeviations(t, scaled, { ...LIMITS, floor: factor }, bounds);
      expect(other.score).toBeCloseTo(one.score, 6);
      expect(other.onsetMs).toBe(one.onsetMs);
    }),
  );
});

it('takes off a trend that was there before', () => {
  const { t, v } = series(1, undefined, 0);
  const rising = v.map((value, i) => value + i * 0.5);
  expect(findDeviations(t, rising, { ...LIMITS, hasTrend: true }, bounds)).toEqual([]);
  expect(findDeviations(t, rising, LIMITS, bounds)).toHaveLength(1);
});

it('dates a run that began within the baseline, when the window was drawn too late', () => {
  const { t, v } = series(5, [50, 80], 20);
  expect(findDeviations(t, v, LIMITS, bounds)[0].onsetMs).toBe(50 * STEP);
});
