import type { ComboboxOption } from '@grafana/ui';

/** As many options as a list is read for. */
const MOST = 500;

/** Options whose name holds every word that was typed, in any order and case. */
export function matching(names: readonly string[], typed: string): Array<ComboboxOption<string>> {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Array<ComboboxOption<string>> = [];
  for (const name of names) {
    const lower = name.toLowerCase();
    if (name !== '' && wanted.every((word) => lower.includes(word))) found.push({ value: name, label: name });
    if (found.length === MOST) break;
  }
  return found;
}
