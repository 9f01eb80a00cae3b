import type { RunAlignment } from '@observatory/protocol/runs';
import type { Column } from '../omb/index.ts';
import { RateIntegral } from './rate-integral.ts';

/** What the brokers counted: messages a second at times in ms, `null` where nobody looked. */
export interface ServerRate {
  times: readonly number[];
  values: readonly (number | null)[];
}

/** Pulsar renews its rates once a minute (`statsUpdateFrequencyInSecs`). */
const STATS_PERIOD_MS = 60_000;
/** So long after the last sample the load is known to be off, which is the best mark of a run with a steady rate. */
const TAIL_MS = 60_000;
const LEAST_SAMPLES = 6;
const MOST_OFFSETS = 4000;
/** Two-sided, of the normal distribution. */
const Z_95 = 1.96;

/**
 * Finds where the samples of a benchmark lie on the clock of the cluster: at the offset where its publish rate, seen as the
 * brokers would tell it, rises and falls most alike with the brokers' rate in (Pearson's correlation over all offsets).
 *
 * The brokers' number is an average that is renewed once a minute at an unknown moment; other sources tell the rate of the last
 * seconds. Both are tried. Certainty: all offsets whose correlation is not worse than the best within its 95 % interval
 * (Fisher's z) are said to fit nearly as well; `uncertaintyMs` reaches to the farthest of them.
 *
 * Accepted is only what is better than the best of as many offsets of mere noise would be: with m independent offsets that is
 * about `sqrt(2 ln m)` standard errors. Cost: offsets times samples, at most 4000 times the length of the series.
 * @returns undefined when nothing fits well enough
 */
export function correlateRates(publishRate: Column, intervalMs: number, server: ServerRate): RunAlignment | undefined {
  const rate = new RateIntegral(publishRate, intervalMs);
  const points = server.times.flatMap((timeMs, index) => {
    const value = server.values[index];
    return value === null ? [] : [{ timeMs, value }];
  });
  if (points.length < LEAST_SAMPLES || rate.lengthMs < LEAST_SAMPLES * intervalMs) return undefined;
  const fromMs = points[0].timeMs - rate.lengthMs / 4;
  const toMs = points[points.length - 1].timeMs - rate.lengthMs * 0.75;
  if (toMs <= fromMs) return undefined;
  const stepMs = Math.max(1000, (toMs - fromMs) / MOST_OFFSETS);
  const spacingMs = spacingOf(points.map(({ timeMs }) => timeMs));
  const kernels: Kernel[] = [
    {
      reachMs: 2 * STATS_PERIOD_MS,
      widthMs: 1.5 * STATS_PERIOD_MS,
      seen: (at) => rate.periodMean(at, STATS_PERIOD_MS),
    },
    { reachMs: spacingMs, widthMs: spacingMs, seen: (at) => rate.mean(at, spacingMs) },
  ];
  const fits = kernels.flatMap((kernel) => {
    const found: Fit[] = [];
    for (let beginMs = fromMs; beginMs <= toMs; beginMs += stepMs) {
      const fit = fitAt(beginMs, kernel, rate.lengthMs, points);
      if (fit) found.push(fit);
    }
    return found;
  });
  const best = fits.reduce<Fit | undefined>(
    (most, each) => (most && most.z * most.weight >= each.z * each.weight ? most : each),
    undefined,
  );
  if (!best || best.correlation < 0.5) return undefined;
  const independent = Math.max(2, (toMs - fromMs) / best.widthMs);
  if (best.z * best.weight < Math.sqrt(2 * Math.log(independent)) + 1) return undefined;
  const near = fits.filter((each) => each.z >= best.z - Z_95 / best.weight);
  const uncertaintyMs = near.reduce((most, { beginMs }) => Math.max(most, Math.abs(beginMs - best.beginMs)), stepMs);
  // Anywhere within a good part of the run is no place.
  if (uncertaintyMs > Math.max(STATS_PERIOD_MS, rate.lengthMs / 4)) return undefined;
  return {
    beginMs: Math.round(best.beginMs),
    correlation: Number(best.correlation.toFixed(3)),
    uncertaintyMs: Math.round(uncertaintyMs),
    from: 'correlation',
  };
}

interface Kernel {
  /** How far back it looks. */
  reachMs: number;
  /** Within this its answers say nearly the same. */
  widthMs: number;
  /** The rate as the brokers would tell it, so long after the first sample began. */
  seen: (atMs: number) => number;
}

interface Fit {
  beginMs: number;
  correlation: number;
  /** Fisher's z of the correlation, with `weight` = 1 / its standard error. */
  z: number;
  weight: number;
  widthMs: number;
}

function fitAt(
  beginMs: number,
  { reachMs, widthMs, seen }: Kernel,
  lengthMs: number,
  points: readonly { timeMs: number; value: number }[],
): Fit | undefined {
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumYY = 0;
  let sumXY = 0;
  let firstMs = 0;
  let lastMs = 0;
  for (const { timeMs, value } of points) {
    const at = timeMs - beginMs;
    // What lies before the first sample is warm-up, of which nothing is known.
    if (at < reachMs) continue;
    if (at > lengthMs + TAIL_MS) break;
    const x = seen(at);
    if (count++ === 0) firstMs = timeMs;
    lastMs = timeMs;
    sumX += x;
    sumY += value;
    sumXX += x * x;
    sumYY += value * value;
    sumXY += x * value;
  }
  // Most of the samples must have been looked at: a short overlap fits by chance.
  if (count < LEAST_SAMPLES || lastMs - firstMs < 0.6 * (lengthMs - reachMs)) return undefined;
  const spread = (sumXX - (sumX * sumX) / count) * (sumYY - (sumY * sumY) / count);
  // Two flat lines: rounding is all that differs.
  if (!(spread > 1e-12 * sumXX * sumYY)) return undefined;
  const correlation = Math.min(0.99999, (sumXY - (sumX * sumY) / count) / Math.sqrt(spread));
  if (!(correlation > 0)) return undefined;
  // Neighbours within a kernel say the same: they count as one.
  const independent = Math.min(count, Math.max(LEAST_SAMPLES, (lastMs - firstMs) / widthMs));
  return { beginMs, correlation, z: Math.atanh(correlation), weight: Math.sqrt(independent - 3), widthMs };
}

function spacingOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((timeMs, index) => timeMs - times[index]);
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? STATS_PERIOD_MS;
}
