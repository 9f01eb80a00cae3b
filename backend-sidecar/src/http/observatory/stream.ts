import type { FastifyInstance } from 'fastify';
import type { StreamEndpoint } from '../../stream/index.ts';
import { OBSERVATORY_PREFIX, type OperationRegistry } from './operation.ts';

/** `GET /stream`: server-sent events or long polling; WebSockets come by the server's upgrade. */
export function registerStream(app: FastifyInstance, operations: OperationRegistry, endpoint: StreamEndpoint): void {
  operations.describe({
    method: 'GET',
    path: '/stream',
    role: 'reader',
    summary: 'Live changes over WebSocket (upgrade), server-sent events (Accept: text/event-stream) or long polling',
    answerTypes: ['text/event-stream'],
  });
  app.get(`${OBSERVATORY_PREFIX}/stream`, { config: { role: 'reader' } }, (request, reply) => {
    // The endpoint writes by itself, so what the hooks set has to be handed on.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    endpoint.handleRequest(request.raw, reply.raw);
    reply.hijack();
  });
}
