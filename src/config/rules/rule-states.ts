import { toGrafanaRule, type GrafanaRule } from '../../alerting/grafana-rule.ts';
import { ruleUid } from '../../alerting/rule-uid.ts';
import type { ShippedRule, ThresholdValues } from '../../alerting/shipped-rule.ts';
import { SIDECAR_RULE_NAME, toSidecarRule } from '../../alerting/sidecar-rule.ts';
import { compareRules, type FieldChange } from './merge-rule.ts';
import { readStamp } from './stamp.ts';

/** A rule as `GET /api/v1/provisioning/alert-rules` lists it. */
export interface ListedRule extends GrafanaRule {
  /** `file`, `api`, or missing when the rule can be edited. */
  provenance?: string;
}

/** One rule of the shipped set and what Grafana has of it. */
export interface RuleState {
  name: string;
  group: string;
  severity: string;
  summary: string;
  /** Names of the thresholds it needs. */
  thresholds: readonly string[];
  /** `file`: provisioned from a file and so not offered here. */
  status: 'available' | 'installed' | 'update' | 'file';
  /** Has edits of the user. */
  edited: boolean;
  /** What an update would change or leave. */
  changes: FieldChange[];
  shipped: GrafanaRule;
  installed: ListedRule | undefined;
}

export interface RuleTargets {
  datasourceUid: string;
  folderUid: string;
}

/**
 * The shipped rules, the sidecar's first, beside what Grafana has.
 * @throws RangeError when a threshold is no number.
 */
export function ruleStates(
  rules: readonly ShippedRule[],
  listed: readonly ListedRule[],
  thresholds: ThresholdValues,
  targets: RuleTargets,
): RuleState[] {
  const byUid = new Map(listed.map((rule) => [rule.uid, rule]));
  const state = (name: string, needs: readonly string[], render: (targets: RuleTargets) => GrafanaRule): RuleState => {
    const file = byUid.get(ruleUid(name, 'file'));
    const installed = byUid.get(ruleUid(name, 'app'));
    // An installed rule keeps the datasource it was given.
    const shipped = render({ ...targets, datasourceUid: installed?.data[0]?.datasourceUid ?? targets.datasourceUid });
    const changes = installed ? compareRules(installed, shipped) : [];
    const hasNews = changes.some(({ kind }) => kind !== 'keep');
    return {
      name,
      group: shipped.ruleGroup,
      severity: shipped.labels.severity,
      summary: shipped.annotations.summary,
      thresholds: needs,
      status: installed ? (hasNews ? 'update' : 'installed') : file ? 'file' : 'available',
      edited: changes.some(({ kind }) => kind !== 'take'),
      changes,
      shipped,
      installed: installed ?? file,
    };
  };
  return [
    state(SIDECAR_RULE_NAME, [], (at) => toSidecarRule(at)),
    ...rules.map((rule) => state(rule.name, rule.thresholds, (at) => toGrafanaRule(rule, thresholds, at))),
  ];
}

/** The thresholds that the installed rules were given; where they differ, the last one's. */
export function installedThresholds(listed: readonly ListedRule[]): ThresholdValues {
  return Object.assign({}, ...listed.map((rule) => readStamp(rule)?.thresholds ?? {})) as ThresholdValues;
}

/** Rules this page installed that are shipped no longer. */
export function orphanedRules(rules: readonly ShippedRule[], listed: readonly ListedRule[]): ListedRule[] {
  const known = new Set([SIDECAR_RULE_NAME, ...rules.map(({ name }) => name)].map((name) => ruleUid(name, 'app')));
  return listed.filter((rule) => !known.has(rule.uid) && readStamp(rule) !== undefined);
}
