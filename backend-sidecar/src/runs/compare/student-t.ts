/** Student's t distribution: probabilities by the incomplete beta function, quantiles by bisection of them. */

/** Two-sided probability of |t| at least as large with `df` degrees of freedom. */
export function tProbability(t: number, df: number): number {
  if (!Number.isFinite(t)) return t === Infinity || t === -Infinity ? 0 : 1;
  return incompleteBeta(df / (df + t * t), df / 2, 0.5);
}

/** The t that is exceeded either way with probability `1 - level`: 1.96 for 0.95 and many degrees of freedom. */
export function tQuantile(level: number, df: number): number {
  const target = 1 - level;
  let low = 0;
  let high = 2;
  while (tProbability(high, df) > target && high < 1e6) high *= 2;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (tProbability(middle, df) > target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22, Lentz' method). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast below this point; above it the other side is computed.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x) - Math.log(a),
  );
  const tiny = 1e-300;
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 300; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-13) break;
  }
  return front * fraction;

  function nonZero(value: number): number {
    return Math.abs(value) < tiny ? tiny : value;
  }
}

/** Logarithm of the gamma function for positive arguments (Lanczos, g = 7, nine terms; error below 1e-13). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const shifted = x - 1;
  let sum = LANCZOS[0];
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i] / (shifted + i);
  const t = shifted + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(t) - t + Math.log(sum);
}

const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
