import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AnyProcess } from '../exposition/pages.ts';

const HOST = '127.0.0.1';

export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What a listener needs to know of its node's state, and how to wait in the cluster's time. */
export interface NodeGate {
  /** Brings the world up to the present. */
  settle(): Promise<void>;
  nowMs(): number;
  /** Waits a moment of virtual time (or of wall time when nobody advances it). */
  wait(ms: number): Promise<void>;
  /** True once the cluster stops: waiting requests end. */
  closed(): boolean;
}

/**
 * One node's listener. A dead process resets connections, an unreachable one never answers, a paused one answers when its
 * pause is over: what a scraper of a real cluster meets.
 */
export class NodeServer {
  readonly process: AnyProcess;
  private readonly server: Server;

  constructor(process: AnyProcess, gate: NodeGate, handler: NodeHandler) {
    this.process = process;
    this.server = createServer((request, response) => {
      void this.answer(gate, handler, request, response);
    });
    this.server.keepAliveTimeout = 65_000;
  }

  /** Listens on the process' port, 0 for any; resolves to the port. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, HOST, () => {
        this.server.removeListener('error', reject);
        const address = this.server.address();
        resolve(address !== null && typeof address === 'object' ? address.port : port);
      });
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(
    gate: NodeGate,
    handler: NodeHandler,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      await gate.settle();
      for (;;) {
        if (gate.closed() || response.destroyed) return void request.socket.destroy();
        const { process } = this;
        if (!process.up) return void request.socket.destroy();
        const pause = process.frozenUntilMs - gate.nowMs();
        if (process.reachable && pause <= 0) break;
        await gate.wait(process.reachable ? Math.min(pause, 1000) : 1000);
        await gate.settle();
      }
      await handler(request, response);
    } catch {
      // A malformed URL or a body that is too long: end that connection and no other.
      request.socket.destroy();
    }
  }
}
