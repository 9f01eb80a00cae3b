/** Statistical tests: distances and the probabilities of as much by chance. */

/**
 * Two-sample Kolmogorov-Smirnov distance of two sorted arrays: the largest gap between their distribution functions.
 * Linear in their lengths.
 */
export function ksDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let i = 0;
  let j = 0;
  let most = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i], b[j]);
    while (i < a.length && a[i] <= value) i++;
    while (j < b.length && b[j] <= value) j++;
    most = Math.max(most, Math.abs(i / a.length - j / b.length));
  }
  return most;
}

/** Probability of a distance at least as large when both are of one distribution (asymptotic, Stephens' correction). */
export function ksProbability(distance: number, n: number, m: number): number {
  const effective = Math.sqrt((n * m) / (n + m));
  const lambda = (effective + 0.12 + 0.11 / effective) * distance;
  if (lambda < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 50; k++) {
    const term = Math.exp(-2 * k * k * lambda * lambda);
    sum += k % 2 === 1 ? term : -term;
    if (term < 1e-12) break;
  }
  return Math.min(1, Math.max(0, 2 * sum));
}

/** Two-sided probability of a correlation at least as large by chance among n independent pairs (Fisher's z). */
export function correlationProbability(r: number, n: number): number {
  if (!(n > 4) || !Number.isFinite(r)) return 1;
  const z = Math.abs(Math.atanh(Math.min(0.999999, Math.abs(r)))) * Math.sqrt(n - 3);
  return erfc(z / Math.SQRT2);
}

/** Abramowitz and Stegun 7.1.26; relative error below 1e-6 where it matters. */
function erfc(x: number): number {
  const t = 1 / (1 + 0.5 * x);
  const poly =
    -1.26551223 +
    t *
      (1.00002368 +
        t *
          (0.37409196 +
            t *
              (0.09678418 +
                t *
                  (-0.18628806 +
                    t * (0.27886807 + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
  return t * Math.exp(-x * x + poly);
}

/** Benjamini-Hochberg: for each p the smallest false discovery rate at which it would be told. */
export function falseDiscoveryRates(p: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => p[a] - p[b]);
  const q = new Array<number>(p.length).fill(1);
  let least = 1;
  for (let rank = order.length; rank > 0; rank--) {
    const at = order[rank - 1];
    least = Math.min(least, (p[at] * p.length) / rank);
    q[at] = least;
  }
  return q;
}
