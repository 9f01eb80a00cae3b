import type { GrafanaRule } from '../../alerting/grafana-rule.ts';
import { ruleFields, withField } from './rule-fields.ts';
import { fingerprint, readStamp } from './stamp.ts';

/**
 * `take`: the shipped value is new and the user did not touch it. `keep`: the user's edit, and nothing new is shipped.
 * `conflict`: both changed; the user's stays unless they say otherwise.
 */
export type ChangeKind = 'take' | 'keep' | 'conflict';

export interface FieldChange {
  field: string;
  kind: ChangeKind;
  /** Undefined where the installed rule lacks the label or annotation. */
  installed: string | undefined;
  shipped: string | undefined;
}

/** Three-way comparison of an installed rule, the shipped one, and what was installed by its stamp. Without a stamp all differences are conflicts. */
export function compareRules(installed: GrafanaRule, shipped: GrafanaRule): FieldChange[] {
  const base = readStamp(installed)?.base;
  const theirs = ruleFields(installed);
  const ours = ruleFields(shipped);
  const changes: FieldChange[] = [];
  for (const field of new Set([...ours.keys(), ...theirs.keys()])) {
    const [has, wants, had] = [theirs.get(field), ours.get(field), base?.[field]];
    if (has === wants) continue;
    const print = (text: string | undefined) => (text === undefined ? undefined : fingerprint(text));
    const isUntouched = base !== undefined && print(has) === had;
    const isOldNews = base !== undefined && print(wants) === had;
    // Labels and annotations that only the user has were never ours.
    const isForeign = wants === undefined && had === undefined;
    const kind: ChangeKind = isForeign || isOldNews ? 'keep' : isUntouched ? 'take' : 'conflict';
    changes.push({ field, kind, installed: has, shipped: wants });
  }
  return changes;
}

/** The installed rule with what is new in the shipped one; edits stay, conflicts too unless `overwrite`. */
export function mergeRule(installed: GrafanaRule, shipped: GrafanaRule, { overwrite = false } = {}): GrafanaRule {
  return compareRules(installed, shipped)
    .filter(({ kind }) => kind === 'take' || (overwrite && kind === 'conflict'))
    .reduce((rule, { field }) => withField(rule, field, shipped), installed);
}
