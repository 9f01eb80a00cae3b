import type { DatasourceQuery } from '@observatory/protocol/datasource-query';

/** Nothing to ask yet: only metrics begin empty. */
export function isEmptyQuery(query: DatasourceQuery): boolean {
  return query.queryType === 'metrics' && query.expr.trim() === '';
}
