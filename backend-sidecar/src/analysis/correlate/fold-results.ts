import { correlationAt } from '../math/ranks.ts';

export interface Foldable {
  metric: string;
  score: number;
  ranks: Float64Array;
  use: Uint8Array;
}

/** Series alike to this degree tell the same. */
const ALIKE = 0.985;
/** Of one metric less will do: they differ by a label. */
const ALIKE_IN_FAMILY = 0.9;

/** Groups of near-duplicates, each led by its strongest; strongest group first. Costs groups times series. */
export function foldResults<T extends Foldable>(results: readonly T[], maxGroups: number): T[][] {
  const groups: T[][] = [];
  for (const each of [...results].sort((a, b) => b.score - a.score)) {
    const home = groups.find(([lead]) => {
      const { r } = correlationAt(lead.ranks, lead.use, each.ranks, each.use, 0);
      return Math.abs(r) >= (lead.metric === each.metric ? ALIKE_IN_FAMILY : ALIKE);
    });
    if (home) home.push(each);
    else if (groups.length < maxGroups) groups.push([each]);
  }
  return groups;
}
