import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { ObservatoryError } from '../../util/errors.ts';
import type { ApiContext } from '../context.ts';

/** Prometheus sends a few thousand samples at a time, some hundred kB; this leaves room. */
const WRITE_LIMIT_BYTES = 32 << 20;

/** `POST /api/v1/write`: remote write 1.0 and 2.0; remote/ decodes and appends. */
export function registerWrite(app: FastifyInstance, context: ApiContext): void {
  app.post('/api/v1/write', { config: { role: 'admin', rawBody: true } }, async (request, reply) => {
    if (!context.receiveWrite) {
      throw new ObservatoryError('OBS_WRITE_DISABLED', 'remote write is not taken here', { httpStatus: 404 });
    }
    const answer = await context.receiveWrite(request.headers, await bytesOf(request.body as Readable | undefined));
    return reply.code(answer.status).headers(answer.headers).type('text/plain; charset=utf-8').send(answer.body);
  });
}

async function bytesOf(body: Readable | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  if (body) {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > WRITE_LIMIT_BYTES) {
        throw new ObservatoryError('OBS_WRITE_SIZE', `the body is larger than ${WRITE_LIMIT_BYTES} bytes`, {
          httpStatus: 413,
          hint: 'lower max_samples_per_send',
        });
      }
      chunks.push(chunk);
    }
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
}
