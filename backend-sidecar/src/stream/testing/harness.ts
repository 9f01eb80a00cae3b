/** A hub on a loopback server, and clients of the three transports for its tests. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Socket } from 'node:net';
import type { StreamClientMessage, StreamEnvelope, StreamSubscription } from '@observatory/protocol/stream';
import { WebSocket } from 'ws';
import type { PromqlSource, QueryValue } from '../../storage.ts';
import { systemClock } from '../../util/clock.ts';
import type { Clock } from '../../util/clock.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { silentLogger } from '../../util/logger.ts';
import { StreamHub } from '../hub.ts';
import type { StreamLimits } from '../limits.ts';
import { mountStream } from '../transport/mount.ts';
import { FakeStore, parsePlainSelector } from './fake-store.ts';

export interface Harness {
  hub: StreamHub;
  store: FakeStore;
  promql: FakePromql;
  url: string;
  connect(): Promise<WsClient>;
  sse(subscriptions: readonly StreamSubscription[], headers?: Record<string, string>): Promise<SseClient>;
  poll(subscriptions: readonly StreamSubscription[]): Promise<StreamEnvelope<Payload>[]>;
  close(): Promise<void>;
}

/** What tests look into; payloads are JSON. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Payload = any;

export async function startHarness(
  options: { limits?: Partial<StreamLimits>; clock?: Clock; wireClock?: Clock } = {},
): Promise<Harness> {
  const store = new FakeStore();
  const promql = new FakePromql();
  const hub = new StreamHub({
    source: store.source,
    promql,
    directory: store,
    onAppend: store.onAppend,
    parseSelector: parsePlainSelector,
    clock: options.clock ?? systemClock,
    wireClock: options.wireClock,
    limits: options.limits,
    logger: silentLogger,
  });
  hub.start();
  const endpoint = mountStream(hub);
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    try {
      endpoint.handleRequest(request, response);
    } catch (error) {
      response.statusCode = error instanceof ObservatoryError ? error.httpStatus : 500;
      response.end(String(error));
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => endpoint.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream`;
  const address = (subscriptions: readonly StreamSubscription[], extra = '') => {
    const query = subscriptions.map((sub) => `sub=${encodeURIComponent(JSON.stringify(sub))}`).join('&');
    return `${url}?${query}${extra}`;
  };
  return {
    hub,
    store,
    promql,
    url,
    connect: () => WsClient.open(url),
    sse: (subscriptions, headers = {}) => SseClient.open(address(subscriptions), headers),
    async poll(subscriptions) {
      const response = await fetch(address(subscriptions, '&poll'));
      if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
      return ((await response.json()) as { messages: StreamEnvelope<Payload>[] }).messages;
    },
    async close() {
      hub.stop();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Keeps all messages; `until` waits for one. */
export class Inbox {
  readonly messages: StreamEnvelope<Payload>[] = [];
  private waiters: (() => void)[] = [];

  take(envelope: StreamEnvelope<Payload>): void {
    this.messages.push(envelope);
    for (const waiter of this.waiters.splice(0)) waiter();
  }

  /** The first message (from `start` on) that passes; fails the test after 5 s. */
  async until(test: (envelope: StreamEnvelope<Payload>) => boolean, start = 0): Promise<StreamEnvelope<Payload>> {
    const deadline = Date.now() + 5000;
    for (;;) {
      const found = this.messages.slice(start).find(test);
      if (found) return found;
      if (Date.now() > deadline)
        throw new Error(`message did not come; got ${JSON.stringify(this.messages.slice(-5))}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
  }

  untilType(type: string, start = 0): Promise<StreamEnvelope<Payload>> {
    return this.until((envelope) => envelope.payload?.type === type, start);
  }

  data(): Payload[] {
    return this.messages.filter((envelope) => envelope.channel !== 'control').map((envelope) => envelope.payload);
  }

  types(): string[] {
    return this.messages.map((envelope) => String(envelope.payload?.type));
  }
}

export class WsClient extends Inbox {
  readonly socket: WebSocket;
  closeCode = 0;

  private constructor(socket: WebSocket) {
    super();
    this.socket = socket;
    socket.on('message', (data) => this.take(JSON.parse(String(data))));
    socket.on('close', (code) => {
      this.closeCode = code;
    });
    socket.on('error', () => {});
  }

  static async open(url: string): Promise<WsClient> {
    const client = new WsClient(new WebSocket(url.replace('http', 'ws')));
    await client.untilType('welcome');
    return client;
  }

  send(message: StreamClientMessage): void {
    this.socket.send(JSON.stringify(message));
  }

  async subscribe(subscription: StreamSubscription): Promise<void> {
    this.send({ type: 'subscribe', ...subscription });
    await this.until(({ payload }) => payload?.type === 'live' && payload.id === subscription.id);
  }

  get cursor(): string {
    const hub = this.messages[0].payload.hub as string;
    return `${hub}:${this.messages[this.messages.length - 1].seq}`;
  }

  async closed(): Promise<number> {
    while (this.socket.readyState !== WebSocket.CLOSED) await new Promise((resolve) => setTimeout(resolve, 5));
    return this.closeCode;
  }
}

export class SseClient extends Inbox {
  lastEventId = '';
  private readonly abort = new AbortController();

  static async open(url: string, headers: Record<string, string>): Promise<SseClient> {
    const client = new SseClient();
    const response = await fetch(url, {
      headers: { accept: 'text/event-stream', ...headers },
      signal: client.abort.signal,
    });
    if (response.status !== 200 || !response.body) throw new Error(`${response.status} ${await response.text()}`);
    void client.read(response.body).catch(() => {});
    return client;
  }

  close(): void {
    this.abort.abort();
  }

  private async read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        for (const line of text.slice(0, end).split('\n')) {
          if (line.startsWith('id: ')) this.lastEventId = line.slice(4);
          if (line.startsWith('data: ')) this.take(JSON.parse(line.slice(6)));
        }
        text = text.slice(end + 2);
      }
    }
  }
}

/** Answers whatever `answer` says; counts evaluations. */
export class FakePromql implements PromqlSource {
  instants: number[] = [];
  ranges: [number, number, number][] = [];
  answer: (timeMs: number) => QueryValue | Promise<QueryValue> = (timeMs) => ({
    resultType: 'scalar',
    timestampMs: timeMs,
    value: timeMs,
  });
  rangeAnswer: (startMs: number, endMs: number, stepMs: number) => QueryValue = () => ({
    resultType: 'matrix',
    series: [],
  });

  async instant(_query: string, timeMs: number) {
    this.instants.push(timeMs);
    return { value: await this.answer(timeMs), warnings: [], infos: [], stats: NO_STATS };
  }

  async range(_query: string, startMs: number, endMs: number, stepMs: number) {
    this.ranges.push([startMs, endMs, stepMs]);
    return { value: this.rangeAnswer(startMs, endMs, stepMs), warnings: [], infos: [], stats: NO_STATS };
  }
}

const NO_STATS = { samples: 0, series: 0, peakSamples: 0, timings: { evalMs: 0, queueMs: 0, totalMs: 0 } };
