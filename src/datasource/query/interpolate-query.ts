import type { AdHocVariableFilter, ScopedVars } from '@grafana/data';
import type { DatasourceQuery, MetricsQuery } from '@observatory/protocol/datasource-query';
import { applyAdhocFilters } from '../promql/adhoc-filters.ts';
import { promqlValue } from './promql-value.ts';

export { promqlValue };

/** `replace` of Grafana's TemplateSrv. */
export type Replace = (
  text: string,
  scopedVars?: ScopedVars,
  format?: string | ((value: unknown, variable?: { multi?: boolean; includeAll?: boolean }) => string),
) => string;

/** Put in by the backend, which knows the step; Grafana's own value would be that of the panel. */
const BACKEND_MACROS = [
  '__interval',
  '__interval_ms',
  '__rate_interval',
  '__rate_interval_ms',
  '__range',
  '__range_s',
  '__range_ms',
];

/**
 * The query with its dashboard variables put in and its ad-hoc filters applied. In PromQL a value becomes part of a
 * string between quotes: of one value quotes and backslashes are escaped, several become an alternation for `=~`.
 */
export function interpolateQuery(
  saved: DatasourceQuery,
  replace: Replace,
  scopedVars: ScopedVars = {},
  filters: readonly AdHocVariableFilter[] = [],
): DatasourceQuery {
  // What the editor keeps for the way back is no part of the question.
  const { kept: _kept, ...asked } = saved as DatasourceQuery & { kept?: unknown };
  const query = asked as DatasourceQuery;
  const plain = (text: string) => replace(text, scopedVars);
  const several = (texts: readonly string[]) => texts.flatMap((text) => severalValues(text, replace, scopedVars));
  /** Whatever has an expression: metrics, and what analyses one. */
  const evaluated = <Q extends object>(one: Q): Q => {
    const scoped = withoutMacros(scopedVars);
    const { expr, legendFormat, minStep, clusters } = one as Partial<MetricsQuery> & { clusters?: string[] };
    return {
      ...one,
      ...(expr === undefined ? {} : { expr: applyAdhocFilters(replace(expr, scoped, promqlValue), filters) }),
      ...(legendFormat === undefined ? {} : { legendFormat: replace(legendFormat, scoped) }),
      ...(minStep === undefined ? {} : { minStep: plain(minStep) }),
      ...(clusters === undefined ? {} : { clusters: several(clusters) }),
    };
  };
  switch (query.queryType) {
    case 'topology':
      return { ...query, clusters: several(query.clusters), around: plain(query.around) };
    case 'nodes':
      return {
        ...query,
        clusters: several(query.clusters),
        kinds: several(query.kinds),
        states: several(query.states),
      };
    case 'topics':
      return {
        ...query,
        clusters: several(query.clusters),
        namespace: plain(query.namespace),
        pattern: replace(query.pattern, scopedVars, 'regex'),
      };
    case 'events':
      return { ...query, clusters: several(query.clusters), node: plain(query.node) };
    case 'runs':
      return {
        ...query,
        clusters: several(query.clusters),
        name: noneForAll(plain(query.name)),
        labels: Object.fromEntries(Object.entries(query.labels).map(([key, value]) => [key, plain(value)])),
      };
    case 'logs':
      return {
        ...query,
        nodes: several(query.nodes),
        sources: several(query.sources),
        logger: noneForAll(plain(query.logger)),
        text: noneForAll(plain(query.text)),
        regex: replace(query.regex, scopedVars, 'regex'),
      };
    default:
      return evaluated(query);
  }
}

/** `['$cluster']` as the clusters chosen. "All" is no condition. */
function severalValues(text: string, replace: Replace, scopedVars: ScopedVars): string[] {
  const chosen: string[] = [];
  const whole = replace(text, scopedVars, (value: unknown) => {
    chosen.push(...(Array.isArray(value) ? value.map(String) : [String(value)]));
    return chosen.join(',');
  });
  // A variable's own value for "All" is put in by Grafana as it is, without a call of the formatter.
  if (chosen.length === 0) chosen.push(whole);
  return chosen.filter((value) => noneForAll(value) !== '');
}

/** "All" is no condition. */
const noneForAll = (text: string): string => (text === '.*' || text === '$__all' ? '' : text);

function withoutMacros(scopedVars: ScopedVars): ScopedVars {
  return Object.fromEntries(
    Object.entries({
      ...scopedVars,
      ...Object.fromEntries(BACKEND_MACROS.map((name) => [name, { text: `$${name}`, value: `$${name}` }])),
    }),
  );
}
