import { shippedRules } from '../../alerting/shipped-rules.gen.ts';
import type { ThresholdValues } from '../../alerting/shipped-rule.ts';
import { saveFile } from '../../views/page/save-file.ts';
import { FOLDER } from './provisioning-api.ts';
import type { RuleState } from './rule-states.ts';

/** The chosen rules with the chosen thresholds as a file for provisioning/alerting. */
export async function rulesYaml(
  states: readonly RuleState[],
  thresholds: ThresholdValues,
  datasourceUid: string,
): Promise<string> {
  // Only needed here, and as heavy as the rest of the page.
  const [{ toProvisioningYaml }, { toRuleGroups }] = await Promise.all([
    import('../../alerting/provisioning-file.ts'),
    import('../../alerting/rule-groups.ts'),
  ]);
  const wanted = new Set(states.map(({ shipped }) => shipped.title));
  const groups = toRuleGroups(shippedRules, thresholds, { datasourceUid, folderUid: FOLDER.uid, origin: 'file' })
    .map((group) => ({ ...group, rules: group.rules.filter(({ title }) => wanted.has(title)) }))
    .filter(({ rules }) => rules.length > 0);
  return toProvisioningYaml(groups, {
    folder: 'Pulsar Observatory',
    comment: 'Exported by the alert rules page of Pulsar Observatory: put it into provisioning/alerting.',
  });
}

/** Hands the file to the browser. */
export async function downloadYaml(...args: Parameters<typeof rulesYaml>): Promise<void> {
  saveFile('pulsar-rules.yaml', await rulesYaml(...args), 'application/yaml');
}
