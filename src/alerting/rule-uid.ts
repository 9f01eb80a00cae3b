/** Where a rule comes from: files of provisioning/alerting, or the app's page. Their uids differ, so that both may exist. */
export type RuleOrigin = 'file' | 'app';

const PREFIX: Readonly<Record<RuleOrigin, string>> = { file: 'obs-', app: 'obs-app-' };

/** Stable over releases: `obs-broker-down`, `obs-app-broker-down`. Grafana allows 40 letters, digits, `-` and `_`. */
export function ruleUid(name: string, origin: RuleOrigin): string {
  return PREFIX[origin] + name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
}
