import Fastify from 'fastify';
import { request as get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLogger, type Logger } from '../util/logger.ts';
import { sendError } from './answer-error.ts';

/** A server whose one route fails with what the test says, once its caller left or at once. */
async function failing(error: Error, waitsForClose: boolean) {
  const logged: string[] = [];
  const logger: Logger = { ...silentLogger, error: (_fields: object, message: string) => void logged.push(message) };
  const app = Fastify();
  let arrived = () => {};
  const isThere = new Promise<void>((resolve) => (arrived = resolve));
  const answered = new Promise<void>((resolve) => {
    app.setErrorHandler((thrown, request, reply) => {
      void sendError(request, reply, thrown, logger);
      resolve();
    });
  });
  app.get('/', async (_request, reply) => {
    arrived();
    if (waitsForClose) await new Promise((resolve) => reply.raw.once('close', resolve));
    throw error;
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  const asked = get({ port: (app.server.address() as AddressInfo).port, host: '127.0.0.1' });
  asked.on('error', () => {}).end();
  await isThere;
  if (waitsForClose) asked.destroy();
  await answered;
  asked.destroy();
  await app.close();
  return logged;
}

describe('an error that nobody expected', () => {
  it('is logged', async () => {
    expect(await failing(new Error('broken'), false)).toEqual(['request failed']);
    expect(await failing(new Error('broken'), true)).toEqual(['request failed']);
  });

  it('is none when the caller left and the work ended for that', async () => {
    const abort = new DOMException('This operation was aborted', 'AbortError');
    expect(await failing(abort, true)).toEqual([]);
  });
});
