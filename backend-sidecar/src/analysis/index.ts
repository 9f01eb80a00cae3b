export {
  explain,
  explainProgressively,
  analyse,
  toExplanation,
  type Analysis,
  type ExplainDeps,
  type ExplainOptions,
} from './explain/explain.ts';
export type { KnownNode, KnownTopology } from './map/cluster-map.ts';
export { knownTopology, type GraphAt } from './map/known-topology.ts';
export { claimsOf, type Claim } from './explain/claims.ts';
export type { CauseFeatures, Weights } from './causes/rank.ts';
export { correlate, type CorrelateOptions } from './correlate/correlate.ts';
export { anomalies, type AnomaliesOptions } from './expect/anomalies.ts';
export { forecast, type ForecastOptions } from './forecast/forecast.ts';
export { capacity, type CapacityOptions } from './capacity/capacity.ts';
