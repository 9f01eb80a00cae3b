import type { DataQuery } from '@observatory/grafana-backend-sdk';
import type {
  AnomaliesQuery,
  CandidatesQuery,
  DatasourceQuery,
  ForecastQuery,
} from '@observatory/protocol/datasource-query';
import type { FramesRequest } from '@observatory/protocol/frames';

export type AnalysisQuery = AnomaliesQuery | ForecastQuery | CandidatesQuery;

export function isAnalysisQuery(query: DatasourceQuery): query is AnalysisQuery {
  return ['anomalies', 'forecast', 'candidates'].includes(query.queryType);
}

const MAX_DATA_POINTS = 2000;

/** A query of the analysis as the sidecar is asked for it: by alert rules for one number a series. Undefined: nothing to ask. */
export function analysisFrameQuery(
  saved: AnalysisQuery,
  { refId, timeRange, intervalMs, maxDataPoints }: DataQuery,
  { scrapeIntervalMs, isFromAlert }: { scrapeIntervalMs: number; isFromAlert: boolean },
): FramesRequest['queries'][number] | undefined {
  const expr = saved.expr.trim();
  const head = { refId, ...timeRange, mode: isFromAlert ? ('instant' as const) : saved.mode };
  if (saved.queryType === 'candidates')
    return { ...head, kind: 'candidates', expr, clusters: saved.clusters, limit: saved.limit };
  if (expr === '') return undefined;
  const asked = {
    ...head,
    expr,
    intervalMs: Math.max(1, intervalMs || 0, scrapeIntervalMs),
    maxDataPoints: Math.min(MAX_DATA_POINTS, Math.max(1, Math.trunc(maxDataPoints || 300))),
    scrapeIntervalMs,
  };
  if (saved.queryType === 'anomalies') return { ...asked, kind: 'anomalies', sensitivity: saved.sensitivity };
  return {
    ...asked,
    kind: 'forecast',
    horizon: saved.horizon.trim() || '1h',
    ...(saved.limit !== undefined && { limit: saved.limit }),
  };
}
