import type { TopicAnswer } from '@observatory/protocol/topics';
import type { ActionTarget } from './action-target.ts';

/** What can be acted on from a topic's page: the topic, and its subscriptions. */
export function topicTargets({ topic, partitions, subscriptions }: TopicAnswer): ActionTarget[] {
  const { cluster, name } = topic;
  const kind = topic.kind === 'partitioned' || partitions.length > 0 ? 'partitioned_topic' : 'topic';
  return [
    { id: `${cluster}/${kind}/${name}`, title: 'The topic' },
    ...subscriptions.map((each) => ({
      id: `${each.cluster}/subscription/${each.topic}#${encodeURIComponent(each.name)}`,
      title: `Subscription ${each.name}`,
    })),
  ];
}
