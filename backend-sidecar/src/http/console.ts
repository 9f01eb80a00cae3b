import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ObservatoryError } from '../util/errors.ts';
import { sendBytes } from './send.ts';

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
 * segments only. An unknown page of one segment gets index.html, because the console may route in the browser; deeper ones
 * do not, since index.html names its files relative to where it is.
 */
export function registerConsole(app: FastifyInstance, directory: string): void {
  const root = path.resolve(directory);
  const config = { role: 'public' } as const;
  app.get('/', { config }, (request, reply) => sendIndex(request, reply, root));
  app.get<{ Params: { '*': string } }>('/*', { config }, async (request, reply) => {
    const pathname = request.params['*'];
    const segments = pathname.split('/');
    if (isApi(pathname) || !segments.every((segment) => SEGMENT.test(segment))) return reply.callNotFound();
    const type = TYPES[path.extname(pathname)];
    if (type === undefined) return segments.length === 1 ? sendIndex(request, reply, root) : reply.callNotFound();
    const content = await contentOf(path.join(root, ...segments));
    if (content === undefined) return reply.callNotFound();
    return sendFile(request, reply, content, type, HASHED.test(`/${pathname}`));
  });
}

function isApi(pathname: string): boolean {
  return /^(api|-|ws)(\/|$)/.test(pathname);
}

async function sendIndex(request: FastifyRequest, reply: FastifyReply, root: string): Promise<FastifyReply> {
  const content = await contentOf(path.join(root, 'index.html'));
  if (content === undefined) {
    throw new ObservatoryError('OBS_CONSOLE_NOT_BUILT', 'the console is not built', {
      httpStatus: 503,
      hint: 'run "npm run build"; the APIs work without it',
    });
  }
  return sendFile(request, reply, content, TYPES['.html'], false);
}

function sendFile(
  request: FastifyRequest,
  reply: FastifyReply,
  content: Buffer,
  type: string,
  immutable: boolean,
): Promise<FastifyReply> {
  reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  return sendBytes(request, reply, type, content);
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch {
    return undefined;
  }
}
