import { existsSync, readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MEASURES } from '@observatory/protocol/topics';
import { parseConfig } from '../config/index.ts';
import { RequestBudget } from '../pulsar/index.ts';
import { startFakeNode, type FakeNode } from '../testing/fake-cluster.ts';
import { RecordingAppender } from '../testing/recording-appender.ts';
import { VirtualClock } from '../util/clock.ts';
import { atOnce } from '../util/slices.ts';
import { silentLogger } from '../util/logger.ts';
import {
  describeTopic,
  listSubscriptions,
  listTopics,
  TopicsMonitor,
  type SubscriptionQuery,
  type TopicQuery,
  type VerdictChange,
} from './index.ts';
import { STATS_PATH } from './read/broker-reading.ts';

const REST = fileURLToPath(new URL('../../../../shared/corpus/pulsar-4.0.8/rest', import.meta.url));
const BROKERS = '/admin/v2/brokers/demo-1';

/** Real sockets, virtual time: it moves to the next timer when nothing is under way but what a broker never answers. */
let clock: VirtualClock;
/** Requests that are being answered, and those among them that never will be. */
let open: Set<ServerResponse>;
let hung: Set<ServerResponse>;
/** Connections that a broker is about to close. */
let closing: number;

const realMs = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms));

async function settle(): Promise<void> {
  for (;;) {
    await realMs(0);
    const idle = await Promise.race([monitor.settled().then(() => true), realMs(10)]);
    if (idle && closing === 0) return;
    if (hung.size > 0 && [...open].every((response) => hung.has(response))) return;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await clock.advanceTo(clock.nextTimerAt() ?? clock.now() + 1000);
}

const subscription = (msgBacklog: number, consumers = 0, more: object = {}) => ({
  consumers: Array.from({ length: consumers }, () => ({ availablePermits: 500 })),
  msgBacklog,
  msgRateOut: 0,
  messageAckRate: 0,
  type: 'Shared',
  ...more,
});
const topic = (subscriptions: object, more: object = {}) => ({
  msgRateIn: 1.5,
  storageSize: 100,
  subscriptions,
  ...more,
});
const answer = (topics: object) => ({ 'acme/orders': { '0x0_0x8': { persistent: topics } } });
const name = (local: string) => `persistent://acme/orders/${local}`;
const TOPICS: TopicQuery = { by: 'topic', sort: 'rate_in', order: 'desc', limit: 100, offset: 0, top: 0 };
const SUBSCRIPTIONS: SubscriptionQuery = { verdicts: [], sort: 'backlog', order: 'desc', limit: 100, offset: 0 };

let nodes: FakeNode[];
let monitor: TopicsMonitor;
let appender: RecordingAppender;
let told: (VerdictChange & { sentence: string })[];

beforeEach(async () => {
  nodes = await Promise.all([startFakeNode(), startFakeNode()]);
  appender = new RecordingAppender();
  clock = new VirtualClock(1_763_800_000_000, settle);
  open = new Set();
  hung = new Set();
  closing = 0;
  told = [];
});
afterEach(async () => {
  await monitor.stop();
  await Promise.all(nodes.map((node) => node.close()));
});

async function follow(topics: object = {}, budget: object = {}): Promise<void> {
  for (const node of nodes) {
    const respond = node.respond;
    node.respond = (request, response) => {
      open.add(response);
      response.on('close', () => void (open.delete(response), hung.delete(response)));
      respond(request, response);
    };
    if (!node.admin.has(BROKERS))
      node.admin.set(
        BROKERS,
        nodes.map(({ address }) => address),
      );
  }
  const config = parseConfig(
    JSON.stringify({
      clusters: [
        {
          name: 'demo-1',
          pulsar: { admin_urls: [`http://${nodes[0].address}`], timeout: '4m', refresh_interval: '30s' },
          budget,
        },
      ],
      topics: { interval: '2m', ...topics },
    }),
    'test.yml',
  );
  monitor = new TopicsMonitor({
    appender,
    clock,
    logger: silentLogger,
    version: 'test',
    budgetOf: ({ budget: { requests_per_minute, bytes_per_minute } }) =>
      new RequestBudget(clock, { requestsPerMinute: requests_per_minute, bytesPerMinute: bytes_per_minute }),
    onVerdict: (change, sentence) => told.push({ ...change, sentence: sentence() }),
  });
  await monitor.applyConfig(config);
}

const brokerState = (node: FakeNode) =>
  monitor
    .clusters()[0]
    .brokers()
    .find(({ broker }) => broker === node.address);
const readingsOf = (node: FakeNode) => brokerState(node)?.readings ?? 0;
const list = (query: Partial<TopicQuery> = {}) =>
  atOnce(listTopics(monitor.clusters(), { ...TOPICS, ...query }, clock.now()));
const subscriptions = (query: Partial<SubscriptionQuery> = {}) =>
  atOnce(listSubscriptions(monitor.clusters(), { ...SUBSCRIPTIONS, ...query }, clock.now()));
const described = (topic: string, cluster?: string) =>
  monitor.ask((clusters, nowMs) => describeTopic(clusters, topic, cluster, nowMs));
const names = (rows: readonly { name: string }[]) =>
  rows.map((row) => row.name.replace('persistent://acme/orders/', ''));

/** Answers of one node that are not JSON of the admin map. */
function odd(node: FakeNode, respond: (response: ServerResponse) => void): void {
  const fallback = node.respond;
  node.respond = (request, response) => (request.url === STATS_PATH ? respond(response) : fallback(request, response));
}

it('sums partitions over brokers, filters, sorts and pages', async () => {
  nodes[0].admin.set(
    STATS_PATH,
    answer({ [name('a-partition-0')]: topic({ s: subscription(3) }), [name('b')]: topic({}, { msgRateIn: 9 }) }),
  );
  nodes[1].admin.set(
    STATS_PATH,
    answer({ [name('a-partition-1')]: topic({ s: subscription(4, 2) }), [name('c')]: topic({}, { msgRateIn: 2 }) }),
  );
  await follow({ groups: [{ name: 'letters', pattern: '.*/[ab](-partition-\\d+)?' }] });
  await until(() => nodes.every((node) => readingsOf(node) > 0));
  const all = list();
  expect(names(all.rows)).toEqual(['b', 'a', 'c']);
  expect(all.rows[1]).toMatchObject({ kind: 'partitioned', topics: 2, old: 0 });
  expect(all.rows[1].measures).toMatchObject({
    rate_in: 3,
    storage_bytes: 200,
    backlog_entries: 7,
    consumers: 2,
    subscriptions: 2,
  });
  expect([...(all.rows[1].brokers ?? [])].sort()).toEqual(nodes.map(({ address }) => address).sort());
  expect(all.rows[0]).toMatchObject({ kind: 'topic', topics: 1, bundle: '0x0_0x8', brokers: [nodes[0].address] });
  expect(names(list({ by: 'partition', sort: 'name', order: 'asc' }).rows)).toEqual([
    'a-partition-0',
    'a-partition-1',
    'b',
    'c',
  ]);
  expect(names(list({ order: 'asc', limit: 1, offset: 1 }).rows)).toEqual(['a']);
  expect(names(list({ search: 'ORDERS/C' }).rows)).toEqual(['c']);
  expect(names(list({ broker: nodes[1].address, by: 'partition', sort: 'name', order: 'asc' }).rows)).toEqual([
    'a-partition-1',
    'c',
  ]);
  expect(list({ namespace: 'acme/other' }).total).toBe(0);
  expect(list({ by: 'group' }).rows).toMatchObject([{ name: 'letters', topics: 3, measures: { rate_in: 12 } }]);
  expect(list({ by: 'namespace' }).rows).toMatchObject([{ name: 'acme/orders', topics: 4, measures: { rate_in: 14 } }]);
  expect(list({ top: 1 }).top).toMatchObject({
    rate_in: [{ name: name('b'), value: 9 }],
    backlog_entries: [{ name: name('a'), value: 7 }],
    backlog_bytes: [],
  });
  const whole = await described('acme/orders/a');
  expect(whole.subscriptions).toMatchObject([{ name: 's', backlog: 7, consumers: 2, partitions: 2 }]);
  expect(names(whole.partitions)).toEqual(['a-partition-0', 'a-partition-1']);
  expect((await described(name('b'), 'demo-1')).topic.kind).toBe('topic');
  await expect(described('acme/orders/z')).rejects.toThrow('no broker lists');
});

it('finds stuck and orphaned subscriptions, with the broker’s own account of when they stopped', async () => {
  const hourAgo = clock.now() - 3_600_000;
  const internal = { cursors: { s: { readPosition: '7:42', pendingReadOps: 0 } } };
  const stats = {
    subscriptions: {
      s: {
        lastAckedTimestamp: hourAgo,
        lastConsumedTimestamp: hourAgo,
        msgBacklog: 5,
        msgDelayed: 0,
        earliestMsgPublishTimeInBacklog: hourAgo,
      },
      left: { lastConsumedTimestamp: hourAgo - 3_600_000, msgBacklog: 2 },
    },
  };
  const respond = nodes[0].respond;
  nodes[0].respond = (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path?.endsWith('/t/stats')) response.end(JSON.stringify(stats));
    else if (path?.endsWith('/t/internalStats')) response.end(JSON.stringify(internal));
    else respond(request, response);
  };
  nodes[0].admin.set(
    STATS_PATH,
    answer({ [name('t')]: topic({ s: subscription(5, 2), left: subscription(2), ok: subscription(0, 1) }) }),
  );
  nodes[1].admin.set(STATS_PATH, {});
  await follow();
  await until(() => (subscriptions().verdicts.stuck ?? 0) > 0);
  expect(subscriptions().verdicts).toEqual({ stuck: 1, orphan: 1, healthy: 1 });
  const [stuck] = subscriptions({ verdicts: ['stuck'] }).subscriptions;
  expect(stuck).toMatchObject({
    name: 's',
    sinceMs: hourAgo,
    lastAckedMs: hourAgo,
    backlogNoDelayed: 5,
    permits: 1000,
    growth: undefined,
  });
  expect(stuck.sentence).toMatch(
    /^2 consumers, 5 entries, and nothing delivered for \d+ .* 1000 messages: the broker's dispatcher has stopped.*7:42/,
  );
  expect(stuck.evidence).toEqual(
    expect.arrayContaining([
      { fact: 'read position', value: '7:42', unit: 'position' },
      { fact: 'last acknowledged', value: hourAgo, unit: 'time_ms' },
    ]),
  );
  expect(stuck.oldestAgeSeconds).toBeGreaterThanOrEqual(3600);
  expect(subscriptions({ verdicts: ['orphan'] }).subscriptions[0]).toMatchObject({
    name: 'left',
    sinceMs: hourAgo - 3_600_000,
    sentence: expect.stringMatching(/No consumer for 2 h/),
  });
  const asked = nodes[0].requests.map(({ url }) => url).find((url) => url.includes('/t/stats'));
  expect(asked).toContain(
    '/admin/v2/persistent/acme/orders/t/stats?getPreciseBacklog=false&subscriptionBacklogSize=false',
  );
});

