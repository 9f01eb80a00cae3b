import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { DashboardCertificate, DashboardMessage } from '@observatory/protocol/dashboard';
import type { LogList, LogSources, StoredLogLine } from '@observatory/protocol/logs';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Clock } from '../../util/clock.ts';
import { every } from '../../util/every.ts';
import { dashboardLog, type DashboardView } from './dashboard-view.ts';

export const DASHBOARD_SOCKET_PATH = '/ws/dashboard';

export interface DashboardSocketOptions {
  clock: Clock;
  view: DashboardView;
  logs: { query(query: { limit: number }): Promise<LogList>; sources(): LogSources };
  certificates: () => Promise<DashboardCertificate[]>;
  maxClients?: number;
}

const INITIAL_LINES = 200;
/** Clients say `ping` every 4 s: one that says nothing for so long is gone. */
const SILENCE_MS = 60_000;
/** A client that is so far behind gets no further lines until it has read; `update` always carries the present state. */
const MAX_QUEUED_BYTES = 1 << 20;

/** `/ws/dashboard`: `ping` in; `initial`, `pong`, `update`, `new_logs` out. */
export class DashboardSocket {
  private readonly options: DashboardSocketOptions;
  private readonly clients = new Map<WebSocket, { heardMs: number }>();
  private readonly server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    clientTracking: false,
    maxPayload: 1024,
  });
  private cancel: () => void = () => {};

  constructor(options: DashboardSocketOptions) {
    this.options = options;
  }

  start(): void {
    this.cancel = every(this.options.clock, SILENCE_MS / 4, () => {
      const oldest = this.options.clock.now() - SILENCE_MS;
      for (const [socket, { heardMs }] of this.clients) if (heardMs < oldest) socket.terminate();
    });
  }

  stop(): void {
    this.cancel();
    for (const socket of this.clients.keys()) socket.close(1001, 'the sidecar is stopping');
  }

  get size(): number {
    return this.clients.size;
  }

  /** For requests that passed the guard as readers. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.clients.size >= (this.options.maxClients ?? 1000)) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n\r\n');
      return;
    }
    this.server.handleUpgrade(request, socket, head, (client) => void this.serve(client));
  }

  /** New lines of one node, to all clients; encoded once. */
  lines(node: string, lines: readonly StoredLogLine[]): void {
    if (this.clients.size === 0) return;
    const text = encoded({
      type: 'new_logs',
      node_id: node,
      logs: lines.map(dashboardLog),
      timestamp: this.options.clock.now() / 1000,
    });
    for (const client of this.clients.keys()) if (client.bufferedAmount < MAX_QUEUED_BYTES) client.send(text);
  }

  private async serve(client: WebSocket): Promise<void> {
    const { clock, view } = this.options;
    client.on('error', () => undefined);
    client.on('message', (data, isBinary) => {
      const known = this.clients.get(client);
      if (known) known.heardMs = clock.now();
      if (isBinary || !Buffer.isBuffer(data) || !isPing(data.toString('utf8'))) return;
      if (client.bufferedAmount >= MAX_QUEUED_BYTES) return;
      client.send('{"type":"pong"}');
      client.send(
        encoded({
          type: 'update',
          data: { metrics: view.metrics(), history: view.histories() },
          timestamp: clock.now() / 1000,
        }),
      );
    });
    client.on('close', () => this.clients.delete(client));
    const initial = await this.initial();
    if (client.readyState !== client.OPEN) return;
    client.send(initial);
    this.clients.set(client, { heardMs: clock.now() });
  }

  private async initial(): Promise<string> {
    const { view, logs } = this.options;
    const [{ lines }, certificates] = await Promise.all([
      logs.query({ limit: INITIAL_LINES }).catch(() => ({ lines: [] })),
      this.options.certificates().catch(() => []),
    ]);
    const { nodes, loggers, levels } = logs.sources();
    return encoded({
      type: 'initial',
      data: {
        metrics: view.metrics(),
        logs: lines.map((line) => ({ ...dashboardLog(line), node_id: line.node })),
        log_sources: { nodes, loggers, log_levels: levels.map((each) => each.toUpperCase()) },
        certificates,
        refresh_interval_seconds: view.refreshSeconds,
      },
    });
  }
}

/** The text `ping`; some clients send it as JSON. */
function isPing(text: string): boolean {
  return text === 'ping' || text === '"ping"' || /^\{\s*"type"\s*:\s*"ping"\s*\}$/.test(text);
}

const encoded = (message: DashboardMessage): string => JSON.stringify(message);
