import {
  anomalies,
  capacity,
  correlate,
  explain,
  explainProgressively,
  forecast,
  type ExplainDeps,
} from '../analysis/index.ts';
import type { AnalysisView } from '../http/observatory/analysis.ts';
import type { EventLog } from '../events/index.ts';
import type { Topology } from '../topology/index.ts';
import { knownTopology } from './known-topology.ts';
import type { QuerySource } from './query-source.ts';

/** Analysis over whatever queries go to: the embedded store or a remote engine. */
export function createAnalysis(
  queries: QuerySource,
  topology: Topology,
  clusters: () => readonly string[],
  events: EventLog,
): AnalysisView {
  const deps: ExplainDeps = {
    source: queries.series,
    promql: queries.promql,
    events: (fromMs, toMs) => events.query({ fromMs, toMs }).events,
    topology: (atMs) => knownTopology(topology, clusters(), atMs),
  };
  return {
    explain: (options) => explain(deps, options),
    explainProgressively: (options) => explainProgressively(deps, options),
    correlate: (options) => correlate(deps, options),
    anomalies: (options) => anomalies(deps.promql, options),
    forecast: (options) => forecast(deps.promql, options),
    capacity: (options) => capacity(deps, options),
  };
}