describe.each<[string, (response: ServerResponse) => void, RegExp]>([
  [
    'half a JSON',
    (response) => response.end(JSON.stringify(answer({ [name('new')]: topic({}), x: topic({}) })).slice(0, -30)),
    /JSON ends too early/,
  ],
  ['a loop of redirects', (response) => response.writeHead(307, { location: STATS_PATH }).end(), /redirects/],
  [
    'a redirect to another broker',
    (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/x' }).end(),
    /not a host/,
  ],
  [
    'a refusal',
    (response) => response.writeHead(403, { 'content-type': 'application/json' }).end('{"reason":"no superuser"}'),
    /403 .* no superuser/,
  ],
  ['silence', (response) => hung.add(response), /did not answer within/],
  [
    'silence in the middle',
    (response) => {
      hung.add(response);
      response.write('{"acme/orders":{');
    },
    /stopped after 16 bytes/,
  ],
  ['a broken connection', (response) => response.destroy(), /cannot read 127/],
])('after %s', (_, respond, reason) => {
  it('keeps the last reading, says why it is old, and follows the other brokers', async () => {
    nodes[0].admin.set(STATS_PATH, answer({ [name('kept')]: topic({ s: subscription(3) }) }));
    nodes[1].admin.set(STATS_PATH, answer({ [name('other')]: topic({}) }));
    await follow();
    await until(() => nodes.every((node) => readingsOf(node) > 0));
    odd(nodes[0], respond);
    await until(() => brokerState(nodes[0])?.lastError !== '');
    const { rows, readings } = list({ sort: 'name', order: 'asc' });
    const kept = rows.find((row) => row.name === name('kept'));
    expect(kept).toMatchObject({ measures: { backlog_entries: 3 }, staleReason: expect.stringMatching(reason) });
    expect(rows.find((row) => row.name === name('other'))?.staleReason).toBeUndefined();
    expect(readings.find(({ broker }) => broker === nodes[0].address)).toMatchObject({
      failures: expect.any(Number),
      lastError: expect.stringMatching(reason),
    });
    const before = readingsOf(nodes[1]);
    await until(() => readingsOf(nodes[1]) > before);
  });
});

it('judges nothing by figures that are too old, and leaves them out of series', async () => {
  nodes[0].admin.set(STATS_PATH, answer({ [name('t')]: topic({ s: subscription(3) }) }));
  nodes[1].admin.set(STATS_PATH, {});
  await follow();
  await until(() => readingsOf(nodes[0]) > 0);
  odd(nodes[0], (response) => response.destroy());
  await until(() => subscriptions().verdicts.unknown === 1);
  expect(list({ by: 'namespace' }).rows[0]).toMatchObject({ old: 1, measures: { backlog_entries: 3 } });
  await monitor.writeSeries();
  const written = appender.take();
  expect(written.filter((line) => line.startsWith('observatory_topic_'))).toEqual([]);
  expect(written.find((line) => line.startsWith('observatory_topics_by_namespace_old_topics{'))).toMatch(/\} 1 @/);
  expect(written.find((line) => line.includes('verdict="unknown"'))).toMatch(/\} 1 @/);
});

