/** What happened, on one time line that every chart can show. Also the payload of the stream channel `events`. */
import * as z from 'zod';

export const EVENT_TYPES = [
  'restart',
  'node_up',
  'node_down',
  'leader_changed',
  'broker_joined',
  'broker_left',
  'bundle_moved',
  'bundle_split',
  'bookie_joined',
  'bookie_left',
  'bookie_read_only',
  'bookie_writable',
  'under_replicated',
  'fully_replicated',
  'ledger_rollover',
  'ensemble_changed',
  'worker_joined',
  'worker_left',
  'exposure_changed',
  'subscription_blocked',
  'subscription_stuck',
  'subscription_redelivery_storm',
  'subscription_orphan',
  'subscription_growing',
  'subscription_recovered',
  /** More subscriptions changed at once than were told one by one. */
  'subscriptions_changed',
  /** Somebody acted on the cluster: through control, or by other means that were told. */
  'control_action',
  /** Something new runs from here on: of the cluster, or of a client. */
  'deployment',
  /** A recovery action was set off, and did not act: refused, dismissed, a dry run, or it waits for approval. */
  'recovery_action',
  /** A benchmark run; `details.run` is its id. */
  'run_began',
  'run_ended',
] as const;
export const eventType = z.enum(EVENT_TYPES);
export type EventType = z.infer<typeof eventType>;

export const clusterEvent = z.object({
  /** Grows with every event; the next start goes on counting. */
  id: z.number(),
  timeMs: z.number(),
  type: eventType,
  severity: z.enum(['info', 'warning']),
  cluster: z.string(),
  /** Topology id of what it is about (`demo-1/broker/127.0.0.1:8080`). */
  node: z.string().optional(),
  /** One sentence for a reader. */
  summary: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type ClusterEvent = z.infer<typeof clusterEvent>;

export const eventList = z.object({
  events: z.array(clusterEvent),
  /** More matched than `limit`; the newest are given. */
  truncated: z.boolean(),
});
export type EventList = z.infer<typeof eventList>;
