import { stringify } from 'yaml';
import type { GrafanaRule } from './grafana-rule.ts';
import type { GrafanaRuleGroup } from './rule-groups.ts';

export interface ProvisioningFileOptions {
  /** Title of the folder that the rules are put into; it is created where it is missing. */
  folder: string;
  /** Lines that open the file, without `#`. */
  comment?: string;
}

/** The groups as a file for Grafana's provisioning/alerting, whose keys differ from those of the API. */
export function toProvisioningYaml(
  groups: readonly GrafanaRuleGroup[],
  { folder, comment = '' }: ProvisioningFileOptions,
): string {
  const head = comment && comment.replace(/^/gm, '# ').replace(/ +$/gm, '') + '\n';
  const content = {
    apiVersion: 1,
    groups: groups.map(({ title, interval, rules }) => ({
      orgId: 1,
      name: title,
      folder,
      interval: `${interval}s`,
      rules: rules.map(fileRule),
    })),
  };
  return head + stringify(content, { lineWidth: 120, aliasDuplicateObjects: false });
}

function fileRule({
  ruleGroup: _group,
  folderUID: _folder,
  missingSeriesEvalsToResolve,
  annotations,
  ...rule
}: GrafanaRule): Record<string, unknown> {
  const { __dashboardUid__: dashboardUid, __panelId__: panelId, ...rest } = annotations;
  return {
    ...rule,
    ...(missingSeriesEvalsToResolve !== undefined && { missing_series_evals_to_resolve: missingSeriesEvalsToResolve }),
    ...(dashboardUid && panelId && { dashboardUid, panelId: Number(panelId) }),
    annotations: rest,
  };
}
