import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface HostileNode {
  address: string;
  /** Answers by path without its query. Anything else is answered with 404. */
  paths: Map<string, Answer>;
  asked: string[];
  close: () => Promise<void>;
}

/** A node that answers as it is told, well or badly. */
export async function startNode(): Promise<HostileNode> {
  const paths = new Map<string, Answer>();
  const asked: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = decodeURIComponent((request.url ?? '').split('?')[0]);
    asked.push(path);
    const answer = paths.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{"reason":"not here"}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    asked,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const json =
  (value: unknown): Answer =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

export const status =
  (code: number, reason: string): Answer =>
  (_, response) =>
    response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify({ reason }));

export const redirectTo =
  (location: (request: IncomingMessage) => string): Answer =>
  (request, response) =>
    response.writeHead(307, { location: location(request) }).end();

/** The connection stays open and says nothing. */
export const hang: Answer = () => {};

/** The headers and half of the body, then the end of the connection. */
export const breakOff =
  (value: unknown): Answer =>
  (_, response) => {
    const body = JSON.stringify(value);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
    response.write(body.slice(0, body.length / 2), () => response.destroy());
  };

/** Half of the body as if it were all. */
export const halfJson =
  (value: unknown): Answer =>
  (_, response) => {
    const body = JSON.stringify(value);
    response.writeHead(200, { 'content-type': 'application/json' }).end(body.slice(0, body.length / 2));
  };
