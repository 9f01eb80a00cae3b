import type { SubscriptionList, SubscriptionVerdict } from '@observatory/protocol/topics';
import { mayPause, type Slices } from '../../util/slices.ts';
import type { ClusterTopics } from '../cluster-topics.ts';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { drainSeconds } from '../verdict/trend.ts';
import { largest } from './largest.ts';
import { shownVerdicts, subscriptionRow } from './subscription-row.ts';
import { topicTest, type TopicFilter } from './topic-filter.ts';

export const SUBSCRIPTION_SORTS = [
  'backlog',
  'growth',
  'drain',
  'unacked',
  'redelivery',
  'rate_out',
  'consumers',
  'since',
] as const;
export type SubscriptionSort = (typeof SUBSCRIPTION_SORTS)[number];

export interface SubscriptionQuery extends TopicFilter {
  cluster?: string;
  /** Any of these; all when empty. */
  verdicts: readonly SubscriptionVerdict[];
  /** Name of the subscription. */
  subscription?: string;
  sort: SubscriptionSort;
  order: 'asc' | 'desc';
  limit: number;
  offset: number;
}

/** Subscriptions by verdict and other filters, sorted; one page of them with evidence. */
export function* listSubscriptions(
  clusters: readonly ClusterTopics[],
  query: SubscriptionQuery,
  nowMs: number,
): Slices<SubscriptionList> {
  const verdicts: SubscriptionList['verdicts'] = {};
  const found: { state: ClusterTopicState; sub: number }[] = [];
  const values: number[] = [];
  const sign = query.order === 'desc' ? 1 : -1;
  for (const { name, state } of clusters) {
    if (query.cluster !== undefined && query.cluster !== name) continue;
    const wanted = topicTest(state, query);
    const verdictOf = shownVerdicts(state, nowMs);
    const { store } = state;
    const t = store.topics.columns;
    const s = store.subscriptions.columns;
    const nameId = query.subscription === undefined ? -1 : store.subscriptionNames.find(query.subscription);
    if (query.subscription !== undefined && nameId < 0) continue;
    const size = Math.min(store.names.size, t.alive.length);
    for (let row = 0; row < size; row++) {
      if (mayPause(row)) yield;
      if (t.alive[row] === 0 || t.firstSubscription[row] === 0 || !wanted(row)) continue;
      for (let sub = t.firstSubscription[row]; sub > 0; sub = s.next[sub - 1]) {
        if (nameId >= 0 && s.name[sub - 1] !== nameId) continue;
        const verdict = verdictOf(sub - 1);
        verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
        if (query.verdicts.length > 0 && !query.verdicts.includes(verdict)) continue;
        found.push({ state, sub: sub - 1 });
        const value = sortValue(state, sub - 1, query.sort);
        // What is not known stands at the end in either order.
        values.push(Number.isNaN(value) ? -Infinity : sign * value);
      }
    }
  }
  const order = yield* largest(values, query.offset + query.limit, -Infinity);
  if (order.length < query.offset + query.limit)
    for (let i = 0; i < values.length && order.length < query.offset + query.limit; i++)
      if (values[i] === -Infinity) order.push(i);
  const subscriptions: SubscriptionList['subscriptions'] = [];
  for (const index of order.slice(query.offset)) {
    subscriptions.push(subscriptionRow(found[index].state, found[index].sub, nowMs));
    if (subscriptions.length % 64 === 0) yield;
  }
  return {
    nowMs,
    total: found.length,
    offset: query.offset,
    verdicts,
    subscriptions,
  };
}

function sortValue(state: ClusterTopicState, sub: number, sort: SubscriptionSort): number {
  const s = state.store.subscriptions.columns;
  switch (sort) {
    case 'backlog':
      return s.backlog[sub];
    case 'growth':
      return s.growth[sub];
    case 'drain': {
      const seconds = drainSeconds(s.backlog[sub], s.growth[sub]);
      // Never is longer than any time, but not unknown.
      return seconds === Infinity ? Number.MAX_VALUE : seconds;
    }
    case 'unacked':
      return s.unacked[sub];
    case 'redelivery':
      return s.redeliverRate[sub];
    case 'rate_out':
      return s.rateOut[sub];
    case 'consumers':
      return s.consumers[sub];
    case 'since':
      return s.verdictSinceMs[sub] || NaN;
  }
}
