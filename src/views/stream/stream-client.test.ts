import { jest } from '@jest/globals';
import type { WatchHandlers } from '../host/ViewHost.ts';
import { createStreamClient } from './stream-client.ts';
import type { StreamClient } from './stream-client.ts';
import { FakeEventSource, FakeSocket, WELCOME, control, data, fakeEnvironment } from './testing/fakes.ts';
import type { TransportName } from './transport.ts';

const NODES = { channel: 'nodes' };
const QUERY = { channel: 'query' as const, query: 'up', stepMs: 1000 };

let environment: ReturnType<typeof fakeEnvironment>;
let client: StreamClient;

function start(transport?: TransportName): void {
  client = createStreamClient({ url: 'http://sidecar/api/observatory/v1/stream', transport, environment });
}

function recorder(): WatchHandlers & { log: unknown[] } {
  const log: unknown[] = [];
  return {
    log,
    onPayload: (payload) => log.push(payload),
    onError: (message) => log.push(`error: ${message}`),
    onReset: () => log.push('reset'),
  };
}

const subscribed = (id: string, channel: string, resumed = false) =>
  control({ type: 'subscribed', id, channel, resumed });
const live = (id: string, after: number) => control({ type: 'live', id, after }, after);

beforeEach(() => {
  jest.useFakeTimers();
  environment = fakeEnvironment();
});
afterEach(() => {
  client.close();
  jest.useRealTimers();
});

const tick = (ms = 1) => jest.advanceTimersByTimeAsync(ms);
const last = <T>(list: readonly T[]): T => list[list.length - 1];

describe('over WebSocket', () => {
  beforeEach(() => start());

  it('subscribes when open and hands each subscription its payloads', async () => {
    const nodes = recorder();
    const query = recorder();
    client.watch(NODES, nodes);
    await tick();
    const socket = last(FakeSocket.all);
    expect(socket.url).toBe('ws://sidecar/api/observatory/v1/stream');
    socket.open();
    client.watch(QUERY, query);
    expect(socket.sent).toEqual([
      { type: 'subscribe', id: '1', spec: NODES },
      { type: 'subscribe', id: '2', spec: QUERY },
    ]);
    socket.say(subscribed('1', 'nodes'), data('nodes', 3, 'first'), live('1', 3), data('nodes', 4, 'news'));
    socket.say(subscribed('2', 'query:1'), data('query:1', 4, 'vector'), live('2', 4), data('nodes', 5, 'more'));
    expect(nodes.log).toEqual(['first', 'news', 'more']);
    expect(query.log).toEqual(['vector']);
    expect(client.connection.get()).toMatchObject({ status: 'live', transport: 'websocket' });
  });

  it('gives a late second watcher of a channel its own first state, and nothing that is older than it', async () => {
    const [first, second] = [recorder(), recorder()];
    client.watch(QUERY, first);
    await tick();
    const socket = last(FakeSocket.all);
    socket.open(subscribed('1', 'query:1'), data('query:1', 1, 'a'), live('1', 1));
    client.watch(QUERY, second);
    socket.say(subscribed('2', 'query:1'), data('query:1', 3, 'state'), live('2', 3));
    socket.say(data('query:1', 2, 'b'), data('query:1', 3, 'c'), data('query:1', 4, 'd'));
    expect(first.log).toEqual(['a', 'b', 'c', 'd']);
    expect(second.log).toEqual(['state', 'd']);
  });

  it('resumes from the last number after a break, without a reset', async () => {
    const nodes = recorder();
    client.watch(NODES, nodes);
    await tick();
    FakeSocket.all[0].open(subscribed('1', 'nodes'), data('nodes', 3, 'first'), live('1', 3), data('nodes', 7, 'news'));
    FakeSocket.all[0].fail();
    expect(client.connection.get().status).toBe('offline');
    await tick(10_000);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.all[1].open();
    expect(FakeSocket.all[1].sent).toEqual([{ type: 'subscribe', id: '1', spec: NODES, from: 'h1:7' }]);
    FakeSocket.all[1].say(subscribed('1', 'nodes', true), data('nodes', 8, 'missed'), live('1', 8));
    expect(nodes.log).toEqual(['first', 'news', 'missed']);
  });

  it('counts replayed messages as had when the connection breaks again during the replay', async () => {
    client.watch(NODES, recorder());
    await tick();
    FakeSocket.all[0].open(subscribed('1', 'nodes'), live('1', 3));
    FakeSocket.all[0].fail();
    await tick(10_000);
    FakeSocket.all[1].open(subscribed('1', 'nodes', true), data('nodes', 5, 'missed'));
    FakeSocket.all[1].fail();
    await tick(10_000);
    FakeSocket.all[2].open();
    expect(FakeSocket.all[2].sent).toMatchObject([{ from: 'h1:5' }]);
  });

  it('moves a quiet subscription on with heartbeats', async () => {
    client.watch(NODES, recorder());
    await tick();
    FakeSocket.all[0].open(
      subscribed('1', 'nodes'),
      live('1', 3),
      control({ type: 'heartbeat', conflated: 0, dropped: 0 }, 40),
    );
    FakeSocket.all[0].fail();
    await tick(10_000);
    FakeSocket.all[1].open();
    expect(FakeSocket.all[1].sent).toMatchObject([{ from: 'h1:40' }]);
  });

  it('resets the views when the server could not resume', async () => {
    const nodes = recorder();
    client.watch(NODES, nodes);
    await tick();
    FakeSocket.all[0].open(subscribed('1', 'nodes'), data('nodes', 3, 'first'), live('1', 3));
    FakeSocket.all[0].fail();
    await tick(10_000);
    FakeSocket.all[1].open(subscribed('1', 'nodes'), data('nodes', 1, 'anew'), live('1', 1));
    expect(nodes.log).toEqual(['first', 'reset', 'anew']);
  });

  it('waits longer after each failed round, never longer than 15 s', async () => {
    start('websocket');
    client.watch(NODES, recorder());
    await tick();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 8; attempt++) {
      last(FakeSocket.all).fail();
      let waitedMs = 0;
      while (FakeSocket.all.length === attempt) {
        await tick(50);
        waitedMs += 50;
      }
      waits.push(waitedMs);
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 7500, 7500, 7500]);
  });

  it('takes silence for a broken connection', async () => {
    client.watch(NODES, recorder());
    await tick();
    FakeSocket.all[0].open();
    await tick(37_000);
    expect(FakeSocket.all).toHaveLength(1);
    await tick(10_000);
    expect(FakeSocket.all[0].isClosedByClient).toBe(true);
    expect(FakeSocket.all).toHaveLength(2);
  });

  it('tells of refusals and tries them again', async () => {
    const query = recorder();
    client.watch(QUERY, query);
    await tick();
    const socket = FakeSocket.all[0];
    socket.open(control({ type: 'error', id: '1', code: 'OBS_X', message: 'no such metric', hint: 'look again' }));
    expect(query.log).toEqual(['error: no such metric: look again']);
    await tick(15_000);
    expect(socket.sent).toHaveLength(2);
  });

  it('adds up what the server left out, and measures how late messages come', async () => {
    client.watch(NODES, recorder());
    await tick();
    FakeSocket.all[0].open(
      control({ type: 'lag', channel: 'nodes', conflated: 5, dropped: 1 }),
      control({ type: 'lag', channel: 'nodes', conflated: 2, dropped: 0 }),
    );
    await tick(2000);
    FakeSocket.all[0].say({ ...WELCOME, time: Date.now() - 70 });
    expect(client.connection.get()).toMatchObject({ conflated: 7, dropped: 1, lagMs: 70 });
  });

  it('does not show a negative lag when its own clock is behind', async () => {
    client.watch(NODES, recorder());
    await tick();
    FakeSocket.all[0].open();
    await tick(2000);
    FakeSocket.all[0].say({ ...WELCOME, time: Date.now() + 500 });
    expect(client.connection.get().lagMs).toBe(0);
  });

  it('unsubscribes what is no longer watched, and hangs up when nothing is', async () => {
    const unwatch = client.watch(NODES, recorder());
    await tick();
    const socket = FakeSocket.all[0];
    socket.open(subscribed('1', 'nodes'), live('1', 0));
    unwatch();
    expect(last(socket.sent)).toEqual({ type: 'unsubscribe', id: '1' });
    await tick(31_000);
    expect(socket.isClosedByClient).toBe(true);
  });
});

