import type { RankedCause } from '../causes/rank.ts';

/** Share of such candidates that were a true cause: the weights are those of a logistic regression (bench/explain/fit.ts). */
export function confidenceOf({ score }: Pick<RankedCause, 'score'>): number {
  return 1 / (1 + Math.exp(-score));
}
