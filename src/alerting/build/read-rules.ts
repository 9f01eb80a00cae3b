import { isMap, isScalar, isSeq, parse, parseDocument, type YAMLMap } from 'yaml';
import * as z from 'zod';
import type { ShippedRule, ShippedThreshold } from '../shipped-rule.ts';
import { splitComparison } from './split-comparison.ts';

const ruleFile = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          alert: z.string(),
          expr: z.string(),
          for: z.string().default('0s'),
          labels: z.object({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ),
});

/** Watches the recording rules that hold the thresholds; Grafana's rules hold them themselves. */
const NOT_FOR_GRAFANA = new Set(['ThresholdsMissing']);
/** Labels of which there are as many as topics, subscriptions or functions. */
const MANY = /\bby \([^)]*\b(namespace|topic|subscription|fqfn)\b/;
const MANY_GROUPS = new Set(['pulsar-subscriptions', 'pulsar-topics']);

/** The alerting rules of pulsar.rules.yml, in its order. @throws ZodError when the file has another shape. */
export function readRules(text: string): ShippedRule[] {
  return ruleFile.parse(parse(text)).groups.flatMap(({ name: group, rules }) =>
    rules
      .filter(({ alert }) => !NOT_FOR_GRAFANA.has(alert))
      .map(({ alert, expr, for: pending, labels, annotations }): ShippedRule => {
        const split = MANY_GROUPS.has(group) || MANY.test(expr) ? undefined : splitComparison(expr);
        return {
          name: alert,
          group,
          severity: labels.severity,
          for: pending,
          query: split?.query ?? expr,
          condition: split
            ? { kind: 'compare', comparison: split.comparison, limit: split.limit }
            : { kind: 'present' },
          thresholds: [...new Set([...expr.matchAll(/observatory:threshold:(\w+)/g)].map(([, name]) => name))],
          annotations,
        };
      }),
  );
}

/** The thresholds of pulsar.thresholds.yml; the comment above each is its description. */
export function readThresholds(text: string): ShippedThreshold[] {
  const rules = parseDocument(text).getIn(['groups', 0, 'rules']);
  if (!isSeq(rules)) throw new Error('pulsar.thresholds.yml: groups[0].rules is no list');
  let above = '';
  return rules.items.filter(isMap).map((item: YAMLMap, i) => {
    // yaml gives the comment before the first item to the list.
    above = comment(item.commentBefore) || (i === 0 ? comment(rules.commentBefore) : '') || above;
    const name = /^observatory:threshold:(\w+)$/.exec(asText(item.get('record')))?.[1];
    const value = Number(asText(item.get('expr')));
    if (!name || !Number.isFinite(value)) throw new Error(`pulsar.thresholds.yml: rule ${i + 1} is no plain threshold`);
    return { name, description: above, value };
  });
}

const comment = (lines: string | null | undefined): string => (lines ?? '').replace(/\s+/g, ' ').trim();
const asText = (value: unknown): string => String(isScalar(value) ? value.value : value);
