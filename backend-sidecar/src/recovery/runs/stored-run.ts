/** What the journal of recovery holds; docs/format/recovery-journal.md. */
import * as z from 'zod';
import { recoveryRun, type RecoveryRun } from '@observatory/protocol/recovery';

/** A run with what carrying it out needs beside. */
export const storedRun = recoveryRun.extend({
  cluster: z.string(),
  /** What `{details}` stands for: one line of JSON. */
  details: z.string(),
  /** Who delivered it, for the audit; empty for an alert of our own. */
  deliveredBy: z.string(),
  /** What it acts on: a topology id or an agent; empty until that was found. */
  target: z.string(),
  /** When it was begun, dry runs included. */
  beganMs: z.number().optional(),
  /** False: what set it off is over. */
  isLive: z.boolean(),
});
export type StoredRun = z.infer<typeof storedRun>;

export const recoveryRecord = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('alert'),
    alert: z.string(),
    node: z.string(),
    state: z.enum(['ok', 'pending', 'firing']),
    value: z.union([z.number(), z.string()]).nullable(),
    sinceMs: z.number(),
    seenMs: z.number(),
  }),
  /** The alerts were looked at: what lies between two of these nobody saw. */
  z.object({ type: z.literal('looked'), timeMs: z.number() }),
  z.object({ type: z.literal('run'), run: storedRun }),
  /** This was set off once, and is not again, though its run is forgotten. */
  z.object({ type: z.literal('seen'), id: z.string(), timeMs: z.number() }),
]);
export type RecoveryRecord = z.infer<typeof recoveryRecord>;

/** What the API and the stream show of a run. */
export function shownRun(run: StoredRun): RecoveryRun {
  return recoveryRun.parse(run);
}

const WAITING: ReadonlySet<RecoveryRun['outcome']> = new Set(['awaiting_approval', 'cooling_down', 'too_many']);

/** It may be begun yet. */
export const isWaiting = ({ outcome, isLive }: StoredRun): boolean => isLive && WAITING.has(outcome);
export const isOver = (run: StoredRun): boolean => run.outcome !== 'running' && !isWaiting(run);
