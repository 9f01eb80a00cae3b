import {
  controlServiceRequest,
  type ControlServiceAnswer,
  type ControlServiceRequest,
} from '@observatory/protocol/dashboard';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ObservatoryError } from '../../util/errors.ts';
import type { DashboardSocket } from './dashboard-socket.ts';
import type { DashboardView } from './dashboard-view.ts';

/** Carries out an action of a thin client as a planned, audited operation; says why when it does not. */
export type ControlService = (request: ControlServiceRequest, caller: FastifyRequest) => Promise<ControlServiceAnswer>;

export interface DashboardRoutes {
  view: DashboardView;
  socket: DashboardSocket;
  /** Undefined: there is no control, so nothing is done. */
  control?: ControlService;
}

/** `/api/dashboard/*`. `/dashboard` itself is the console, as every page of one segment. */
export function registerDashboard(app: FastifyInstance, { view, socket, control }: DashboardRoutes): void {
  const reader = { config: { role: 'reader' } } as const;
  const operator = { config: { role: 'operator' } } as const;
  app.get('/api/dashboard/metrics', reader, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(view.metrics()),
  );
  app.get<{ Params: { node: string } }>('/api/dashboard/history/:node', reader, ({ params }, reply) =>
    reply.header('cache-control', 'no-store').send(view.history(params.node)),
  );
  app.get('/api/dashboard/stats', reader, (_request, reply) =>
    reply.header('cache-control', 'no-store').send(view.stats(socket.size)),
  );
  app.delete('/api/dashboard/history', operator, (_request, reply) => {
    view.clear(undefined);
    return reply.send({ success: true });
  });
  app.delete<{ Params: { node: string } }>('/api/dashboard/history/:node', operator, ({ params }, reply) => {
    view.clear(params.node);
    return reply.send({ success: true });
  });
  app.post('/api/dashboard/control-service', operator, async (request, reply) => {
    const parsed = controlServiceRequest.safeParse(request.body);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new ObservatoryError('OBS_HTTP_INVALID', `invalid body: ${issue.path.join('.')} ${issue.message}`, {
        httpStatus: 400,
      });
    }
    if (!control) return reply.code(503).send(NO_CONTROL);
    const answer = await control(parsed.data, request);
    return reply.code(answer.success ? 200 : 409).send(answer);
  });
}

/** The dashboard protocol is not served: every path of it says so, and does nothing. */
export function registerNoDashboard(app: FastifyInstance): void {
  app.all('/api/dashboard/*', { config: { role: 'reader' } }, () => {
    throw new ObservatoryError('OBS_DASHBOARD_OFF', 'the dashboard protocol is not served here', {
      httpStatus: 404,
      hint: 'set cluster.dashboard.enabled and restart the sidecar',
    });
  });
}

const NO_CONTROL: ControlServiceAnswer = {
  success: false,
  error: 'control is not available: without plan and audit nothing is done',
};
