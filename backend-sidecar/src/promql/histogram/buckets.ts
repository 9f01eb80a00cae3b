/** Classic histograms: cumulative counts by upper bound. Source: prometheus promql/quantile.go. */

/** Relative differences between neighbouring counts below this come from rounding, not from observations. */
const SMALL_DELTA = 1e-12;

export interface Repair {
  forced: boolean;
  minBucket: number;
  maxBucket: number;
  maxDiff: number;
}

/**
 * The q-quantile of `length` buckets in ascending order of their bounds, the last of which is +Inf. Counts are made
 * monotonic in place; `repair` tells what that took.
 */
export function bucketQuantile(
  q: number,
  bounds: Float64Array,
  counts: Float64Array,
  length: number,
  repair: Repair,
): number {
  repair.forced = false;
  if (q !== q) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  if (bounds[length - 1] !== Infinity) return NaN;
  makeMonotonic(bounds, counts, length, repair);
  const observations = counts[length - 1];
  if (length < 2 || observations === 0) return NaN;
  let rank = q * observations;
  let bucket = 0;
  while (bucket < length - 1 && !(counts[bucket] >= rank)) bucket++;
  if (bucket === length - 1) return bounds[length - 2];
  if (bucket === 0 && bounds[0] <= 0) return bounds[0];
  let start = 0;
  let count = counts[bucket];
  if (bucket > 0) {
    start = bounds[bucket - 1];
    count -= counts[bucket - 1];
    rank -= counts[bucket - 1];
  }
  return start + (bounds[bucket] - start) * (rank / count);
}

function makeMonotonic(bounds: Float64Array, counts: Float64Array, length: number, repair: Repair): void {
  repair.minBucket = Infinity;
  repair.maxBucket = -Infinity;
  repair.maxDiff = 0;
  let previous = counts[0];
  for (let i = 1; i < length; i++) {
    const count = counts[i];
    if (count === previous) continue;
    if (almostEqual(previous, count)) {
      counts[i] = previous;
    } else if (count < previous) {
      counts[i] = previous;
      repair.forced = true;
      repair.minBucket = Math.min(repair.minBucket, bounds[i]);
      repair.maxBucket = Math.max(repair.maxBucket, bounds[i]);
      repair.maxDiff = Math.max(repair.maxDiff, previous - count);
    } else {
      previous = count;
    }
  }
}

function almostEqual(a: number, b: number): boolean {
  if (a !== a && b !== b) return true;
  const difference = Math.abs(a - b);
  const sum = Math.abs(a) + Math.abs(b);
  if (a === 0 || b === 0 || sum < MIN_NORMAL) return difference < SMALL_DELTA * MIN_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < SMALL_DELTA;
}
const MIN_NORMAL = 2 ** -1022;

/** The share of observations between `lower` and `upper`, interpolated within buckets of finite width. */
export function bucketFraction(
  lower: number,
  upper: number,
  bounds: Float64Array,
  counts: Float64Array,
  length: number,
): number {
  if (bounds[length - 1] !== Infinity) return NaN;
  const total = counts[length - 1];
  if (total === 0 || lower !== lower || upper !== upper) return NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, bounds, counts, length, total) - rankOf(lower, bounds, counts, length, total)) / total;
}

/** How many observations are at most `value`. */
function rankOf(value: number, bounds: Float64Array, counts: Float64Array, length: number, total: number): number {
  // Buckets that start above zero are taken to start at zero.
  let start = bounds[0] <= 0 ? -Infinity : 0;
  let below = 0;
  for (let i = 0; i < length; i++) {
    if (i > 0) start = bounds[i - 1];
    if (start >= value) return Math.min(below, total);
    if (bounds[i] > value) {
      const inside =
        start === -Infinity ? counts[i] : below + ((counts[i] - below) * (value - start)) / (bounds[i] - start);
      return inside > total ? total : inside;
    }
    below = counts[i];
  }
  return total;
}
