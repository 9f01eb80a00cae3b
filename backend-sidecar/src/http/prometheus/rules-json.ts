/** Rule groups and alerts as Prometheus' API shows them. */
import type { Labels } from '../../model/labels.ts';
import type { Matcher } from '../../model/matcher.ts';
import type { Alert, Rule, RuleGroup } from '../../rules/index.ts';
import { formatTime } from './answer.ts';

export interface RuleFilter {
  kind: Rule['kind'] | undefined;
  /** Empty: any. */
  names: ReadonlySet<string>;
  /** The rule's own labels must match one of these; empty: any. */
  matchers: readonly (readonly Matcher[])[];
  excludeAlerts: boolean;
}

interface RuleGroupJson {
  name: string;
  file: string;
  rules: object[];
  interval: number;
  limit: number;
  evaluationTime: number;
  lastEvaluation: string;
}

export function ruleGroupJson(group: RuleGroup, filter: RuleFilter): RuleGroupJson {
  const { spec } = group;
  return {
    name: spec.name,
    file: spec.file,
    rules: group.rules.filter((rule) => passes(rule, filter)).map((rule) => ruleJson(rule, filter.excludeAlerts)),
    interval: group.intervalMs / 1000,
    limit: spec.limit,
    evaluationTime: group.lastDurationMs / 1000,
    lastEvaluation: formatTime(group.lastEvaluationMs),
  };
}

export function alertJson(alert: Alert): object {
  return {
    labels: alert.labels.toObject(),
    annotations: alert.annotations.toObject(),
    state: alert.state,
    activeAt: formatTime(alert.activeAtMs),
    ...(alert.keepFiringSinceMs > 0 ? { keepFiringSince: formatTime(alert.keepFiringSinceMs) } : {}),
    value: exponentText(alert.value),
  };
}

function passes({ kind, spec, labels }: Rule, filter: RuleFilter): boolean {
  if (filter.kind !== undefined && kind !== filter.kind) return false;
  if (filter.names.size > 0 && !filter.names.has(spec.name)) return false;
  return filter.matchers.length === 0 || filter.matchers.some((set) => matchesAll(set, labels));
}

function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((matcher) => matcher.matches(labels.get(matcher.name)));
}

function ruleJson(rule: Rule, excludeAlerts: boolean): object {
  const { state } = rule;
  const common = {
    name: rule.spec.name,
    query: rule.spec.query,
    labels: rule.labels.toObject(),
    health: state.health,
    ...(state.lastError === '' ? {} : { lastError: state.lastError }),
    evaluationTime: state.lastDurationMs / 1000,
    lastEvaluation: formatTime(state.lastEvaluationMs),
    type: rule.kind,
  };
  if (rule.kind === 'recording') return common;
  return {
    state: rule.alertState,
    duration: rule.spec.forMs / 1000,
    keepFiringFor: rule.spec.keepFiringForMs / 1000,
    annotations: rule.spec.annotations,
    alerts: excludeAlerts ? [] : rule.alerts().map(alertJson),
    ...common,
  };
}

/** Go's `FormatFloat(v, 'e', -1, 64)`: `1e+00`. */
function exponentText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  const text = value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  return Object.is(value, -0) ? `-${text}` : text;
}
