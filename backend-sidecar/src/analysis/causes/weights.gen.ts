/* Made by `node scripts/run-ts.mjs bench/explain/fit.ts` from tuning seeds 1 to 90. */
import type { Weights } from './rank.ts';

/** Weights of the ranking's features: log odds that a candidate is a true cause. */
export const WEIGHTS: Weights = {
  intercept: -12.6519,
  strength: 2.7019,
  ratio: 1.5073,
  coverage: 2.0208,
  symptomCoverage: 2.1068,
  reachesSymptom: 3,
  isRoot: 3.3367,
  standing: 1.5683,
  closeness: 0.2813,
  isLive: 0,
  isShared: -1.7359,
  isLess: -2.3847,
};
