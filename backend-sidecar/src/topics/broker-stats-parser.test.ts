import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { BrokerStatsParser } from './broker-stats-parser.ts';
import { TopicStore } from './store/topic-store.ts';
import { SUBSCRIPTION_TYPES } from './subscription-type.ts';

const REST = fileURLToPath(new URL('../../../../shared/corpus/pulsar-4.0.8/rest', import.meta.url));
const START = 1_795_320_000_000;

interface RecordedSubscription {
  consumers: { availablePermits: number }[];
  msgBacklog: number;
  msgRateOut: number;
  messageAckRate: number;
  msgRateRedeliver: number;
  type: string;
  unackedMessages?: number;
}
interface RecordedTopic {
  subscriptions: Record<string, RecordedSubscription>;
  msgRateIn: number;
  msgRateOut: number;
  msgThroughputIn: number;
  msgThroughputOut: number;
  storageSize: number;
  backlogSize: number;
  producerCount: number;
}
type Recorded = Record<string, Record<string, Record<string, Record<string, RecordedTopic>>>>;

function read(
  store: TopicStore,
  body: string | Buffer,
  options: { broker?: string; pass?: number; nowMs?: number; chunk?: number } = {},
) {
  const { broker = 'b1:8080', pass = 1, nowMs = START, chunk = 1000 } = options;
  const parser = new BrokerStatsParser(store, { broker: store.brokers.internText(broker), pass, nowMs });
  const bytes = Buffer.from(body);
  for (let at = 0; at < bytes.length; at += chunk) parser.push(bytes.subarray(at, at + chunk));
  parser.end();
  return parser;
}

const topic = (subscriptions: Record<string, object>, rate = 1) => ({ msgRateIn: rate, subscriptions });
const body = (topics: Record<string, object>) => JSON.stringify({ 'a/b': { '0x0_0x1': { persistent: topics } } });
const subscription = (msgBacklog: number, more: object = {}) => ({
  consumers: [],
  msgBacklog,
  type: 'Shared',
  ...more,
});

(existsSync(REST) ? describe.each(['broker-1', 'broker-2']) : describe.skip.each(['needs ../shared/corpus']))(
  'the recorded answer of %s',
  (broker) => {
    it('is read as JSON.parse reads it, number by number', () => {
      const text = readFileSync(path.join(REST, `${broker}_admin-v2-broker-stats-topics.json`));
      const recorded = JSON.parse(text.toString('utf8')) as Recorded;
      const store = new TopicStore();
      const parser = read(store, text, { chunk: 97 });
      const t = store.topics.columns;
      const s = store.subscriptions.columns;
      let topics = 0;
      let subscriptions = 0;
      for (const [namespace, bundles] of Object.entries(recorded)) {
        for (const [bundle, domains] of Object.entries(bundles)) {
          for (const [name, expected] of Object.entries(domains.persistent)) {
            topics++;
            const row = store.names.find(name);
            expect(store.namespaces.text(t.namespace[row])).toBe(namespace);
            expect(store.bundles.text(t.bundle[row])).toBe(bundle);
            expect(store.names.text(t.parent[row])).toBe(name.replace(/-partition-\d+$/, ''));
            expect([t.rateIn[row], t.rateOut[row], t.throughputIn[row], t.throughputOut[row]]).toEqual([
              expected.msgRateIn,
              expected.msgRateOut,
              expected.msgThroughputIn,
              expected.msgThroughputOut,
            ]);
            expect([t.storageBytes[row], t.backlogBytes[row], t.producers[row]]).toEqual([
              expected.storageSize,
              expected.backlogSize,
              expected.producerCount,
            ]);
            const all = Object.values(expected.subscriptions);
            expect(t.subscriptions[row]).toBe(all.length);
            expect(t.consumers[row]).toBe(all.reduce((sum, { consumers }) => sum + consumers.length, 0));
            expect(t.backlogEntries[row]).toBe(all.reduce((sum, { msgBacklog }) => sum + msgBacklog, 0));
            const rows = [...store.subscriptionsOf(row)];
            expect(rows.map((each) => store.subscriptionNames.text(s.name[each]))).toEqual(
              Object.keys(expected.subscriptions),
            );
            for (const [i, each] of all.entries()) {
              subscriptions++;
              const at = rows[i];
              expect(SUBSCRIPTION_TYPES[s.type[at]]).toBe(each.type);
              expect([s.consumers[at], s.backlog[at], s.rateOut[at], s.ackRate[at], s.redeliverRate[at]]).toEqual([
                each.consumers.length,
                each.msgBacklog,
                each.msgRateOut,
                each.messageAckRate,
                each.msgRateRedeliver,
              ]);
              expect(s.unacked[at]).toBe(each.unackedMessages ?? NaN);
              expect(s.permits[at]).toBe(
                each.consumers.reduce((sum, { availablePermits }) => sum + availablePermits, 0),
              );
            }
          }
        }
      }
      expect([parser.topics, parser.subscriptions]).toEqual([topics, subscriptions]);
      expect([store.topics.live, store.subscriptions.live]).toEqual([topics, subscriptions]);
      expect(topics).toBeGreaterThan(8);
    });
  },
);

