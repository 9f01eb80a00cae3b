import * as z from 'zod';
import type { PulsarAdmin } from '../../pulsar/index.ts';
import type { SubscriptionDetail, TopicDetail } from '../store/topic-details.ts';

const time = z.number().optional();
const statsAnswer = z.object({
  subscriptions: z.record(
    z.string(),
    z.object({
      lastAckedTimestamp: time,
      lastConsumedTimestamp: time,
      msgBacklog: z.number().optional(),
      msgBacklogNoDelayed: z.number().optional(),
      msgDelayed: z.number().optional(),
      earliestMsgPublishTimeInBacklog: time,
    }),
  ),
});
const internalAnswer = z.object({
  cursors: z.record(
    z.string(),
    z.object({ readPosition: z.string().optional(), pendingReadOps: z.number().optional() }),
  ),
});

/** One entry is read from the bookies for each subscription with a backlog: for few topics, and seldom. */
const STATS_QUERY =
  'getPreciseBacklog=false&subscriptionBacklogSize=false&getEarliestTimeInBacklog=true&excludePublishers=true&excludeConsumers=true';

/**
 * Asks one topic for what `broker-stats/topics` leaves out: last acknowledgement, age of the backlog, delayed messages, and
 * (`withCursors`) where the cursors stand.
 * @param before the look before, to tell since when a cursor has not moved
 */
export async function closeLook(
  admin: PulsarAdmin,
  base: URL,
  topic: string,
  options: { withCursors: boolean; before: TopicDetail | undefined; nowMs: number; signal: AbortSignal },
): Promise<TopicDetail> {
  const path = `/admin/v2/${pathOf(topic)}`;
  const { subscriptions } = await admin.getFrom(base, `${path}/stats?${STATS_QUERY}`, statsAnswer, options.signal);
  const cursors = options.withCursors
    ? (await admin.getFrom(base, `${path}/internalStats`, internalAnswer, options.signal)).cursors
    : {};
  const details = new Map<string, SubscriptionDetail>();
  for (const [name, stats] of Object.entries(subscriptions)) {
    const detail: SubscriptionDetail = {
      lastAckedMs: stats.lastAckedTimestamp ?? NaN,
      lastConsumedMs: stats.lastConsumedTimestamp ?? NaN,
      delayed: stats.msgDelayed ?? (stats.msgBacklog ?? NaN) - (stats.msgBacklogNoDelayed ?? NaN),
      oldestMs: stats.earliestMsgPublishTimeInBacklog || NaN,
    };
    const cursor = Object.hasOwn(cursors, name) ? cursors[name] : undefined;
    if (cursor) {
      const known = options.before?.subscriptions.get(name);
      detail.readPosition = cursor.readPosition;
      detail.pendingReads = cursor.pendingReadOps;
      detail.readPositionSinceMs =
        known?.readPosition !== undefined && known.readPosition === cursor.readPosition
          ? (known.readPositionSinceMs ?? options.nowMs)
          : options.nowMs;
    }
    details.set(name, detail);
  }
  return { atMs: options.nowMs, subscriptions: details };
}

/** `persistent://t/ns/topic` as the admin API wants it: `persistent/t/ns/topic`, each part encoded. */
export function pathOf(topic: string): string {
  const [, domain, tenant, namespace, name] = /^([\w-]+):\/\/([^/]+)\/([^/]+)\/(.+)$/s.exec(topic) ?? [];
  if (domain === undefined) return `persistent/${topic.split('/').map(encodeURIComponent).join('/')}`;
  return [domain, tenant, namespace, name].map(encodeURIComponent).join('/');
}
