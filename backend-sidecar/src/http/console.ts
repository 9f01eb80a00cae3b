import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ObservatoryError } from '../util/errors.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};
/** `assets/main-4F7KQ2XB.js`: the build puts a hash of the content into the name, so the file never changes. */
const HASHED = /\/assets\/.+-[A-Z0-9]{8}\.[a-z0-9.]+$/;
const SEGMENT = /^[A-Za-z0-9_@][A-Za-z0-9_.@-]*$/;

/**
 * The console's files at `/`. They hold no data, so that they load before anybody has signed in. Paths are made of plain
 * segments only; unknown pages get index.html, because the console routes in the browser.
 */
export function registerConsole(app: FastifyInstance, directory: string): void {
  const root = path.resolve(directory);
  app.get('/', { config: { role: 'public' } }, async (_request, reply) => sendIndex(reply, root));
  app.get<{ Params: { '*': string } }>('/*', { config: { role: 'public' } }, async (request, reply) => {
    const segments = request.params['*'].split('/');
    if (isApi(request.params['*']) || !segments.every((segment) => SEGMENT.test(segment))) return reply.callNotFound();
    const type = TYPES[path.extname(segments[segments.length - 1])];
    if (type === undefined) return sendIndex(reply, root);
    const file = path.join(root, ...segments);
    const size = await sizeOf(file);
    if (size === undefined) return reply.callNotFound();
    return sendFile(reply, file, size, type, HASHED.test(file));
  });
}

function isApi(pathname: string): boolean {
  return /^(api|-|ws)(\/|$)/.test(pathname);
}

async function sendIndex(reply: FastifyReply, root: string): Promise<FastifyReply> {
  const file = path.join(root, 'index.html');
  const size = await sizeOf(file);
  if (size === undefined) {
    throw new ObservatoryError('OBS_CONSOLE_NOT_BUILT', 'the console is not built', {
      httpStatus: 503,
      hint: 'run "npm run build"; the APIs work without it',
    });
  }
  return sendFile(reply, file, size, TYPES['.html'], false);
}

function sendFile(reply: FastifyReply, file: string, size: number, type: string, immutable: boolean): FastifyReply {
  return reply
    .type(type)
    .header('content-length', size)
    .header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    .send(createReadStream(file));
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    const found = await stat(file);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}
