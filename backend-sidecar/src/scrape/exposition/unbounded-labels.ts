import type { Labels } from '../../model/labels.ts';
import { UNBOUNDED_LABELS } from './pulsar-knowledge.ts';
import { REPAIR_BIT } from './repairs.ts';

const UNBOUNDED_NAMES = new Set(UNBOUNDED_LABELS.map((rule) => rule.label));

/** Cuts or drops labels known to grow without bound; returns the same object when there are none. */
export function boundLabels(labels: Labels): { labels: Labels; repairs: number } {
  let repairs = 0;
  let bounded = labels;
  for (let i = 0; i < labels.flat.length; i += 2) {
    if (!UNBOUNDED_NAMES.has(labels.flat[i])) continue;
    const [name, value] = [labels.flat[i], labels.flat[i + 1]];
    const rule = UNBOUNDED_LABELS.find(
      (each) => each.label === name && (each.metrics?.test(labels.metricName) ?? true),
    );
    if (!rule || value.length <= rule.maxLength) continue;
    bounded = bounded.with(name, rule.maxLength === 0 ? '' : `${cut(value, rule.maxLength)}…`);
    repairs |= rule.maxLength === 0 ? REPAIR_BIT.label_dropped : REPAIR_BIT.label_value_cut;
  }
  return { labels: bounded, repairs };
}

/** Never through the middle of a surrogate pair. */
function cut(value: string, length: number): string {
  const last = value.charCodeAt(length - 1);
  return value.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 1 : length);
}