it('tells a verdict when the next reading confirms it, and when it is lifted', async () => {
  const state = (s: object) => nodes[0].admin.set(STATS_PATH, answer({ [name('t')]: topic({ s }) }));
  const after = async (readings: number) => {
    const count = readingsOf(nodes[0]) + readings;
    await until(() => readingsOf(nodes[0]) >= count);
  };
  nodes[1].admin.set(STATS_PATH, {});
  state(subscription(5, 1));
  // Ten minutes make it stuck, two lift it, and a reading comes every two.
  await follow({ verdicts: { clear_after: '4m' } });
  await until(() => subscriptions().verdicts.stuck === 1);
  expect(told).toEqual([]);
  await after(1);
  expect(told).toMatchObject([
    { cluster: 'demo-1', topic: name('t'), subscription: 's', from: 'healthy', to: 'stuck' },
  ]);
  expect(told[0].atMs - told[0].sinceMs).toBeGreaterThanOrEqual(600_000);
  expect(told[0].sentence).toMatch(/^1 consumer, 5 entries, and nothing delivered/);
  await after(2);
  state(subscription(0, 1, { msgRateOut: 5, messageAckRate: 5 }));
  await until(() => subscriptions().verdicts.healthy === 1);
  expect(told).toHaveLength(1);
  await after(1);
  expect(told[1]).toMatchObject({ from: 'stuck', to: 'healthy', sentence: 'Everything is acknowledged.' });
});

