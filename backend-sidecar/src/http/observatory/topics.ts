import * as z from 'zod';
import {
  measure,
  subscriptionList,
  subscriptionVerdict,
  topicAnswer,
  topicList,
  type SubscriptionList,
  type TopicAnswer,
  type TopicList,
} from '@observatory/protocol/topics';
import { SUBSCRIPTION_SORTS, type SubscriptionQuery, type TopicQuery } from '../../topics/index.ts';
import type { OperationRegistry } from './operation.ts';
import { integerQuery, listQuery } from './query-scalars.ts';

const text = z.string().optional();
const filter = { cluster: text, namespace: text, broker: text, bundle: text, group: text, search: text };
const page = {
  limit: integerQuery(0, 1000).default(100),
  offset: integerQuery(0, 10_000_000).default(0),
  order: z.enum(['asc', 'desc']).default('desc'),
};

const topicsQuery = z.object({
  ...filter,
  ...page,
  by: z.enum(['topic', 'partition', 'namespace', 'group']).default('topic'),
  sort: z.union([measure, z.enum(['name', 'topics'])]).default('rate_in'),
  top: integerQuery(0, 100).default(0),
});
const topicQuery = z.object({ cluster: text });
const subscriptionsQuery = z.object({
  ...filter,
  ...page,
  subscription: text,
  verdict: listQuery(subscriptionVerdict.options).default([]),
  sort: z.enum(SUBSCRIPTION_SORTS).default('backlog'),
});

/** What is served; worked out in slices. `describe` rejects with `OBS_TOPICS_UNKNOWN`. */
export interface TopicsView {
  list(query: TopicQuery): Promise<TopicList>;
  describe(topic: string, cluster: string | undefined): Promise<TopicAnswer>;
  subscriptions(query: SubscriptionQuery): Promise<SubscriptionList>;
}

/** `GET /topics`, `/topics/{topic}`, `/subscriptions`: topics at any number, from the statistics of the brokers. */
export function registerTopics(operations: OperationRegistry, topics: TopicsView): void {
  operations.add({
    method: 'GET',
    path: '/topics',
    role: 'reader',
    summary: 'Topics, or their sums by namespace or group: filtered, sorted, in pages; the largest for each measure',
    query: topicsQuery as z.ZodType<TopicQuery>,
    answer: topicList,
    handle: ({ query }) => topics.list(query),
  });
  operations.add({
    method: 'GET',
    // A proxy may decode the name on its way, as Grafana's does.
    path: '/topics/*',
    role: 'reader',
    summary: 'One topic with its partitions and subscriptions; the name is URL-encoded, or as it is',
    query: topicQuery,
    answer: topicAnswer,
    handle: ({ params, query }) => topics.describe(params['*'], query.cluster),
  });
  operations.add({
    method: 'GET',
    path: '/subscriptions',
    role: 'reader',
    summary: 'Subscriptions by verdict (healthy, growing, stuck, …), each with its evidence',
    query: subscriptionsQuery.transform(({ verdict, ...query }) => ({
      ...query,
      verdicts: verdict,
    })) as z.ZodType<SubscriptionQuery>,
    answer: subscriptionList,
    handle: ({ query }) => topics.subscriptions(query),
  });
}
