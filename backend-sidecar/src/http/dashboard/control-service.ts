import { randomUUID } from 'node:crypto';
import type { ControlServiceAnswer } from '@observatory/protocol/dashboard';
import type { Execution } from '@observatory/protocol/control';
import type { Control } from '../../control/index.ts';
import { messageOf } from '../../util/errors.ts';
import { actorOf, type IdentitySource } from '../observatory/control-actor.ts';
import type { ControlService } from './dashboard-routes.ts';

const ENDED: ReadonlySet<Execution['state']> = new Set(['failed', 'stopped', 'unknown']);
const POLL_MS = 100;
const PATIENCE_MS = 300_000;

/**
 * An action of a thin client as an operation of the catalogue: planned, recorded, carried out and verified like one from the
 * page. The request names the service, which is what the page has one type; blockers and policies hold here as there.
 */
export function controlService(control: Control, identity: IdentitySource): ControlService {
  return async ({ worker_id, service_name, action }, request) => {
    try {
      const actor = await actorOf(request, identity);
      const target = `agents/${worker_id}/${service_name}`;
      const plan = await control.plan({ operation: `service-${action}`, target }, actor);
      const blocker = plan.findings.find(({ level }) => level === 'blocker');
      if (blocker) return failure(blocker.message);
      if (!plan.permission.allowed) return failure(plan.permission.reason);
      const begun = await control.confirm(
        { plan: plan.id, hash: plan.hash, key: `dashboard:${randomUUID()}`, confirmation: service_name },
        actor,
      );
      return await ended(control, begun.id);
    } catch (error) {
      return failure(messageOf(error));
    }
  };
}

async function ended(control: Control, id: string): Promise<ControlServiceAnswer> {
  for (const untilMs = Date.now() + PATIENCE_MS; Date.now() < untilMs;) {
    const { state, result } = control.engine.get(id);
    if (state === 'succeeded') return { success: true };
    if (state === 'awaiting_approval') return failure('a second person has to agree first, on the Services page');
    if (ENDED.has(state)) return failure(result);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return failure(`it is still under way: execution ${id}`);
}

const failure = (error: string): ControlServiceAnswer => ({ success: false, error });
