import type { FastifyInstance } from 'fastify';
import type { ApiContext } from './context.ts';
import { sendBytes } from './send.ts';

/** `/metrics`: the sidecar's own. */
export function registerMetrics(app: FastifyInstance, context: ApiContext): void {
  app.get('/metrics', { config: { role: 'reader' } }, async (request, reply) => {
    const { contentType, text } = await context.metrics.expose();
    return sendBytes(request, reply, contentType, Buffer.from(text));
  });
}
