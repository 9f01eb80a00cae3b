import type { Random } from '../random.ts';

/**
 * Latencies are handled as distributions over one fixed grid, never as single numbers: a bookie has a cumulative
 * distribution of its add latency, an ensemble that of the ack-quorum-th fastest of its bookies, and what each topic's
 * entries took is drawn from it. Buckets, quantiles, sums and maxima of every exposed metric are views of the same draws, so
 * they agree with each other as they do on a real cluster.
 *
 * Edges in ms. All bounds of Pulsar's own buckets (0.5 1 5 10 20 50 100 200 1000) are among them.
 */
export const EDGES = Float64Array.from([
  0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 1.3, 1.7, 2.2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 26, 35, 50, 70,
  100, 140, 200, 280, 400, 550, 750, 1000, 1500, 2200, 3000, 4500, 7000, 10000, 15000, 22000, 30000, 60000,
]);
export const BINS = EDGES.length + 1;

const LOG_EDGES = EDGES.map(Math.log);

/** Lower and upper end of a bin in ms. */
export const lowerEdge = (bin: number): number => (bin === 0 ? EDGES[0] / 2 : EDGES[bin - 1]);
export const upperEdge = (bin: number): number => (bin < EDGES.length ? EDGES[bin] : EDGES[EDGES.length - 1] * 2);

/** The bin that holds a latency: bin i is (EDGES[i-1], EDGES[i]]. */
export function binOf(ms: number): number {
  let low = 0;
  let high = EDGES.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms <= EDGES[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Upper tail of the standard normal, Abramowitz and Stegun 26.2.17 (error below 1e-7). */
function normalCdf(x: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(x));
  const poly = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = 0.3989422804014327 * Math.exp((-x * x) / 2) * poly;
  return x >= 0 ? 1 - tail : tail;
}

/**
 * Writes into `out` the cumulative distribution, at each edge, of a lognormal with the given median and sigma of which the
 * share `tail` is `tailFactor` times slower (retransmits, flushes, a busy neighbour: what makes a p999).
 */
export function lognormalCdf(
  out: Float64Array,
  medianMs: number,
  sigma: number,
  tail: number,
  tailFactor: number,
): void {
  const body = Math.log(medianMs);
  const slow = Math.log(medianMs * tailFactor);
  for (let i = 0; i < EDGES.length; i++) {
    out[i] = (1 - tail) * normalCdf((LOG_EDGES[i] - body) / sigma) + tail * normalCdf((LOG_EDGES[i] - slow) / sigma);
  }
}

/** Mean in ms of a distribution given at the edges; what lies above the last edge counts as the last edge. */
export function meanOf(cdf: Float64Array): number {
  let mean = 0;
  let below = 0;
  for (let i = 0; i < EDGES.length; i++) {
    mean += (cdf[i] - below) * Math.sqrt(lowerEdge(i) * upperEdge(i));
    below = cdf[i];
  }
  return mean + (1 - below) * EDGES[EDGES.length - 1];
}

/** Draws one bin. */
export function drawBin(cdf: Float64Array, random: Random): number {
  const u = random.next();
  let low = 0;
  let high = EDGES.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (u <= cdf[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** How many single draws are still cheaper and truer than splitting the count over the bins. */
const SINGLE_DRAWS = 24;

/**
 * Spreads `count` draws over the bins of `out` (which is overwritten). Small counts are drawn one by one; large ones take
 * each bin's expected share, rounded at random, and the difference goes to the fullest bin, so that the sum is exact.
 */
export function drawCounts(out: Float64Array, cdf: Float64Array, count: number, random: Random): void {
  out.fill(0);
  if (count <= SINGLE_DRAWS) {
    for (let i = 0; i < count; i++) out[drawBin(cdf, random)]++;
    return;
  }
  let left = count;
  let below = 0;
  let fullest = 0;
  for (let i = 0; i < EDGES.length; i++) {
    const share = count * (cdf[i] - below);
    below = cdf[i];
    if (share < 1e-6) continue;
    const n = Math.min(left, random.round(share));
    out[i] = n;
    left -= n;
    if (n > out[fullest]) fullest = i;
  }
  const beyond = Math.min(left, random.round(count * (1 - below)));
  out[EDGES.length] = beyond;
  out[fullest] += left - beyond;
}