it('takes an answer that the broker did not renew for no standstill', async () => {
  const bornMs = clock.now();
  // Renewed once a minute, growing by 20 entries a second, and read four times a minute.
  odd(nodes[0], (response) => {
    const backlog = 20 * 60 * Math.floor((clock.now() - bornMs) / 60_000);
    response.end(JSON.stringify(answer({ [name('t')]: topic({ s: subscription(backlog, 1) }) })));
  });
  nodes[1].admin.set(STATS_PATH, {});
  await follow({ interval: '15s' });
  await until(() => readingsOf(nodes[0]) >= 12);
  const [{ growth, drainSeconds }] = subscriptions().subscriptions;
  expect(growth).toBeCloseTo(20, 0);
  expect(drainSeconds).toBeUndefined();
});

it('follows a topic to its new broker, and forgets one that is deleted', async () => {
  nodes[0].admin.set(
    STATS_PATH,
    answer({ [name('moves')]: topic({ s: subscription(600) }), [name('goes')]: topic({}) }),
  );
  nodes[1].admin.set(STATS_PATH, {});
  await follow();
  await until(() => readingsOf(nodes[0]) > 0);
  nodes[0].admin.set(STATS_PATH, {});
  await until(() => list().rows.every(({ staleReason }) => staleReason !== undefined));
  expect(list().rows[0].staleReason).toMatch(/does not list it any more/);
  nodes[1].admin.set(STATS_PATH, answer({ [name('moves')]: topic({ s: subscription(500) }) }));
  await until(() => list().total === 1);
  expect(list().rows[0]).toMatchObject({ name: name('moves'), brokers: [nodes[1].address], staleReason: undefined });
  // The history went with it.
  expect(subscriptions().subscriptions[0].growth).toBeLessThan(0);
});

