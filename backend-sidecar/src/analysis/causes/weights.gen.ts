/* Made by `node scripts/run-ts.mjs bench/explain/fit.ts` from tuning seeds 1 to 130. */
import type { Weights } from './rank.ts';

/** Weights of the ranking's features: log odds that a candidate is a true cause. */
export const WEIGHTS: Weights = {
  intercept: -10.1246,
  strength: 2.5248,
  ratio: 2.8955,
  coverage: 1.823,
  symptomCoverage: 2.0221,
  reachesSymptom: 0,
  isRoot: 2.33,
  standing: 1.9983,
  closeness: 0.3861,
  isLive: 0,
  isShared: -2.1999,
  isLess: -1.0671,
};
