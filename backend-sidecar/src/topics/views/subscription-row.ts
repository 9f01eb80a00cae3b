import type { SubscriptionRow, SubscriptionVerdict } from '@observatory/protocol/topics';
import type { ClusterTopicState } from '../store/cluster-topic-state.ts';
import { SUBSCRIPTION_TYPES } from '../subscription-type.ts';
import { drainSeconds } from '../verdict/trend.ts';
import { VERDICTS } from '../verdict/verdict.ts';
import { explain } from './evidence.ts';

/** Tells the verdict to show of a subscription: nothing is claimed of figures that are too old. */
export function shownVerdicts(state: ClusterTopicState, nowMs: number): (sub: number) => SubscriptionVerdict {
  const { topic, verdict } = state.store.subscriptions.columns;
  const isOld = state.oldTest(nowMs);
  return (sub) => (isOld(topic[sub]) ? 'unknown' : VERDICTS[verdict[sub]]);
}

/** Everything about one subscription of one topic. */
export function subscriptionRow(state: ClusterTopicState, sub: number, nowMs: number): SubscriptionRow {
  const { store } = state;
  const s = store.subscriptions.columns;
  const detail = state.subscriptionDetail(sub);
  const verdict = shownVerdicts(state, nowMs)(sub);
  const { sentence, evidence } = explain(state, sub, verdict, detail, nowMs);
  const drain = drainSeconds(s.backlog[sub], s.growth[sub]);
  return {
    cluster: state.cluster,
    topic: store.names.text(s.topic[sub]),
    name: store.subscriptionNames.text(s.name[sub]),
    type: SUBSCRIPTION_TYPES[s.type[sub]],
    verdict,
    sinceMs: s.verdictSinceMs[sub] || undefined,
    sentence,
    evidence,
    consumers: s.consumers[sub],
    backlog: s.backlog[sub],
    backlogNoDelayed: told(state.backlogNoDelayed(sub, detail)),
    unacked: told(s.unacked[sub]),
    permits: s.permits[sub],
    rateOut: s.rateOut[sub],
    ackRate: s.ackRate[sub],
    redeliverRate: s.redeliverRate[sub],
    blocked: s.blocked[sub] === 1,
    growth: told(s.growth[sub]),
    drainSeconds: Number.isFinite(drain) ? drain : undefined,
    lastAckedMs: told(detail?.lastAckedMs) || undefined,
    lastConsumedMs: told(detail?.lastConsumedMs) || undefined,
    oldestAgeSeconds: s.backlog[sub] === 0 || !detail ? undefined : told((nowMs - detail.oldestMs) / 1000),
    staleReason: state.staleReason(s.topic[sub]),
  };
}

/** The same subscription of several partitions as one: figures summed, the gravest verdict with its sentence. */
export function summedSubscription(topic: string, rows: readonly SubscriptionRow[]): SubscriptionRow {
  const order: readonly SubscriptionVerdict[] = [
    'healthy',
    'unknown',
    'growing',
    'orphan',
    'redelivery_storm',
    'stuck',
    'blocked_on_unacked',
  ];
  const gravest = rows.reduce((a, b) => (order.indexOf(b.verdict) > order.indexOf(a.verdict) ? b : a));
  const alike = rows.filter(({ verdict }) => verdict === gravest.verdict).length;
  const sum = (of: (row: SubscriptionRow) => number | undefined) => {
    const values = rows.map(of).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : values.reduce((a, b) => a + b, 0);
  };
  const most = (of: (row: SubscriptionRow) => number | undefined) => {
    const values = rows.map(of).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : Math.max(...values);
  };
  const total = (of: (row: SubscriptionRow) => number) => rows.reduce((a, row) => a + of(row), 0);
  const backlog = total((row) => row.backlog);
  const growth = sum((row) => row.growth);
  // Partitions drain side by side: all is gone when the slowest is, and never if one does not shrink.
  const drains = rows.every((row) => row.drainSeconds !== undefined);
  return {
    ...gravest,
    topic,
    sentence:
      gravest.verdict === 'healthy' || rows.length === 1
        ? gravest.sentence
        : `${alike} of ${rows.length} partitions: ${gravest.sentence}`,
    consumers: total((row) => row.consumers),
    backlog,
    backlogNoDelayed: rows.every((row) => row.backlogNoDelayed !== undefined)
      ? sum((row) => row.backlogNoDelayed)
      : undefined,
    unacked: sum((row) => row.unacked),
    permits: total((row) => row.permits),
    rateOut: total((row) => row.rateOut),
    ackRate: total((row) => row.ackRate),
    redeliverRate: total((row) => row.redeliverRate),
    blocked: rows.some((row) => row.blocked),
    growth: rows.every((row) => row.growth !== undefined) ? growth : undefined,
    drainSeconds: drains ? most((row) => row.drainSeconds) : undefined,
    lastAckedMs: most((row) => row.lastAckedMs),
    lastConsumedMs: most((row) => row.lastConsumedMs),
    oldestAgeSeconds: most((row) => row.oldestAgeSeconds),
    partitions: rows.length,
    staleReason: rows.find((row) => row.staleReason !== undefined)?.staleReason,
  };
}

/** NaN is how the columns say that the broker did not tell. */
function told(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : value;
}
