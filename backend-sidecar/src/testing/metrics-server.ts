import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface MetricsServer {
  /** `127.0.0.1:port`. */
  address: string;
  port: number;
  requests: { url: string; headers: IncomingMessage['headers'] }[];
  /** Replaces how requests are answered. */
  respond: (request: IncomingMessage, response: ServerResponse) => void;
  /** Sockets accepted so far. */
  connections: () => number;
  close(): Promise<void>;
}

/** A real HTTP(S) server on loopback; by default it answers one counter that counts its requests. */
export async function startMetricsServer(tls?: ServerOptions): Promise<MetricsServer> {
  let sockets = 0;
  const state: MetricsServer = {
    address: '',
    port: 0,
    requests: [],
    respond: (_, response) => {
      response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
      response.end(`# TYPE hits_total counter\nhits_total ${state.requests.length}\n`);
    },
    connections: () => sockets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const handler = (request: IncomingMessage, response: ServerResponse) => {
    state.requests.push({ url: request.url ?? '', headers: request.headers });
    state.respond(request, response);
  };
  const server: Server = tls ? createTlsServer(tls, handler) : createServer(handler);
  server.on(tls ? 'secureConnection' : 'connection', () => sockets++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.port = (server.address() as AddressInfo).port;
  state.address = `127.0.0.1:${state.port}`;
  return state;
}
