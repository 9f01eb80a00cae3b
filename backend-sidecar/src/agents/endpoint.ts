import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { MAX_AGENT_MESSAGE_BYTES } from '@observatory/protocol/agents';
import { WebSocketServer } from 'ws';
import type { Fleet } from './fleet.ts';

export interface AgentEndpointOptions {
  maxAgents: number;
  /** Whether the caller is on the sidecar's own host. */
  isLocal?: (request: IncomingMessage) => boolean;
}

/** Answers upgrades at the agents' path. The agent proves itself inside the connection, with its key. */
export function agentEndpoint(fleet: Fleet, { maxAgents, isLocal }: AgentEndpointOptions) {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: MAX_AGENT_MESSAGE_BYTES,
  });
  return {
    handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
      const refuse = (status: string, code: string) => {
        fleet.refused(code);
        socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nRetry-After: 30\r\n\r\n${code}\n`);
      };
      // No agent is a browser.
      if (request.headers.origin !== undefined) return refuse('403 Forbidden', 'OBS_AGENT_ORIGIN');
      if (fleet.connections >= maxAgents) return refuse('503 Service Unavailable', 'OBS_AGENT_LIMIT');
      server.handleUpgrade(request, socket, head, (webSocket) => fleet.connect(webSocket, isLocal?.(request) === true));
    },
  };
}
