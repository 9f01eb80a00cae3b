import type { Actor } from '@observatory/protocol/control';
import { recoveryRuns, recoveryStatus } from '@observatory/protocol/recovery';
import * as z from 'zod';
import { alertmanagerPayload, deliveriesOf, grafanaPayload, type Recovery } from '../../recovery/index.ts';
import { actorOf, type IdentitySource } from './control-actor.ts';
import type { OperationRegistry } from './operation.ts';

/** Alerts with recovery: their state, what waits for a person, and the webhooks that set actions off. */
export function registerRecovery(operations: OperationRegistry, recovery: Recovery, identity: IdentitySource): void {
  operations.add({
    method: 'GET',
    path: '/recovery',
    role: 'reader',
    summary: 'Alerts with recovery: their states, the actions, and what was set off, newest first',
    answer: recoveryStatus,
    handle: () => recovery.status(),
  });
  for (const [verb, summary] of [
    ['approve', 'Approves a recovery action that waits; it is begun'],
    ['dismiss', 'Dismisses a recovery action that waits; nothing is done'],
  ] as const) {
    operations.add({
      method: 'POST',
      path: `/control/recovery/:id/${verb}`,
      role: 'operator',
      summary,
      body: z.strictObject({}),
      answer: recoveryRuns,
      handle: async ({ params }, request) => ({
        runs: [await recovery[verb](params.id, await actorOf(request, identity))],
      }),
    });
  }
  const deliver = async (
    sender: 'grafana' | 'alertmanager',
    { alerts }: Pick<z.output<typeof alertmanagerPayload>, 'alerts'>,
    by: Actor,
  ) => ({ runs: await recovery.deliver(deliveriesOf(sender, alerts), by) });
  operations.add({
    method: 'POST',
    path: '/control/webhooks/grafana',
    role: 'operator',
    summary: "Grafana's alerting webhook: alerts with a recovery_action set it off, once",
    body: grafanaPayload as z.ZodType<z.output<typeof grafanaPayload>>,
    answer: recoveryRuns,
    handle: async ({ body }, request) => deliver('grafana', body, await actorOf(request, identity)),
  });
  operations.add({
    method: 'POST',
    path: '/control/webhooks/alertmanager',
    role: 'operator',
    summary: "Alertmanager's webhook (version 4): alerts with a recovery_action set it off, once",
    body: alertmanagerPayload as z.ZodType<z.output<typeof alertmanagerPayload>>,
    answer: recoveryRuns,
    handle: async ({ body }, request) => deliver('alertmanager', body, await actorOf(request, identity)),
  });
}
