import { ruleLabels, type RuleGroupSpec } from './rule-group.ts';

export interface DuplicateRule {
  name: string;
  labels: Readonly<Record<string, string>>;
  /** How often the same name and labels occur in all. */
  count: number;
  /** The places after the first. */
  places: readonly { file: string; line: number }[];
}

/**
 * Rules that record or alert under the same name with the same labels. They are not refused, but their samples may meet in
 * one series; Prometheus' promtool warns of them as well.
 */
export function duplicateRules(groups: readonly RuleGroupSpec[]): DuplicateRule[] {
  const seen = new Map<string, DuplicateRule & { places: { file: string; line: number }[] }>();
  for (const group of groups) {
    for (const rule of group.rules) {
      const labels = ruleLabels(group, rule);
      const key = JSON.stringify([rule.name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
      const known = seen.get(key);
      if (!known) seen.set(key, { name: rule.name, labels, count: 1, places: [] });
      else {
        known.count++;
        known.places.push({ file: group.file, line: rule.line });
      }
    }
  }
  return [...seen.values()].filter(({ count }) => count > 1);
}
