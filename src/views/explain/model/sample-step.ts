import { quantile } from './quantile.ts';

/** The usual distance of samples, ms; undefined of fewer than two. */
export function sampleStep(t: readonly number[]): number | undefined {
  return quantile(
    t.slice(1).map((time, row) => time - t[row]),
    0.5,
  );
}

/** What an onset of either of two series may be off by, ms: two samples of the coarser one. */
export function onsetPrecision(...times: readonly (readonly number[])[]): number {
  return 2 * Math.max(0, ...times.map((t) => sampleStep(t) ?? 0));
}