it('does not mind that a broker closes idle connections', async () => {
  const text = JSON.stringify(answer({ [name('t')]: topic({}) }));
  for (const node of nodes)
    odd(node, (response) => {
      const { socket } = response;
      closing++;
      socket?.once('close', () => closing--);
      response.end(text, () => setTimeout(() => socket?.destroy(), 5));
    });
  await follow();
  await until(() => nodes.every((node) => readingsOf(node) >= 3));
  expect(nodes.map((node) => brokerState(node)?.failures)).toEqual([0, 0]);
});

it('keeps to the budget, and says that it reads less often', async () => {
  const big = answer(Object.fromEntries(Array.from({ length: 200 }, (_, i) => [name(`t${i}`), topic({})])));
  for (const node of nodes) node.admin.set(STATS_PATH, big);
  const bytes = JSON.stringify(big).length;
  await follow({}, { bytes_per_minute: `${Math.floor(bytes / 2)}B` });
  await until(() => readingsOf(nodes[0]) > 0);
  const state = brokerState(nodes[0]);
  expect(state).toMatchObject({ bytes, stretched: true, exceeded: true });
  expect(state?.intervalMs).toBeGreaterThanOrEqual(2 * 60_000);
  expect(monitor.warnings()[0]).toMatch(/larger than budget.bytes_per_minute/);
});

it('does nothing when switched off, and ends its series when a cluster goes', async () => {
  for (const node of nodes) node.admin.set(STATS_PATH, answer({ [name(node.address)]: topic({ s: subscription(1) }) }));
  await follow({ top: 1 });
  await until(() => nodes.every((node) => readingsOf(node) > 0));
  await monitor.writeSeries();
  const written = appender.take();
  const count = written.length;
  // Two topics of equal rate, one series.
  expect(written.filter((line) => line.startsWith('observatory_topic_rate_in{'))).toHaveLength(1);
  expect(
    written.some((line) => /^observatory_subscriptions\{cluster="demo-1", verdict="healthy"\} 2 /.test(line)),
  ).toBe(true);
  expect(monitor.seriesCount).toBe(count);
  await monitor.applyConfig(parseConfig(JSON.stringify({ topics: { enabled: false } }), 'test.yml'));
  expect(appender.take().filter((line) => line.includes(' stale '))).toHaveLength(count);
  expect(monitor.clusters()).toEqual([]);
});

