import type { Weights } from './rank.ts';

/** Weights of the ranking's features, on the scale of log odds. */
export const WEIGHTS: Weights = {
  intercept: -4,
  strength: 1,
  ratio: 0.5,
  coverage: 2,
  symptomCoverage: 1,
  reachesSymptom: 1.5,
  isRoot: 2,
  standing: 1.5,
  closeness: 0.5,
  isLive: 0.5,
  isShared: -1,
  isLess: -1.5,
};
