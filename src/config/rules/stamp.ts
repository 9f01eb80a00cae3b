import type { GrafanaRule } from '../../alerting/grafana-rule.ts';
import type { ThresholdValues } from '../../alerting/shipped-rule.ts';
import { ruleFields } from './rule-fields.ts';

/**
 * What the installer writes into a rule, so that a later update can tell the user's edits from its own: fingerprints of
 * the fields as it installed them, and the thresholds it was given. It lies in the model of the last expression, whose
 * unknown keys Grafana keeps and ignores.
 */
export interface RuleStamp {
  /** Version of the app that installed or updated the rule. */
  release: string;
  thresholds: ThresholdValues;
  /** Field to fingerprint. */
  base: Readonly<Record<string, string>>;
}

const KEY = 'observatory';

export function readStamp(rule: GrafanaRule): RuleStamp | undefined {
  for (const { model } of [...rule.data].reverse()) {
    const stamp = model[KEY] as Partial<RuleStamp> | undefined;
    if (typeof stamp === 'object' && stamp !== null && typeof stamp.base === 'object') {
      return { release: String(stamp.release ?? ''), thresholds: stamp.thresholds ?? {}, base: stamp.base };
    }
  }
  return undefined;
}

/** `rule` with a stamp that says it was installed as `shipped`. */
export function withStamp(
  rule: GrafanaRule,
  shipped: GrafanaRule,
  { release, thresholds }: Pick<RuleStamp, 'release' | 'thresholds'>,
): GrafanaRule {
  const base = Object.fromEntries([...ruleFields(shipped)].map(([field, text]) => [field, fingerprint(text)]));
  const last = rule.data.length - 1;
  const data = rule.data.map((node, index) => {
    const { [KEY]: _old, ...model } = node.model;
    return { ...node, model: index === last ? { ...model, [KEY]: { release, thresholds, base } } : model };
  });
  return { ...rule, data };
}

/** FNV-1a, 32 bits, hexadecimal: tells changed texts apart, promises nothing more. */
export function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
