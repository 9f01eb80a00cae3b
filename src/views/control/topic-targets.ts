import type { SubscriptionRow, TopicAnswer } from '@observatory/protocol/topics';
import type { ActionTarget } from './action-target.ts';

/** What can be acted on from a topic's page: the topic, and its subscriptions; each partition has subscriptions of its own. */
export function topicTargets({
  topic,
  partitions,
  subscriptions,
  partitionSubscriptions,
}: TopicAnswer): ActionTarget[] {
  const { cluster, name } = topic;
  const isPartitioned = topic.kind === 'partitioned' || partitions.length > 0;
  const title = (row: SubscriptionRow) =>
    isPartitioned ? `Subscription ${row.name}, ${row.topic.slice(name.length + 1)}` : `Subscription ${row.name}`;
  return [
    { id: `${cluster}/${isPartitioned ? 'partitioned_topic' : 'topic'}/${name}`, title: 'The topic' },
    ...(isPartitioned ? partitionSubscriptions : subscriptions).map((row) => ({
      id: `${row.cluster}/subscription/${row.topic}#${encodeURIComponent(row.name)}`,
      title: title(row),
    })),
  ];
}
