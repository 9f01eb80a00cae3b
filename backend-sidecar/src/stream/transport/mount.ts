import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { ObservatoryError, messageOf } from '../../util/errors.ts';
import type { StreamHub } from '../hub.ts';
import { parseStreamRequest } from './parse-request.ts';
import { servePoll } from './poll.ts';
import { serveSse } from './sse.ts';
import { serveWebSocket } from './websocket.ts';

/** The hub's ends for a node:http server. Authentication, Host and Origin checks come before it. */
export interface StreamEndpoint {
  /** For the server's `upgrade` event. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Server-sent events or a long poll; takes over the response. @throws ObservatoryError for a wrong request. */
  handleRequest(request: IncomingMessage, response: ServerResponse): void;
}

export function mountStream(hub: StreamHub): StreamEndpoint {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: hub.limits.maxMessageBytes,
  });
  return {
    handleUpgrade(request, socket, head) {
      try {
        hub.admit();
      } catch (error) {
        socket.end(
          `HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n\r\n${messageOf(error)}\n`,
        );
        return;
      }
      server.handleUpgrade(request, socket, head, (webSocket) => serveWebSocket(hub, webSocket));
    },
    handleRequest(request, response) {
      if (request.method !== 'GET') {
        throw new ObservatoryError('OBS_STREAM_METHOD', `${request.method} is not allowed here`, {
          hint: 'use GET',
          httpStatus: 405,
        });
      }
      const { kind, subscriptions } = parseStreamRequest(request, hub.limits.maxSubscriptionsPerClient);
      hub.admit();
      if (kind === 'sse') serveSse(hub, request, response, subscriptions);
      else servePoll(hub, response, subscriptions);
    },
  };
}
