import { SeededRandom } from '../testing/seeded-random.ts';
import { startHarness } from './testing/harness.ts';
import type { Harness, WsClient } from './testing/harness.ts';

let harness: Harness;
afterEach(() => harness.close());

const GROUPS = 25;
const SERIES_PER_GROUP = 50;
const SCRAPES = 20;

/** The small sibling of bench/stream.ts: what it measures in time is checked here in content. */
it('brings every sample of 50 series to each of 50 subscribers, in order and once', async () => {
  harness = await startHarness({ limits: { flushMs: 1 } });
  const { store, hub } = harness;
  const seeded = new SeededRandom(7);
  const random = () => seeded.next();
  const refs: number[][] = [];
  for (let group = 0; group < GROUPS; group++) {
    refs.push(
      Array.from({ length: SERIES_PER_GROUP }, (_, i) =>
        store.add({ __name__: 'load', group: String(group), i: String(i) }),
      ),
    );
  }
  const clients: WsClient[] = [];
  for (let i = 0; i < 50; i++) {
    const client = await harness.connect();
    await client.subscribe({ id: '1', spec: { channel: 'series', selector: `load{group="${i % GROUPS}"}` } });
    clients.push(client);
  }
  // Two subscribers share each channel; nodes and events have theirs.
  expect(hub.stats()).toMatchObject({ channels: GROUPS + 2, subscriptions: 50 });

  const expected = Array.from({ length: GROUPS }, () => [] as { t: number; ids: number[]; values: number[] }[]);
  for (let t = 1; t <= SCRAPES; t++) {
    // Every target exposes one group; some scrapes fail.
    for (let target = 0; target < GROUPS; target++) {
      if (random() < 0.1) continue;
      const values = refs[target].map(() => Math.round(random() * 1e6) / 1e3);
      store.scrape(t, Object.fromEntries(refs[target].map((ref, i) => [ref, values[i]])), 1, target);
      expected[target].push({ t, ids: refs[target], values });
    }
    if (random() < 0.5) await new Promise((resolve) => setTimeout(resolve, Math.floor(random() * 5)));
  }
  for (let i = 0; i < clients.length; i++) {
    const want = expected[i % GROUPS];
    const blocks = () => clients[i].data().flatMap(({ type, blocks }) => (type === 'samples' ? blocks : []));
    await clients[i].until(() => blocks().length >= want.length);
    expect(blocks()).toEqual(want);
    const numbers = clients[i].messages.filter(({ channel }) => channel !== 'control').map(({ seq }) => seq);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  }
  const stats = hub.stats();
  expect(stats).toMatchObject({ laggingClients: 0, samplesConflatedTotal: 0, messagesDroppedTotal: 0 });
  expect(stats.replayBytes).toBeLessThanOrEqual(hub.limits.replayBytes);
});
