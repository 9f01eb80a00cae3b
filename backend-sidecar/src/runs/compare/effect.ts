/**
 * The change of one measure between two groups of runs. Within a run the mean's error comes from its samples (mean-error.ts); where
 * runs were repeated, the spread from run to run (pooled over all groups, as parts of each group's mean) is a second error with
 * degrees of freedom of its own: Kalibera and Jones 2013 on why samples of one run cannot say how much the next run differs.
 * Of both the wider interval holds.
 */
import { cliffsDelta } from './cliffs-delta.ts';
import { meanError, type MeanError } from './mean-error.ts';
import { tProbability, tQuantile } from './student-t.ts';

const LEVEL = 0.95;

/** The runs of one side, each as its samples. */
export interface Group {
  runs: readonly Float64Array[];
}

/** Spread between repeated runs, as a part of the mean: a standard deviation and its degrees of freedom. */
export interface RunNoise {
  sigma: number;
  df: number;
}

export interface GroupMean extends MeanError {
  low: number;
  high: number;
}

export interface Change {
  /** Part of the base's mean; NaN where the base has none. */
  change: number;
  low: number;
  high: number;
  /** In the measure's own unit. */
  difference: number;
  /** Two-sided probability of as much by chance; NaN when it cannot be said. */
  p: number;
  /** Cliff's delta. */
  delta: number;
}

/** Pooled noise of groups of two runs and more; undefined without any. */
export function runNoise(groups: readonly Group[]): RunNoise | undefined {
  let sum = 0;
  let df = 0;
  for (const { runs } of groups) {
    const means = runs.map((samples) => meanError(samples).mean).filter(Number.isFinite);
    if (means.length < 2) continue;
    const mean = means.reduce((total, value) => total + value, 0) / means.length;
    if (mean === 0) continue;
    for (const value of means) sum += (value / mean - 1) ** 2;
    df += means.length - 1;
  }
  return df === 0 ? undefined : { sigma: Math.sqrt(sum / df), df };
}

/** Mean over a group's runs with its 95 % interval; low and high are NaN when the samples do not give one. */
export function groupMean({ runs }: Group, noise: RunNoise | undefined): GroupMean {
  const each = runs.map(meanError).filter(({ mean }) => Number.isFinite(mean));
  const mean = each.reduce((sum, entry) => sum + entry.mean, 0) / each.length;
  const variances = each.map(({ error }) => error * error);
  const variance = variances.reduce((sum, value) => sum + value, 0) / each.length ** 2;
  const df = satterthwaite(
    variances,
    each.map((entry) => entry.df),
  );
  const within = Math.sqrt(variance) * tQuantile(LEVEL, df);
  const between = noise ? (noise.sigma * Math.abs(mean) * tQuantile(LEVEL, noise.df)) / Math.sqrt(each.length) : NaN;
  const half = wider(within, between);
  const samples = each.reduce((sum, entry) => sum + entry.samples, 0);
  // What cannot be below nothing is not below nothing on average either.
  const floor = runs.every((values) => values.every((value) => !(value < 0))) ? 0 : -Infinity;
  const low = Number.isFinite(half) ? Math.max(floor, mean - half) : NaN;
  return { mean, error: Math.sqrt(variance), df, samples, block: 1, low, high: mean + half };
}

/** How `other` differs from `base`. Ratios of positive means are judged as logarithms, everything else as differences. */
export function changeOf(base: Group, other: Group, noise: RunNoise | undefined): Change {
  const a = groupMean(base, noise);
  const b = groupMean(other, noise);
  const delta = cliffsDelta(joined(base), joined(other));
  const difference = b.mean - a.mean;
  const isRatio = a.mean > 3 * (a.error || 0) && b.mean > 3 * (b.error || 0) && a.mean > 0 && b.mean > 0;
  const [errorA, errorB] = isRatio ? [a.error / a.mean, b.error / b.mean] : [a.error, b.error];
  const center = isRatio ? Math.log(b.mean / a.mean) : difference;
  const within = Math.hypot(errorA, errorB);
  const df = satterthwaite([errorA ** 2, errorB ** 2], [a.df, b.df]);
  const scale = isRatio ? 1 : Math.max(Math.abs(a.mean), Math.abs(b.mean));
  const between = noise ? scale * noise.sigma * Math.sqrt(1 / base.runs.length + 1 / other.runs.length) : NaN;
  const half = wider(within * tQuantile(LEVEL, df), noise ? between * tQuantile(LEVEL, noise.df) : NaN);
  const p = Math.max(chance(center, within, df), noise ? chance(center, between, noise.df) : 0);
  const part = (value: number) => (isRatio ? Math.exp(value) - 1 : a.mean > 0 ? value / a.mean : NaN);
  return { change: part(center), low: part(center - half), high: part(center + half), difference, p, delta };
}

function chance(center: number, error: number, df: number): number {
  if (!Number.isFinite(error)) return noiseless(NaN);
  if (error === 0) return noiseless(center);
  return tProbability(center / error, df);
}

/** Samples that never vary: any change is one, none is none; without an error nothing can be said. */
function noiseless(center: number): number {
  return Number.isNaN(center) ? NaN : center === 0 ? 1 : 0;
}

/** Degrees of freedom of a sum of variances (Welch, Satterthwaite). */
function satterthwaite(variances: readonly number[], df: readonly number[]): number {
  const sum = variances.reduce((total, value) => total + value, 0);
  if (!(sum > 0))
    return Math.max(
      1,
      df.reduce((total, value) => total + value, 0),
    );
  const under = variances.reduce((total, value, i) => total + (value === 0 ? 0 : value ** 2 / Math.max(1, df[i])), 0);
  return Math.max(1, sum ** 2 / under);
}

function wider(within: number, between: number): number {
  if (Number.isNaN(within)) return between;
  return Number.isNaN(between) ? within : Math.max(within, between);
}

function joined({ runs }: Group): Float64Array {
  const all = new Float64Array(runs.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const samples of runs) {
    all.set(samples, at);
    at += samples.length;
  }
  return all;
}
