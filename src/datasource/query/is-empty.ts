import type { DatasourceQuery } from '@observatory/protocol/datasource-query';

/** Nothing to ask yet: what evaluates an expression begins empty; candidates find their symptom themselves. */
export function isEmptyQuery(query: DatasourceQuery): boolean {
  if (query.queryType === 'candidates') return false;
  return 'expr' in query && typeof query.expr === 'string' && query.expr.trim() === '';
}
