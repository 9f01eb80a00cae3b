import { spreadOf } from '../math/robust.ts';

export interface ChangePoint {
  /** First row of the new level. */
  at: number;
  before: number;
  after: number;
  /** Jump in robust standard deviations within the segments. */
  score: number;
}

const MIN_SEGMENT = 5;
const MIN_SCORE = 3;

/**
 * Change points by binary segmentation with a rank statistic: a segment is cut where the ranks of both sides differ most
 * (Mann-Whitney, scanned in one pass over the ranks), as long as the cut is beyond chance and the medians differ by more
 * than the sides vary. n log n for each cut. After Pettitt 1979.
 */
export function changePoints(values: Float64Array): ChangePoint[] {
  const finite = [...values.keys()].filter((i) => Number.isFinite(values[i]));
  const cuts: number[] = [];
  cut(0, finite.length);
  return jumpsAt(cuts.sort((a, b) => a - b));

  /** What is left of the cuts once the segments beside each are known. */
  function jumpsAt(at: readonly number[]): ChangePoint[] {
    const bounds = [0, ...at, finite.length];
    const spreads = bounds
      .slice(1)
      .map((end, i) => spreadOf(Float64Array.from(finite.slice(bounds[i], end), (row) => values[row])));
    return at.flatMap((each, i) => {
      const [left, right] = [spreads[i], spreads[i + 1]];
      const width = Math.max((left.sigma + right.sigma) / 2, Math.abs(left.median) * 0.01, 1e-12);
      const score = Math.min(1e6, Math.abs(right.median - left.median) / width);
      return score >= MIN_SCORE ? [{ at: finite[each], before: left.median, after: right.median, score }] : [];
    });
  }

  function cut(from: number, to: number): void {
    const n = to - from;
    if (n < 2 * MIN_SEGMENT) return;
    const segment = Float64Array.from({ length: n }, (_, i) => values[finite[from + i]]);
    const order = [...segment.keys()].sort((a, b) => segment[a] - segment[b]);
    const ranks = new Float64Array(n);
    for (let i = 0; i < n;) {
      let end = i + 1;
      while (end < n && segment[order[end]] === segment[order[i]]) end++;
      for (let j = i; j < end; j++) ranks[order[j]] = (i + 1 + end) / 2;
      i = end;
    }
    let sum = 0;
    let best = 0;
    let at = -1;
    for (let i = 0; i < n; i++) {
      sum += ranks[i];
      const u = 2 * sum - (i + 1) * (n + 1);
      if (i + 1 >= MIN_SEGMENT && n - i - 1 >= MIN_SEGMENT && Math.abs(u) > best) [best, at] = [Math.abs(u), i + 1];
    }
    if (at < 0 || 2 * Math.exp((-6 * best * best) / (n ** 3 + n ** 2)) > 0.01) return;
    cuts.push(from + at);
    cut(from, from + at);
    cut(from + at, to);
  }
}
