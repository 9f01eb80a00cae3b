/** Topics and verdicts as the load makes them: a consumer that is too slow, a subscription that nobody reads, and healthy ones. */
import type { EventList } from '@observatory/protocol/events';
import type { SubscriptionList, TopicList } from '@observatory/protocol/topics';
import { demand, eventually, type Checks } from '../checks.ts';
import type { PulsarSession } from './session.ts';
import { get, scalar } from './sidecar-api.ts';

/** Subscription -> the verdict that it earns under the times of `session.ts`. */
const EXPECTED: Readonly<Record<string, string>> = {
  'persistent://acme/telemetry/logs indexer': 'growing',
  'persistent://acme/payments/refunds audit': 'orphan',
  'persistent://acme/payments/refunds ledger': 'healthy',
  'persistent://acme/payments/orders-partition-0 billing': 'healthy',
  'persistent://acme/telemetry/clicks-partition-0 dashboards': 'healthy',
};

export async function checkTopics(checks: Checks, session: PulsarSession): Promise<void> {
  const { sidecarUrl } = session;
  await checks.check('topics: each subscription has the verdict that the load makes', () =>
    // The brokers renew their statistics once a minute, and growth needs two readings that differ.
    eventually(240, async () => {
      const { subscriptions } = await get<SubscriptionList>(sidecarUrl, '/subscriptions?limit=500');
      const found = new Map(subscriptions.map(({ topic, name, verdict }) => [`${topic} ${name}`, verdict]));
      for (const [subscription, verdict] of Object.entries(EXPECTED))
        demand(found.get(subscription) === verdict, `${subscription} is ${found.get(subscription)}, not ${verdict}`);
      const growing = subscriptions.find(({ verdict }) => verdict === 'growing');
      return `${Object.values(EXPECTED).join(', ')}; "${growing?.sentence}"`;
    }),
  );
  await checks.check('topics: growth and rates are those of the load', async () => {
    const { subscriptions } = await get<SubscriptionList>(sidecarUrl, '/subscriptions?limit=500');
    const indexer = subscriptions.find(({ name }) => name === 'indexer');
    // 40 messages a second come, 20 are taken.
    demand(
      indexer?.growth !== undefined && Math.abs(indexer.growth - 20) < 4,
      `growth ${indexer?.growth}, not about 20`,
    );
    const { rows } = await get<TopicList>(sidecarUrl, '/topics?search=acme/payments/refunds&limit=10');
    const refunds = rows.find(({ name }) => name === 'persistent://acme/payments/refunds');
    const rate = refunds?.measures.rate_in ?? NaN;
    demand(Math.abs(rate - 20) < 2, `rate in of refunds ${rate}, not about 20`);
    const own = await scalar(sidecarUrl, 'sum(pulsar_subscription_back_log{subscription="indexer"})');
    const minute = 60 * 20;
    demand(
      Math.abs(indexer.backlog - own) <= 1.5 * minute,
      `backlog ${indexer.backlog}, by the broker's metrics ${own}`,
    );
    return `indexer grows by ${indexer.growth.toFixed(1)}/s, refunds get ${rate.toFixed(1)}/s; backlog ${indexer.backlog}, in /metrics a moment later ${own}`;
  });
  await checks.check('topics: confirmed verdicts are events', () =>
    eventually(90, async () => {
      const types = 'subscription_growing,subscription_orphan';
      const { events } = await get<EventList>(sidecarUrl, `/events?types=${types}`);
      const told = new Set(events.map(({ type, details }) => `${type} ${details.subscription}`));
      demand(
        told.has('subscription_growing indexer') && told.has('subscription_orphan audit'),
        `told: ${[...told].join(', ')}`,
      );
      return [...told].join(', ');
    }),
  );
}
