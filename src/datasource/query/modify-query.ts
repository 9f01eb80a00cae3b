import type { QueryFixAction } from '@grafana/data';
import type { DatasourceQuery, LogsQuery } from '@observatory/protocol/datasource-query';
import { addMatchers } from '../promql/add-matchers.ts';

/** Explore's "filter for value" and "filter out value", on every selector of the expression. */
export function modifyQuery(query: DatasourceQuery, { type, options }: QueryFixAction): DatasourceQuery {
  const { key, value } = options ?? {};
  if (query.queryType === 'logs' && type === 'ADD_FILTER') return onlyLogsWith(query, key, value);
  if (query.queryType !== 'metrics' || key === undefined || value === undefined) return query;
  if (type !== 'ADD_FILTER' && type !== 'ADD_FILTER_OUT') return query;
  const matcher = { label: key, operator: type === 'ADD_FILTER' ? ('=' as const) : ('!=' as const), value };
  return { ...query, expr: addMatchers(query.expr, [matcher], { replaceOpposite: true }) };
}

/** What is known of a log line, by the columns of its frame; the other columns are no filters. */
function onlyLogsWith(query: LogsQuery, key: string | undefined, value: string | undefined): LogsQuery {
  if (value === undefined) return query;
  switch (key) {
    case 'node':
      return { ...query, nodes: [value] };
    case 'source':
      return { ...query, sources: [value] };
    case 'logger':
      return { ...query, logger: value };
    default:
      return query;
  }
}
