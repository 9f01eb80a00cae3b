import type { DatasourceQuery } from '@observatory/protocol/datasource-query';

/** Nothing to ask yet: only what evaluates an expression begins empty. */
export function isEmptyQuery(query: DatasourceQuery): boolean {
  return 'expr' in query && typeof query.expr === 'string' && query.expr.trim() === '';
}
