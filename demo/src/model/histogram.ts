import { BINS, EDGES, lowerEdge, upperEdge } from './latency.ts';

/**
 * A latency summary as the JVM libraries keep it: lifetime count and sum, and quantiles of the last finished window of 60 s
 * (BookKeeper's provider, Pulsar's summaries). Empty windows give NaN, and the maximum of one -Infinity, as recorded.
 */
export interface WindowedHistogram {
  count: number;
  sumMs: number;
  current: Float64Array;
  currentMax: number;
  finished: Float64Array;
  finishedCount: number;
  finishedMax: number;
  /** Whether anything was ever recorded: before that even the maximum is NaN. */
  used: boolean;
}

export function createHistogram(): WindowedHistogram {
  return {
    count: 0,
    sumMs: 0,
    current: new Float64Array(BINS),
    currentMax: -Infinity,
    finished: new Float64Array(BINS),
    finishedCount: 0,
    finishedMax: -Infinity,
    used: false,
  };
}

/** Adds `n` observations of bin `bin`; `u` in [0,1) places the largest of them inside the bin. Returns the sum added, in ms. */
export function record(histogram: WindowedHistogram, bin: number, n: number, u: number): number {
  const low = lowerEdge(bin);
  const high = upperEdge(bin);
  const sum = n * Math.sqrt(low * high);
  histogram.count += n;
  histogram.sumMs += sum;
  histogram.current[bin] += n;
  histogram.used = true;
  const largest = low + (high - low) * u;
  if (largest > histogram.currentMax) histogram.currentMax = largest;
  return sum;
}

/** Adds a whole spread of counts, one draw of `u` for the position of the maximum. */
export function recordCounts(histogram: WindowedHistogram, counts: Float64Array, u: number): void {
  for (let bin = 0; bin < BINS; bin++) if (counts[bin] > 0) record(histogram, bin, counts[bin], u);
}

/** Ends the 60 s window: what was recorded becomes what the quantiles show. */
export function rotate(histogram: WindowedHistogram): void {
  const spare = histogram.finished;
  histogram.finished = histogram.current;
  histogram.finishedMax = histogram.currentMax;
  let n = 0;
  for (let bin = 0; bin < BINS; bin++) n += histogram.finished[bin];
  histogram.finishedCount = n;
  spare.fill(0);
  histogram.current = spare;
  histogram.currentMax = -Infinity;
}

/** Quantile of the last finished window in ms, by interpolation inside the bin, never above the maximum. */
export function quantile(histogram: WindowedHistogram, q: number): number {
  if (!histogram.used) return NaN;
  if (q >= 1) return histogram.finishedMax;
  if (histogram.finishedCount === 0) return NaN;
  const rank = q * histogram.finishedCount;
  let below = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const n = histogram.finished[bin];
    if (n > 0 && below + n >= rank) {
      const low = lowerEdge(bin);
      const value = low + (upperEdge(bin) - low) * Math.max(0, (rank - below) / n);
      return Math.round(Math.min(value, histogram.finishedMax) * 1000) / 1000;
    }
    below += n;
  }
  return histogram.finishedMax;
}

/** Bounds in ms of Pulsar's own latency buckets; the tenth is the overflow. */
export const PULSAR_BOUNDS = [0.5, 1, 5, 10, 20, 50, 100, 200, 1000];
export const PULSAR_BUCKETS = PULSAR_BOUNDS.length + 1;

/** For each grid bin the Pulsar bucket it lies in. */
export const BUCKET_OF_BIN = Uint8Array.from({ length: BINS }, (_, bin) => {
  const upper = bin < EDGES.length ? EDGES[bin] : Infinity;
  const bucket = PULSAR_BOUNDS.findIndex((bound) => upper <= bound);
  return bucket < 0 ? PULSAR_BUCKETS - 1 : bucket;
});
