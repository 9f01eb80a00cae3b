import {
  DATASOURCE_QUERY_VERSION,
  type DatasourceQuery,
  type DatasourceQueryType,
} from '@observatory/protocol/datasource-query';
import { upgradeQuery } from './upgrade-query.ts';

/** Keys that mean the same in every kind of query, as far as it has them. */
const WITH_EXPR: readonly DatasourceQueryType[] = ['metrics', 'anomalies', 'forecast', 'candidates'];
const SHARED = ['refId', 'hide', 'datasource', 'key', 'clusters'] as const;

/**
 * The query as another kind. What both kinds have stays: clusters, and the node or namespace asked for. What only the
 * old kind has waits in `kept` for the way back, so that looking at another kind loses nothing.
 */
export function switchType(query: DatasourceQuery, queryType: DatasourceQueryType): DatasourceQuery {
  if (query.queryType === queryType) return query;
  const { kept: keptBefore, ...own } = query as DatasourceQuery & { kept?: Record<string, Record<string, unknown>> };
  const restored = keptBefore?.[queryType] ?? {};
  const shared = Object.fromEntries(
    SHARED.filter((key) => key in own).map((key) => [key, own[key as keyof typeof own]]),
  );
  const { [queryType]: _restored, ...others } = keptBefore ?? {};
  return upgradeQuery({
    ...related(query, queryType),
    ...restored,
    ...shared,
    queryType,
    version: DATASOURCE_QUERY_VERSION,
    kept: { ...others, [query.queryType]: withoutShared(own) },
  });
}

/** The thing asked for, under the name that the new kind has for it. */
function related(query: DatasourceQuery, to: DatasourceQueryType): Record<string, unknown> {
  if (query.queryType === 'topology' && to === 'events') return { node: query.around };
  if (query.queryType === 'events' && to === 'topology') return { around: query.node };
  // PromQL is PromQL: its band, its forecast, what caused it.
  if ('expr' in query && query.expr !== '' && WITH_EXPR.includes(to)) return { expr: query.expr };
  return {};
}

function withoutShared(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([key]) => !(SHARED as readonly string[]).includes(key)));
}
