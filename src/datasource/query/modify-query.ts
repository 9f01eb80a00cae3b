import type { QueryFixAction } from '@grafana/data';
import type { DatasourceQuery } from '@observatory/protocol/datasource-query';
import { addMatchers } from '../promql/add-matchers.ts';

/** Explore's "filter for value" and "filter out value", on every selector of the expression. */
export function modifyQuery(query: DatasourceQuery, { type, options }: QueryFixAction): DatasourceQuery {
  const { key, value } = options ?? {};
  if (query.queryType !== 'metrics' || key === undefined || value === undefined) return query;
  if (type !== 'ADD_FILTER' && type !== 'ADD_FILTER_OUT') return query;
  const matcher = { label: key, operator: type === 'ADD_FILTER' ? ('=' as const) : ('!=' as const), value };
  return { ...query, expr: addMatchers(query.expr, [matcher], { replaceOpposite: true }) };
}
