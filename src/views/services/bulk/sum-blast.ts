import type { BlastItem, Finding, Plan } from '@observatory/protocol/control';
import { targetName } from '../../control/target-name.ts';

const SURENESS: readonly BlastItem['certainty'][] = ['measured', 'estimate', 'unknown'];
const MOST_EXAMPLES = 6;

/**
 * What several plans touch together, by kind: counts are added, and what one of them cannot know the sum cannot either. The
 * same topic may be touched by two of them, so a sum of different plans is an upper bound and is said to be one.
 */
export function sumBlast(plans: readonly Plan[]): BlastItem[] {
  const byKind = new Map<string, { items: BlastItem[]; targets: string[] }>();
  for (const { blast, target } of plans) {
    for (const item of blast) {
      const known = byKind.get(item.kind) ?? { items: [], targets: [] };
      byKind.set(item.kind, { items: [...known.items, item], targets: [...known.targets, target] });
    }
  }
  return [...byKind].map(([kind, { items, targets }]) => {
    if (items.length === 1) return items[0];
    const unknown = items.some(({ count }) => count === null);
    const certainty = SURENESS[Math.max(...items.map((item) => SURENESS.indexOf(item.certainty)))];
    const examples = [...new Set(items.flatMap((item) => item.examples))];
    return {
      kind,
      count: unknown ? null : items.reduce((sum, { count }) => sum + (count ?? 0), 0),
      sentence: `${kind.replaceAll('_', ' ')}, at most, over ${new Set(targets).size} services: ${sentencesOf(items)}`,
      certainty,
      examples: (examples.length > 0 ? examples : targets.map(targetName)).slice(0, MOST_EXAMPLES),
    };
  });
}

/** What the plans found, each finding once with the services that it is about. */
export function sumFindings(plans: readonly Plan[]): Finding[] {
  const byText = new Map<string, { finding: Finding; targets: string[] }>();
  for (const { findings, target } of plans) {
    for (const finding of findings) {
      const key = `${finding.level} ${finding.message}`;
      const known = byText.get(key) ?? { finding, targets: [] };
      byText.set(key, { finding, targets: [...known.targets, targetName(target)] });
    }
  }
  return [...byText.values()].map(({ finding: { level, message }, targets }) => ({
    level,
    message: `${namesText(targets)}: ${message}`,
  }));
}

/** Up to six names, and how many more. */
export function namesText(names: readonly string[]): string {
  const more = names.length - MOST_EXAMPLES;
  return more > 0 ? `${names.slice(0, MOST_EXAMPLES).join(', ')} and ${more} more` : names.join(', ');
}

function sentencesOf(items: readonly BlastItem[]): string {
  const sentences = [...new Set(items.map(({ sentence }) => sentence))];
  return sentences.length > 3 ? `${sentences.slice(0, 3).join('; ')}; …` : sentences.join('; ');
}
