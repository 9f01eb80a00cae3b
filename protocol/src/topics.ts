import * as z from 'zod';

/** What topics are compared and summed by. Rates are per second over the broker's last 60 s; backlogs count entries. */
export const MEASURES = [
  'rate_in',
  'rate_out',
  'throughput_in',
  'throughput_out',
  'storage_bytes',
  'backlog_bytes',
  'backlog_entries',
  'producers',
  'consumers',
  'subscriptions',
] as const;
export const measure = z.enum(MEASURES);
export type Measure = z.infer<typeof measure>;

/** `unknown`: the figures are too old to judge. */
export const subscriptionVerdict = z.enum([
  'healthy',
  'growing',
  'orphan',
  'redelivery_storm',
  'stuck',
  'blocked_on_unacked',
  'unknown',
]);
export type SubscriptionVerdict = z.infer<typeof subscriptionVerdict>;

const measures = z.record(measure, z.number());

/** A topic, a partitioned topic with its partitions summed, a namespace, or a group. */
export const topicRow = z.object({
  cluster: z.string(),
  /** Full topic name, namespace or name of the group. */
  name: z.string(),
  /** `topic`: one that is not partitioned, or a single partition. */
  kind: z.enum(['topic', 'partitioned', 'namespace', 'group']),
  /** Topics summed, partitions counted singly; of `old` of them the figures are the last known, too old to stand for now. */
  topics: z.number(),
  old: z.number(),
  measures,
  /** Of topics only. A partitioned topic may have several. */
  brokers: z.array(z.string()).optional(),
  bundle: z.string().optional(),
  /** Subscriptions that are not healthy. */
  verdicts: z.partialRecord(subscriptionVerdict, z.number()).optional(),
  /** End of the reading, ms since the epoch; the oldest of several. */
  updatedMs: z.number().optional(),
  /** Why the figures are, or may be, old. */
  staleReason: z.string().optional(),
});
export type TopicRow = z.infer<typeof topicRow>;

/** How the readings of one broker go: what the figures rest on. */
export const topicReading = z.object({
  cluster: z.string(),
  broker: z.string(),
  listed: z.boolean(),
  readings: z.number(),
  failures: z.number(),
  /** Empty when the last reading was complete. */
  lastError: z.string(),
  lastGoodMs: z.number().optional(),
  durationMs: z.number(),
  /** Spent in the parser; on a busy machine this is more than its CPU time. */
  cpuMs: z.number(),
  bytes: z.number(),
  topics: z.number(),
  subscriptions: z.number(),
  intervalMs: z.number(),
  /** Read less often than configured, so that the bytes stay within the budget. */
  stretched: z.boolean(),
  /** One answer alone is larger than the budget of a minute. */
  exceeded: z.boolean(),
});
export type TopicReading = z.infer<typeof topicReading>;

export const topicList = z.object({
  nowMs: z.number(),
  by: z.enum(['topic', 'partition', 'namespace', 'group']),
  /** Rows that passed the filters. */
  total: z.number(),
  offset: z.number(),
  rows: z.array(topicRow),
  /** The largest rows for each measure, under the same filters; only when `top` was asked for. */
  top: z
    .partialRecord(measure, z.array(z.object({ cluster: z.string(), name: z.string(), value: z.number() })))
    .optional(),
  readings: z.array(topicReading),
});
export type TopicList = z.infer<typeof topicList>;

/** A number of the evidence, with what it means. */
export const evidence = z.object({
  fact: z.string(),
  value: z.union([z.number(), z.string()]),
  /** `entries`, `messages`, `per_second`, `ms`, `time_ms`, `ratio`, `position`. */
  unit: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

export const subscriptionRow = z.object({
  cluster: z.string(),
  topic: z.string(),
  name: z.string(),
  type: z.string(),
  verdict: subscriptionVerdict,
  /** Since when it has the verdict; absent when it had none other. */
  sinceMs: z.number().optional(),
  /** One sentence: what is seen, and what to do. */
  sentence: z.string(),
  evidence: z.array(evidence),
  consumers: z.number(),
  /** Entries. */
  backlog: z.number(),
  backlogNoDelayed: z.number().optional(),
  /** Messages. */
  unacked: z.number().optional(),
  permits: z.number(),
  rateOut: z.number(),
  ackRate: z.number(),
  redeliverRate: z.number(),
  blocked: z.boolean(),
  /** Smoothed change of the backlog, entries per second; absent before the second reading. */
  growth: z.number().optional(),
  /** Absent when the backlog does not shrink, or that is not known yet. */
  drainSeconds: z.number().optional(),
  lastAckedMs: z.number().optional(),
  lastConsumedMs: z.number().optional(),
  /** Age of the oldest message that is not acknowledged, where the broker told. */
  oldestAgeSeconds: z.number().optional(),
  /** Partitions summed; absent for one topic. */
  partitions: z.number().optional(),
  staleReason: z.string().optional(),
});
export type SubscriptionRow = z.infer<typeof subscriptionRow>;

export const subscriptionList = z.object({
  nowMs: z.number(),
  total: z.number(),
  offset: z.number(),
  /** Of all subscriptions that passed the filters but that of the verdict. */
  verdicts: z.partialRecord(subscriptionVerdict, z.number()),
  subscriptions: z.array(subscriptionRow),
});
export type SubscriptionList = z.infer<typeof subscriptionList>;

export const topicAnswer = z.object({
  nowMs: z.number(),
  topic: topicRow,
  /** Of a partitioned topic. */
  partitions: z.array(topicRow),
  /** Summed over partitions; the gravest verdict of them. */
  subscriptions: z.array(subscriptionRow),
  /** The same, partition by partition. */
  partitionSubscriptions: z.array(subscriptionRow),
});
export type TopicAnswer = z.infer<typeof topicAnswer>;
