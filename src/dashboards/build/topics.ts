import { dashboardUrl, linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, heatmap, stat, table } from './panels.ts';
import { buckets, inCluster, metric, ofTopic, topics as topicRows } from './queries.ts';
import { clusterVariable, datasourceVariable, namespaceVariable, topicVariable } from './variables.ts';

const CHOSEN = inCluster('namespace=~"$namespace"');
/** Names of topics begin with persistent://tenant/namespace/. */
const IN_NAMESPACE = { pattern: '://$namespace/' };
const toTopic = {
  title: 'This topic',
  url: dashboardUrl('observatory-topics', 'var-topic=${__value.raw:percentencode}'),
};

/** From the subscriptions that are not well to one topic and its parts. */
export const topics: DashboardSource = {
  uid: 'observatory-topics',
  title: 'Pulsar / Topics and subscriptions',
  description:
    'Which subscription is not well and why, which topics are the largest, and one topic in depth. A large backlog that shrinks is a consumer at work; age and growth tell more than size.',
  tags: ['topics'],
  variables: [datasourceVariable, clusterVariable, namespaceVariable, topicVariable],
  events: ['broker_left', 'bundle_moved', 'bundle_split', 'ensemble_changed'],
  head: [
    stat({
      title: 'Topics chosen',
      means: 'Topics of the chosen namespaces, partitions counted.',
      normal: 'Steady.',
      act: 'It only rises: clients create topics by themselves, and nobody deletes them.',
      targets: [metric(`sum(pulsar_topics_count${CHOSEN})`)],
      unit: 'short',
    }),
    stat({
      title: 'Subscriptions',
      means: 'Subscriptions of the chosen namespaces.',
      normal: 'Steady.',
      act: 'More than readers: some are abandoned, and pin storage.',
      targets: [metric(`sum(pulsar_subscriptions_count${CHOSEN})`)],
      unit: 'short',
    }),
    stat({
      title: 'Messages in',
      means: 'Messages a second that producers send.',
      normal: 'As the day goes.',
      act: 'It falls to 0: look at the producers first, then at the brokers.',
      targets: [metric(`sum(rate(observatory_pulsar_messages_in_total${CHOSEN}[$__rate_interval]))`)],
      unit: 'mps',
    }),
    stat({
      title: 'Backlog of all',
      means: 'Messages not consumed yet, over all subscriptions, delayed ones included.',
      normal: 'Returns to its floor.',
      act: 'See the table below for who is behind.',
      targets: [metric(`sum(pulsar_msg_backlog${CHOSEN})`)],
      unit: 'short',
    }),
    stat({
      title: 'Oldest message',
      means:
        'Age of the oldest message that somebody has not acknowledged. The broker reckons it for the slowest subscription of each topic.',
      normal: 'Below what your consumers promise.',
      act: 'Sort the table below by age.',
      targets: [metric(`max(pulsar_storage_backlog_age_seconds${CHOSEN} >= 0)`)],
      unit: 's',
      thresholds: [
        [600, 'yellow'],
        [3600, 'red'],
      ],
      noValue: 'none',
    }),
    stat({
      title: 'Dropped by quota',
      means: 'Backlog quotas that were exceeded within the last hour, so that unread messages were dropped.',
      normal: '0.',
      act: 'Messages are lost to their subscription: ask its owner, raise the quota or change the policy.',
      targets: [metric(`sum(increase(pulsar_storage_backlog_quota_exceeded_evictions_total${CHOSEN}[1h]))`)],
      unit: 'short',
      thresholds: [[1, 'red']],
    }),
  ],
  rows: [
    {
      title: 'Who is not well',
      panels: [
        table({
          title: 'Subscriptions by backlog',
          means:
            'The subscriptions with the largest backlogs, with a verdict: stuck and blocked deliver nothing, orphans have no consumer, growing ones are slower than their producers.',
          normal: 'Healthy, or growing for the length of a peak.',
          act: 'The last column says what to do. Drained in is empty while the backlog does not shrink.',
          targets: [topicRows({ subject: 'subscriptions', measure: 'backlog_entries', limit: 50, ...IN_NAMESPACE })],
          unit: 'short',
          height: 10,
          columns: [
            { name: 'topic', width: 300, links: [toTopic] },
            { name: 'subscription', width: 130 },
            { name: 'verdict', cell: 'color', width: 110 },
            { name: 'backlog', width: 90 },
            { name: 'growth', width: 80, decimals: 1 },
            { name: 'drain', width: 90 },
            { name: 'consumers', width: 95 },
            { name: 'rate_out', width: 90, decimals: 1 },
            { name: 'unacked', width: 110 },
            { name: 'oldest_age', title: 'Oldest', width: 90 },
            { name: 'sentence' },
          ],
        }),
        table({
          title: 'Largest topics',
          means: 'Topics with the most messages a second, partitions summed, as the brokers told in the last minute.',
          normal: 'A few carry most of the load.',
          act: 'One partition of a topic far above the others: its keys are uneven.',
          targets: [topicRows({ by: 'topic', measure: 'rate_in', limit: 25, ...IN_NAMESPACE })],
          unit: 'short',
          width: 14,
          columns: [
            { name: 'name', title: 'Topic', width: 300, links: [toTopic] },
            { name: 'rate_in', decimals: 1 },
            { name: 'rate_out', decimals: 1 },
            { name: 'throughput_in' },
            { name: 'backlog_entries' },
            { name: 'storage_bytes' },
            { name: 'consumers' },
            { name: 'verdicts', title: 'Not well' },
          ],
        }),
        table({
          title: 'Topics by stored bytes',
          means: 'Topics that hold the most bytes, with the part that unread messages pin.',
          normal: 'As retention says.',
          act: 'A large backlog size: somebody does not read, and the ledgers cannot be trimmed.',
          targets: [topicRows({ by: 'topic', measure: 'storage_bytes', limit: 25, ...IN_NAMESPACE })],
          unit: 'short',
          width: 10,
          columns: [
            { name: 'name', title: 'Topic', width: 300, links: [toTopic] },
            'storage_bytes',
            'backlog_bytes',
            'brokers',
          ],
        }),
      ],
    },
    {
      title: 'Chosen topics',
      panels: [
        chart({
          title: 'In by topic',
          means: 'Messages a second that producers send to the ten largest of the chosen topics.',
          normal: 'As the day goes; partitions of a topic alike.',
          act: 'Choose one topic above to see only its partitions.',
          targets: [
            metric(
              `topk(10, sum by (topic) (rate(observatory_pulsar_messages_in_total${ofTopic()}[$__rate_interval])))`,
              '{{topic}}',
            ),
          ],
          unit: 'mps',
          legend: 'table',
          width: 12,
        }),
        chart({
          title: 'Out by subscription',
          means: 'Messages a second that each subscription receives, over the partitions: the ten largest.',
          normal: 'About what comes in, for each subscription.',
          act: 'Less than comes in: it falls behind. Far more: it reads a backlog, or messages are redelivered.',
          targets: [
            metric(
              `topk(10, sum by (subscription) (rate(observatory_pulsar_messages_out_total${ofTopic()}[$__rate_interval])))`,
              '{{subscription}}',
            ),
          ],
          unit: 'mps',
          legend: 'table',
          width: 12,
        }),
        chart({
          title: 'Backlog by subscription',
          means:
            'Messages that each subscription has not consumed, without those that are delayed on purpose: the ten largest.',
          normal: 'Returns to its floor after each peak.',
          act: 'A straight line upwards crosses the quota at a time that you can read off.',
          targets: [
            metric(
              `topk(10, sum by (subscription) (pulsar_subscription_back_log_no_delayed${ofTopic()}))`,
              '{{subscription}}',
            ),
          ],
          unit: 'short',
          legend: 'table',
          width: 12,
        }),
        chart({
          title: 'Backlog size and quota',
          means:
            'Bytes that the slowest subscription of each topic pins: the ten largest. Dashed: the quota, for topics that have one.',
          normal: 'Far below the quota.',
          act: 'At the quota producers are held or refused, or messages are dropped, as the policy says.',
          targets: [
            metric(`topk(10, sum by (topic) (pulsar_storage_backlog_size${ofTopic()}))`, '{{topic}}'),
            metric(`topk(10, sum by (topic) (pulsar_storage_backlog_quota_limit${ofTopic()} > 0))`, '{{topic}} quota'),
          ],
          unit: 'bytes',
          legend: 'table',
          width: 12,
          overrides: [{ of: '/ quota$/', isLimit: true }],
        }),
        chart({
          title: 'Publish latency of the chosen topics',
          means: 'Time until a message is stored: half, and 99 of 100, were faster.',
          normal: 'Like that of the cluster.',
          act: 'Slower than the cluster: its ledgers lie on a slow bookie; follow it on the cluster map.',
          stepped: true,
          targets: [0.5, 0.99].map((q) =>
            metric(
              `histogram_quantile(${q}, sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket${ofTopic()}[$__rate_interval])))`,
              `p${q * 100}`,
            ),
          ),
          unit: 's',
          interval: '2m',
          links: [linkTo('observatory-bookie-writes')],
        }),
        chart({
          title: 'Time since the last acknowledgement',
          means: 'How long ago each subscription with consumers acknowledged anything: the ten longest.',
          normal: 'Seconds while messages come in.',
          act: 'Minutes with a backlog and consumers: it is stuck. Look at its unacknowledged messages.',
          targets: [
            metric(
              `topk(10, min by (subscription) (time() - pulsar_subscription_last_acked_timestamp${ofTopic()} / 1000 < 1e9))`,
              '{{subscription}}',
            ),
          ],
          unit: 's',
        }),
        chart({
          title: 'Unacknowledged messages',
          means:
            'Messages delivered and not acknowledged, by subscription. Limits: 50,000 a consumer, 200,000 a subscription.',
          normal: 'About rate times processing time.',
          act: 'At the limit nothing more is delivered: a consumer hangs, or forgets to acknowledge.',
          targets: [
            metric(
              `topk(10, sum by (subscription) (pulsar_subscription_unacked_messages${ofTopic()}))`,
              '{{subscription}}',
            ),
          ],
          unit: 'short',
        }),
        chart({
          title: 'Redelivered',
          means: 'Messages a second that are delivered again, by subscription.',
          normal: 'Near 0.',
          act: 'Consumers fail, or need longer than their ack timeout: the work is done over and over.',
          stepped: true,
          targets: [
            metric(
              `topk(10, sum by (subscription) (pulsar_subscription_msg_rate_redeliver${ofTopic()}))`,
              '{{subscription}}',
            ),
          ],
          width: 12,
          unit: 'mps',
        }),
        chart({
          title: 'Consumers by subscription',
          means: 'Consumers that are connected, over the partitions: the ten subscriptions with the most.',
          normal: 'Steady.',
          act: 'To 0: nobody reads. A saw: consumers crash or are redeployed.',
          targets: [
            metric(
              `topk(10, sum by (subscription) (pulsar_subscription_consumers_count${ofTopic()}))`,
              '{{subscription}}',
            ),
          ],
          width: 12,
          unit: 'short',
        }),
        heatmap({
          title: 'Publish latency, all of it',
          means: 'How many publishes a second took how long: the stronger the colour, the more.',
          normal: 'One narrow band.',
          act: 'Two bands: two kinds of bookies or of ledgers. A cloud above: now and then a disk stalls.',
          targets: [
            buckets(
              `sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket${ofTopic()}[$__rate_interval]))`,
            ),
          ],
          unit: 's',
          interval: '2m',
        }),
        heatmap({
          title: 'Entry sizes',
          means: 'How many entries a second have which size; an entry is a batch of messages.',
          normal: 'Some kilobytes: producers batch.',
          act: 'Many tiny entries: batching is off, and each costs a round to the bookies.',
          targets: [
            buckets(`sum by (le) (rate(observatory_pulsar_entry_size_bytes_bucket${ofTopic()}[$__rate_interval]))`),
          ],
          unit: 'bytes',
          interval: '2m',
        }),
      ],
    },
  ],
};
