/**
 * Control: operations of the catalogue, their plans, executions and audit records. The server says what is allowed and why
 * not; pages and command print it.
 */
import * as z from 'zod';
import { role } from './session.ts';

export const RISKS = ['low', 'medium', 'high'] as const;
/** `low`: a button; `medium`: a dialog that says what follows; `high`: the name of the target is typed. */
export const risk = z.enum(RISKS);
export type Risk = z.infer<typeof risk>;

export const CONTROL_TARGETS = [
  'cluster',
  'broker',
  'bundle',
  'topic',
  'partitioned_topic',
  'subscription',
  'function',
  'function_instance',
  'function_worker',
  'bookie',
  'service',
] as const;
export const controlTarget = z.enum(CONTROL_TARGETS);
export type ControlTarget = z.infer<typeof controlTarget>;

const parameterValue = z.union([z.string().max(1000), z.number(), z.boolean()]);
export const operationParameters = z.record(z.string().max(100), parameterValue);
export type OperationParameters = z.infer<typeof operationParameters>;

/** What the server decided of an action; whoever shows it prints it. */
export const permission = z.object({
  action: z.string(),
  allowed: z.boolean(),
  /** Empty when allowed. */
  reason: z.string(),
  /** What it takes, in words, such as a role. */
  requires: z.array(z.string()),
  /** Somebody else has to approve the execution. */
  secondPerson: z.boolean(),
});
export type ControlPermission = z.infer<typeof permission>;

export const operationInfo = z.object({
  id: z.string(),
  title: z.string(),
  summary: z.string(),
  targets: z.array(controlTarget),
  risk,
  role,
  parameters: z.array(
    z.object({
      name: z.string(),
      type: z.enum(['text', 'number', 'boolean']),
      required: z.boolean(),
      default: parameterValue.optional(),
      description: z.string(),
    }),
  ),
  verification: z.string(),
  stopsOn: z.array(z.string()),
  undo: z.string(),
  permission,
});
export type OperationInfo = z.infer<typeof operationInfo>;

export const controlStatus = z.object({
  mode: z.enum(['read_only', 'confirm']),
  /** False: the stop switch is on, nothing is carried out by itself. */
  automation: z.boolean(),
  auditRecords: z.number(),
  /** Why nothing can be carried out; empty when all is well. */
  fault: z.string(),
});
export type ControlStatus = z.infer<typeof controlStatus>;
export const operationList = z.object({ status: controlStatus, operations: z.array(operationInfo) });
export type OperationList = z.infer<typeof operationList>;

export const planRequest = z.strictObject({
  operation: z.string().min(1).max(100),
  /** Topology id, or `agents/<agent>/<service>`. */
  target: z.string().min(1).max(2000),
  parameters: operationParameters.default({}),
});
export type PlanRequest = z.input<typeof planRequest>;

export const blastItem = z.object({
  /** `clients_reconnect`, `topics_without_owner`, `messages_skipped`, … */
  kind: z.string(),
  /** Null: it cannot be known. */
  count: z.number().nullable(),
  sentence: z.string(),
  certainty: z.enum(['measured', 'estimate', 'unknown']),
  /** Some of them by name. */
  examples: z.array(z.string()),
});
export type BlastItem = z.infer<typeof blastItem>;

export const finding = z.object({ level: z.enum(['blocker', 'warning', 'info']), message: z.string() });
export type Finding = z.infer<typeof finding>;

export const plan = z.object({
  id: z.string(),
  /** SHA-256 over everything that would be done. */
  hash: z.string(),
  operation: z.string(),
  title: z.string(),
  sentence: z.string(),
  target: z.string(),
  parameters: operationParameters,
  risk,
  createdMs: z.number(),
  expiresMs: z.number(),
  permission,
  confirmation: z.object({ kind: z.enum(['button', 'dialog', 'typed']), text: z.string() }),
  steps: z.array(z.object({ id: z.string(), title: z.string(), call: z.string() })),
  blast: z.array(blastItem),
  findings: z.array(finding),
  verification: z.string(),
  stopsOn: z.array(z.string()),
  undo: z.string(),
});
export type Plan = z.infer<typeof plan>;

