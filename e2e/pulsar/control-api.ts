/** Operations of the sidecar as a client does them: plan, confirm, wait for the end. */
import { randomUUID } from 'node:crypto';
import type { Execution, Plan, PlanRequest } from '@observatory/protocol/control';
import { get, post } from './sidecar-api.ts';

const POLL_MS = 250;

export function planOperation(sidecarUrl: string, request: PlanRequest): Promise<Plan> {
  return post<Plan>(sidecarUrl, '/operations/plan', request);
}

/** Confirms a plan and begins. */
export function confirmPlan(sidecarUrl: string, plan: Plan): Promise<Execution> {
  const { kind, text } = plan.confirmation;
  const body = { plan: plan.id, hash: plan.hash, key: randomUUID(), ...(kind === 'typed' && { confirmation: text }) };
  return post<Execution>(sidecarUrl, '/admin/executions', body);
}

/** @throws Error naming the blockers, the step that failed, or that it did not end in time */
export async function runOperation(sidecarUrl: string, request: PlanRequest, seconds = 600): Promise<Execution> {
  const plan = await planOperation(sidecarUrl, request);
  const begun = await confirmPlan(sidecarUrl, plan);
  return executionEnd(sidecarUrl, begun.id, seconds);
}

/** The execution when it is over. @throws Error when it did not succeed, with the notes of its steps */
export async function executionEnd(sidecarUrl: string, id: string, seconds: number): Promise<Execution> {
  for (const deadline = Date.now() + seconds * 1000; ;) {
    const now = await get<Execution>(sidecarUrl, `/executions/${id}`);
    if (now.endedMs !== undefined && now.state === 'succeeded') return now;
    const notes = now.steps.map(({ id: step, state, note }) => `${step} ${state}${note && `: ${note}`}`).join('; ');
    if (now.endedMs !== undefined) throw new Error(`${now.sentence}: ${now.state}, ${now.result} (${notes})`);
    if (Date.now() > deadline) throw new Error(`${now.sentence}: still ${now.state} after ${seconds} s (${notes})`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
