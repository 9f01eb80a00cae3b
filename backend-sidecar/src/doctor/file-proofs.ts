import type { FileProofs, Proof, ProvedExpression } from '@observatory/protocol/doctor';
import { worst } from './verdict.ts';

/** How each file fares, in the order of the files: a panel is as bad as the worst of its queries. */
export function fileProofs(expressions: readonly ProvedExpression[]): FileProofs[] {
  const files = new Map<string, Map<string, ProvedExpression[]>>();
  for (const each of expressions) {
    const { file, panel } = each;
    let places = files.get(file);
    if (!places) files.set(file, (places = new Map<string, ProvedExpression[]>()));
    const place = panel === undefined ? `${each.place} ${places.size}` : `#${panel}`;
    places.set(place, [...(places.get(place) ?? []), each]);
  }
  return [...files].map(([file, places]) => {
    const found: FileProofs = { file, panels: {}, others: {} };
    for (const each of places.values())
      count(each[0].panel === undefined ? found.others : found.panels, worst(each).proof);
    return found;
  });
}

/** Adds one to the number of a proof. */
export function count(counts: Partial<Record<Proof, number>>, proof: Proof): void {
  counts[proof] = (counts[proof] ?? 0) + 1;
}