it('keeps what was complete of half an answer, and nothing of the rest', () => {
  const whole = body({ t1: topic({ s: subscription(1) }), t2: topic({ s: subscription(2), r: subscription(3) }) });
  for (let length = 1; length < whole.length; length += 3) {
    const store = new TopicStore();
    expect(() => read(store, whole.slice(0, length))).toThrow(/ends too early/);
    for (const name of ['t1', 't2']) {
      const row = store.names.find(name);
      if (row < 0 || store.topics.columns.alive[row] === 0) continue;
      expect(store.topics.columns.subscriptions[row]).toBe(name === 't1' ? 1 : 2);
    }
    const complete = length > whole.length - 4 ? 2 : length > whole.indexOf('"t2"') - 2 ? 1 : 0;
    expect(store.topics.live).toBe(complete);
  }
});

it('survives other shapes', () => {
  for (const odd of [
    '[]',
    '{}',
    '"x"',
    '{"a":[{"b":[{}]}]}',
    '{"a":{"b":{"c":[{"d":{}}]}}}',
    '{"reason":"no"}',
    '{"a":{"b":{"persistent":{"t":5,"u":null,"v":{}}}}}',
  ]) {
    const store = new TopicStore();
    read(store, odd);
    expect(store.topics.live).toBe(odd.includes('"v"') ? 1 : 0);
  }
});

it('follows subscriptions over readings, whatever their order, and forgets those that left', () => {
  const store = new TopicStore();
  const state = () => {
    const row = store.names.find('t');
    const { name, backlog, growth } = store.subscriptions.columns;
    return [...store.subscriptionsOf(row)].map((each) => [
      store.subscriptionNames.text(name[each]),
      backlog[each],
      growth[each],
    ]);
  };
  read(store, body({ t: topic({ a: subscription(10), b: subscription(20), c: subscription(30) }) }));
  expect(state()).toEqual([
    ['a', 10, NaN],
    ['b', 20, NaN],
    ['c', 30, NaN],
  ]);
  read(store, body({ t: topic({ c: subscription(90), d: subscription(1), a: subscription(4) }) }), {
    nowMs: START + 60_000,
  });
  expect(state()).toEqual([
    ['c', 90, 1],
    ['d', 1, NaN],
    ['a', 4, expect.closeTo(-0.1, 6)],
  ]);
  expect(store.subscriptions.live).toBe(3);
  store.remove(store.names.find('t'));
  expect([store.topics.live, store.subscriptions.live]).toEqual([0, 0]);
});

it('finds hundreds of subscriptions of one topic in any order', () => {
  const store = new TopicStore();
  const names = Array.from({ length: 300 }, (_, i) => `s${i}`);
  const of = (order: readonly string[], add: number) =>
    body({ t: topic(Object.fromEntries(order.map((name) => [name, subscription(Number(name.slice(1)) + add)]))) });
  read(store, of(names, 0));
  read(store, of([...names].reverse(), 60), { nowMs: START + 60_000 });
  const { growth, name } = store.subscriptions.columns;
  const rows = [...store.subscriptionsOf(store.names.find('t'))];
  expect(rows.map((row) => store.subscriptionNames.text(name[row]))).toEqual([...names].reverse());
  expect(new Set(rows.map((row) => growth[row]))).toEqual(new Set([1]));
});

it('counts a subscription as blocked when it says so, or when all of its consumers are', () => {
  const store = new TopicStore();
  const consumer = (blocked: boolean, availablePermits: number) => ({
    availablePermits,
    metadata: { a: ['}'] },
    blockedConsumerOnUnackedMsgs: blocked,
  });
  read(
    store,
    body({
      t: topic({
        one: subscription(1, { consumers: [consumer(true, -3), consumer(false, 10)] }),
        all: subscription(1, { consumers: [consumer(true, 1), consumer(true, 2)] }),
        told: subscription(1, { blockedSubscriptionOnUnackedMsgs: true }),
      }),
    }),
  );
  const rows = [...store.subscriptionsOf(store.names.find('t'))];
  const { blocked, permits, consumers } = store.subscriptions.columns;
  expect(rows.map((row) => [blocked[row], permits[row], consumers[row]])).toEqual([
    [0, 7, 2],
    [1, 3, 2],
    [1, 0, 0],
  ]);
});

it('gives back what many short-lived topics and readers left behind', () => {
  const store = new TopicStore();
  read(store, body({ kept: topic({ s: subscription(7) }), 'p-partition-3': topic({}) }), { broker: 'b1' });
  for (let round = 0; round < 3; round++) {
    const names = Array.from({ length: 4000 }, (_, i) => `t${round}-${i}`);
    read(store, body(Object.fromEntries(names.map((name) => [name, topic({ [`reader-${name}`]: subscription(0) })]))));
    for (const name of names) store.remove(store.names.find(name));
  }
  expect(store.isSparse).toBe(true);
  const copy = store.compacted();
  expect(copy.isSparse).toBe(false);
  expect([copy.topics.live, copy.subscriptions.live, copy.names.size]).toEqual([2, 1, 3]);
  const row = copy.names.find('kept');
  const [sub] = copy.subscriptionsOf(row);
  expect(copy.subscriptionNames.text(copy.subscriptions.columns.name[sub])).toBe('s');
  expect(copy.subscriptions.columns.backlog[sub]).toBe(7);
  expect(copy.names.text(copy.topics.columns.parent[copy.names.find('p-partition-3')])).toBe('p');
  expect(copy.brokers.text(copy.topics.columns.broker[row])).toBe('b1');
});
