import type { RunComparison } from '@observatory/protocol/run-objects';
import type { ComparedRow } from './compare-runs.ts';
import { groupMean } from './effect.ts';
import type { MeasuredRun } from './measured-run.ts';
import { changeText, measureText } from './measure-text.ts';
import { reasonsOf } from './reasons.ts';

type Regression = RunComparison['regressions'][number];

/** A change counts for no more than this many times its weight: beyond it more says no more. */
const MOST_CHANGE = 10;

/** What got worse, most important first: of each family of measures the one that matters most, with its likely reasons. */
export function regressionsOf(rows: readonly ComparedRow[], groups: readonly MeasuredRun[][]): Regression[] {
  const [[base]] = groups;
  return groups.slice(1).flatMap(([other], at) => {
    const index = at + 1;
    const worse = rows.filter(({ cells }) => cells[index].verdict === 'worse');
    const families = new Map<string, ComparedRow[]>();
    for (const row of worse) families.set(row.definition.family, [...(families.get(row.definition.family) ?? []), row]);
    return [...families.values()]
      .map((family) => family.sort((a, b) => importance(b, index) - importance(a, index)))
      .sort((a, b) => importance(b[0], index) - importance(a[0], index))
      .map(([first, ...rest]) => ({
        run: other.run.info.id,
        measure: first.definition.id,
        sentence: sentenceOf(first, rest, index),
        reasons: reasonsOf(base, other, first.definition),
      }));
  });
}

function importance({ definition, cells }: ComparedRow, index: number): number {
  const { change } = cells[index];
  const size = change && Number.isFinite(change.change) ? Math.abs(change.change) : MOST_CHANGE;
  // A rate that halved weighs as much as a latency that doubled.
  const evened = change && change.change < 0 ? size / Math.max(0.1, 1 - size) : size;
  return definition.weight * Math.min(MOST_CHANGE, evened);
}

function sentenceOf(first: ComparedRow, rest: readonly ComparedRow[], index: number): string {
  const { definition, noise, cells } = first;
  const [from, to] = [cells[0].group, cells[index].group].map((group) => group && groupMean(group, noise).mean);
  const { change } = cells[index];
  const span =
    change && Number.isFinite(change.low) ? ` (${changeText(change.low)} to ${changeText(change.high)})` : '';
  const part = change && Number.isFinite(change.change) ? `, ${changeText(change.change)}${span}` : '';
  const others = rest.map((row) => `${row.definition.title} ${changeText(row.cells[index].change?.change)}`);
  const also = others.length === 0 ? '' : `; also ${others.join(', ')}`;
  return `${definition.title} went from ${measureText(from, definition.unit)} to ${measureText(to, definition.unit)}${part}${also}.`;
}
