import type { AdHocVariableFilter } from '@grafana/data';
import { addMatchers } from './add-matchers.ts';
import type { Matcher, MatchOperator } from './builder-query.ts';
import { escapeRegex } from './string-literal.ts';

const MATCH_OPERATORS: readonly string[] = ['=', '!=', '=~', '!~'];
/** Grafana's operators for several values. */
const ONE_OF: Readonly<Record<string, [single: MatchOperator, several: MatchOperator]>> = {
  '=|': ['=', '=~'],
  '!=|': ['!=', '!~'],
};

/**
 * One filter of the dashboard as a matcher; undefined for one that is not filled in yet.
 * @throws Error for operators that labels do not have: a filter that is not applied would show wrong numbers.
 */
export function matcherOf({ key, operator, value, values }: AdHocVariableFilter): Matcher | undefined {
  if (key === '') return undefined;
  if (MATCH_OPERATORS.includes(operator)) return { label: key, operator: operator as MatchOperator, value };
  const several = ONE_OF[operator];
  if (!several) {
    throw new Error(
      `The filter "${key} ${operator} ${value}" cannot be applied: labels are text. Use =, !=, =~, !~, one of or not one of.`,
    );
  }
  const chosen = values && values.length > 0 ? values : [value];
  return chosen.length === 1
    ? { label: key, operator: several[0], value: chosen[0] }
    : { label: key, operator: several[1], value: chosen.map(escapeRegex).join('|') };
}

/** The expression under the dashboard's ad-hoc filters. */
export function applyAdhocFilters(expr: string, filters: readonly AdHocVariableFilter[] = []): string {
  return addMatchers(
    expr,
    filters.map(matcherOf).filter((matcher) => matcher !== undefined),
  );
}
