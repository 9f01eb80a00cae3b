/** Alerts with recovery (`cluster.monitoring`): their states, what they set off, and what it led to. */
import * as z from 'zod';

export const recoverySeverity = z.enum(['info', 'warning', 'critical']);
export type RecoverySeverity = z.infer<typeof recoverySeverity>;

export const recoveryAlertState = z.object({
  /** Topology id of the node, or the agent's name. */
  node: z.string(),
  state: z.enum(['ok', 'pending', 'firing']),
  /** Number or text, as the metric is. */
  value: z.union([z.number(), z.string()]).nullable(),
  sinceMs: z.number(),
});
export type RecoveryAlertState = z.infer<typeof recoveryAlertState>;

export const recoveryAlert = z.object({
  id: z.string(),
  metric: z.string(),
  operator: z.enum(['>', '>=', '<', '<=', '==', '!=']),
  threshold: z.union([z.number(), z.string()]),
  severity: recoverySeverity,
  durationMinutes: z.number(),
  /** Name of a recovery action; empty: it only tells. */
  action: z.string(),
  /** Those that are not `ok` first. */
  nodes: z.array(recoveryAlertState),
  /** Why it, or a part of it, cannot be evaluated. */
  problem: z.string().optional(),
});
export type RecoveryAlert = z.infer<typeof recoveryAlert>;

export const recoveryAction = z.object({
  name: z.string(),
  kind: z.enum(['command', 'method', 'script']),
  /** What it does, in a sentence. */
  says: z.string(),
  /** `alerting_node`, or a topology id or agent. */
  target: z.string(),
  cooldownSeconds: z.number(),
  runsPerHour: z.number(),
  dryRun: z.boolean(),
  needsApproval: z.boolean(),
});
export type RecoveryAction = z.infer<typeof recoveryAction>;

export const RECOVERY_OUTCOMES = [
  'awaiting_approval',
  'running',
  'done',
  'failed',
  'unknown',
  'dry_run',
  'dismissed',
  'cooling_down',
  'too_many',
  'switched_off',
  'refused',
] as const;
export const recoveryOutcome = z.enum(RECOVERY_OUTCOMES);
export type RecoveryOutcome = z.infer<typeof recoveryOutcome>;

/** One time an action was set off. Payload of the stream channel `recovery`, keyed by id. */
export const recoveryRun = z.object({
  id: z.string(),
  timeMs: z.number(),
  endedMs: z.number().optional(),
  /** Id of the alert, or `grafana:<rule>`, `alertmanager:<alertname>`. */
  alert: z.string(),
  action: z.string(),
  node: z.string(),
  outcome: recoveryOutcome,
  /** What was answered, or why nothing was done. */
  detail: z.string(),
  /** Execution of control, where the action is an operation. */
  execution: z.string().optional(),
  approvedBy: z.string().optional(),
});
export type RecoveryRun = z.infer<typeof recoveryRun>;

/** `GET /recovery`. */
export const recoveryStatus = z.object({
  enabled: z.boolean(),
  /** Why nothing is evaluated although the configuration wants it. */
  problem: z.string().optional(),
  /** False: the stop switch is on. */
  automation: z.boolean(),
  collectionIntervalSeconds: z.number(),
  historyHours: z.number(),
  alerts: z.array(recoveryAlert),
  actions: z.array(recoveryAction),
  /** Newest first. */
  runs: z.array(recoveryRun),
});
export type RecoveryStatus = z.infer<typeof recoveryStatus>;

/** Answer of `/control/recovery/:id/{approve,dismiss}` and of the webhooks. */
export const recoveryRuns = z.object({ runs: z.array(recoveryRun) });
export type RecoveryRuns = z.infer<typeof recoveryRuns>;
