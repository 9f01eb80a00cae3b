import type { Navigation, TimeWindow } from '../host/ViewHost.ts';
import { INITIAL_STATE, writeExplainState } from './model/explain-state.ts';
import { plainQuery } from './model/plain-query.ts';

/** Address of the explanation of a query in a window; without a query the symptom is looked for there. */
export function explainHref(
  { href }: Pick<Navigation, 'href'>,
  { window, query = '' }: { window: TimeWindow; query?: string },
): string {
  return href({
    path: 'explain',
    search: writeExplainState({ ...INITIAL_STATE, window, query: plainQuery(query, window) }),
  });
}
