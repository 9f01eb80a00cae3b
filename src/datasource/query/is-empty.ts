import type { DatasourceQuery } from '@observatory/protocol/datasource-query';

/** Query types that ask nothing without an expression; others may carry one that a switch of the type left behind. */
const NEED_EXPRESSION: readonly DatasourceQuery['queryType'][] = ['metrics', 'anomalies', 'forecast'];

/** Nothing is asked yet: the query is not sent. */
export function isEmptyQuery(query: DatasourceQuery): boolean {
  return NEED_EXPRESSION.includes(query.queryType) && 'expr' in query && String(query.expr ?? '').trim() === '';
}
