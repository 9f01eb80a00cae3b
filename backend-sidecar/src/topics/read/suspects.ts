import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { VERDICTS } from '../verdict/verdict.ts';

export interface Suspect {
  topic: string;
  /** Whether the cursors matter too. */
  withCursors: boolean;
}

/** A look is worth repeating after this time. */
const LOOK_AGAIN_MS = 300_000;
/** How urgent a closer look is, by verdict; those not named need none. */
const WEIGHT: Partial<Record<(typeof VERDICTS)[number], number>> = { stuck: 4, orphan: 2, growing: 1 };

/** The topics of a broker of which more should be known: what may be stuck first, then by backlog. */
export function suspects(state: ClusterTopicState, broker: string, count: number, nowMs: number): Suspect[] {
  if (count === 0) return [];
  const { store } = state;
  const t = store.topics.columns;
  const s = store.subscriptions.columns;
  const brokerId = store.brokers.find(broker);
  const best: { row: number; weight: number; backlog: number }[] = [];
  for (let row = 0; row < store.names.size; row++) {
    if (t.alive[row] === 0 || t.broker[row] !== brokerId || t.backlogEntries[row] === 0) continue;
    let weight = 0;
    let backlog = 0;
    for (let sub = t.firstSubscription[row]; sub > 0; sub = s.next[sub - 1]) {
      const verdict = VERDICTS[s.candidate[sub - 1] || s.verdict[sub - 1]];
      const own = WEIGHT[verdict] ?? 0;
      if (own > 0 && s.backlog[sub - 1] > backlog) backlog = s.backlog[sub - 1];
      if (own > weight) weight = own;
    }
    if (weight === 0 || nowMs - state.detailAtMs(row) < LOOK_AGAIN_MS) continue;
    const last = best[count - 1];
    if (last && (last.weight > weight || (last.weight === weight && last.backlog >= backlog))) continue;
    best.push({ row, weight, backlog });
    best.sort((a, b) => b.weight - a.weight || b.backlog - a.backlog);
    best.length = Math.min(best.length, count);
  }
  return best.map(({ row, weight }) => ({ topic: store.names.text(row), withCursors: weight === WEIGHT.stuck }));
}
