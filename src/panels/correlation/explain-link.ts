import { locationUtil } from '@grafana/data';
import type { DataQuery, TimeRange } from '@grafana/data';
import { APP_ROOT } from '../../constants.ts';
import { INITIAL_STATE, writeExplainState } from '../../views/explain/model/explain-state.ts';
import { plainQuery } from '../../views/explain/model/plain-query.ts';

/** The Explain page on the panel's time and the first of its chosen queries. */
export function explainLink(targets: readonly DataQuery[] | undefined, outcomes: string, range: TimeRange): string {
  const window = { fromMs: range.from.valueOf(), toMs: range.to.valueOf() };
  const first = outcomes.split(',')[0].trim();
  const target = (targets ?? []).find(({ refId }) => refId === first) as { expr?: unknown } | undefined;
  const query = typeof target?.expr === 'string' ? plainQuery(target.expr, window) : '';
  const search = writeExplainState({ ...INITIAL_STATE, window, query });
  return locationUtil.assureBaseUrl(`${APP_ROOT}/explain?${search.toString()}`);
}
