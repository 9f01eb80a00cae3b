/** Robust statistics over finite numbers. NaN and infinities are left out by the callers. */

/** Of normally distributed values, the median absolute deviation times this is the standard deviation. */
const MAD_TO_SIGMA = 1.4826;

/** The q-quantile by linear interpolation of a sorted array. */
export function quantileOfSorted(sorted: ArrayLike<number>, q: number): number {
  const { length } = sorted;
  if (length === 0) return NaN;
  const at = (length - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(length - 1, low + 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}

export interface Spread {
  median: number;
  /** Robust standard deviation: the larger of what MAD and the quartiles say; 0 for constants. */
  sigma: number;
  min: number;
  max: number;
  count: number;
}

/** Median and spread. Costs one sort of a copy. */
export function spreadOf(values: ArrayLike<number>): Spread {
  const sorted = Float64Array.from(values).sort();
  const { length } = sorted;
  if (length === 0) return { median: NaN, sigma: NaN, min: NaN, max: NaN, count: 0 };
  const median = quantileOfSorted(sorted, 0.5);
  const deviations = sorted.map((value) => Math.abs(value - median)).sort();
  const mad = quantileOfSorted(deviations, 0.5) * MAD_TO_SIGMA;
  // Where half are equal the MAD is 0 although the rest varies. No farther out: an incident may reach into it.
  const outer = (quantileOfSorted(sorted, 0.75) - quantileOfSorted(sorted, 0.25)) / 1.349;
  return { median, sigma: Math.max(mad, outer), min: sorted[0], max: sorted[length - 1], count: length };
}

export function medianOf(values: ArrayLike<number>): number {
  return quantileOfSorted(Float64Array.from(values).sort(), 0.5);
}

/** Slope of the line of least squares, in units of v by units of t; 0 for fewer than two points. */
export function slopeOf(t: ArrayLike<number>, v: ArrayLike<number>): number {
  const { length } = t;
  let meanT = 0;
  let meanV = 0;
  for (let i = 0; i < length; i++) {
    meanT += t[i] / length;
    meanV += v[i] / length;
  }
  let over = 0;
  let under = 0;
  for (let i = 0; i < length; i++) {
    over += (t[i] - meanT) * (v[i] - meanV);
    under += (t[i] - meanT) ** 2;
  }
  return under > 0 ? over / under : 0;
}
