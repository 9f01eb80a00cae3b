import type { StreamSubscription } from '@observatory/protocol/stream';
import { WebSocket } from 'ws';
import { startHarness } from './testing/harness.ts';
import type { Harness, Payload } from './testing/harness.ts';

let harness: Harness;
afterEach(() => harness.close());

const NODES = { id: 'n', spec: { channel: 'nodes' } };
const UP: StreamSubscription = { id: 's', spec: { channel: 'series', selector: 'up' } };
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('transports', () => {
  it('give the same messages for the same subscriptions', async () => {
    harness = await startHarness();
    const { store, hub } = harness;
    const a = store.add({ __name__: 'up', i: 'a' });
    const now = Date.now();
    store.scrape(now, { [a]: 1 });
    hub.publish('nodes', { id: 'x', state: 'up' }, 'x');

    const ws = await harness.connect();
    await ws.subscribe(UP);
    await ws.subscribe(NODES);
    const sse = await harness.sse([UP, NODES]);
    await sse.until(({ payload }) => payload.type === 'live' && payload.id === 'n');
    const polled: { channel: string; payload: Payload }[] = [];
    const cursors = new Map<string, string>();
    const pollOnce = async () => {
      const messages = await harness.poll(
        [UP, NODES].map((sub) => ({ ...sub, ...(cursors.has(sub.id) ? { from: cursors.get(sub.id) } : {}) })),
      );
      for (const { channel, payload } of messages) if (channel !== 'control') polled.push({ channel, payload });
      // What a client does with a poll's answer: everything is live, so the newest number stands for all.
      const newest = Math.max(...messages.map(({ seq }) => seq));
      for (const { id } of [UP, NODES]) cursors.set(id, `${hub.id}:${newest}`);
    };
    await pollOnce();

    const b = store.add({ __name__: 'up', i: 'b' });
    store.scrape(now + 1, { [a]: 2, [b]: 3 }, 2);
    await wait(30);
    hub.publish('nodes', { id: 'x', state: 'down' }, 'x');
    store.scrape(now + 2, { [a]: 4, [b]: NaN }, 2);
    await wait(30);
    await pollOnce();
    const dataOf = (messages: { channel: string; payload: Payload }[]) =>
      messages.filter(({ channel }) => channel !== 'control').map(({ channel, payload }) => [channel, payload]);
    expect(dataOf(ws.messages)).toHaveLength(7);
    expect(dataOf(sse.messages)).toEqual(dataOf(ws.messages));
    // A poll brings one subscription's news after the other's.
    const byChannel = (list: unknown[][]) => list.toSorted(([a], [b]) => String(a).localeCompare(String(b)));
    expect(byChannel(dataOf(polled))).toEqual(byChannel(dataOf(ws.messages)));
    sse.close();
  });

  it('SSE resumes all subscriptions from Last-Event-ID', async () => {
    harness = await startHarness();
    const { hub } = harness;
    hub.publish('nodes', { i: 0 }, 'a');
    const first = await harness.sse([NODES, { id: 'e', spec: { channel: 'events' } }]);
    await first.until(({ payload }) => payload.type === 'live' && payload.id === 'e');
    hub.publish('nodes', { i: 1 }, 'a');
    await first.until(({ payload }) => payload.i === 1);
    expect(first.lastEventId).toBe(`${hub.id}:${hub.seq}`);
    first.close();
    hub.publish('events', { i: 2 });
    hub.publish('nodes', { i: 3 }, 'a');
    const again = await harness.sse([NODES, { id: 'e', spec: { channel: 'events' } }], {
      'last-event-id': first.lastEventId,
    });
    await again.until(({ payload }) => payload.type === 'live' && payload.id === 'e');
    expect(again.data()).toEqual([{ i: 3 }, { i: 2 }]);
    again.close();
  });

  it('SSE gives no event id before every subscription has its first state', async () => {
    harness = await startHarness();
    let release: () => void = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    harness.promql.answer = async (timestampMs) => {
      await gate;
      return { resultType: 'scalar', timestampMs, value: 1 };
    };
    const sse = await harness.sse([NODES, { id: 'q', spec: { channel: 'query', query: '1', stepMs: 60_000 } }]);
    await sse.untilType('live');
    harness.hub.publish('nodes', { i: 1 }, 'a');
    await sse.until(({ payload }) => payload.i === 1);
    expect(sse.lastEventId).toBe('');
    release();
    await sse.until(({ payload }) => payload.type === 'live' && payload.id === 'q');
    expect(sse.lastEventId).not.toBe('');
    sse.close();
  });

  it('a poll waits for news and ends without them after a while', async () => {
    harness = await startHarness({ limits: { pollWaitMs: 60 } });
    const quiet = await harness.poll([NODES]);
    expect(quiet.map(({ payload }) => payload.type)).toEqual(['welcome', 'subscribed', 'live']);
    const waiting = harness.poll([NODES]);
    await wait(20);
    harness.hub.publish('nodes', { i: 1 }, 'a');
    expect((await waiting).map(({ payload }) => payload.i)).toContain(1);
    expect(harness.hub.stats().clients).toEqual({ websocket: 0, sse: 0, poll: 0 });
  });

  it('frees a client that went away', async () => {
    harness = await startHarness();
    const sse = await harness.sse([UP]);
    const ws = await harness.connect();
    await ws.subscribe(NODES);
    expect(harness.hub.stats().clients).toMatchObject({ websocket: 1, sse: 1 });
    sse.close();
    ws.socket.terminate();
    while (harness.hub.stats().subscriptions > 0) await wait(5);
    expect(harness.hub.stats().clients).toEqual({ websocket: 0, sse: 0, poll: 0 });
  });
});

