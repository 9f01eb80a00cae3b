import type { FastifyInstance, FastifyRequest } from 'fastify';
import { messageOf } from '../../util/errors.ts';
import type { ApiContext } from '../context.ts';
import { sendData } from './answer.ts';
import { invalidParameter, paramsOf } from './params.ts';

/** `format_query` and `parse_query`: an expression printed, and as a tree. */
export function registerExpression(app: FastifyInstance, context: ApiContext): void {
  const shared = { method: ['GET', 'POST'], config: { role: 'reader', forms: true } as const };
  app.route({
    ...shared,
    url: '/api/v1/format_query',
    handler: (request, reply) => sendData(request, reply, understand(request, context.language.format)),
  });
  app.route({
    ...shared,
    url: '/api/v1/parse_query',
    handler: (request, reply) => sendData(request, reply, understand(request, context.language.parse)),
  });
}

function understand<T>(request: FastifyRequest, read: (query: string) => T): T {
  try {
    return read(paramsOf(request).get('query') ?? '');
  } catch (error) {
    throw invalidParameter('query', messageOf(error), error);
  }
}
