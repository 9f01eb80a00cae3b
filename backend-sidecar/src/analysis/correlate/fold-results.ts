import { centredCorrelationAt, type Centred } from '../math/ranks.ts';

export interface Foldable {
  metric: string;
  score: number;
  /** Ranks of its values, around their mean; rows without a value are 0. */
  shape: () => Centred;
}

/** Series alike to this degree tell the same. */
const ALIKE = 0.985;
/** Of one metric less will do: they differ by a label. */
const ALIKE_IN_FAMILY = 0.9;
const SLICE_MS = 6;

/** Groups of near-duplicates, each led by its strongest; strongest group first. Costs groups times series. */
export async function foldResults<T extends Foldable>(results: readonly T[], maxGroups: number): Promise<T[][]> {
  const groups: T[][] = [];
  const leads: Centred[] = [];
  let sliceAt = performance.now();
  for (const each of [...results].sort((a, b) => b.score - a.score)) {
    if (performance.now() - sliceAt > SLICE_MS) {
      await new Promise((resolve) => setImmediate(resolve));
      sliceAt = performance.now();
    }
    const shape = each.shape();
    const home = groups.find(([lead], i) => {
      const { r } = centredCorrelationAt(leads[i], shape, 0);
      return Math.abs(r) >= (lead.metric === each.metric ? ALIKE_IN_FAMILY : ALIKE);
    });
    if (home) home.push(each);
    else if (groups.length < maxGroups) {
      groups.push([each]);
      leads.push(shape);
    }
  }
  return groups;
}