describe('wrong requests', () => {
  beforeEach(async () => {
    harness = await startHarness({ limits: { maxSubscriptionsPerClient: 2, maxMessageBytes: 2000 } });
  });

  it.each([
    ['no subscription', '?poll', 400, 'no subscription given'],
    ['no JSON', '?poll&sub=x', 400, 'sub 1 is not JSON'],
    ['a wrong subscription', `?poll&sub=${encodeURIComponent('{"id":"1","spec":{"channel":"series"}}')}`, 400, 'sub 1'],
    ['too many', `?poll${`&sub=${encodeURIComponent(JSON.stringify(NODES))}`.repeat(3)}`, 400, 'at most 2'],
    ['neither transport', '', 406, 'server-sent events'],
  ])('over HTTP: %s', async (_name, query, status, text) => {
    const response = await fetch(harness.url + query);
    expect(response.status).toBe(status);
    expect(await response.text()).toContain(text);
  });

  it.each([
    ['no JSON', 'x'],
    ['an unknown type', '{"type":"dance"}'],
    ['an unknown key', '{"type":"ping","x":1}'],
    ['a wrong cursor', '{"type":"subscribe","id":"1","spec":{"channel":"nodes"},"from":"x"}'],
    ['no selector', '{"type":"subscribe","id":"1","spec":{"channel":"series"}}'],
  ])('over WebSocket: %s is refused and the connection goes on', async (_name, text) => {
    const client = await harness.connect();
    client.socket.send(text);
    expect((await client.untilType('error')).payload).toMatchObject({ code: 'OBS_STREAM_MESSAGE' });
    client.send({ type: 'ping' });
    await client.untilType('pong');
    expect(harness.hub.stats().refusedTotal.message).toBe(1);
  });

  it('closes a client that sends too much at once', async () => {
    const client = await harness.connect();
    client.socket.send('x'.repeat(3000));
    expect(await client.closed()).toBe(1009);
    expect(harness.hub.stats().refusedTotal.message).toBe(1);
  });

  it.each([
    ['an unknown channel', { channel: 'dreams' }, 'OBS_STREAM_UNKNOWN_CHANNEL'],
    ['a wrong selector', { channel: 'series' as const, selector: 'up{{' }, 'OBS_STREAM_SELECTOR'],
  ])('names %s', async (_name, spec, code) => {
    const client = await harness.connect();
    client.send({ type: 'subscribe', id: '7', spec });
    expect((await client.untilType('error')).payload).toMatchObject({ id: '7', code });
    expect(harness.hub.stats().subscriptions).toBe(0);
  });

  it('refuses an id twice, and subscriptions above the limit', async () => {
    const client = await harness.connect();
    await client.subscribe(NODES);
    client.send({ type: 'subscribe', ...NODES });
    expect((await client.untilType('error')).payload).toMatchObject({ code: 'OBS_STREAM_DUPLICATE_ID' });
    await client.subscribe({ id: '2', spec: { channel: 'events' } });
    client.send({ type: 'subscribe', id: '3', spec: { channel: 'events' } });
    await client.until(({ payload }) => payload.code === 'OBS_STREAM_SUBSCRIPTION_LIMIT');
    client.send({ type: 'unsubscribe', id: '2' });
    await client.untilType('unsubscribed');
    await client.subscribe({ id: '3', spec: { channel: 'events' } });
  });
});

