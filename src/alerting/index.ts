/** Shipped alert rules as Grafana-managed ones: data and pure functions, for the app's page and the files alike. */
export type { GrafanaRule, GrafanaRuleOptions, GrafanaRuleQuery } from './grafana-rule.ts';
export { APP_ID, toGrafanaRule } from './grafana-rule.ts';
export { toProvisioningYaml } from './provisioning-file.ts';
export type { GrafanaRuleGroup } from './rule-groups.ts';
export { toRuleGroups } from './rule-groups.ts';
export type { RuleOrigin } from './rule-uid.ts';
export { ruleUid } from './rule-uid.ts';
export { runbookUrl } from './runbook-url.ts';
export type { Comparison, Condition, Limit, ShippedRule, ShippedThreshold, ThresholdValues } from './shipped-rule.ts';
export { shippedRules, shippedThresholds } from './shipped-rules.gen.ts';
export { SIDECAR_RULE_NAME, toSidecarRule } from './sidecar-rule.ts';
