import type { Labels } from '../../model/labels.ts';
import type { QueryBudget } from '../engine/budget.ts';
import type { SeriesMeta } from '../engine/operator.ts';
import type { VectorMatching } from '../parser/ast.ts';

/** Series of both sides with equal matching labels. */
export interface MatchGroup {
  left: number[];
  right: number[];
}

/** Puts the series of both sides into groups by their matching labels, in order of first appearance. */
export async function matchSeries(
  budget: QueryBudget,
  left: readonly SeriesMeta[],
  right: readonly SeriesMeta[],
  matching: VectorMatching,
): Promise<MatchGroup[]> {
  const groups = new Map<string, MatchGroup>();
  const names = new Set(matching.labels);
  const groupOf = (labels: Labels): MatchGroup => {
    const key = signature(labels, names, matching.on);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { left: [], right: [] }));
    return group;
  };
  for (const side of ['left', 'right'] as const) {
    const series = side === 'left' ? left : right;
    for (let i = 0; i < series.length; i++) {
      groupOf(series[i].labels)[side].push(i);
      const pause = budget.breathe(i);
      if (pause) await pause;
    }
  }
  return [...groups.values()];
}

function signature({ flat }: Labels, names: ReadonlySet<string>, on: boolean): string {
  let key = '';
  for (let i = 0; i < flat.length; i += 2) {
    const name = flat[i];
    if (on ? !names.has(name) : name === '__name__' || names.has(name)) continue;
    key += name + '\u0000' + flat[i + 1] + '\u0000';
  }
  return key;
}

/** The labels that two sides must share: those of `on`, or all but those of `ignoring` and the name. */
export function matchingLabels(labels: Labels, { labels: names, on }: VectorMatching): Labels {
  return labels.filter((name) => (on ? names.includes(name) : name !== '__name__' && !names.includes(name)));
}