describe('limits', () => {
  it('takes no more clients than allowed, over any transport', async () => {
    harness = await startHarness({ limits: { maxClients: 1 } });
    await harness.connect();
    await expect(harness.poll([NODES])).rejects.toThrow('503');
    await expect(harness.sse([NODES])).rejects.toThrow('503');
    const socket = new WebSocket(harness.url.replace('http', 'ws'));
    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode)),
    );
    expect(status).toBe(503);
    expect(harness.hub.stats().refusedTotal.clients).toBe(3);
  });

  it('refuses a selector that matches too many series, and leaves out those that come later', async () => {
    harness = await startHarness({ limits: { maxSeriesPerSubscription: 2 } });
    const { store } = harness;
    for (let i = 0; i < 3; i++) store.add({ __name__: 'many', i: String(i) });
    const a = store.add({ __name__: 'few', i: 'a' });
    const client = await harness.connect();
    client.send({ type: 'subscribe', id: '1', spec: { channel: 'series', selector: 'many' } });
    expect((await client.untilType('error')).payload).toMatchObject({
      code: 'OBS_STREAM_SERIES_LIMIT',
      message: 'the selector matches 3 series, at most 2 can be streamed',
    });
    await client.subscribe({ id: '2', spec: { channel: 'series', selector: 'few' } });
    const b = store.add({ __name__: 'few', i: 'b' });
    const c = store.add({ __name__: 'few', i: 'c' });
    store.scrape(1, { [a]: 1, [b]: 2, [c]: 3 }, 2);
    expect((await client.untilType('notice')).payload.code).toBe('OBS_STREAM_SERIES_LIMIT');
    expect((await client.untilType('samples')).payload.blocks).toEqual([{ t: 1, ids: [a, b], values: [1, 2] }]);
    expect(harness.hub.stats().refusedTotal.series).toBe(2);
  });

  it('refuses channels above the limit, but first gives up those that only linger', async () => {
    harness = await startHarness({ limits: { maxChannels: 3 } });
    const client = await harness.connect();
    const series = (id: string) => ({ id, spec: { channel: 'series' as const, selector: `m${id}` } });
    await client.subscribe(series('1'));
    client.send({ type: 'subscribe', ...series('2') });
    expect((await client.untilType('error')).payload.code).toBe('OBS_STREAM_CHANNEL_LIMIT');
    client.send({ type: 'unsubscribe', id: '1' });
    await client.untilType('unsubscribed');
    await client.subscribe(series('2'));
    expect(harness.hub.stats().channels).toBe(3);
  });

  it('forgets series that the store dropped', async () => {
    harness = await startHarness();
    const { store } = harness;
    const a = store.add({ __name__: 'up', i: 'a' });
    const b = store.add({ __name__: 'up', i: 'b' });
    const client = await harness.connect();
    await client.subscribe(UP);
    store.scrape(1, { [a]: 1, [b]: 1 });
    await client.untilType('samples');
    store.drop(a);
    for (const channel of harness.hub.channels.values()) channel.prune();
    expect((await client.untilType('gone')).payload.ids).toEqual([a]);
    const seen = client.messages.length;
    store.scrape(2, { [b]: 5 }, 2);
    expect((await client.untilType('samples', seen)).payload.blocks).toEqual([{ t: 2, ids: [b], values: [5] }]);
  });
});
