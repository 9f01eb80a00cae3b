import type { ComboboxOption } from '@grafana/ui';
import type { MetricDescription } from '@observatory/protocol/capabilities';

const MOST = 300;

/**
 * Metrics for words typed in any order, best first: those with the words in their names, then in the names they have in
 * other versions of Pulsar, then in their help texts. Canonical series stand before native ones of the same rank.
 */
export function findMetrics(
  names: readonly string[],
  descriptions: ReadonlyMap<string, MetricDescription>,
  typed: string,
): Array<ComboboxOption<string>> {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const ranked = names.flatMap((name) => {
    const rank = rankOf(name, descriptions.get(name), words);
    return rank === undefined ? [] : [{ name, rank }];
  });
  ranked.sort(
    (a, b) => a.rank - b.rank || Number(isNative(a.name)) - Number(isNative(b.name)) || (a.name < b.name ? -1 : 1),
  );
  return ranked
    .slice(0, MOST)
    .map(({ name }) => ({ value: name, label: name, description: summaryOf(descriptions.get(name)) }));
}

function rankOf(name: string, description: MetricDescription | undefined, words: string[]): number | undefined {
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  if (words.length > 0 && name.toLowerCase() === words.join(' ')) return 0;
  if (words.length > 0 && name.toLowerCase().startsWith(words[0]) && has(name)) return 1;
  if (has(name)) return 2;
  if (!description) return undefined;
  if (description.aliases.some(has)) return 3;
  return has(`${name} ${description.help}`) ? 4 : undefined;
}

function isNative(name: string): boolean {
  return !name.startsWith('observatory_');
}

function summaryOf(description: MetricDescription | undefined): string | undefined {
  if (!description) return undefined;
  const { type, unit, help } = description;
  const kind = [type, unit].filter(Boolean).join(', ');
  return [kind, help].filter(Boolean).join(': ') || undefined;
}
