import {
  DATASOURCE_QUERY_VERSION,
  datasourceQuery,
  type DatasourceQuery,
  type DatasourceQueryType,
} from '@observatory/protocol/datasource-query';

/** Every kind that the protocol knows; some may have no editor yet. */
export const QUERY_TYPES: readonly DatasourceQueryType[] = datasourceQuery.options.map(
  ({ shape }) => shape.queryType.value,
);

/**
 * Any saved query as this version's, with every default filled in. What is understood:
 * - our own, of this version or an older one; unknown keys are kept;
 * - one of Prometheus' datasource (`expr`, `legendFormat`, `instant`, `exemplar`, `interval`, `format`), as dashboards and
 *   the clipboard bring it;
 * - nothing at all: the 13.1 editors hand over empty queries.
 *
 * A key with a value that makes no sense gets its default; the rest of the query is not lost for it.
 */
export function upgradeQuery(saved: unknown): DatasourceQuery {
  const given = isRecord(saved) ? saved : {};
  const query = isPrometheusQuery(given) ? fromPrometheus(given) : { queryType: 'metrics', ...given };
  if (!isQueryType(query.queryType)) query.queryType = 'metrics';
  if (typeof query.version !== 'number') query.version = DATASOURCE_QUERY_VERSION;
  const first = datasourceQuery.safeParse(query);
  if (first.success) return first.data;
  const wrong = new Set(first.error.issues.map(({ path }) => path[0]));
  return datasourceQuery.parse(Object.fromEntries(Object.entries(query).filter(([key]) => !wrong.has(key))));
}

/** A kind of query that only a newer version of the plugin knows; it is shown as it is and not touched. */
export function isOfNewerVersion(saved: { queryType?: unknown }): boolean {
  return typeof saved.queryType === 'string' && saved.queryType !== '' && !isQueryType(saved.queryType);
}

const PROMETHEUS_FORMATS = ['time_series', 'table', 'heatmap'];

function isPrometheusQuery(query: Record<string, unknown>): boolean {
  return !isQueryType(query.queryType) && typeof query.expr === 'string' && !isOfNewerVersion(query);
}

function fromPrometheus(query: Record<string, unknown>): Record<string, unknown> {
  const { refId, hide, datasource, key, expr, legendFormat, instant, range, exemplar, interval, format, editorMode } =
    query;
  return {
    ...(refId === undefined ? {} : { refId }),
    ...(hide === undefined ? {} : { hide }),
    ...(datasource === undefined ? {} : { datasource }),
    ...(key === undefined ? {} : { key }),
    queryType: 'metrics',
    expr,
    mode: instant === true && range !== true ? 'instant' : 'range',
    editor: editorMode === 'builder' ? 'builder' : 'code',
    legendFormat: legendFormat ?? '',
    exemplars: exemplar === true,
    minStep: interval ?? '',
    format: typeof format === 'string' && PROMETHEUS_FORMATS.includes(format) ? format : 'time_series',
  };
}

function isQueryType(value: unknown): value is DatasourceQueryType {
  return (QUERY_TYPES as readonly unknown[]).includes(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
