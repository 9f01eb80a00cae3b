import { startHarness } from './testing/harness.ts';
import type { Harness, WsClient } from './testing/harness.ts';

let harness: Harness;
afterEach(() => harness.close());

const UP = { channel: 'series' as const, selector: 'up' };

/** Types of what came between `subscribed` and `live`. */
function firstState(client: WsClient): string[] {
  const types = client.types();
  return types.slice(types.indexOf('subscribed') + 1, types.lastIndexOf('live'));
}

async function connectAndLeave(): Promise<string> {
  const client = await harness.connect();
  await client.subscribe({ id: '1', spec: UP });
  const cursor = client.cursor;
  client.socket.close();
  await client.closed();
  return cursor;
}

describe('a client that comes back', () => {
  it('gets exactly what it missed, in order', async () => {
    harness = await startHarness();
    const { store } = harness;
    const a = store.add({ __name__: 'up' });
    const cursor = await connectAndLeave();
    for (let t = 1; t <= 3; t++) {
      store.scrape(t, { [a]: t });
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: UP, from: cursor });
    expect(client.messages.find(({ payload }) => payload.type === 'subscribed')?.payload.resumed).toBe(true);
    expect(client.data().flatMap(({ blocks }) => blocks)).toEqual([1, 2, 3].map((t) => ({ t, ids: [a], values: [t] })));
    expect(harness.hub.stats()).toMatchObject({ resumesTotal: 1, gapsTotal: 0 });
  });

  it('hears of series that appeared while it was away', async () => {
    harness = await startHarness();
    const { store } = harness;
    store.add({ __name__: 'up', i: 'a' });
    const cursor = await connectAndLeave();
    const b = store.add({ __name__: 'up', i: 'b' });
    store.scrape(5, { [b]: 1 });
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: UP, from: cursor });
    expect(client.data()).toEqual([
      { type: 'meta', series: [{ id: b, labels: { __name__: 'up', i: 'b' } }] },
      { type: 'samples', blocks: [{ t: 5, ids: [b], values: [1] }] },
    ]);
  });

  it('is told of the gap and gets a snapshot when the ring no longer reaches back', async () => {
    harness = await startHarness({ limits: { replayMessages: 2, flushMs: 1 } });
    const { store } = harness;
    const a = store.add({ __name__: 'up' });
    const cursor = await connectAndLeave();
    const now = Date.now();
    for (let i = 0; i < 4; i++) {
      store.scrape(now + i, { [a]: i });
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: UP, from: cursor });
    expect(firstState(client)).toEqual(['gap', 'meta', 'samples']);
    expect(client.data()[1]).toEqual({
      type: 'samples',
      snapshot: true,
      blocks: [{ t: now + 3, ids: [a], values: [3] }],
    });
    expect(harness.hub.stats().gapsTotal).toBe(1);
  });

  it('has a gap when the sidecar restarted meanwhile', async () => {
    harness = await startHarness();
    harness.store.add({ __name__: 'up' });
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: UP, from: 'other:1' });
    expect(firstState(client)).toEqual(['gap', 'meta']);
  });

  it('has a gap when the channel was given up meanwhile', async () => {
    harness = await startHarness({ limits: { lingerMs: 1 } });
    const a = harness.store.add({ __name__: 'up' });
    const cursor = await connectAndLeave();
    await new Promise((resolve) => setTimeout(resolve, 20));
    harness.hub.publish('events', { something: 'else' });
    harness.store.scrape(1, { [a]: 1 });
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: UP, from: cursor });
    expect(firstState(client)).toEqual(['gap', 'meta']);
  });

  it('keeps replay memory within its budget, shared fairly', async () => {
    harness = await startHarness({ limits: { replayBytes: 20_000, replayMessages: 1000 } });
    harness.hub.registerChannel('a');
    harness.hub.registerChannel('b');
    for (let i = 0; i < 200; i++) {
      harness.hub.publish('a', { text: 'x'.repeat(300) });
      if (i % 10 === 0) harness.hub.publish('b', { text: 'y'.repeat(300) });
    }
    expect(harness.hub.stats().replayBytes).toBeLessThan(21_000);
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: { channel: 'b' }, from: `${harness.hub.id}:0` });
    expect(client.data().length).toBeGreaterThan(5);
  });
});

describe('published channels', () => {
  it('give a late client the newest state of each key, in the order of change', async () => {
    harness = await startHarness();
    const { hub } = harness;
    hub.publish('nodes', { id: 'a', state: 'up' }, 'a');
    hub.publish('nodes', { id: 'b', state: 'up' }, 'b');
    hub.publish('nodes', { id: 'a', state: 'down' }, 'a');
    hub.publish('nodes', { id: 'c', state: 'up' }, 'c');
    hub.forget('nodes', 'c');
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: { channel: 'nodes' } });
    expect(client.data()).toEqual([
      { id: 'b', state: 'up' },
      { id: 'a', state: 'down' },
    ]);
    hub.publish('nodes', { id: 'b', state: 'gone' }, 'b');
    expect((await client.until(({ payload }) => payload?.state === 'gone')).channel).toBe('nodes');
  });

  it('replay events that are still kept', async () => {
    harness = await startHarness({ limits: { replayMessages: 3 } });
    for (let i = 0; i < 5; i++) harness.hub.publish('events', { i });
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: { channel: 'events' } });
    expect(client.data()).toEqual([{ i: 2 }, { i: 3 }, { i: 4 }]);
  });

  it('take a snapshot from their publisher', async () => {
    harness = await startHarness();
    harness.hub.registerChannel('services', { snapshot: () => [{ name: 'x' }] });
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: { channel: 'services' } });
    expect(client.data()).toEqual([{ name: 'x' }]);
  });
});
