import type { Logger } from '@observatory/grafana-backend-sdk';
import type WebSocket from 'ws';
import { SidecarError } from '../connection/sidecar-error.ts';
import { LiveQuery, type LiveListener } from './live-query.ts';
import { UpstreamSocket } from './upstream-socket.ts';

export interface UpstreamOptions {
  connect: () => WebSocket;
  logger: Logger;
  now?: () => number;
  firstRetryMs?: number;
  maxRetryMs?: number;
}

export interface LiveSubscription {
  readonly query: LiveQuery;
  close(): void;
}

/** As many as the sidecar allows a client; the next ones get a connection of their own. */
const QUERIES_A_SOCKET = 100;

/**
 * The streams of one sidecar: equal queries are one subscription, and all subscriptions share one connection (another one
 * for each further hundred). A lost connection is made again, at growing distances, and what was missed is asked for.
 */
export class Upstream {
  private readonly options: UpstreamOptions;
  private readonly queries = new Map<string, LiveQuery>();
  private readonly sockets = new Set<UpstreamSocket>();
  private readonly homeless = new Set<LiveQuery>();
  private retry: NodeJS.Timeout | undefined;
  private retryMs = 0;
  private isClosed = false;

  constructor(options: UpstreamOptions) {
    this.options = options;
  }

  get connections(): number {
    return this.sockets.size;
  }

  get subscriptions(): number {
    return this.queries.size;
  }

  subscribe(query: string, stepMs: number, rangeMs: number, listener: LiveListener): LiveSubscription {
    const key = `${stepMs} ${query.trim()}`;
    const known = this.queries.get(key);
    const live = known ?? new LiveQuery(query.trim(), stepMs, rangeMs);
    live.listeners.add(listener);
    if (!known) {
      this.queries.set(key, live);
      if (this.retry === undefined) this.place(live);
      else this.homeless.add(live);
    }
    return {
      query: live,
      close: () => {
        if (!live.listeners.delete(listener) || live.listeners.size > 0) return;
        if (this.queries.get(key) === live) this.queries.delete(key);
        this.leave(live);
      },
    };
  }

  /** Ends all streams: whoever still runs one has to start it anew, with the settings of now. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.retry);
    for (const socket of this.sockets) socket.close();
    this.sockets.clear();
    const over = new SidecarError("the datasource's settings were changed", 'the stream starts anew', 503);
    for (const query of this.queries.values()) query.refused(over);
    this.queries.clear();
  }

  private place(query: LiveQuery): void {
    const roomy = [...this.sockets].find((socket) => !socket.isFull && socket.size < QUERIES_A_SOCKET);
    (roomy ?? this.open()).add(query);
  }

  private leave(query: LiveQuery): void {
    this.homeless.delete(query);
    for (const socket of this.sockets) {
      if (!socket.remove(query)) continue;
      // An idle connection is cheap to make again, and a Grafana without streams should hold none.
      if (socket.size === 0) {
        this.sockets.delete(socket);
        socket.close();
      }
      return;
    }
  }

  private open(): UpstreamSocket {
    const { connect, now = Date.now, logger } = this.options;
    const socket = new UpstreamSocket({
      socket: connect(),
      now,
      onEnd: (queries, error) => {
        this.sockets.delete(socket);
        if (this.isClosed || queries.length === 0) return;
        for (const query of queries) this.homeless.add(query);
        logger.warn('the stream of the sidecar ended; it is connected anew', {
          subscriptions: queries.length,
          error: error instanceof Error ? error.message : 'closed',
        });
        this.retryLater();
      },
      onFull: (query) => this.place(query),
      // The next loss is tried again soon.
      onWelcome: () => {
        this.retryMs = 0;
      },
    });
    this.sockets.add(socket);
    return socket;
  }

  private retryLater(): void {
    if (this.retry !== undefined) return;
    const { firstRetryMs = 500, maxRetryMs = 10_000, logger } = this.options;
    this.retryMs = Math.min(maxRetryMs, Math.max(firstRetryMs, this.retryMs * 2));
    // Spread, so that all Grafanas of a sidecar that was restarted do not come in the same moment.
    const delayMs = this.retryMs * (0.5 + Math.random() / 2);
    this.retry = setTimeout(() => {
      this.retry = undefined;
      const waiting = [...this.homeless];
      this.homeless.clear();
      try {
        for (; waiting.length > 0; waiting.shift()) this.place(waiting[0]);
      } catch (error) {
        logger.warn('the stream of the sidecar cannot be opened', { error });
        for (const query of waiting) this.homeless.add(query);
        this.retryLater();
      }
    }, delayMs);
    this.retry.unref();
  }
}
