import { Labels } from '../../model/labels.ts';
import { type BinaryExpr, isComparison } from '../parser/ast.ts';

/** Labels of one result of a vector-to-vector operator; `many` and `one` are the sides of the matching. */
export function resultLabels(node: BinaryExpr, many: Labels, one: Labels): Labels {
  const { matching, op } = node;
  if (!matching) throw new Error('binary expression without matching');
  let labels = many;
  // A comparison gives elements of its left side; arithmetic gives something new, which has no name, type or unit.
  if (!isComparison(op)) labels = labels.filter((name) => !METADATA_LABELS.has(name));
  if (matching.card === 'one-to-one') {
    const names = new Set(matching.labels);
    labels = matching.on ? labels.keep(names) : labels.without(names);
  }
  if (matching.include.length === 0) return labels;
  const map = labels.toMap();
  for (const name of matching.include) map.set(name, one.get(name));
  return Labels.fromPairs(map);
}

/** Labels that describe a series rather than identify it; they go with the name. */
export const METADATA_LABELS: ReadonlySet<string> = new Set(['__name__', '__type__', '__unit__']);
