import type { MetricsQuery } from '@observatory/protocol/datasource-query';
import { panelAnnotations } from './panel-links.ts';
import { ruleUid, type RuleOrigin } from './rule-uid.ts';
import { runbookUrl, type RunbookOptions } from './runbook-url.ts';
import type { Condition, ShippedRule, ThresholdValues } from './shipped-rule.ts';
import { shippedThresholds } from './shipped-rules.gen.ts';

export const APP_ID = 'observatory-pulsar-app';

/** One query or expression of a Grafana-managed rule. */
export interface GrafanaRuleQuery {
  refId: string;
  queryType: string;
  /** Seconds before the evaluation. */
  relativeTimeRange: { from: number; to: number };
  datasourceUid: string;
  model: Record<string, unknown>;
}

/** A rule as Grafana's provisioning API takes and gives it (`ProvisionedAlertRule`). */
export interface GrafanaRule {
  uid: string;
  title: string;
  ruleGroup: string;
  folderUID: string;
  condition: string;
  data: GrafanaRuleQuery[];
  noDataState: 'OK' | 'Alerting' | 'NoData' | 'KeepLast';
  execErrState: 'OK' | 'Alerting' | 'Error' | 'KeepLast';
  for: string;
  /** Evaluations without a series after which its instance is resolved; Grafana's own default is 2. */
  missingSeriesEvalsToResolve?: number;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  isPaused: boolean;
}

export interface GrafanaRuleOptions extends RunbookOptions {
  datasourceUid: string;
  folderUid: string;
  /** `file`: provisioned from provisioning/alerting. `app`: installed by the app's page. Default `app`. */
  origin?: RuleOrigin;
}

/** Both PromQL and the rule's text keep the names; here they get their values. */
const THRESHOLD = /scalar\(observatory:threshold:(\w+)\)/g;
const SHIPPED: ReadonlyMap<string, number> = new Map(shippedThresholds.map(({ name, value }) => [name, value]));

/**
 * A shipped rule as a Grafana-managed one: query A asks our datasource for numbers of now, B judges them. An answer
 * without series is well (`noDataState` OK), and while the sidecar does not answer every rule keeps its state: that it
 * does not is told once, by the rule of `toSidecarRule`.
 * @throws RangeError when a threshold of `thresholds` is no finite number.
 */
export function toGrafanaRule(
  rule: ShippedRule,
  thresholds: ThresholdValues,
  { datasourceUid, folderUid, origin = 'app', runbookBase }: GrafanaRuleOptions,
): GrafanaRule {
  const valueOf = (name: string) => thresholdValue(name, thresholds);
  const expr = rule.query.replace(THRESHOLD, (_, name: string) => String(valueOf(name)));
  return {
    uid: ruleUid(rule.name, origin),
    title: rule.name,
    ruleGroup: rule.group,
    folderUID: folderUid,
    condition: 'B',
    data: [instantQuery('A', expr, datasourceUid), judge('B', 'A', rule.condition, valueOf)],
    noDataState: 'OK',
    execErrState: 'KeepLast',
    for: rule.for,
    // What filters has no series as soon as it is well again: it is resolved at once, as in Prometheus.
    ...(rule.condition.kind === 'present' && { missingSeriesEvalsToResolve: 1 }),
    labels: { severity: rule.severity, ...originLabel },
    annotations: {
      ...Object.fromEntries(Object.entries(rule.annotations).map(([name, text]) => [name, guarded(text)])),
      runbook_url: runbookUrl(rule.name, { runbookBase }),
      ...panelAnnotations(rule.name),
    },
    isPaused: false,
  };
}

/** Grafana shows the app's badge beside rules with it, and copies of them lose it. */
export const originLabel = { __grafana_origin: `plugin/${APP_ID}` } as const;

/** An instant query of our datasource: one frame of one number a series, so that no Reduce is needed. */
export function instantQuery(refId: string, expr: string, datasourceUid: string): GrafanaRuleQuery {
  const model: Partial<MetricsQuery> & Record<string, unknown> = {
    refId,
    version: 1,
    queryType: 'metrics',
    mode: 'instant',
    editor: 'code',
    format: 'time_series',
    expr,
    datasource: { type: 'observatory-pulsar-datasource', uid: datasourceUid },
    intervalMs: 15_000,
    maxDataPoints: 43_200,
  };
  return { refId, queryType: 'metrics', relativeTimeRange: { from: 600, to: 0 }, datasourceUid, model };
}

/** Grafana writes the texts also when there was no value, and then logs an error where a function wants a number. */
function guarded(template: string): string {
  return template.replace(/\{\{[^{}]*\$value \|[^{}]*\}\}/g, (action) => `{{ if $values.A }}${action}{{ end }}`);
}

function judge(refId: string, of: string, condition: Condition, valueOf: (name: string) => number): GrafanaRuleQuery {
  const datasource = { type: '__expr__', uid: '__expr__' };
  const model =
    condition.kind === 'present'
      ? { refId, type: 'math', expression: `is_number($${of})`, datasource }
      : {
          refId,
          type: 'threshold',
          expression: of,
          conditions: [
            {
              evaluator: {
                type: condition.comparison,
                params: ['value' in condition.limit ? condition.limit.value : valueOf(condition.limit.threshold)],
              },
            },
          ],
          datasource,
        };
  return { refId, queryType: '', relativeTimeRange: { from: 0, to: 0 }, datasourceUid: '__expr__', model };
}

function thresholdValue(name: string, thresholds: ThresholdValues): number {
  const value = Object.hasOwn(thresholds, name) ? thresholds[name] : SHIPPED.get(name);
  if (value === undefined || !Number.isFinite(value))
    throw new RangeError(`threshold ${name} must be a finite number, not ${String(value)}`);
  return value;
}
