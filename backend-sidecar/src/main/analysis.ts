import {
  anomalies,
  capacity,
  correlate,
  explain,
  explainProgressively,
  forecast,
  knownTopology,
  type ExplainDeps,
} from '../analysis/index.ts';
import type { AnalysisView } from '../http/observatory/analysis.ts';
import type { EventLog } from '../events/index.ts';
import type { Topology } from '../topology/index.ts';
import type { QuerySource } from './query-source.ts';

/** Analysis over whatever queries go to: the embedded store or a remote engine. */
export function createAnalysis(queries: QuerySource, topology: Topology, events: EventLog): AnalysisView {
  const deps: ExplainDeps = {
    source: queries.series,
    promql: queries.promql,
    events: (fromMs, toMs) => events.query({ fromMs, toMs }).events,
    topology: (span) =>
      knownTopology(topology.clusterList, span, (cluster, atMs) => {
        try {
          return topology.graph(cluster, atMs);
        } catch {
          return undefined; // nothing is known of that time
        }
      }),
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
