import type { LinkContext } from './link-search.ts';
import { linkSearch } from './link-search.ts';
import { plainQuery } from '../views/explain/model/plain-query.ts';

/** A rule says no time: what it fired on lies just behind. */
const RULE_RANGE = { from: 'now-15m', to: 'now' };

/**
 * The question of the Explain page: the query and the time of where a link is shown. A query whose variables cannot be
 * filled in is left out: the symptom is then looked for.
 */
export function explainSearch(context: LinkContext, fillIn: (expr: string) => string): URLSearchParams {
  const known = linkSearch(context);
  const search = new URLSearchParams();
  search.set('from', known.get('from') ?? RULE_RANGE.from);
  search.set('to', known.get('to') ?? RULE_RANGE.to);
  const expr = exprOf(context);
  const query = expr === undefined ? '' : plainQuery(fillIn(expr), { fromMs: 0, toMs: RANGE_MS });
  if (query.trim() !== '' && !/\$\{?\w/.test(query)) search.set('query', query);
  const cluster = known.get('cluster');
  if (cluster !== null) search.set('cluster', cluster);
  return search;
}

/** For `$__range`, which a link cannot know. */
const RANGE_MS = 900_000;

/** The first expression that is asked. */
function exprOf({ targets, expression }: LinkContext): string | undefined {
  const ofRule = typeof expression === 'string' && !/^\s*\[/.test(expression) ? expression.split(' | ', 1) : [];
  const asked = [...(targets ?? []).filter(({ hide }) => hide !== true).map((each) => each.expr), ...ofRule];
  const expr = asked.find((each) => typeof each === 'string' && each.trim() !== '');
  return expr as string | undefined;
}
