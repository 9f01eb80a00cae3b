/**
 * Cliff's delta (Cliff 1993): how much more often a value of `b` is above one of `a` than below, -1 to 1. It asks for no
 * distribution and no spike moves it. n log n. NaN where either is empty.
 */
export function cliffsDelta(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const left = Float64Array.from(a).filter(Number.isFinite).sort();
  const right = Float64Array.from(b).filter(Number.isFinite).sort();
  if (left.length === 0 || right.length === 0) return NaN;
  let below = 0;
  let notAbove = 0;
  let sum = 0;
  for (const value of right) {
    while (below < left.length && left[below] < value) below++;
    while (notAbove < left.length && left[notAbove] <= value) notAbove++;
    sum += below - (left.length - notAbove);
  }
  return sum / (left.length * right.length);
}
