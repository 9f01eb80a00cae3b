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
  const senders = [
    ['grafana', grafanaPayload, "Grafana's alerting webhook: alerts with a recovery_action set it off, once"],
    [
      'alertmanager',
      alertmanagerPayload,
      "Alertmanager's webhook (version 4): alerts with a recovery_action set it off, once",
    ],
  ] as const;
  for (const [sender, payload, summary] of senders) {
    operations.add({
      method: 'POST',
      path: `/control/webhooks/${sender}`,
      role: 'operator',
      summary,
      body: payload as z.ZodType<Pick<z.output<typeof alertmanagerPayload>, 'alerts'>>,
      answer: recoveryRuns,
      handle: async ({ body }, request) => {
        const by = await actorOf(request, identity);
        return { runs: await recovery.deliver(deliveriesOf(sender, body.alerts), by) };
      },
    });
  }
}
