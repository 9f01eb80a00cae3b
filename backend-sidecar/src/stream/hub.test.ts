import { startHarness } from './testing/harness.ts';
import type { Harness } from './testing/harness.ts';

let harness: Harness;
afterEach(() => harness.close());

describe('series channel', () => {
  it('sends labels and latest values first, then samples as they are appended', async () => {
    harness = await startHarness();
    const { store } = harness;
    const a = store.add({ __name__: 'up', job: 'broker', instance: 'a' });
    const b = store.add({ __name__: 'up', job: 'broker', instance: 'b' });
    const other = store.add({ __name__: 'up', job: 'bookie' });
    const now = Date.now();
    store.scrape(now - 1000, { [a]: 1, [b]: 0, [other]: 7 });
    const client = await harness.connect();
    await client.subscribe({ id: 's', spec: { channel: 'series', selector: 'up{job="broker"}' } });
    expect(client.types()).toEqual(['welcome', 'subscribed', 'meta', 'samples', 'live']);
    const [meta, snapshot] = client.data();
    expect(meta.series).toEqual([
      { id: a, labels: { __name__: 'up', job: 'broker', instance: 'a' } },
      { id: b, labels: { __name__: 'up', job: 'broker', instance: 'b' } },
    ]);
    expect(snapshot).toEqual({
      type: 'samples',
      snapshot: true,
      blocks: [{ t: now - 1000, ids: [a, b], values: [1, 0] }],
    });

    const seen = client.messages.length;
    store.scrape(now, { [a]: NaN, [b]: -Infinity, [other]: 1 });
    const live = await client.untilType('samples', seen);
    expect(live.payload).toEqual({ type: 'samples', blocks: [{ t: now, ids: [a, b], values: ['NaN', '-Inf'] }] });
    expect(live.seq).toBeGreaterThan(client.messages[seen - 1].seq);
  });

  it('adds series that appear later, announced before their first sample', async () => {
    harness = await startHarness();
    const { store } = harness;
    const a = store.add({ __name__: 'up', instance: 'a' });
    const client = await harness.connect();
    await client.subscribe({ id: 's', spec: { channel: 'series', selector: 'up' } });
    const seen = client.messages.length;
    const b = store.add({ __name__: 'up', instance: 'b' });
    store.scrape(1000, { [a]: 1, [b]: 2 }, 2);
    const samples = await client.untilType('samples', seen);
    expect(samples.payload.blocks).toEqual([{ t: 1000, ids: [a, b], values: [1, 2] }]);
    expect(client.messages[seen].payload).toEqual({
      type: 'meta',
      series: [{ id: b, labels: { __name__: 'up', instance: 'b' } }],
    });
  });
});
