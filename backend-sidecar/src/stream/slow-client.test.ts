import { startHarness } from './testing/harness.ts';
import type { Harness, WsClient } from './testing/harness.ts';

let harness: Harness;
afterEach(() => harness.close());

/** Stops reading at the TCP level, so that the kernel's buffers and then the server's queue fill. */
const pause = (client: WsClient) => (client.socket as unknown as { _socket: { pause(): void } })._socket.pause();
const resume = (client: WsClient) => (client.socket as unknown as { _socket: { resume(): void } })._socket.resume();
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const BIG = 'x'.repeat(200_000);

/** Publishes until the hub says that a client is behind. */
async function fill(name: string, key?: (i: number) => string): Promise<number> {
  for (let i = 0; i < 400; i++) {
    harness.hub.publish(name, { i, BIG }, key?.(i));
    await wait(0);
    if (harness.hub.stats().laggingClients > 0) return i;
  }
  throw new Error('the client never fell behind');
}

describe('a client that does not read', () => {
  it('costs no more than its queue limit, and gets the latest value per key when it reads again', async () => {
    harness = await startHarness({ limits: { replayMessages: 1, softQueueBytes: 100_000 } });
    const { hub } = harness;
    const slow = await harness.connect();
    await slow.subscribe({ id: '1', spec: { channel: 'nodes' } });
    pause(slow);
    await fill('nodes', () => 'bulk');
    for (let i = 0; i < 1000; i++) hub.publish('nodes', { id: `n${i % 10}`, i }, `n${i % 10}`);
    await wait(20);
    resume(slow);
    const lag = await slow.untilType('lag');
    await slow.until(({ payload }) => payload?.i === 999);
    expect(lag.payload).toMatchObject({ channel: 'nodes', dropped: 0 });
    expect(lag.payload.conflated).toBeGreaterThanOrEqual(990);
    const after = slow.messages.slice(slow.messages.indexOf(lag) + 1).filter(({ payload }) => payload.id !== undefined);
    expect(after.map(({ payload }) => payload.i)).toEqual([990, 991, 992, 993, 994, 995, 996, 997, 998, 999]);
    expect(hub.stats()).toMatchObject({ laggingClients: 0, samplesConflatedTotal: lag.payload.conflated });
    hub.publish('nodes', { id: 'n0', i: 1000 }, 'n0');
    await slow.until(({ payload }) => payload?.i === 1000);
  });

  it('is told how many events were dropped, and gets those that are kept', async () => {
    harness = await startHarness({ limits: { replayMessages: 5, softQueueBytes: 100_000 } });
    const slow = await harness.connect();
    await slow.subscribe({ id: '1', spec: { channel: 'events' } });
    pause(slow);
    await fill('events');
    for (let i = 1000; i < 1020; i++) harness.hub.publish('events', { i });
    await wait(20);
    resume(slow);
    const lag = await slow.untilType('lag');
    await slow.until(({ payload }) => payload?.i === 1019);
    expect(lag.payload.dropped).toBeGreaterThanOrEqual(15);
    const after = slow.messages.slice(slow.messages.indexOf(lag) + 1).filter(({ channel }) => channel === 'events');
    expect(after.map(({ payload }) => payload.i)).toEqual([1015, 1016, 1017, 1018, 1019]);
    const sent = slow.data().length;
    expect(sent + lag.payload.dropped).toBe(harness.hub.stats().messagesEncodedTotal);
  });

  it('does not delay or thin out anybody else', async () => {
    harness = await startHarness({ limits: { softQueueBytes: 100_000 } });
    const slow = await harness.connect();
    const quick = await harness.connect();
    await slow.subscribe({ id: '1', spec: { channel: 'events' } });
    await quick.subscribe({ id: '1', spec: { channel: 'events' } });
    pause(slow);
    const count = await fill('events');
    await quick.until(({ payload }) => payload?.i === count);
    expect(quick.data().map(({ i }) => i)).toEqual(Array.from({ length: count + 1 }, (_, i) => i));
    expect(quick.types()).not.toContain('lag');
  });

  it('is closed with 1013 when its queue does not drain', async () => {
    harness = await startHarness({ limits: { softQueueBytes: 100_000, stalledMs: 150 } });
    const slow = await harness.connect();
    const quick = await harness.connect();
    await slow.subscribe({ id: '1', spec: { channel: 'events' } });
    await quick.subscribe({ id: '1', spec: { channel: 'nodes' } });
    pause(slow);
    await fill('events');
    await quick.until(
      () => harness.hub.stats().slowClientsClosedTotal === 1 || (harness.hub.publish('nodes', {}), false),
    );
    expect(harness.hub.stats()).toMatchObject({ clients: { websocket: 1 }, laggingClients: 0, subscriptions: 1 });
    resume(slow);
    expect([1013, 1006]).toContain(await slow.closed());
  });

  it('is closed when it stays above the hard limit', async () => {
    harness = await startHarness({
      limits: { softQueueBytes: 100_000, hardQueueBytes: 150_000, hardQueueMs: 100, stalledMs: 60_000 },
    });
    const slow = await harness.connect();
    await slow.subscribe({ id: '1', spec: { channel: 'events' } });
    pause(slow);
    await fill('events');
    while (harness.hub.stats().slowClientsClosedTotal === 0) await wait(20);
    expect(harness.hub.stats().clients.websocket).toBe(0);
  });
});

describe('heartbeats', () => {
  it('come on quiet lines, carry the newest number, and end clients that give no sign of life', async () => {
    harness = await startHarness({ limits: { heartbeatMs: 150 } });
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: { channel: 'nodes' } });
    harness.hub.publish('events', {});
    const heartbeat = await client.until(
      ({ payload, seq }) => payload?.type === 'heartbeat' && seq === harness.hub.seq,
    );
    expect(heartbeat.payload).toEqual({ type: 'heartbeat', conflated: 0, dropped: 0 });
    // No pong any more.
    client.socket.pong = () => undefined;
    Object.assign(client.socket, { _autoPong: false });
    await client.closed();
    expect(harness.hub.stats().deadClientsClosedTotal).toBe(1);
  });
});
