import type { TimeRange } from '../../src/index.ts';

/** Times at multiples of the step, and a walk over them that is the same for the same seed. */
export function walk({ fromMs, toMs }: TimeRange, stepMs: number, maxStep: number, seed: number) {
  const first = Math.ceil(fromMs / stepMs) * stepMs;
  const length = Math.max(0, Math.floor((toMs - first) / stepMs) + 1);
  const times = new Float64Array(length);
  const values = new Float64Array(length);
  let state = seed >>> 0;
  let value = 0;
  for (let i = 0; i < length; i++) {
    // The linear congruential generator of Numerical Recipes: enough for a walk.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    value += ((state / 2 ** 32) * 2 - 1) * maxStep;
    times[i] = first + i * stepMs;
    values[i] = value;
  }
  return { times, values };
}
