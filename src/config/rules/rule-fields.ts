import type { GrafanaRule, GrafanaRuleQuery } from '../../alerting/grafana-rule.ts';

/**
 * A rule as named texts, so that what is installed, what was installed and what is shipped can be compared one by one.
 * `query`: the expression of A. `condition`: all other nodes. Labels and annotations count singly.
 */
export type RuleFields = ReadonlyMap<string, string>;

const STAMP_KEY = 'observatory';
/** Grafana adds these to the model of every node when it saves a rule. */
const ADDED_BY_GRAFANA = new Set(['intervalMs', 'maxDataPoints', 'hide', 'datasource', STAMP_KEY]);

export function ruleFields(rule: GrafanaRule): RuleFields {
  const [query, ...nodes] = rule.data;
  const fields: [string, string][] = [
    ['title', rule.title],
    ['query', exprOf(query)],
    ['condition', canonical([rule.condition, nodes.map(nodeText)])],
    ['for', String(durationSeconds(rule.for))],
    ['noDataState', rule.noDataState],
    ['execErrState', rule.execErrState],
    ['missingSeriesEvalsToResolve', String(rule.missingSeriesEvalsToResolve ?? 0)],
    ['isPaused', String(rule.isPaused)],
  ];
  for (const [name, value] of Object.entries(rule.labels ?? {})) fields.push([`label ${name}`, value]);
  for (const [name, value] of Object.entries(rule.annotations ?? {})) fields.push([`annotation ${name}`, value]);
  return new Map(fields);
}

/** `target` with the value that `source` has of a field; a label or annotation that `source` lacks is taken away. */
export function withField(target: GrafanaRule, field: string, source: GrafanaRule): GrafanaRule {
  const [kind, ...rest] = field.split(' ');
  const key = rest.join(' ');
  if (kind === 'label') return { ...target, labels: withKey(target.labels, key, source.labels[key]) };
  if (kind === 'annotation')
    return { ...target, annotations: withKey(target.annotations, key, source.annotations[key]) };
  switch (field) {
    case 'query':
      return { ...target, data: [source.data[0], ...target.data.slice(1)] };
    case 'condition':
      return { ...target, condition: source.condition, data: [target.data[0], ...source.data.slice(1)] };
    case 'title':
      return { ...target, title: source.title };
    case 'for':
      return { ...target, for: source.for };
    case 'noDataState':
      return { ...target, noDataState: source.noDataState };
    case 'execErrState':
      return { ...target, execErrState: source.execErrState };
    case 'missingSeriesEvalsToResolve':
      return { ...target, missingSeriesEvalsToResolve: source.missingSeriesEvalsToResolve };
    case 'isPaused':
      return { ...target, isPaused: source.isPaused };
    default:
      throw new RangeError(`a rule has no field ${field}`);
  }
}

function exprOf(query: GrafanaRuleQuery | undefined): string {
  const expr = query?.model.expr;
  return typeof expr === 'string' ? expr : canonical(query?.model);
}

function nodeText({ refId, model }: GrafanaRuleQuery): unknown {
  return [refId, Object.fromEntries(Object.entries(model).filter(([key]) => !ADDED_BY_GRAFANA.has(key)))];
}

function withKey(record: Record<string, string>, key: string, value: string | undefined): Record<string, string> {
  const { [key]: _old, ...rest } = record;
  return value === undefined ? rest : { ...rest, [key]: value };
}

/** JSON with sorted keys: Grafana gives objects back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { w: 604_800, d: 86_400, h: 3600, m: 60, s: 1, ms: 0.001 };

/** Seconds of a Prometheus duration: Grafana writes `90s` as `1m30s`. */
function durationSeconds(text: string): number {
  return [...text.matchAll(/(\d+)(ms|[smhdw])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNIT_SECONDS[unit],
    0,
  );
}
