import type { SubscriptionRow, TopicAnswer, TopicRow } from '@observatory/protocol/topics';
import { topicTargets } from './topic-targets.ts';

const NAME = 'persistent://acme/shop/orders';
const row = (topic: string) => ({ cluster: 'c1', topic, name: 'a/b' }) as SubscriptionRow;
const answer = (kind: TopicRow['kind'], own: Partial<TopicAnswer>): TopicAnswer => ({
  nowMs: 0,
  topic: { cluster: 'c1', name: NAME, kind, topics: 1, old: 0, measures: {} as TopicRow['measures'] },
  partitions: [],
  subscriptions: [row(NAME)],
  partitionSubscriptions: [],
  ...own,
});

it('are a topic and its subscriptions, by the ids of the topology', () => {
  expect(topicTargets(answer('topic', {}))).toEqual([
    { id: `c1/topic/${NAME}`, title: 'The topic' },
    { id: `c1/subscription/${NAME}#a%2Fb`, title: 'Subscription a/b' },
  ]);
});

it('are the subscriptions of each partition where there are partitions: the topic itself has none', () => {
  const partitionSubscriptions = [row(`${NAME}-partition-0`)];
  expect(topicTargets(answer('partitioned', { partitionSubscriptions }))).toEqual([
    { id: `c1/partitioned_topic/${NAME}`, title: 'The topic' },
    { id: `c1/subscription/${NAME}-partition-0#a%2Fb`, title: 'Subscription a/b, partition-0' },
  ]);
});
