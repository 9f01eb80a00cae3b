import type { PromqlFrameQuery } from '@observatory/protocol/frames';

/** Steps that people read easily, so that a step stays the same while a window slides (and cached steps can be reused). */
const NICE_MS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 20_000, 30_000, 60_000, 120_000, 300_000,
  600_000, 900_000, 1_200_000, 1_800_000, 3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000,
];
const DAY_MS = 86_400_000;
/** Prometheus' ceiling of points a series, which the engine holds range queries to. */
export const MAX_STEPS = 11_000;

/** Step of a range query in ms: as given, else so that at most `maxDataPoints` fit in, but at least `intervalMs`. */
export function stepOf({ stepMs, intervalMs, maxDataPoints, fromMs, toMs }: PromqlFrameQuery): number {
  if (stepMs !== undefined) return Math.max(1, Math.trunc(stepMs));
  const smallest = Math.max(1, toMs - fromMs) / Math.min(maxDataPoints, MAX_STEPS);
  return Math.max(1, Math.trunc(intervalMs), niceStep(smallest));
}

function niceStep(atLeastMs: number): number {
  return NICE_MS.find((ms) => ms >= atLeastMs) ?? Math.ceil(atLeastMs / DAY_MS) * DAY_MS;
}

/** Bounds rounded down to multiples of the step: the same steps are asked for while a window slides. */
export function alignedBounds({ fromMs, toMs }: PromqlFrameQuery, stepMs: number): { startMs: number; endMs: number } {
  return { startMs: Math.floor(fromMs / stepMs) * stepMs, endMs: Math.floor(toMs / stepMs) * stepMs };
}