(existsSync(REST) ? it : it.skip)('derives the sums of the recorded cluster (needs ../shared/corpus)', async () => {
  interface Sub {
    msgBacklog: number;
    consumers: unknown[];
  }
  type Recorded = Record<
    string,
    Record<string, Record<string, Record<string, Record<string, number> & { subscriptions: Record<string, Sub> }>>>
  >;
  const recorded = ['broker-1', 'broker-2'].map(
    (broker) =>
      JSON.parse(readFileSync(path.join(REST, `${broker}_admin-v2-broker-stats-topics.json`), 'utf8')) as Recorded,
  );
  nodes.forEach((node, i) => node.admin.set(STATS_PATH, recorded[i]));
  await follow({ groups: [{ name: 'clicks', pattern: 'persistent://acme/telemetry/clicks.*' }] });
  await until(() => nodes.every((node) => readingsOf(node) > 0));
  await monitor.writeSeries();
  const written = appender.take();

  // By hand: flat rows, then plain sums.
  const flat = recorded.flatMap((body) =>
    Object.entries(body).flatMap(([namespace, bundles]) =>
      Object.values(bundles).flatMap((domains) =>
        Object.entries(domains.persistent).map(([topicName, t]) => ({ namespace, topicName, t })),
      ),
    ),
  );
  const measuresOf = (rows: typeof flat) => {
    const sum = (of: (t: (typeof flat)[number]['t']) => number) => rows.reduce((total, { t }) => total + of(t), 0);
    const subs = (of: (s: Sub) => number) =>
      sum((t) => Object.values(t.subscriptions).reduce((total, s) => total + of(s), 0));
    return {
      rate_in: sum((t) => t.msgRateIn),
      rate_out: sum((t) => t.msgRateOut),
      throughput_in: sum((t) => t.msgThroughputIn),
      throughput_out: sum((t) => t.msgThroughputOut),
      storage_bytes: sum((t) => t.storageSize),
      backlog_bytes: sum((t) => t.backlogSize),
      backlog_entries: subs((s) => s.msgBacklog),
      producers: sum((t) => t.producerCount),
      consumers: subs((s) => s.consumers.length),
      subscriptions: subs(() => 1),
    };
  };
  const group = (of: (row: (typeof flat)[number]) => string) => {
    const groups = new Map<string, typeof flat>();
    for (const row of flat) groups.set(of(row), [...(groups.get(of(row)) ?? []), row]);
    return groups;
  };
  for (const [by, groups] of [
    ['topic', group(({ topicName }) => topicName.replace(/-partition-\d+$/, ''))],
    ['partition', group(({ topicName }) => topicName)],
    ['namespace', group(({ namespace }) => namespace)],
  ] as const) {
    const { rows, total } = list({ by });
    expect(total).toBe(groups.size);
    for (const row of rows) {
      const expected = measuresOf(groups.get(row.name) ?? []);
      for (const measure of MEASURES) expect(row.measures[measure]).toBeCloseTo(expected[measure], 6);
      if (by !== 'namespace') continue;
      for (const measure of MEASURES) {
        const line = written.find(
          (each) =>
            each.startsWith(`observatory_topics_by_namespace_${measure}{`) && each.includes(`namespace="${row.name}"`),
        );
        expect(Number(line?.split('} ')[1].split(' ')[0])).toBeCloseTo(expected[measure], 6);
      }
    }
  }
  const clicks = flat.filter(({ topicName }) => topicName.includes('/clicks'));
  expect(list({ by: 'group' }).rows[0].measures.backlog_entries).toBe(measuresOf(clicks).backlog_entries);
  // The archives without consumers, and the audit: seen, and a verdict after half an hour.
  const idle = flat.flatMap(({ t }) =>
    Object.entries(t.subscriptions).filter(
      ([own, s]) => s.msgBacklog > 0 && s.consumers.length === 0 && own !== '__compaction',
    ),
  );
  expect(subscriptions().subscriptions.filter(({ sentence }) => sentence.includes('No consumer'))).toHaveLength(
    idle.length,
  );
  expect(idle.length).toBeGreaterThan(8);
});
