/** What the journal of executions holds; docs/format/control-journal.md. */
import * as z from 'zod';
import { actor, blastItem, operationParameters } from '@observatory/protocol/control';
import type { Json } from '../operation.ts';

export const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(json), z.record(z.string(), json)]),
);

export const journalRecord = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('execution'),
    id: z.string(),
    timeMs: z.number(),
    key: z.string(),
    operation: z.string(),
    target: z.object({ id: z.string(), kind: z.string(), cluster: z.string(), name: z.string() }),
    parameters: operationParameters,
    facts: z.record(z.string(), json),
    blast: z.array(blastItem),
    planHash: z.string(),
    sentence: z.string(),
    by: actor,
    needsApproval: z.boolean(),
    deadlineMs: z.number(),
  }),
  z.object({ type: z.literal('approved'), id: z.string(), timeMs: z.number(), by: actor }),
  z.object({ type: z.literal('step_begin'), id: z.string(), timeMs: z.number(), step: z.string(), before: json }),
  z.object({
    type: z.literal('step_end'),
    id: z.string(),
    timeMs: z.number(),
    step: z.string(),
    state: z.enum(['done', 'failed', 'unknown', 'skipped']),
    note: z.string(),
  }),
  z.object({ type: z.literal('stop'), id: z.string(), timeMs: z.number(), reason: z.string() }),
  z.object({
    type: z.literal('end'),
    id: z.string(),
    timeMs: z.number(),
    state: z.enum(['succeeded', 'failed', 'stopped', 'unknown']),
    result: z.string(),
    verified: z.boolean().optional(),
  }),
  /** The audit has the end of this execution. */
  z.object({ type: z.literal('audited'), id: z.string(), timeMs: z.number() }),
  z.object({ type: z.literal('automation'), timeMs: z.number(), on: z.boolean() }),
]);
export type JournalRecord = z.infer<typeof journalRecord>;
export type ExecutionRecord = Extract<JournalRecord, { type: 'execution' }>;
