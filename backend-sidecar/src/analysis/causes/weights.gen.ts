/* Made by `node scripts/run-ts.mjs bench/explain/fit.ts` from tuning seeds 1 to 110. */
import type { Weights } from './rank.ts';

/** Weights of the ranking's features: log odds that a candidate is a true cause. */
export const WEIGHTS: Weights = {
  intercept: -13.047,
  strength: 2.3579,
  ratio: 2.8036,
  coverage: 1.6748,
  symptomCoverage: 1.788,
  reachesSymptom: 3,
  isRoot: 2.3749,
  standing: 2.3192,
  closeness: 0.5366,
  isLive: 0,
  isShared: -2.2451,
  isLess: -2.2891,
};
