/**
 * How well the mean of a run's samples is known. Samples of a run are not independent: load has waves, caches fill, a pause
 * reaches into the next sample. A stationary block bootstrap (Politis and Romano 1994) keeps that dependence by drawing blocks of
 * geometric length; its variance of a mean has a closed form (their Lemma 1), so nothing is drawn here and the same samples give
 * the same interval. The mean length of blocks is chosen from the samples (Politis and White 2004, as corrected by Patton,
 * Politis and White 2009). Never less than the error of a series that keeps a part of the last sample's deviation.
 */
export interface MeanError {
  mean: number;
  /** Standard error of the mean. */
  error: number;
  /** Degrees of freedom for a t quantile: what the samples are worth as independent ones, less one. */
  df: number;
  /** Samples with a value. */
  samples: number;
  /** Mean length of the blocks, in samples. */
  block: number;
}

/** Fewer samples than this say nothing of their own spread. */
const MIN_SAMPLES = 4;

/** Mean and its standard error; NaN and infinities count as absent. `error` is NaN where there are too few samples. */
export function meanError(values: ArrayLike<number>): MeanError {
  const present = Float64Array.from(Array.from(values).filter(Number.isFinite));
  const n = present.length;
  const mean = n === 0 ? NaN : present.reduce((sum, value) => sum + value, 0) / n;
  if (n < MIN_SAMPLES) return { mean, error: NaN, df: 0, samples: n, block: 1 };
  const covariance = autocovariance(present, mean);
  if (covariance[0] <= 1e-24 * mean * mean) return { mean, error: 0, df: n - 1, samples: n, block: 1 };
  const block = blockLength(covariance);
  const variance = bootstrapVariance(covariance, block);
  // No credit for samples that alternate, and never fewer than two independent ones.
  const times = Math.max(1, variance / covariance[0], persistence(covariance));
  const independent = Math.max(2, n / times);
  const error = Math.sqrt((covariance[0] / independent) * (independent / (independent - 1)));
  return { mean, error, df: independent - 1, samples: n, block };
}

/** Variance of one sample's share in the mean as a stationary bootstrap with this mean block length has it (Lemma 1). */
export function bootstrapVariance(covariance: Float64Array, block: number): number {
  const n = covariance.length;
  const keep = 1 - 1 / block;
  let variance = covariance[0];
  for (let lag = 1; lag < n; lag++) {
    variance += 2 * ((1 - lag / n) * keep ** lag + (lag / n) * keep ** (n - lag)) * covariance[lag];
  }
  return variance;
}

/**
 * How many samples say as much as one independent one when each keeps a part r of the last one's deviation: (1 + r) / (1 - r).
 * Bootstraps of a hundred samples see too little of their dependence; r is corrected for that (Kendall 1954).
 */
function persistence(covariance: Float64Array): number {
  const n = covariance.length;
  const seen = covariance[1] / covariance[0];
  const r = Math.min(0.98, Math.max(0, seen + (1 + 3 * seen) / n));
  // Within chance of none: most columns have none, and each would pay for it.
  return seen < 1 / Math.sqrt(n) ? 1 : (1 + r) / (1 - r);
}

/** Autocovariances of all lags, divided by n. n squared, so long columns stop at a quarter of their lags. */
export function autocovariance(values: Float64Array, mean: number): Float64Array {
  const n = values.length;
  const out = new Float64Array(n);
  const most = n > 2000 ? n >> 2 : n;
  for (let lag = 0; lag < most; lag++) {
    let sum = 0;
    for (let i = lag; i < n; i++) sum += (values[i] - mean) * (values[i - lag] - mean);
    out[lag] = sum / n;
  }
  return out;
}

/** Mean block length that has the least error of the variance, by Politis, White and Patton; at least 1. */
export function blockLength(covariance: Float64Array): number {
  const n = covariance.length;
  const most = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const quiet = Math.max(5, Math.floor(Math.sqrt(Math.log10(n))));
  const bound = 2 * Math.sqrt(Math.log10(n) / n);
  // The last lag before a stretch of correlations that chance explains.
  let last = 0;
  for (let lag = 1, run = 0; lag < n && run < quiet && lag <= most + quiet; lag++) {
    if (Math.abs(covariance[lag] / covariance[0]) >= bound) [last, run] = [lag, 0];
    else run++;
  }
  if (last === 0) return 1;
  const width = Math.min(2 * last, n - 1);
  let slope = 0;
  let spectrum = covariance[0];
  for (let lag = 1; lag <= width; lag++) {
    const share = lag / width;
    const weight = share <= 0.5 ? 1 : 2 * (1 - share);
    slope += 2 * weight * lag * covariance[lag];
    spectrum += 2 * weight * covariance[lag];
  }
  if (!(spectrum > 0)) return 1;
  const length = Math.cbrt((2 * slope * slope * n) / (2 * spectrum * spectrum));
  return Math.min(most, Math.max(1, length));
}
