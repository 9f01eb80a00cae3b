import type { SubscriptionRow } from '@observatory/protocol/topics';
import type { FrameField } from '../frame.ts';
import { numberColumn, textColumn, timeColumn, wordColours } from './columns.ts';

const VERDICTS = wordColours({
  healthy: 'green',
  growing: 'yellow',
  orphan: 'orange',
  redelivery_storm: 'orange',
  stuck: 'red',
  blocked_on_unacked: 'red',
  unknown: 'gray',
});

/** A row a subscription: what is the matter with it, and how long its backlog will take. */
export function subscriptionColumns(rows: readonly SubscriptionRow[]): FrameField[] {
  const text = (
    name: string,
    displayName: string,
    of: (row: SubscriptionRow) => string | undefined,
    more: object = {},
  ) => textColumn(name, rows.map(of), { displayName, ...more });
  const number = (
    name: string,
    displayName: string,
    unit: string,
    of: (row: SubscriptionRow) => number | undefined,
    description?: string,
  ) => numberColumn(name, rows.map(of), { displayName, unit, ...(description !== undefined && { description }) });
  const time = (name: string, displayName: string, of: (row: SubscriptionRow) => number | undefined) =>
    timeColumn(name, rows.map(of), { displayName });
  return [
    text('cluster', 'Cluster', ({ cluster }) => cluster),
    text('topic', 'Topic', ({ topic }) => topic),
    text('subscription', 'Subscription', ({ name }) => name),
    text('verdict', 'Verdict', ({ verdict }) => verdict, VERDICTS),
    number('backlog', 'Backlog', 'short', ({ backlog }) => backlog, 'Entries.'),
    number('drain', 'Drained in', 's', ({ drainSeconds }) => drainSeconds, 'Empty while the backlog does not shrink.'),
    number('growth', 'Growth', 'cps', ({ growth }) => growth, 'Entries per second, smoothed.'),
    number('consumers', 'Consumers', 'short', ({ consumers }) => consumers),
    number('rate_out', 'Rate out', 'mps', ({ rateOut }) => rateOut),
    number('ack_rate', 'Acknowledged', 'mps', ({ ackRate }) => ackRate),
    number('redeliver_rate', 'Redelivered', 'mps', ({ redeliverRate }) => redeliverRate),
    number('unacked', 'Unacknowledged', 'short', ({ unacked }) => unacked, 'Messages.'),
    number('oldest_age', 'Oldest unacknowledged', 's', ({ oldestAgeSeconds }) => oldestAgeSeconds),
    text('sentence', 'What to do', ({ sentence }) => sentence),
    text('type', 'Type', ({ type }) => type),
    time('since', 'Since', ({ sinceMs }) => sinceMs),
    time('last_acked', 'Last acknowledged', ({ lastAckedMs }) => lastAckedMs),
    text('stale_reason', 'Why old', ({ staleReason }) => staleReason),
  ];
}