export const executionRequest = z.strictObject({
  plan: z.string().min(1).max(100),
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'expected the hash of the plan'),
  /** The same key never starts a second execution. */
  key: z.string().regex(/^[A-Za-z0-9._:-]{8,100}$/, 'expected 8 to 100 letters, digits, ".", "_", ":" or "-"'),
  /** The name of the target, where the plan asks to type it. */
  confirmation: z.string().max(2000).optional(),
});
export type ExecutionRequest = z.infer<typeof executionRequest>;

export const actor = z.object({
  /** Whom the audit names. */
  name: z.string(),
  role: z.enum(['reader', 'operator', 'admin']),
  via: z.enum(['grafana', 'token', 'jwt', 'session', 'loopback', 'automation']),
  address: z.string(),
});
export type Actor = z.infer<typeof actor>;

export const EXECUTION_STATES = [
  'awaiting_approval',
  'running',
  'stopping',
  'succeeded',
  'failed',
  'stopped',
  'unknown',
] as const;
export const executionState = z.enum(EXECUTION_STATES);
export type ExecutionState = z.infer<typeof executionState>;

export const stepProgress = z.object({
  id: z.string(),
  title: z.string(),
  call: z.string(),
  /** `unknown`: it may or may not have happened. */
  state: z.enum(['waiting', 'running', 'done', 'failed', 'skipped', 'unknown']),
  startedMs: z.number().optional(),
  endedMs: z.number().optional(),
  /** What was answered, or what is waited for. */
  note: z.string(),
});
export type StepProgress = z.infer<typeof stepProgress>;

/** Payload of the stream channel `operations`, keyed by id, and answer of the API. */
export const execution = z.object({
  id: z.string(),
  key: z.string(),
  operation: z.string(),
  sentence: z.string(),
  target: z.string(),
  parameters: operationParameters,
  planHash: z.string(),
  blast: z.array(blastItem),
  by: actor,
  approvedBy: actor.optional(),
  state: executionState,
  startedMs: z.number(),
  endedMs: z.number().optional(),
  deadlineMs: z.number(),
  steps: z.array(stepProgress),
  /** Why it ended so. */
  result: z.string(),
  verified: z.boolean().optional(),
});
export type Execution = z.infer<typeof execution>;
export const executionList = z.object({ executions: z.array(execution) });
export type ExecutionList = z.infer<typeof executionList>;

export const AUDIT_ACTIONS = [
  'execution_requested',
  'execution_approved',
  'execution_finished',
  'execution_refused',
  'stop_requested',
  'automation_switched',
  'recovery',
  'identity_refused',
  /** Of benchmark runs; `operation` says which, `run-start`, `run-stop`, `run-change`, `run-delete`, `run-import`. */
  'run',
] as const;
export const auditAction = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditAction>;

export const auditRecord = z.object({
  version: z.literal(1),
  seq: z.number(),
  timeMs: z.number(),
  action: auditAction,
  actor,
  operation: z.string(),
  target: z.string(),
  parameters: operationParameters,
  execution: z.string(),
  planHash: z.string(),
  /** `requested`, `succeeded`, `failed: …` */
  result: z.string(),
  /** Hash of the record before; 64 zeros for the first. */
  previous: z.string(),
  hash: z.string(),
});
export type AuditRecord = z.infer<typeof auditRecord>;
export const auditList = z.object({ records: z.array(auditRecord), total: z.number(), truncated: z.boolean() });
export type AuditList = z.infer<typeof auditList>;

export const auditVerification = z.object({
  ok: z.boolean(),
  records: z.number(),
  lastSeq: z.number(),
  lastHash: z.string(),
  /** Where the chain breaks, and how; empty when it does not. */
  problem: z.string(),
});
export type AuditVerification = z.infer<typeof auditVerification>;

export const automationSwitch = z.strictObject({ automation: z.boolean() });
