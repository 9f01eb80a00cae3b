import { toGrafanaRule, type GrafanaRule, type GrafanaRuleOptions } from './grafana-rule.ts';
import type { ShippedRule, ThresholdValues } from './shipped-rule.ts';
import { toSidecarRule } from './sidecar-rule.ts';

/** Body of `PUT /api/v1/provisioning/folder/{folderUid}/rule-groups/{title}`. */
export interface GrafanaRuleGroup {
  title: string;
  folderUid: string;
  /** Seconds between evaluations. */
  interval: number;
  rules: GrafanaRule[];
}

export const EVALUATION_SECONDS = 60;

/** The rules by group, in the order they are shipped in, after the one that watches the sidecar. */
export function toRuleGroups(
  rules: readonly ShippedRule[],
  thresholds: ThresholdValues,
  options: GrafanaRuleOptions,
): GrafanaRuleGroup[] {
  const groups = new Map<string, GrafanaRuleGroup>();
  const all = [toSidecarRule(options), ...rules.map((rule) => toGrafanaRule(rule, thresholds, options))];
  for (const rule of all) {
    let group = groups.get(rule.ruleGroup);
    if (!group) {
      group = { title: rule.ruleGroup, folderUid: options.folderUid, interval: EVALUATION_SECONDS, rules: [] };
      groups.set(rule.ruleGroup, group);
    }
    group.rules.push(rule);
  }
  return [...groups.values()];
}
