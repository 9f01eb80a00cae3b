import type { SubscriptionRow, TopicAnswer } from '@observatory/protocol/topics';
import { mayPause, type Slices } from '../../util/slices.ts';
import type { ClusterTopics } from '../cluster-topics.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { rowOf } from './list-topics.ts';
import { byParent, byTopic, rollUp } from './roll-up.ts';
import { subscriptionRow, summedSubscription } from './subscription-row.ts';
import { placesOf } from './topic-places.ts';

/**
 * One topic with its partitions and subscriptions. `persistent://` may be left out.
 * @throws ObservatoryError `OBS_TOPICS_UNKNOWN` (404) when no broker listed it
 */
export function* describeTopic(
  clusters: readonly ClusterTopics[],
  name: string,
  cluster: string | undefined,
  nowMs: number,
): Slices<TopicAnswer> {
  const full = name.includes('://') ? name : `persistent://${name}`;
  for (const { name: clusterName, state } of clusters) {
    if (cluster !== undefined && clusterName !== cluster) continue;
    const { store } = state;
    const wanted = store.names.find(full);
    if (wanted < 0) continue;
    const t = store.topics.columns;
    const rows: number[] = [];
    const size = Math.min(store.names.size, t.alive.length);
    for (let row = 0; row < size; row++) {
      if (mayPause(row)) yield;
      if (t.alive[row] === 1 && (row === wanted || t.parent[row] === wanted)) rows.push(row);
    }
    if (rows.length === 0) continue;
    const isOne = rows.length === 1 && rows[0] === wanted;
    const own = new Set(rows);
    const test = (row: number) => own.has(row);
    const by = isOne ? 'partition' : 'topic';
    const sums = yield* rollUp(state, isOne ? byTopic(state, test) : byParent(state, test), nowMs, true);
    const places = yield* placesOf(state, by, [wanted], test, nowMs);
    const topic = rowOf({ state, sums }, sums.keys.indexOf(wanted), by, places.get(wanted));
    const each = yield* rollUp(state, byTopic(state, test), nowMs, true);
    const eachPlaces = yield* placesOf(state, 'partition', rows, test, nowMs);
    const partitions = isOne
      ? []
      : [...each.keys].map((key, at) => rowOf({ state, sums: each }, at, 'partition', eachPlaces.get(key)));
    const subscriptions = rows.flatMap((row) =>
      [...store.subscriptionsOf(row)].map((sub) => subscriptionRow(state, sub, nowMs)),
    );
    return {
      nowMs,
      topic,
      partitions,
      subscriptions: isOne ? subscriptions : summed(full, subscriptions),
      partitionSubscriptions: isOne ? [] : subscriptions,
    };
  }
  throw new ObservatoryError('OBS_TOPICS_UNKNOWN', `no broker lists the topic ${full}`, {
    httpStatus: 404,
    hint: 'Topics that nobody uses are not loaded, and then no broker lists them; see the readings of /topics for brokers that were not read.',
  });
}

function summed(topic: string, rows: readonly SubscriptionRow[]): SubscriptionRow[] {
  const byName = new Map<string, SubscriptionRow[]>();
  for (const row of rows) {
    const alike = byName.get(row.name);
    if (alike) alike.push(row);
    else byName.set(row.name, [row]);
  }
  return [...byName.values()].map((alike) => summedSubscription(topic, alike));
}
