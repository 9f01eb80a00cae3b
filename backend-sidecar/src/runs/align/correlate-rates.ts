import type { RunAlignment } from '@observatory/protocol/runs';
import type { Column } from '../omb/index.ts';
import { RateIntegral } from './rate-integral.ts';

/** What the brokers counted: messages a second at times in ms, `null` where nobody looked. */
export interface ServerRate {
  times: readonly number[];
  values: readonly (number | null)[];
  /**
   * Brokers keep a rate until they renew it, as Pulsar does: each value is told again until then. Undefined where looks are too
   * rare to see that.
   */
  held?: boolean;
}

/** Pulsar renews its rates once a minute (`statsUpdateFrequencyInSecs`). */
const STATS_PERIOD_MS = 60_000;
/** So long after the last sample the load is known to be off, which is the best mark of a run with a steady rate. */
const TAIL_MS = 60_000;
const LEAST_SAMPLES = 6;
/** Tried first; around the best of them second by second. */
const OFFSETS = 600;
/** Two-sided, of the normal distribution. */
const Z_95 = 1.96;

/**
 * Finds where the samples of a benchmark lie on the clock of the cluster: at the offset where its publish rate, seen as the
 * brokers would tell it, rises and falls most alike with the brokers' rate in (Pearson's correlation over all offsets).
 *
 * Pulsar's number is an average that is renewed once a minute at an unknown moment; other sources tell the rate of the last
 * seconds. Which one it is shows in values that repeat (`held`); where that cannot be seen both are tried. Certainty: all offsets whose correlation is not worse than the best within its 95 % interval
 * (Fisher's z) are said to fit nearly as well; `uncertaintyMs` reaches to the farthest of them, and further by what the unknown
 * moment of the renewal leaves open.
 *
 * Accepted is only what is better than the best of as many offsets of mere noise would be: with m independent offsets that is
 * about `sqrt(2 ln m)` standard errors. Cost: some 700 offsets times the samples of the run, twice.
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
  const stepMs = Math.max(1000, (toMs - fromMs) / OFFSETS);
  const spacingMs = spacingOf(points.map(({ timeMs }) => timeMs));
  const minute: Kernel = {
    reachMs: 2 * STATS_PERIOD_MS,
    widthMs: 1.5 * STATS_PERIOD_MS,
    openMs: STATS_PERIOD_MS / 2,
    seen: (at) => rate.periodMean(at, STATS_PERIOD_MS),
  };
  const step: Kernel = {
    reachMs: spacingMs,
    widthMs: Math.max(spacingMs, STATS_PERIOD_MS),
    openMs: spacingMs,
    seen: (at) => rate.mean(at, spacingMs),
  };
  const kernels = server.held === undefined ? [minute, step] : [server.held ? minute : step];
  const scan = (kernel: Kernel, beginMs: number, endMs: number, byMs: number): Fit[] => {
    const found: Fit[] = [];
    for (let at = beginMs; at <= endMs; at += byMs) found.push(...fitAt(at, kernel, rate.lengthMs, points));
    return found;
  };
  const fits = kernels.flatMap((kernel) => {
    const coarse = scan(kernel, fromMs, toMs, stepMs);
    const top = bestOf(coarse);
    return top
      ? [...coarse, ...scan(kernel, top.beginMs - stepMs, top.beginMs + stepMs, Math.max(500, stepMs / 10))]
      : [];
  });
  const best = bestOf(fits);
  if (!best || best.correlation < 0.5) return undefined;
  const independent = Math.max(2, (toMs - fromMs) / best.kernel.widthMs);
  if (best.z * best.weight < Math.sqrt(2 * Math.log(independent)) + 1) return undefined;
  const near = fits.filter((each) => each.z >= best.z - Z_95 / best.weight);
  const extentMs = near.reduce((most, { beginMs }) => Math.max(most, Math.abs(beginMs - best.beginMs)), stepMs);
  // Anywhere within a good part of the run is no place.
  if (extentMs > Math.max(STATS_PERIOD_MS, rate.lengthMs / 4)) return undefined;
  return {
    beginMs: Math.round(best.beginMs),
    correlation: Number(best.correlation.toFixed(3)),
    uncertaintyMs: Math.round(extentMs + best.kernel.openMs),
    from: 'correlation',
  };
}

interface Kernel {
  /** How far back it looks. */
  reachMs: number;
  /** Within this its answers say nearly the same, and loads do, too. */
  widthMs: number;
  /** What the moment of the brokers' renewal leaves open either way. */
  openMs: number;
  /** The rate as the brokers would tell it, so long after the first sample began. */
  seen: (atMs: number) => number;
}

interface Fit {
  beginMs: number;
  correlation: number;
  /** Fisher's z of the correlation, with `weight` = 1 / its standard error. */
  z: number;
  weight: number;
  kernel: Kernel;
}

/** Nothing where too little of the run was looked at, or nothing rises and falls. */
function fitAt(
  beginMs: number,
  kernel: Kernel,
  lengthMs: number,
  points: readonly { timeMs: number; value: number }[],
): Fit[] {
  const { reachMs, widthMs, seen } = kernel;
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
  if (count < LEAST_SAMPLES || lastMs - firstMs < 0.6 * (lengthMs - reachMs)) return [];
  const spread = (sumXX - (sumX * sumX) / count) * (sumYY - (sumY * sumY) / count);
  // Two flat lines: rounding is all that differs.
  if (!(spread > 1e-12 * sumXX * sumYY)) return [];
  const correlation = Math.min(0.99999, (sumXY - (sumX * sumY) / count) / Math.sqrt(spread));
  if (!(correlation > 0)) return [];
  // Neighbours within a kernel say the same: they count as one.
  const independent = Math.min(count, Math.max(LEAST_SAMPLES, (lastMs - firstMs) / widthMs));
  return [{ beginMs, correlation, z: Math.atanh(correlation), weight: Math.sqrt(independent - 3), kernel }];
}

function bestOf(fits: readonly Fit[]): Fit | undefined {
  let best: Fit | undefined;
  for (const each of fits) if (!best || each.z > best.z) best = each;
  return best;
}

/**
 * Whether values are renewed once a minute: after a change none follows in the next look. Undefined when looks are too far
 * apart to tell, or too little changes.
 */
export function isHeld(
  times: readonly number[],
  columns: readonly (readonly (number | null)[])[],
): boolean | undefined {
  if (spacingOf(times) > 0.75 * STATS_PERIOD_MS) return undefined;
  let changes = 0;
  let followed = 0;
  for (const column of columns) {
    for (let index = 2; index < column.length; index++) {
      const [first, second, third] = column.slice(index - 2, index + 1);
      if (first === null || second === null || third === null || first === second) continue;
      changes++;
      if (second !== third) followed++;
    }
  }
  return changes < LEAST_SAMPLES ? undefined : followed / changes < 0.25;
}

function spacingOf(times: readonly number[]): number {
  const gaps = times.slice(1).map((timeMs, index) => timeMs - times[index]);
  return gaps.sort((a, b) => a - b)[gaps.length >> 1] ?? STATS_PERIOD_MS;
}
