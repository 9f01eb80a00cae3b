import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../context.ts';
import { sendData } from './answer.ts';
import { invalidParameter, paramsOf } from './params.ts';

/**
 * `rules`, `alerts` and `alertmanagers`. The evaluator of rule files is not part of the sidecar yet, so the lists are
 * empty; clients (Grafana's alert list) ask for them on every load and must get the right shape.
 */
export function registerRules(app: FastifyInstance, _context: ApiContext): void {
  const config = { role: 'reader' } as const;
  app.get('/api/v1/rules', { config }, async (request, reply) => {
    const type = (paramsOf(request).get('type') ?? '').toLowerCase();
    if (!['', 'alert', 'record'].includes(type))
      throw invalidParameter('type', `not supported value ${JSON.stringify(type)}`);
    return sendData(request, reply, { groups: [] });
  });
  app.get('/api/v1/alerts', { config }, async (request, reply) => sendData(request, reply, { alerts: [] }));
  app.get('/api/v1/alertmanagers', { config }, async (request, reply) =>
    sendData(request, reply, { activeAlertmanagers: [], droppedAlertmanagers: [] }),
  );
}
