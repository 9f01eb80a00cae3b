import { slopeOf, spreadOf, type Spread } from '../math/robust.ts';
import { stepOf } from '../signals/shape-samples.ts';
import type { SignalDefinition } from '../signals/definition.ts';

/** Where a signal left what it does otherwise. */
export interface Deviation {
  direction: 'up' | 'down';
  /** Of the first sample outside, ms. */
  onsetMs: number;
  /** Of the last sample outside; the onset's begin of normal is the sample before. */
  endMs: number;
  /** It was still outside at the end of what was looked at. */
  isOpen: boolean;
  baseline: number;
  /** Mean over the samples outside. */
  level: number;
  /** The sample farthest away. */
  peak: number;
  /** Distance of the peak in robust standard deviations. */
  z: number;
  /** Strength of the run: its mean distance times the root of its length; by how much it beats the baseline's own best. */
  score: number;
  ratio: number;
  samples: number;
}

export interface Bounds {
  baselineFromMs: number;
  baselineToMs: number;
  /** A run that ended this long before the end of the baseline is told too: a window may begin after its cause. */
  leadMs?: number;
  /** Deviations are looked for up to here. */
  toMs: number;
}

/** One sample counts for no more, however far away it is: what lasts says more. */
const MAX_Z = 12;
/** A sample is outside beyond this, and a run goes on until it is within the second. */
const OUTSIDE = 4;
const INSIDE = 2;
const MIN_SCORE = 6;
/** By how much a run has to beat the strongest run of the baseline. */
const MIN_RATIO = 1.6;
const MIN_BASELINE = 5;
/** A run ends where nothing was measured for so long. */
const MAX_GAP_STEPS = 4;
/** Samples beyond which a run is no stronger for being longer. */
const LONG_RUN = 36;

/**
 * Looks for runs of samples outside the band of the baseline: median and robust spread, never narrower than what the
 * definition calls no change. A run counts when it is long or far enough, and clearly stronger than anything that the
 * baseline itself holds. Linear in the number of samples but for one sort.
 * @returns the strongest run of each direction that ends after the baseline.
 */
export function findDeviations(
  t: Float64Array,
  v: Float64Array,
  definition: Pick<SignalDefinition, 'direction' | 'floor' | 'relativeFloor' | 'hasTrend'>,
  bounds: Bounds,
): Deviation[] {
  const from = lowerBound(t, bounds.baselineFromMs);
  const split = lowerBound(t, bounds.baselineToMs);
  const lead = lowerBound(t, bounds.baselineToMs - (bounds.leadMs ?? 0));
  const to = lowerBound(t, bounds.toMs + 1);
  if (split - from < MIN_BASELINE || to <= split) return [];
  const values = definition.hasTrend ? withoutTrend(t, v, from, split) : v;
  const spread = spreadOf(values.subarray(from, split));
  const sigma = bandSigma(spread, definition);
  const least = Math.max(definition.floor, definition.relativeFloor * Math.abs(spread.median));
  const directions = definition.direction === 'both' ? (['up', 'down'] as const) : [definition.direction];
  const deviations: Deviation[] = [];
  const gapMs = MAX_GAP_STEPS * stepOf(t.subarray(from, to));
  for (const direction of directions) {
    const sign = direction === 'up' ? 1 : -1;
    const distance = (i: number) => (sign * (values[i] - spread.median)) / sigma;
    const isGap = (i: number) => t[i] - t[i - 1] > gapMs;
    const found = strongest(runs(from, to, distance, isGap), (run) => run.to > lead);
    if (!found || found.score < MIN_SCORE) continue;
    // A run that began within the baseline is compared with what came before it.
    const own = strongest(runs(from, Math.min(split, found.from), distance, isGap), () => true)?.score ?? 0;
    const ratio = found.score / Math.max(1, own);
    if (ratio < MIN_RATIO) continue;
    const deviation = describe(found, { t, v: values, to, direction, spread, ratio });
    if (Math.abs(deviation.level - spread.median) >= least) deviations.push(deviation);
  }
  return deviations;
}

/** Less the line through the baseline, where that leads the bad way: what grows as it always did is no news. */
function withoutTrend(t: Float64Array, v: Float64Array, from: number, split: number): Float64Array {
  const slope = Math.max(0, slopeOf(t.subarray(from, split), v.subarray(from, split)));
  if (slope === 0) return v;
  const middle = (t[from] + t[split - 1]) / 2;
  return v.map((value, i) => value - slope * (t[i] - middle));
}

/** Never narrower than a quarter of what would matter: the noise of a quiet baseline is no measure of importance. */
function bandSigma(
  spread: Spread,
  { floor, relativeFloor }: Pick<SignalDefinition, 'floor' | 'relativeFloor'>,
): number {
  const level = Math.abs(spread.median);
  return Math.max(spread.sigma, Math.max(floor, relativeFloor * level) / 5, level * 0.02, 1e-12);
}

interface Run {
  from: number;
  /** Exclusive. */
  to: number;
  score: number;
  peakAt: number;
  peakZ: number;
}

/** Maximal runs: each begins outside, is stretched back while it is not inside, and bridges one sample inside. */
function* runs(
  from: number,
  to: number,
  distance: (i: number) => number,
  isGap: (i: number) => boolean,
): Generator<Run> {
  let done = from;
  for (let i = from; i < to;) {
    if (distance(i) < OUTSIDE) {
      i++;
      continue;
    }
    let begin = i;
    while (begin > done && !isGap(begin) && distance(begin - 1) >= INSIDE) begin--;
    let end = i + 1;
    while (
      end < to &&
      (distance(end) >= INSIDE || (end + 1 < to && distance(end) > -1 && distance(end + 1) >= OUTSIDE))
    )
      end++;
    let sum = 0;
    let peakAt = begin;
    for (let j = begin; j < end; j++) {
      sum += Math.min(MAX_Z, Math.max(0, distance(j)));
      if (distance(j) > distance(peakAt)) peakAt = j;
    }
    const count = end - begin;
    const score = (sum / count) * Math.sqrt(Math.min(count, LONG_RUN));
    yield { from: begin, to: end, score, peakAt, peakZ: distance(peakAt) };
    done = end;
    i = end;
  }
}

function strongest(all: Iterable<Run>, accept: (run: Run) => boolean): Run | undefined {
  let best: Run | undefined;
  for (const run of all) if (accept(run) && (!best || run.score > best.score)) best = run;
  return best;
}

interface Seen {
  t: Float64Array;
  v: Float64Array;
  to: number;
  direction: 'up' | 'down';
  spread: Spread;
  ratio: number;
}

function describe(run: Run, { t, v, to, direction, spread, ratio }: Seen): Deviation {
  let sum = 0;
  for (let i = run.from; i < run.to; i++) sum += v[i];
  return {
    direction,
    onsetMs: t[run.from],
    endMs: t[run.to - 1],
    isOpen: run.to >= to,
    baseline: spread.median,
    level: sum / (run.to - run.from),
    peak: v[run.peakAt],
    z: run.peakZ,
    score: run.score,
    ratio,
    samples: run.to - run.from,
  };
}

/** First index whose time is not before `ms`. */
export function lowerBound(t: Float64Array, ms: number): number {
  let low = 0;
  let high = t.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (t[middle] < ms) low = middle + 1;
    else high = middle;
  }
  return low;
}
