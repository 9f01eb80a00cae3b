import type * as z from 'zod';
import { compileRelabelRegex } from '../relabel-regex.ts';
import { boolean, duration, integer, nonEmptyText } from '../scalars.ts';
import { list, section } from '../section.ts';

const MINUTE = 60_000;

const groupSchema = section({
  name: nonEmptyText().describe('Value of the `group` label.'),
  pattern: nonEmptyText().describe(
    'RE2 expression on the full name (`persistent://tenant/namespace/topic`), anchored at both ends.',
  ),
}).superRefine(({ pattern }, context) => {
  try {
    compileRelabelRegex(pattern);
  } catch (error) {
    context.addIssue({
      code: 'custom',
      path: ['pattern'],
      message: `is no RE2 expression: ${error instanceof Error ? error.message : String(error)}`,
      input: pattern,
    } as z.core.$ZodRawIssue);
  }
});

const verdictsSchema = section({
  blocked_after: duration()
    .default(5 * MINUTE)
    .describe('Blocked on unacknowledged messages: for how long.'),
  stuck_after: duration()
    .default(10 * MINUTE)
    .describe('Stuck: for how long nothing is delivered although consumers wait.'),
  redelivery_after: duration()
    .default(10 * MINUTE)
    .describe('Redelivery storm: for how long.'),
  redelivery_percent: integer(1).default(30).describe('Redelivered messages in percent of those delivered.'),
  orphan_after: duration()
    .default(30 * MINUTE)
    .describe('Orphan: for how long there is a backlog and no consumer.'),
  growing_after: duration()
    .default(30 * MINUTE)
    .describe('Growing: for how long.'),
  growing_backlog: integer(0).default(10_000).describe('Backlog, in entries, above which growth matters.'),
  clear_after: duration()
    .default(2 * MINUTE)
    .describe('How long the reason must be gone before a verdict is lifted.'),
});

export const topicsSchema = section({
  enabled: boolean()
    .default(true)
    .describe('Read `broker-stats/topics` of every broker of `clusters`, within its `budget`.'),
  interval: duration(1000)
    .default(MINUTE)
    .describe('Least time between two readings of a broker, which renews its answer once a minute.'),
  cpu_percent: integer(1, 100).default(25).describe('Most CPU, in percent of one core, that reading may take.'),
  top: integer(0, 1000)
    .default(20)
    .describe('Topics and subscriptions that get series of their own, for each measure.'),
  max_namespaces: integer(0)
    .default(500)
    .describe('Namespaces that get series of their own; those with most topics first.'),
  close_looks: integer(0)
    .default(5)
    .describe('Single topics asked for after a reading, per broker, to confirm what looks wrong.'),
  groups: list(groupSchema)
    .default([])
    .describe('Groups of topics with sums of their own; the first that fits counts.'),
  verdicts: verdictsSchema.prefault({}).describe('When a subscription is called more than healthy.'),
});

export type TopicsConfig = z.output<typeof topicsSchema>;
