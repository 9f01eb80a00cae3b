import type { Candidate, Explanation, RejectedHypothesis } from '@observatory/protocol/analysis';
import type { ExplainState } from './explain-state.ts';

/** Two answers to the same question call the same candidate the same. */
export function keyOf({ node, change }: Pick<Candidate, 'node' | 'change'>): string {
  return `${node.id} ${change.kind}`;
}

export interface ShownExplanation {
  /** What changed and may have contributed, pinned ones first, then by rank. */
  causes: Candidate[];
  /** Measurements that got worse: never printed as a cause. */
  symptoms: Candidate[];
  effects: RejectedHypothesis[];
  rejected: RejectedHypothesis[];
  /** Left out by the filters. */
  hidden: number;
}

type Row = Candidate | RejectedHypothesis;

/** The rows of an answer under the filters and pins of the page. */
export function shownOf(answer: Explanation, state: Pick<ExplainState, 'kinds' | 'node' | 'pins'>): ShownExplanation {
  const pinned = new Set(state.pins);
  const keep = <T extends Row>(rows: readonly T[]): T[] =>
    rows.filter((row) => pinned.has(keyOf(row)) || passes(row, state));
  const candidates = keep(answer.candidates);
  const byPin = [
    ...candidates.filter((row) => pinned.has(keyOf(row))),
    ...candidates.filter((row) => !pinned.has(keyOf(row))),
  ];
  const effects = keep(answer.effects);
  const rejected = keep(answer.rejected);
  return {
    causes: byPin.filter(({ change }) => change.class !== 'symptom'),
    symptoms: byPin.filter(({ change }) => change.class === 'symptom'),
    effects,
    rejected,
    hidden:
      answer.candidates.length +
      answer.effects.length +
      answer.rejected.length -
      (candidates.length + effects.length + rejected.length),
  };
}

/** Kinds of nodes in an answer, with how many rows are about each. */
export function kindsIn(answer: Explanation): [kind: string, rows: number][] {
  const counts = new Map<string, number>();
  for (const { node } of [...answer.candidates, ...answer.effects, ...answer.rejected])
    counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a.localeCompare(b));
}

function passes(row: Row, { kinds, node }: Pick<ExplainState, 'kinds' | 'node'>): boolean {
  if (kinds.length > 0 && !kinds.includes(row.node.kind)) return false;
  const wanted = node.trim().toLowerCase();
  if (wanted === '') return true;
  const names = [row.node.name, row.node.id, ...row.node.aliases, row.topic ?? '', row.subscription ?? ''];
  return names.some((name) => name.toLowerCase().includes(wanted));
}
