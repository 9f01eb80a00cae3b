/** What is done with something that was set off, before anything is done. */
import type { RecoveryOutcome } from '@observatory/protocol/recovery';
import type { Preview } from '../actions/action.ts';
import type { ActionRule } from '../settings.ts';
import { waitFor } from './limits.ts';
import type { StoredRun } from './stored-run.ts';

export interface Circumstances {
  nowMs: number;
  /** The stop switch is off. */
  automation: boolean;
  readOnly: boolean;
  runs: readonly StoredRun[];
  isApproved: boolean;
  approvalTimeoutMs: number;
}

export type Decision =
  'begin' | { outcome: Exclude<RecoveryOutcome, 'running' | 'done' | 'failed' | 'unknown'>; detail: string };

/**
 * In order: the switch, the limits, dry run, what refuses it, whether somebody has to agree.
 * @param look asked only when nothing else holds it back: it may ask a cluster that does not answer
 */
export async function decide(
  run: StoredRun,
  rule: ActionRule,
  look: () => Promise<Preview>,
  now: Circumstances,
): Promise<Decision> {
  const { nowMs, automation, readOnly, runs, isApproved } = now;
  if (!automation) return { outcome: 'switched_off', detail: 'the stop switch of automation is on' };
  const others = runs.filter(({ id }) => id !== run.id);
  const wait = waitFor(rule, run.target, others, nowMs);
  if (wait) {
    const until = new Date(wait.untilMs).toISOString();
    return wait.outcome === 'cooling_down'
      ? { outcome: 'cooling_down', detail: `it ran on this target before: not again until ${until}` }
      : { outcome: 'too_many', detail: `it ran ${rule.runsPerHour} times within the hour: not again until ${until}` };
  }
  const preview = await look();
  const refusal = readOnly && !rule.onlyNotifies && rule.does.kind !== 'method' ? READ_ONLY : preview.refusal;
  if (rule.dryRun)
    return {
      outcome: 'dry_run',
      detail: refusal === '' ? preview.says : `${preview.says}. It would be refused: ${refusal}`,
    };
  if (refusal !== '') return { outcome: 'refused', detail: refusal };
  if (rule.needsApproval && !isApproved) {
    const until = new Date(run.timeMs + now.approvalTimeoutMs).toISOString();
    return { outcome: 'awaiting_approval', detail: `${preview.says}. An operator has to approve it until ${until}` };
  }
  return 'begin';
}

const READ_ONLY = 'this sidecar is read-only (control.mode)';
