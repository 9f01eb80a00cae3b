import { BackendError, type DataQuery } from '@observatory/grafana-backend-sdk';
import {
  datasourceQuery,
  type DatasourceQuery,
  type LogsQuery,
  type MetricsQuery,
} from '@observatory/protocol/datasource-query';
import type { FramesRequest } from '@observatory/protocol/frames';
import { analysisFrameQuery, isAnalysisQuery, type AnalysisQuery } from './analysis-query.ts';
import { durationMs } from './duration.ts';

/** A query of `POST /frames`, of any kind. */
export type AskedQuery = FramesRequest['queries'][number];

export interface QueryCircumstances {
  scrapeIntervalMs: number;
  /** Alert rules have no chart to go on in, and nobody to look at exemplars. */
  isFromAlert: boolean;
  /** Grafana Live channel for a streamed query; undefined where none can be. */
  channelFor?: (asked: AskedQuery) => string;
}

const MAX_DATA_POINTS = 100_000;
/** Smallest step of a stream. */
const MIN_STREAM_STEP_MS = 250;

/**
 * What a panel or alert rule saved, as the sidecar is asked for it; undefined when there is nothing to ask yet.
 * @throws BackendError that names the key that is wrong.
 */
export function frameQueryOf(query: DataQuery, circumstances: QueryCircumstances): AskedQuery | undefined {
  const saved = datasourceQuery.safeParse({
    ...query.json,
    refId: query.refId,
    queryType: query.queryType || query.json.queryType || 'metrics',
  });
  if (!saved.success) {
    const problems = saved.error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`);
    throw wrong(`the query is not one of this datasource: ${problems.join('; ')}`);
  }
  const { fromMs, toMs } = query.timeRange;
  const head = { refId: query.refId, fromMs, toMs };
  if (saved.data.queryType === 'metrics') return metricsFrameQuery(saved.data, query, circumstances);
  if (isAnalysisQuery(saved.data)) return analysisFrameQuery(saved.data, query, circumstances);
  if (saved.data.queryType === 'logs') return logsFrameQuery(saved.data, query, circumstances);
  if (circumstances.isFromAlert) {
    throw wrong(
      `a ${saved.data.queryType} query gives a table, which alert rules cannot evaluate: use a metrics query of type instant, or one of the analysis`,
    );
  }
  return { ...head, ...withoutEditorKeys(saved.data) };
}

/** Lines are for people; a rule gets their counts, which it adds up. */
function logsFrameQuery(
  saved: LogsQuery,
  { refId, timeRange, intervalMs, maxDataPoints }: DataQuery,
  { isFromAlert }: QueryCircumstances,
): AskedQuery {
  if (isFromAlert && saved.show === 'lines')
    throw wrong(
      'log lines are text, which alert rules cannot evaluate: set "Show" to "Counts", and reduce them with "Sum" to the number of lines in the range',
    );
  return {
    refId,
    ...timeRange,
    ...withoutEditorKeys(saved),
    kind: 'logs',
    intervalMs: Math.max(intervalMs || 0, 1000),
    maxDataPoints: pointsOf(maxDataPoints),
  };
}

const pointsOf = (maxDataPoints: number): number =>
  Math.min(MAX_DATA_POINTS, Math.max(1, Math.trunc(maxDataPoints || 1000)));

function metricsFrameQuery(
  saved: MetricsQuery,
  { refId, timeRange, intervalMs, maxDataPoints }: DataQuery,
  { scrapeIntervalMs, isFromAlert, channelFor }: QueryCircumstances,
): AskedQuery | undefined {
  if (saved.expr.trim() === '') return undefined;
  const minStepMs = saved.minStep.trim() === '' ? undefined : durationMs(saved.minStep.trim());
  if (saved.minStep.trim() !== '' && minStepMs === undefined)
    throw wrong(`the smallest step ${JSON.stringify(saved.minStep)} is no duration such as 15s or 1m`);
  const isStream = saved.mode === 'stream' && !isFromAlert && channelFor !== undefined;
  // As Prometheus' datasource does: a smallest step of a query stands for the distance of its scrapes, too.
  const scrapeMs = minStepMs ?? scrapeIntervalMs;
  const asked: AskedQuery = {
    refId,
    ...timeRange,
    kind: saved.mode === 'instant' ? 'instant' : 'range',
    expr: saved.expr,
    intervalMs: Math.max(intervalMs || 0, scrapeMs, isStream ? MIN_STREAM_STEP_MS : 1),
    maxDataPoints: pointsOf(maxDataPoints),
    scrapeIntervalMs: scrapeMs,
    legendFormat: saved.legendFormat,
    format: saved.format,
    exemplars: saved.exemplars && saved.mode !== 'instant' && !isFromAlert,
  };
  return isStream ? { ...asked, format: 'wide', channel: channelFor(asked) } : asked;
}

/** The keys that the sidecar knows have the same names; `kind` is its word for `queryType`. */
function withoutEditorKeys(query: Exclude<DatasourceQuery, MetricsQuery | AnalysisQuery>) {
  const { queryType, hide: _hide, version: _version, refId: _refId, ...rest } = query;
  return { ...rest, kind: queryType } as Omit<AskedQuery, 'refId' | 'fromMs' | 'toMs'> & { kind: typeof queryType };
}

function wrong(message: string): BackendError {
  return new BackendError(message, { status: 400, source: 'downstream' });
}
