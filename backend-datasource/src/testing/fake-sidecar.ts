/**
 * A sidecar for tests of the backend: it answers the paths that the backend asks with what a test puts in, remembers what it
 * was asked, and can be told to misbehave. Its stream follows protocol/src/stream.ts, a step at a time.
 */
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeFrame } from '@observatory/grafana-backend-sdk';
import { envelopeStart, FRAMES_MEDIA_TYPE, partHead, partTail } from '@observatory/protocol/frames-envelope';
import type { FrameResult, FramesRequest } from '@observatory/protocol/frames';
import type { QueryPayload, StreamClientMessage } from '@observatory/protocol/stream';

type AskedQuery = FramesRequest['queries'][number];

export interface QueryAnswer extends FrameResult {
  frames: Uint8Array[];
}

interface Subscription {
  socket: WebSocket;
  id: string;
  channel: string;
  spec: Extract<StreamClientMessage, { type: 'subscribe' }>['spec'];
}

export interface FakeSidecar {
  readonly url: string;
  readonly port: number;
  /** Bodies of `POST /frames`, and the headers of every request. */
  readonly asked: AskedQuery[][];
  readonly headers: http.IncomingHttpHeaders[];
  readonly paths: string[];
  /** The answer to one query; the default is one row. */
  answer: (query: AskedQuery) => QueryAnswer;
  /** Takes a request over; true when it did. */
  misbehave: ((request: http.IncomingMessage, response: http.ServerResponse) => boolean) | undefined;
  readonly subscriptions: Subscription[];
  /** WebSockets that were ever opened. */
  sockets: number;
  maxSubscriptions: number;
  /** Sends a step to every subscription, with a series a name. */
  step(timeMs: number, values: Readonly<Record<string, number>>): void;
  /** What a subscription gets before it is live. */
  history: (subscription: Subscription) => QueryPayload[];
  /** Cuts every WebSocket. */
  cut(): void;
  stop(): Promise<void>;
}

/** The Arrow file of a frame with one row. */
export const ONE_ROW = encodeFrame({
  refId: 'A',
  fields: [
    { kind: 'time', name: 'Time', values: [1_767_436_620_000] },
    { kind: 'float64', name: 'Value', labels: { broker: 'b-1' }, values: [42] },
  ],
});

export function envelope(answers: readonly (readonly [string, QueryAnswer])[]): Buffer {
  const parts: Uint8Array[] = [envelopeStart()];
  for (const [refId, { frames, ...result }] of answers) {
    for (const frame of frames) parts.push(partHead({ refId }, frame.length), frame, partTail(frame.length));
    parts.push(partHead({ refId, ...result }, 0));
  }
  parts.push(partHead({ end: true }, 0));
  return Buffer.concat(parts);
}

const NODES = ['broker', 'broker', 'broker', 'bookie', 'bookie', 'bookie', 'bookie'].map((kind, index) => ({
  id: `demo-1/${kind}/${index}`,
  cluster: 'demo-1',
  kind,
  address: `127.0.0.1:${index}`,
  job: kind,
  state: 'up',
  lastError: '',
  scrapeIntervalMs: 15_000,
  labels: {},
}));

const STATUS = {
  version: '0.1.0',
  ready: true,
  startedMs: 0,
  reload: { ok: true, atMs: 0, error: '' },
  store: { series: 1234, chunks: 1, minTimeMs: 0, maxTimeMs: 1, retention: '15d' },
  targets: { up: 7, down: 0, unknown: 0 },
  memory: { residentBytes: 1, heapBytes: 1, bufferBytes: 1 },
  warnings: [],
};

export async function startFakeSidecar(port = 0): Promise<FakeSidecar> {
  const connections = new Set<Socket>();
  let nextChannel = 1;
  let seq = 1;
  const send = (socket: WebSocket, channel: string, payload: object) =>
    socket.send(JSON.stringify({ seq: seq++, channel, time: 0, payload }));

  const server = http.createServer((request, response) => {
    fake.headers.push(request.headers);
    fake.paths.push(request.url ?? '');
    if (fake.misbehave?.(request, response)) return;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => respond(request.url ?? '', Buffer.concat(chunks).toString(), response));
  });
  const respond = (url: string, body: string, response: http.ServerResponse) => {
    const json = (value: unknown) => response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
    if (url.endsWith('/frames')) {
      const { queries } = JSON.parse(body) as { queries: AskedQuery[] };
      fake.asked.push(queries);
      response.setHeader('content-type', FRAMES_MEDIA_TYPE);
      response.end(envelope(queries.map((query) => [query.refId, fake.answer(query)] as const)));
    } else if (url.endsWith('/status')) json({ ...STATUS, nowMs: Date.now() });
    else if (url.endsWith('/nodes')) json({ nodes: NODES, states: { up: NODES.length } });
    else json({ status: 'success', data: [url] });
  };
  server.on('connection', (socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });

  const webSockets = new WebSocketServer({ server });
  webSockets.on('connection', (socket) => {
    fake.sockets++;
    send(socket, 'control', { type: 'welcome', hub: 'h', heartbeatMs: 15_000 });
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as StreamClientMessage;
      if (message.type === 'subscribe') subscribe(socket, message);
      if (message.type === 'unsubscribe') remove((each) => each.socket === socket && each.id === message.id);
    });
    socket.on('close', () => remove((each) => each.socket === socket));
  });
  const subscribe = (socket: WebSocket, { id, spec }: Extract<StreamClientMessage, { type: 'subscribe' }>) => {
    const refuse = (code: string, message: string) =>
      send(socket, 'control', { type: 'error', id, code, message, hint: 'ask for less' });
    if (fake.subscriptions.filter((each) => each.socket === socket).length >= fake.maxSubscriptions)
      return refuse('OBS_STREAM_SUBSCRIPTION_LIMIT', 'too many');
    if ('query' in spec && spec.query === 'refuse') return refuse('OBS_STREAM_QUERY_TYPE', 'no vector');
    const subscription = { socket, id, channel: `query:${nextChannel++}`, spec };
    fake.subscriptions.push(subscription);
    send(socket, 'control', { type: 'subscribed', id, channel: subscription.channel, resumed: false });
    for (const payload of fake.history(subscription)) send(socket, subscription.channel, payload);
    send(socket, 'control', { type: 'live', id, after: 0 });
  };
  const remove = (isWanted: (subscription: Subscription) => boolean) => {
    for (let i = fake.subscriptions.length - 1; i >= 0; i--)
      if (isWanted(fake.subscriptions[i])) fake.subscriptions.splice(i, 1);
  };

  const fake: FakeSidecar = {
    url: '',
    port: 0,
    asked: [],
    headers: [],
    paths: [],
    answer: () => ({ status: 200, frames: [ONE_ROW] }),
    misbehave: undefined,
    subscriptions: [],
    sockets: 0,
    maxSubscriptions: 100,
    history: () => [],
    step(timeMs, values) {
      const names = Object.keys(values);
      const ids = names.map((_, index) => index + 1);
      for (const { socket, channel } of fake.subscriptions) {
        send(socket, channel, {
          type: 'meta',
          series: names.map((name, index) => ({ id: ids[index], labels: { name } })),
        });
        send(socket, channel, { type: 'vector', t: timeMs, ids, values: Object.values(values) });
      }
    },
    cut() {
      for (const client of webSockets.clients) client.terminate();
    },
    async stop() {
      for (const client of webSockets.clients) client.terminate();
      for (const connection of connections) connection.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.address() as AddressInfo;
  return Object.assign(fake, { url: `http://127.0.0.1:${address.port}`, port: address.port });
}
