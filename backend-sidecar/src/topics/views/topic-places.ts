import type { SubscriptionVerdict, TopicList } from '@observatory/protocol/topics';
import { mayPause, type Slices } from '../../util/slices.ts';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { VERDICTS } from '../verdict/verdict.ts';

/** What rows of a page say beyond sums. */
export interface Places {
  /** Topic rows that belong to it. */
  rows: number[];
  brokers?: string[];
  bundle?: string;
  verdicts: Partial<Record<SubscriptionVerdict, number>>;
  updatedMs?: number;
  staleReason?: string;
}

/** Where the topics of some keys are, and how their subscriptions do; one pass over all topics for a whole page. */
export function* placesOf(
  state: ClusterTopicState,
  by: TopicList['by'],
  keys: readonly number[],
  wanted: (row: number) => boolean,
  nowMs: number,
): Slices<Map<number, Places>> {
  const places = new Map<number, Places>(keys.map((key) => [key, { rows: [], verdicts: {} }]));
  if (places.size === 0) return places;
  const { store } = state;
  const t = store.topics.columns;
  const keyOf = (row: number) => {
    if (by === 'topic') return t.parent[row];
    if (by === 'partition') return row;
    return by === 'namespace' ? t.namespace[row] : state.groupOf(row) - 1;
  };
  const isOld = state.oldTest(nowMs);
  const size = Math.min(store.names.size, t.alive.length);
  for (let row = 0; row < size; row++) {
    if (mayPause(row)) yield;
    if (t.alive[row] === 0) continue;
    const place = places.get(keyOf(row));
    if (!place || !wanted(row)) continue;
    // Namespaces and groups may have very many.
    if (by === 'topic' || by === 'partition') place.rows.push(row);
    countVerdicts(state, row, place, isOld(row));
    place.updatedMs = Math.min(place.updatedMs ?? Infinity, t.updatedMs[row]);
    place.staleReason ??= state.staleReason(row);
  }
  for (const place of places.values()) {
    if (by !== 'topic' && by !== 'partition') continue;
    place.brokers = [...new Set(place.rows.map((row) => store.brokers.text(t.broker[row])))];
    if (place.rows.length === 1) place.bundle = store.bundles.text(t.bundle[place.rows[0]]);
  }
  return places;
}

function countVerdicts(state: ClusterTopicState, row: number, place: Places, old: boolean): void {
  const s = state.store.subscriptions.columns;
  for (let sub = state.store.topics.columns.firstSubscription[row]; sub > 0; sub = s.next[sub - 1]) {
    const verdict = old ? 'unknown' : VERDICTS[s.verdict[sub - 1]];
    if (verdict !== 'healthy') place.verdicts[verdict] = (place.verdicts[verdict] ?? 0) + 1;
  }
}
