import type { z } from 'zod';
import { duration, integer } from '../scalars.ts';
import { section } from '../section.ts';

/** How rules are evaluated: what Prometheus takes as flags (`--rules.…`). */
export const rulesSchema = section({
  max_concurrent: integer(1).default(4).describe('Rule groups evaluated at a time; they share one thread.'),
  for_outage_tolerance: duration()
    .default(3_600_000)
    .describe('Longest outage after which alerts count their `for` on.'),
  for_grace_period: duration()
    .default(600_000)
    .describe('An alert waits at least this long after a restart; rules with a shorter `for` wait it anew.'),
  resend_delay: duration(1000).default(60_000).describe('How often Alertmanagers hear of an alert that goes on.'),
  notification_queue_capacity: integer(1)
    .default(10_000)
    .describe('Alerts that wait for one Alertmanager; beyond it the oldest are dropped.'),
});

export type RulesConfig = z.output<typeof rulesSchema>;
