import type WebSocket from 'ws';
import {
  controlPayloadSchema,
  CONTROL_CHANNEL,
  envelopeSchema,
  queryPayloadSchema,
  type ControlPayload,
  type StreamClientMessage,
} from '@observatory/protocol/stream';
import { SidecarError } from '../connection/sidecar-error.ts';
import type { LiveQuery } from './live-query.ts';

export interface UpstreamSocketOptions {
  socket: WebSocket;
  now: () => number;
  /** It ended, by itself or because nothing came any more; `queries` were on it. */
  onEnd: (queries: readonly LiveQuery[], error: unknown) => void;
  /** The sidecar takes no more subscriptions on this connection. */
  onFull: (query: LiveQuery) => void;
  onWelcome: () => void;
}

const DEFAULT_HEARTBEAT_MS = 15_000;
/** Heartbeats that may be missing before the line is taken for dead. */
const MISSED = 3;

/** One WebSocket to the sidecar with the queries that it carries. */
export class UpstreamSocket {
  isFull = false;
  private readonly options: UpstreamSocketOptions;
  private readonly byId = new Map<string, LiveQuery>();
  private readonly idOf = new Map<LiveQuery, string>();
  private readonly byChannel = new Map<string, LiveQuery>();
  private readonly channelOf = new Map<LiveQuery, string>();
  private nextId = 1;
  private isOpen = false;
  private isEnded = false;
  private watchdog: NodeJS.Timeout | undefined;
  private heartbeatMs = DEFAULT_HEARTBEAT_MS;
  private error: unknown;

  constructor(options: UpstreamSocketOptions) {
    this.options = options;
    const { socket } = options;
    socket.on('open', () => {
      this.isOpen = true;
      this.feedWatchdog();
      for (const [id, query] of this.byId) this.ask(id, query);
    });
    socket.on('message', (data, isBinary) => {
      this.feedWatchdog();
      if (!isBinary) this.take(String(data));
    });
    socket.on('error', (error) => {
      this.error = error;
    });
    socket.on('unexpected-response', (request, { statusCode }) => {
      this.error = new SidecarError(
        `the sidecar refuses the stream with status ${statusCode}`,
        statusCode === 401 || statusCode === 403 ? "check the token in the datasource's settings" : 'look into its log',
        502,
      );
      request.destroy();
      socket.terminate();
    });
    socket.on('close', () => this.end());
    this.feedWatchdog();
  }

  get size(): number {
    return this.byId.size;
  }

  add(query: LiveQuery): void {
    const id = String(this.nextId++);
    this.byId.set(id, query);
    this.idOf.set(query, id);
    query.reconnected();
    if (this.isOpen) this.ask(id, query);
  }

  /** False when it is not on this connection. */
  remove(query: LiveQuery): boolean {
    const id = this.forget(query);
    if (id === undefined) return false;
    this.send({ type: 'unsubscribe', id });
    return true;
  }

  close(): void {
    this.isEnded = true;
    clearTimeout(this.watchdog);
    this.options.socket.on('error', () => {});
    this.options.socket.terminate();
  }

  private ask(id: string, query: LiveQuery): void {
    const historyMs = Math.trunc(query.historyMs(this.options.now()));
    const spec = { channel: 'query' as const, query: query.query, stepMs: query.stepMs, historyMs };
    this.send({ type: 'subscribe', id, spec });
  }

  private send(message: StreamClientMessage): void {
    if (this.isOpen) this.options.socket.send(JSON.stringify(message));
  }

  private take(text: string): void {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch {
      return;
    }
    const envelope = envelopeSchema.safeParse(json);
    if (!envelope.success) return;
    const { channel, payload } = envelope.data;
    if (channel === CONTROL_CHANNEL) {
      const control = controlPayloadSchema.safeParse(payload);
      if (control.success) this.obey(control.data);
      return;
    }
    const query = this.byChannel.get(channel);
    const news = query && queryPayloadSchema.safeParse(payload);
    if (news?.success) query?.take(news.data);
  }

  private obey(control: ControlPayload): void {
    if (control.type === 'welcome') {
      this.heartbeatMs = control.heartbeatMs;
      this.feedWatchdog();
      this.options.onWelcome();
    } else if (control.type === 'subscribed') {
      const query = this.byId.get(control.id);
      if (!query) return;
      this.byChannel.set(control.channel, query);
      this.channelOf.set(query, control.channel);
    } else if (control.type === 'error' && control.id !== undefined) {
      const query = this.byId.get(control.id);
      if (!query) return;
      this.forget(query);
      if (control.code === 'OBS_STREAM_SUBSCRIPTION_LIMIT') {
        this.isFull = true;
        this.options.onFull(query);
      } else query.refused(new SidecarError(control.message, control.hint || control.code, 422));
    }
  }

  private forget(query: LiveQuery): string | undefined {
    const id = this.idOf.get(query);
    if (id === undefined) return undefined;
    this.idOf.delete(query);
    this.byId.delete(id);
    const channel = this.channelOf.get(query);
    this.channelOf.delete(query);
    if (channel !== undefined) this.byChannel.delete(channel);
    return id;
  }

  /** A line that is cut without a word would be waited on for ever. */
  private feedWatchdog(): void {
    clearTimeout(this.watchdog);
    if (this.isEnded) return;
    this.watchdog = setTimeout(() => {
      this.error = new SidecarError('the stream of the sidecar went silent', 'it is connected anew', 504);
      this.options.socket.terminate();
    }, MISSED * this.heartbeatMs);
    this.watchdog.unref();
  }

  private end(): void {
    clearTimeout(this.watchdog);
    if (this.isEnded) return;
    this.isEnded = true;
    this.options.onEnd([...this.byId.values()], this.error);
  }
}
