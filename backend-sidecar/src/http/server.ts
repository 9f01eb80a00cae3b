import './fastify-types.ts';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import Fastify, { type FastifyInstance } from 'fastify';
import { ObservatoryError } from '../util/errors.ts';
import type { Logger } from '../util/logger.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import { errorAnswer, errorBody, sendError } from './answer-error.ts';
import type { Caller } from './auth/authenticator.ts';
import { BODY_LIMIT_BYTES, registerBodyParsers, requireJson } from './guard/content-type.ts';
import { SECURITY_HEADERS, STRICT_TRANSPORT } from './guard/headers.ts';
import type { RequiredRole } from './auth/role.ts';
import type { RequestGuard } from './guard/request-guard.ts';
import { listenError } from './listen-error.ts';
import { RefusalLog, type Refusal } from './refusal-log.ts';

export interface ServerOptions {
  guard: RequestGuard;
  logger: Logger;
  metrics: SidecarMetrics;
  /** With `ca`, clients are asked for a certificate; who needs one looks at `socket.authorized`. */
  tls?: { key: Buffer; cert: Buffer; ca?: Buffer };
  /** Registers routes; each says its role in `config.role`. */
  routes: (app: FastifyInstance) => void;
  /** Who may open a WebSocket at a path; readers unless it says otherwise. */
  upgradeRole?: (path: string) => RequiredRole;
  /** How long the head of a request, and the body of one by nobody, may take to arrive. Shorter in tests. */
  patience?: { headMs: number; bodyMs: number };
  /** WebSocket upgrades that passed the guard. */
  onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer, caller: Caller) => void;
}

export interface HttpServer {
  /** @throws ObservatoryError `OBS_HTTP_LISTEN` with the cure when the port is taken or not ours to take. */
  start(host: string, port: number): Promise<AddressInfo>;
  /** Answers what is under way for a moment, then closes every connection. */
  stop(): Promise<void>;
}

/** How long answers under way and closing WebSockets may take when the server stops. */
const STOP_PATIENCE_MS = 2000;
const PATIENCE = { headMs: 20_000, bodyMs: 20_000 };

/** The server with its gate and error forms, before any resource. Nothing is answered that the guard did not admit. */
export function createHttpServer(options: ServerOptions): HttpServer {
  const { guard, logger, metrics, patience = PATIENCE } = options;
  const refusals = new RefusalLog(logger);
  const inTime = { headersTimeout: patience.headMs, connectionsCheckingInterval: Math.ceil(patience.headMs / 2) };
  const app = Fastify({
    logger: false,
    ...(options.tls
      ? {
          https: {
            ...inTime,
            key: options.tls.key,
            cert: options.tls.cert,
            minVersion: 'TLSv1.2' as const,
            ...(options.tls.ca && { ca: options.tls.ca, requestCert: true, rejectUnauthorized: false }),
          },
        }
      : { http: inTime }),
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: 'idle',
    keepAliveTimeout: 75_000,
    // A silent connection ends; streams send heartbeats, WebSockets look after themselves.
    connectionTimeout: 300_000,
    // Time for a request to arrive: backfills are long.
    requestTimeout: 3_600_000,
    routerOptions: { maxParamLength: 4096 },
    // No route has a JSON schema of Fastify's: the compilers for them would cost 5 MB of memory.
    schemaController: { compilersFactory: { buildValidator: refuseSchemas, buildSerializer: refuseSchemas } },
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      else socket.destroy();
    },
    frameworkErrors: (error, request, reply) => void sendError(request, reply, error, logger),
  }) as unknown as FastifyInstance;

  app.decorateRequest('caller', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.role === undefined) throw new Error(`route ${route.url} does not say who may call it`);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (options.tls) reply.header('strict-transport-security', STRICT_TRANSPORT);
    const required = request.routeOptions.config.role ?? (request.is404 ? 'public' : 'admin');
    request.caller = await guard.admit(request.raw, required);
    if (required === 'public') limitBody(request.raw, patience.bodyMs);
    endWith(request.caller, request.raw.socket, (end) => reply.raw.once('close', end));
    requireJson(request);
  });
  app.setErrorHandler((error, request, reply) => {
    if (error instanceof ObservatoryError && /^OBS_(AUTH|HTTP)_/.test(error.code)) {
      metrics.refusedRequest(error.code);
      refusals.refused(refusalOf(request.raw, error.code, request.routeOptions.url));
    }
    return sendError(request, reply, error, logger);
  });
  app.setNotFoundHandler((request, reply) => {
    const error = new ObservatoryError(
      'OBS_HTTP_NOT_FOUND',
      `there is nothing at ${request.method} ${request.url.split('?', 1)[0]}`,
      { httpStatus: 404 },
    );
    return sendError(request, reply, error, logger);
  });
  registerBodyParsers(app);
  options.routes(app);

  const upgraded = new Set<Duplex>();
  const admitUpgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const caller = await guard.admit(request, options.upgradeRole?.((request.url ?? '/').split('?', 1)[0]) ?? 'reader');
    if (!options.onUpgrade)
      throw new ObservatoryError('OBS_HTTP_NOT_FOUND', 'there is no WebSocket here', { httpStatus: 404 });
    if (socket.destroyed) return;
    endWith(caller, socket, (end) => socket.once('close', end));
    options.onUpgrade(request, socket, head, caller);
  };
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    upgraded.add(socket);
    socket.once('close', () => upgraded.delete(socket));
    socket.on('error', () => socket.destroy());
    // Nobody reads from the socket until somebody takes it: what arrives meanwhile waits.
    void admitUpgrade(request, socket, head).catch((error: unknown) => {
      const answer = errorAnswer(error);
      metrics.refusedRequest(answer.code);
      refusals.refused(refusalOf(request, answer.code));
      refuseUpgrade(socket, answer.status, errorBody('/', answer));
    });
  });

  return {
    async start(host, port) {
      try {
        await app.listen({ host, port });
      } catch (error) {
        throw listenError(error, host, port);
      }
      return app.server.address() as AddressInfo;
    },
    async stop() {
      const closed = app.close();
      const patience = setTimeout(() => {
        app.server.closeAllConnections();
        for (const socket of upgraded) socket.destroy();
      }, STOP_PATIENCE_MS);
      await closed;
      clearTimeout(patience);
    },
  };
}

/** Who has shown nothing yet gets little time: a body that comes drop by drop must not hold its connection for an hour. */
function limitBody(request: IncomingMessage, patienceMs: number): void {
  const timer = setTimeout(() => request.socket.destroy(), patienceMs);
  timer.unref();
  for (const event of ['end', 'close']) request.once(event, () => clearTimeout(timer));
}

function refusalOf({ method = '', url = '/', socket }: IncomingMessage, code: string, route?: string): Refusal {
  return { code, method, path: (route ?? url.split('?', 1)[0]).slice(0, 200), address: socket.remoteAddress ?? '' };
}

/** A stream lives no longer than the signed token that opened it. */
function endWith({ validForMs }: Caller, socket: Duplex, onClose: (end: () => void) => void): void {
  if (validForMs === undefined) return;
  const timer = setTimeout(() => socket.destroy(), Math.min(validForMs, 0x7fffffff));
  timer.unref();
  onClose(() => clearTimeout(timer));
}

function refuseSchemas(): never {
  throw new Error('routes are checked with zod, not with schemas of Fastify');
}

function refuseUpgrade(socket: Duplex, status: number, body: string): void {
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
