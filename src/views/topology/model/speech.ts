import type { Scene } from './scene.ts';
import { WORST_FIRST } from './health.ts';
import { kindTitle } from './tier.ts';

/** What a screen reader says of the whole map. */
export function describeScene({ marks, lines, hidden, healths }: Scene): string {
  const kinds = new Map<(typeof marks)[number]['kind'], number>();
  for (const { kind } of marks) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const parts = [...kinds].map(([kind, count]) => `${count} ${kindTitle(kind, count)}`);
  const troubles = WORST_FIRST.filter((health) => health !== 'healthy' && healths[health] > 0).map(
    (health) => `${healths[health]} ${health}`,
  );
  return (
    `Map of ${parts.join(', ') || 'no nodes'}, ${lines.length} edges. ` +
    (troubles.length > 0 ? `${troubles.join(', ')}.` : 'All healthy.') +
    (hidden > 0 ? ` ${hidden} hidden by filters.` : '')
  );
}

/** What it says of one mark: name, state with the reason, rack, and how many neighbours. */
export function describeMark({ marks, linesOf }: Scene, index: number, value?: string): string {
  const mark = marks[index];
  const neighbours = linesOf[index].length;
  return [
    `${kindTitle(mark.kind)} ${mark.node.name}`,
    mark.gone ? 'gone' : mark.reason === '' ? mark.health : `${mark.health}: ${mark.reason}`,
    ...(value === undefined ? [] : [value]),
    ...(mark.rack === '' || mark.kind === 'rack' ? [] : [`rack ${mark.rack}`]),
    ...(mark.change && !mark.gone ? [mark.change] : []),
    `${neighbours} ${neighbours === 1 ? 'edge' : 'edges'}`,
  ].join(', ');
}
