import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AnyProcess, Pages } from '../exposition/pages.ts';
import type { FunctionWorker, World } from '../model/world.ts';
import { clusterRoutes } from './admin-cluster.ts';
import { controlRoutes, workerControlRoutes } from './admin-control.ts';
import { namespaceRoutes } from './admin-namespaces.ts';
import { statsRoutes } from './admin-stats.ts';
import { topicRoutes } from './admin-topics.ts';
import { isWorkerPath, noWorker, workerRoutes } from './admin-worker.ts';
import { bookieRoutes } from './bookie-api.ts';
import { bookieControlRoutes } from './bookie-control.ts';
import { jettyNotFound, parseJson, readBody, respond } from './respond.ts';
import { dispatch, type Answer, type BrokerContext, type RouteContext } from './router.ts';
import { metadataRoutes } from './zookeeper-admin.ts';

const TEXT_004 = 'text/plain; version=0.0.4; charset=utf-8';
const brokerRoutes = [...clusterRoutes, ...namespaceRoutes, ...topicRoutes, ...statsRoutes, ...controlRoutes];
const allWorkerRoutes = [...workerRoutes, ...workerControlRoutes];
const allBookieRoutes = [...bookieRoutes, ...bookieControlRoutes];

/** Answers one request to a node that is up: its metrics page or its admin API. */
export async function handleNode(
  world: World,
  pages: Pages,
  process: AnyProcess,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', `http://${request.headers.host ?? process.address}`);
  if (request.method === 'GET' && (url.pathname === '/metrics' || url.pathname === '/metrics/')) {
    return sendMetrics(pages, process, request, response, url);
  }
  const rawBody = request.method === 'GET' ? '' : await readBody(request);
  const context: Omit<RouteContext, 'params'> = {
    world,
    query: url.searchParams,
    body: parseJson(rawBody),
    rawBody,
    headers: request.headers,
  };
  await respond(
    response,
    answerOf(process, request.method ?? 'GET', url.pathname, context) ?? jettyNotFound(url.pathname),
  );
}

function answerOf(
  process: AnyProcess,
  method: string,
  path: string,
  context: Omit<RouteContext, 'params'>,
): Answer | undefined {
  switch (process.kind) {
    case 'broker': {
      if (isWorkerPath(path)) {
        const worker = context.world.workers.find((w) => w.embedded === process.index);
        return worker ? onWorker(worker, method, path, context) : noWorker;
      }
      return dispatch(brokerRoutes, method, path, { ...context, broker: process } as Omit<BrokerContext, 'params'>);
    }
    case 'function_worker':
      if (path === '/initialized') return { status: 200, text: 'true', type: 'application/json' };
      if (path === '/version') return { status: 200, json: { version: '4.0.8' } };
      return onWorker(process, method, path, context);
    case 'bookie':
      return dispatch(allBookieRoutes, method, path, { ...context, bookie: process });
    case 'zookeeper':
      return dispatch(metadataRoutes, method, path, { ...context, server: process });
    case 'host':
      return undefined;
  }
}

const onWorker = (
  worker: FunctionWorker,
  method: string,
  path: string,
  context: Omit<RouteContext, 'params'>,
): Answer | undefined => dispatch(allWorkerRoutes, method, path, { ...context, worker });

/** Accept names only formats that the functions worker cannot make (it then answers 406). */
const refuses = (accept: string): boolean =>
  accept !== '' && accept.split(',').every((part) => /openmetrics|protobuf|json/.test(part));

function sendMetrics(
  pages: Pages,
  process: AnyProcess,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): void {
  const gzip = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
  switch (process.kind) {
    case 'broker':
      if (url.pathname === '/metrics') {
        response.writeHead(302, { Location: `http://${url.host}/metrics/`, 'Content-Length': '0' });
        response.end();
        return;
      }
      if (gzip)
        return send(response, pages.readGzip(process), { 'Content-Type': TEXT_004, 'Content-Encoding': 'gzip' });
      return send(response, pages.read(process), { 'Content-Type': TEXT_004 });
    case 'bookie':
      return send(response, pages.read(process), { 'content-type': TEXT_004 });
    case 'function_worker':
      if (refuses(String(request.headers.accept ?? ''))) {
        response.writeHead(406, { 'Content-Length': '0' });
        response.end();
        return;
      }
      return send(response, pages.read(process), { 'Content-Type': 'text/plain;charset=utf-8;version=0.0.4' });
    case 'zookeeper':
      return send(response, pages.read(process), { 'Content-Type': 'text/plain; version=0.0.4; charset=utf-8' });
    case 'host':
      if (gzip)
        return send(response, pages.readGzip(process), { 'Content-Type': TEXT_004, 'Content-Encoding': 'gzip' });
      return send(response, pages.read(process), { 'Content-Type': TEXT_004 });
  }
}

function send(response: ServerResponse, bytes: Buffer, headers: Record<string, string>): void {
  response.writeHead(200, { ...headers, 'Content-Length': String(bytes.length) });
  response.end(bytes);
}
