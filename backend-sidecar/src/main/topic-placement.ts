import type { ClusterTopics, TopicsMonitor } from '../topics/index.ts';
import { VERDICTS } from '../topics/verdict/verdict.ts';
import type { TopicPlacement, Verdict } from '../topology/index.ts';

/** Verdicts that the topology carries along its edges; the worst-off clusters have no more of a picture with more. */
const MAX_VERDICTS = 1000;
const DOWN: ReadonlySet<string> = new Set(['stuck', 'blocked_on_unacked']);

/** Lets the topology see what is known of topics, without copying it: each look goes to the columns. */
export function topicPlacement(monitor: () => Pick<TopicsMonitor, 'clusters'>): TopicPlacement {
  const storeOf = (cluster: string) => clusterNamed(monitor().clusters(), cluster)?.state.store;
  return {
    topic(cluster, topic) {
      const store = storeOf(cluster);
      const row = store?.names.find(topic) ?? -1;
      if (!store || row < 0 || store.topics.columns.alive[row] !== 1) return undefined;
      const t = store.topics.columns;
      return {
        broker: store.brokers.text(t.broker[row]),
        rateIn: t.rateIn[row],
        rateOut: t.rateOut[row],
        storageBytes: t.storageBytes[row],
        backlogEntries: t.backlogEntries[row],
        producers: t.producers[row],
        consumers: t.consumers[row],
        subscriptions: t.subscriptions[row],
      };
    },
    subscriptions(cluster, topic) {
      const store = storeOf(cluster);
      const row = store?.names.find(topic) ?? -1;
      if (!store || row < 0 || store.topics.columns.alive[row] !== 1) return [];
      const s = store.subscriptions.columns;
      return [...store.subscriptionsOf(row)].map((sub) => ({
        name: store.subscriptionNames.text(s.name[sub]),
        attributes: {
          verdict: VERDICTS[s.verdict[sub]],
          backlogEntries: s.backlog[sub],
          consumers: s.consumers[sub],
          rateOut: s.rateOut[sub],
        },
      }));
    },
    verdicts(cluster) {
      const store = storeOf(cluster);
      if (!store) return [];
      const found: Verdict[] = [];
      const t = store.topics.columns;
      const s = store.subscriptions.columns;
      for (let topic = 0; topic < store.names.size && topic < t.alive.length; topic++) {
        if (t.alive[topic] !== 1) continue;
        for (const sub of store.subscriptionsOf(topic)) {
          if (s.verdict[sub] === 0) continue;
          const verdict = VERDICTS[s.verdict[sub]];
          found.push({
            topic: store.names.text(topic),
            subscription: store.subscriptionNames.text(s.name[sub]),
            health: DOWN.has(verdict) ? 'down' : 'degraded',
            reason: verdict.replaceAll('_', ' '),
          });
          if (found.length === MAX_VERDICTS) return found;
        }
      }
      return found;
    },
  };
}

function clusterNamed(clusters: readonly ClusterTopics[], name: string): ClusterTopics | undefined {
  return clusters.find((each) => each.name === name);
}
