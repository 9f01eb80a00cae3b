import type { Execution, Plan } from '@observatory/protocol/control';
import type { Failure } from '../../control/failure.ts';

/** One of the services that are acted on together. */
export interface BulkItem {
  /** `agents/<agent>/<service>` */
  target: string;
  plan: Plan | undefined;
  /** Why there is no plan. */
  failure: Failure | undefined;
}

/** `left_out`: a blocker, or no right; `not_begun`: something before it failed, or somebody stopped. */
export type BulkState = 'waiting' | 'beginning' | 'running' | 'succeeded' | 'failed' | 'left_out' | 'not_begun';

export interface BulkProgress {
  target: string;
  state: BulkState;
  /** Why it is so, in a sentence; may be empty. */
  note: string;
  execution: Execution | undefined;
}

/** A plan that can be carried out: allowed, and without a blocker. */
export function isPossible(item: BulkItem): item is BulkItem & { plan: Plan } {
  return (
    item.plan !== undefined &&
    item.plan.permission.allowed &&
    item.plan.findings.every(({ level }) => level !== 'blocker')
  );
}

/** Why a service is left out; empty when it is not. */
export function reasonLeftOut({ plan, failure }: BulkItem): string {
  if (!plan) return failure?.message ?? 'It has no plan.';
  if (!plan.permission.allowed) return plan.permission.reason;
  return plan.findings
    .filter(({ level }) => level === 'blocker')
    .map(({ message }) => message)
    .join(' ');
}
