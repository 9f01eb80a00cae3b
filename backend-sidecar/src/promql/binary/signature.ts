import type { Labels } from '../../model/labels.ts';
import type { SeriesMeta } from '../engine/operator.ts';
import type { VectorMatching } from '../parser/ast.ts';

/** Series of both sides with equal matching labels. */
export interface MatchGroup {
  left: number[];
  right: number[];
}

/** Puts the series of both sides into groups by their matching labels, in order of first appearance. */
export function matchSeries(
  left: readonly SeriesMeta[],
  right: readonly SeriesMeta[],
  matching: VectorMatching,
): MatchGroup[] {
  const groups = new Map<string, MatchGroup>();
  const names = new Set(matching.labels);
  const groupOf = (labels: Labels): MatchGroup => {
    const key = signature(labels, names, matching.on);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { left: [], right: [] }));
    return group;
  };
  left.forEach(({ labels }, i) => groupOf(labels).left.push(i));
  right.forEach(({ labels }, i) => groupOf(labels).right.push(i));
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
