import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RemoteWriteConfig } from '../../config/config.ts';
import { Labels } from '../../model/labels.ts';
import type { MetricMetadata } from '../../model/metadata.ts';
import { systemClock } from '../../util/clock.ts';
import { silentLogger } from '../../util/logger.ts';
import { SeededRandom } from '../../testing/seeded-random.ts';
import { FakeWal } from '../testing/fake-wal.ts';
import { FlakyReceiver } from '../testing/flaky-receiver.ts';
import type { Mood } from '../testing/flaky-receiver.ts';
import { RemoteWriter } from './remote-writer.ts';

let receiver: FlakyReceiver;
let wal: FakeWal;
let writer: RemoteWriter;
let directory: string;
const folders: string[] = [];

function makeFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'remote-write-'));
  folders.push(folder);
  return folder;
}

beforeEach(async () => {
  receiver = await FlakyReceiver.start();
  wal = new FakeWal();
  directory = makeFolder();
  writer = makeWriter(wal, directory);
});
afterEach(async () => {
  await writer.stop();
  await receiver.stop();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function makeWriter(feeds: FakeWal, folder: string, metadata: [string, MetricMetadata][] = []): RemoteWriter {
  return new RemoteWriter({
    feeds,
    directory: folder,
    compileRelabel: (configs) => (labels) =>
      configs.length > 0 && labels.metricName === 'secret' ? undefined : labels,
    metadata: () => new Map(metadata),
    clock: systemClock,
    logger: silentLogger,
    userAgent: 'observatory/test',
  });
}

type Queue = RemoteWriteConfig['queue_config'];

function configOf(queue: Partial<Queue> = {}, more: Partial<RemoteWriteConfig> = {}): RemoteWriteConfig {
  return {
    name: 'test',
    url: receiver.url,
    protobuf_message: 'prometheus.WriteRequest',
    remote_timeout: 5000,
    headers: { 'X-Scope-OrgID': 'team' },
    write_relabel_configs: [],
    send_exemplars: false,
    client: { auth: undefined, tls: undefined, followRedirects: true, headers: [] },
    queue_config: {
      capacity: 100,
      max_shards: 3,
      min_shards: 3,
      max_samples_per_send: 20,
      batch_send_deadline: 20,
      min_backoff: 1,
      max_backoff: 5,
      retry_on_http_429: true,
      sample_age_limit: 0,
      ...queue,
    },
    metadata_config: { send: false, send_interval: 60_000, max_samples_per_send: 2 },
    ...more,
  } as RemoteWriteConfig;
}

const series = (i: number) => Labels.fromObject({ __name__: 'm', i: String(i) });
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(test: () => boolean): Promise<void> {
  const deadline = Date.now() + 8000;
  while (!test()) {
    if (Date.now() > deadline) throw new Error(`did not happen; ${JSON.stringify(writer.stats())}`);
    await wait(5);
  }
}

/** Every scrape brings one sample of each series. */
function scrape(log: FakeWal, t: number, count: number): void {
  log.append(...Array.from({ length: count }, (_, i) => ({ labels: series(i), t, v: t * 100 + i })));
}

function expectComplete(scrapes: number, count: number): void {
  const expected = Object.fromEntries(
    Array.from({ length: count }, (_, i) => [
      series(i).toString(),
      Array.from({ length: scrapes }, (_, t) => ({ t: t + 1, v: (t + 1) * 100 + i })),
    ]),
  );
  expect(receiver.kept()).toEqual(expected);
}

describe('remote writer', () => {
  it.each(['prometheus.WriteRequest', 'io.prometheus.write.v2.Request'] as const)(
    'sends the log as %s',
    async (message) => {
      await writer.applyConfig([configOf({}, { protobuf_message: message })], Labels.EMPTY);
      wal.append({ labels: series(0), t: 1, v: 5 }, { labels: series(0), t: 2, v: 'stale' });
      await until(() => receiver.keptCount === 2);
      expect(receiver.kept()).toEqual({
        'm{i="0"}': [
          { t: 1, v: 5 },
          { t: 2, v: 'stale' },
        ],
      });
      expect(receiver.requests[0].headers).toMatchObject({
        'content-encoding': 'snappy',
        'x-scope-orgid': 'team',
        'user-agent': 'observatory/test',
        'x-prometheus-remote-write-version': message.includes('v2') ? '2.0.0' : '0.1.0',
      });
      await until(() => writer.stats()[0].samplesDeliveredTotal === 2);
      expect(writer.stats()).toMatchObject([
        { name: 'test', shards: 3, pendingSamples: 0, newestDeliveredMs: 2, lastError: undefined },
      ]);
    },
  );

  it('fills requests up to their size, and sends what is left after the deadline', async () => {
    for (let t = 1; t <= 10; t++) scrape(wal, t, 5);
    await writer.applyConfig([configOf({ min_shards: 1, max_shards: 1 })], Labels.EMPTY);
    await until(() => receiver.keptCount === 50);
    expect(receiver.requests).toHaveLength(3);
    expectComplete(10, 5);
  });

  it('adds external labels where a series has none of that name, then relabels', async () => {
    const config = configOf(
      {},
      { write_relabel_configs: [{}] as unknown as RemoteWriteConfig['write_relabel_configs'] },
    );
    await writer.applyConfig([config], Labels.fromObject({ cluster: 'c1', i: 'external' }));
    wal.append({ labels: series(0), t: 1, v: 1 }, { labels: Labels.fromObject({ __name__: 'secret' }), t: 1, v: 1 });
    await until(() => writer.stats()[0].samplesDeliveredTotal === 1);
    expect(Object.keys(receiver.kept())).toEqual(['m{cluster="c1", i="0"}']);
    expect(writer.stats()[0].samplesRelabelledAwayTotal).toBe(1);
  });

  it('sends metadata in parts', async () => {
    const entry = (help: string): MetricMetadata => ({ type: 'gauge', help, unit: '' });
    writer = makeWriter(wal, directory, [
      ['a', entry('1')],
      ['b', entry('2')],
      ['c', entry('3')],
    ]);
    await writer.applyConfig(
      [configOf({}, { metadata_config: { send: true, send_interval: 60_000, max_samples_per_send: 2 } })],
      Labels.EMPTY,
    );
    await until(() => writer.stats()[0].metadataSentTotal === 3);
    expect([...receiver.appender.metadata.keys()]).toEqual(['a', 'b', 'c']);
    expect(receiver.requests).toHaveLength(2);
  });

  it('repeats what failed until it is taken, as late as the receiver asks', async () => {
    const moods: Mood[] = [
      { status: 500 },
      'hang up',
      { status: 429, headers: { 'Retry-After': '0' } },
      { status: 302, headers: { location: '/' } },
    ];
    receiver.mood = () => moods.shift() ?? 'take';
    await writer.applyConfig([configOf({ min_shards: 1, max_shards: 1 })], Labels.EMPTY);
    scrape(wal, 1, 3);
    await until(() => receiver.keptCount === 3);
    await until(() => writer.stats()[0].samplesDeliveredTotal === 3);
    expect(writer.stats()[0]).toMatchObject({ retriesTotal: 4, requestsTotal: 5, lastError: undefined });
    expect(receiver.requests.map(({ status }) => status)).toEqual([500, 0, 429, 302, 204]);
  });

  it('gives up what is refused, says why, and goes on', async () => {
    const moods: Mood[] = [{ status: 400 }];
    receiver.mood = () => moods.shift() ?? 'take';
    await writer.applyConfig([configOf({ min_shards: 1, max_shards: 1 })], Labels.EMPTY);
    scrape(wal, 1, 3);
    await until(() => writer.stats()[0].samplesRefusedTotal === 3);
    expect(writer.stats()[0].lastError).toBe('400: not now');
    scrape(wal, 2, 3);
    await until(() => receiver.keptCount === 3);
  });

  it('leaves out samples that became too old', async () => {
    await writer.applyConfig([configOf({ sample_age_limit: 60_000 })], Labels.EMPTY);
    wal.append({ labels: series(0), t: Date.now() - 120_000, v: 1 }, { labels: series(0), t: Date.now(), v: 2 });
    await until(() => receiver.keptCount === 1);
    expect(writer.stats()[0].samplesTooOldTotal).toBe(1);
  });

  it('reads no further than its queues hold while the receiver is away, and commits only what was delivered', async () => {
    receiver.mood = () => ({ status: 503 });
    for (let t = 1; t <= 200; t++) scrape(wal, t, 10);
    await writer.applyConfig([configOf()], Labels.EMPTY);
    await until(() => writer.stats()[0].retriesTotal > 20);
    expect(writer.stats()[0].pendingSamples).toBeLessThan(600);
    expect([...wal.committed.values()]).toEqual([]);
    receiver.mood = () => 'take';
    await until(() => receiver.keptCount === 2000);
    expectComplete(200, 10);
    await until(() => [...wal.committed.values()][0] === 200);
  });

  it('goes on where it was after a stop in the midst', async () => {
    for (let t = 1; t <= 100; t++) scrape(wal, t, 10);
    await writer.applyConfig([configOf()], Labels.EMPTY);
    await until(() => receiver.keptCount > 200);
    await writer.stop();
    writer = makeWriter(wal, directory);
    await writer.applyConfig([configOf()], Labels.EMPTY);
    await until(() => receiver.keptCount === 1000);
    expectComplete(100, 10);
    expect(writer.stats()[0].samplesRefusedTotal).toBe(0);
  });

  it('restarts only the queues whose configuration changed, and forgets those that were removed', async () => {
    await writer.applyConfig([configOf({}, { name: 'a' }), configOf({}, { name: 'b' })], Labels.EMPTY);
    scrape(wal, 1, 1);
    await until(() => writer.stats().every(({ samplesDeliveredTotal }) => samplesDeliveredTotal === 1));
    await writer.applyConfig([configOf({}, { name: 'a' }), configOf({ max_backoff: 7 }, { name: 'b' })], Labels.EMPTY);
    expect(writer.stats().map(({ name, samplesDeliveredTotal }) => [name, samplesDeliveredTotal])).toEqual([
      ['a', 1],
      ['b', 0],
    ]);
    await writer.applyConfig([configOf({}, { name: 'b' })], Labels.EMPTY);
    expect(writer.stats().map(({ name }) => name)).toEqual(['b']);
    expect(wal.removed).toEqual([expect.stringMatching(/^rw-a-/)]);
  });

  it.each([1, 2])(
    'loses nothing and keeps order with a receiver that fails at random and kills in between (seed %i)',
    async (seed) => {
      const seeded = new SeededRandom(seed);
      const random = () => seeded.next();
      // Prometheus takes all of a request or nothing, which forgives no repetition.
      receiver.isAllOrNothing = seed % 2 === 0;
      receiver.mood = () => {
        const dice = random();
        if (dice < 0.15) return { status: 503 };
        if (dice < 0.25) return { status: 429, headers: { 'retry-after': '0' } };
        if (dice < 0.35) return 'hang up';
        return dice < 0.5 ? 'take and hang up' : 'take';
      };
      const [scrapes, count, lives] = [40, 10, 5];
      let t = 0;
      for (let life = 1; life <= lives; life++) {
        await writer.applyConfig([configOf({ max_samples_per_send: 5 + Math.floor(random() * 20) })], Labels.EMPTY);
        while (t < (scrapes / lives) * life) {
          scrape(wal, ++t, count);
          if (random() < 0.3) await wait(Math.floor(random() * 20));
        }
        if (life === lives) break;
        await wait(Math.floor(random() * 60));
        // What a kill leaves behind: files as they are now. What the old process would do from here on must not happen.
        const [nextWal, nextDirectory] = [wal.afterCrash(), makeFolder()];
        cpSync(directory, nextDirectory, { recursive: true });
        const { mood } = receiver;
        receiver.mood = () => 'hang up';
        await writer.stop();
        receiver.mood = mood;
        [wal, directory] = [nextWal, nextDirectory];
        writer = makeWriter(wal, directory);
      }
      await until(() => receiver.keptCount === scrapes * count);
      expectComplete(scrapes, count);
    },
    20_000,
  );
});
