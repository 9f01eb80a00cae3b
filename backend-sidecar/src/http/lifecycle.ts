import type { FastifyInstance } from 'fastify';
import { ObservatoryError } from '../util/errors.ts';
import type { ApiContext } from './context.ts';

/** `/-/*`: health for supervisors, reload and quit for operators. */
export function registerLifecycle(app: FastifyInstance, context: ApiContext): void {
  const { process: view } = context;
  // Supervisors (Kubernetes, systemd) have no token, and these two tell nothing but themselves.
  app.get('/-/healthy', { config: { role: 'public' } }, async (_request, reply) =>
    reply.type('text/plain').send('Observatory is healthy.\n'),
  );
  app.get('/-/ready', { config: { role: 'public' } }, async (_request, reply) => {
    const ready = view.ready();
    return reply
      .code(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'Observatory is ready.\n' : 'Observatory is starting or stopping.\n');
  });
  app.route({
    method: ['POST', 'PUT'],
    url: '/-/reload',
    config: { role: 'admin', rawBody: true, forms: true },
    handler: async (_request, reply) => {
      await view.reload();
      return reply.type('text/plain').send('Configuration reloaded.\n');
    },
  });
  app.route({
    method: ['POST', 'PUT'],
    url: '/-/quit',
    config: { role: 'admin', rawBody: true, forms: true },
    handler: async (_request, reply) => {
      if (!context.settings().quitApi) {
        throw new ObservatoryError('OBS_ADMIN_DISABLED', 'quitting over HTTP is off', {
          httpStatus: 403,
          hint: 'set api.admin: true, or send SIGTERM',
        });
      }
      reply.raw.once('finish', () => view.quit());
      return reply.type('text/plain').send('Requesting termination... Goodbye!\n');
    },
  });
}