describe('fallbacks', () => {
  beforeEach(() => start());

  async function withoutWebSocket(): Promise<void> {
    await tick();
    last(FakeSocket.all).fail();
    await tick();
  }

  it('takes SSE when WebSocket does not come up, and stays with it', async () => {
    const nodes = recorder();
    client.watch(NODES, nodes);
    await withoutWebSocket();
    const source = last(FakeEventSource.all);
    expect(source.subscriptions).toEqual([{ id: '1', spec: NODES }]);
    source.say(WELCOME, subscribed('1', 'nodes'), data('nodes', 2, 'first'), live('1', 2));
    expect(nodes.log).toEqual(['first']);
    expect(client.connection.get()).toMatchObject({ status: 'live', transport: 'sse' });

    client.watch(QUERY, recorder());
    client.watch({ channel: 'events' }, recorder());
    await tick(20);
    expect(source.isClosed).toBe(true);
    expect(FakeEventSource.all).toHaveLength(2);
    expect(last(FakeEventSource.all).subscriptions).toEqual([
      { id: '1', spec: NODES, from: 'h1:2' },
      { id: '2', spec: QUERY },
      { id: '3', spec: { channel: 'events' } },
    ]);

    last(FakeEventSource.all).say(WELCOME);
    last(FakeEventSource.all).onerror?.();
    await tick(10_000);
    expect(FakeSocket.all).toHaveLength(1);
    expect(FakeEventSource.all).toHaveLength(3);
  });

  it('polls when neither comes up, each time from where it is', async () => {
    const nodes = recorder();
    client.watch(NODES, nodes);
    await withoutWebSocket();
    last(FakeEventSource.all).onerror?.();
    await tick();
    expect(environment.asked[0].searchParams.has('poll')).toBe(true);
    environment.answer(200, [WELCOME, subscribed('1', 'nodes'), data('nodes', 2, 'first'), live('1', 2)]);
    await tick(300);
    expect(JSON.parse(environment.asked[1].searchParams.get('sub') ?? '')).toEqual({
      id: '1',
      spec: NODES,
      from: 'h1:2',
    });
    environment.answer(200, [WELCOME, subscribed('1', 'nodes', true), data('nodes', 3, 'news'), live('1', 3)]);
    await tick(300);
    expect(nodes.log).toEqual(['first', 'news']);
    expect(client.connection.get()).toMatchObject({ status: 'live', transport: 'polling' });

    client.watch(QUERY, recorder());
    await tick();
    expect(last(environment.asked).searchParams.getAll('sub')).toHaveLength(2);
  });

  it('begins anew with WebSocket when nothing comes up', async () => {
    client.watch(NODES, recorder());
    await withoutWebSocket();
    last(FakeEventSource.all).onerror?.();
    await tick();
    environment.answer(502);
    await tick();
    expect(client.connection.get().status).toBe('offline');
    await tick(1000);
    expect(FakeSocket.all).toHaveLength(2);
  });
});
