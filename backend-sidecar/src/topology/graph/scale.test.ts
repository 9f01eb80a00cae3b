/** 100,000 topics: what a sub-graph answers is right, and it looks only at what it answers. */
import { VirtualClock } from '../../util/clock.ts';
import { keepTopics } from '../facts/namespace-topics.ts';
import { FactStore } from '../facts/fact-store.ts';
import { graphDifference } from '../query/difference.ts';
import { subgraph } from '../query/subgraph.ts';
import { assemble } from './assemble.ts';

const TOPICS = 100_000;
const NAMESPACES = 20;
const BROKERS = 10;
const BUNDLES = 64;

const clock = new VirtualClock(1_000_000);
const store = new FactStore(clock);
const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
const boundaries = Array.from({ length: BUNDLES + 1 }, (_, i) => Math.min(0xffffffff, (i * 0x1_0000_0000) / BUNDLES));
const broker = (i: number) => `broker-${i % BROKERS}:8080`;
const topics = (namespace: number) =>
  Array.from({ length: TOPICS / NAMESPACES }, (_, i) => `persistent://big/ns-${namespace}/topic-${i}`);

beforeAll(() => {
  const owned = new Map<string, string[]>();
  store.set(
    'brokers',
    '',
    Array.from({ length: BROKERS }, (_, i) => broker(i)),
  );
  store.set(
    'namespaces',
    'big',
    Array.from({ length: NAMESPACES }, (_, i) => `big/ns-${i}`),
  );
  for (let n = 0; n < NAMESPACES; n++) {
    store.set('policies', `big/ns-${n}`, {
      boundaries,
      replicationClusters: [],
      ensembleSize: 3,
      writeQuorum: 3,
      ackQuorum: 2,
    });
    keepTopics(store, `big/ns-${n}`, topics(n));
    for (let b = 0; b < BUNDLES; b++) {
      const bundles = owned.get(broker(b)) ?? [];
      bundles.push(`big/ns-${n}/${hex(boundaries[b])}_${hex(boundaries[b + 1])}`);
      owned.set(broker(b), bundles);
    }
  }
  for (const [id, bundles] of owned) store.set('owned', id, bundles);
  store.commit();
});

const graph = () => assemble(store.now, { cluster: 'c', bookieAddress: () => '' });

it('shards hold each topic once, in the bundle of its hash', () => {
  const whole = graph();
  let found = 0;
  for (const { kind, name } of whole.nodes.values()) if (kind === 'bundle') found += whole.topics.countInBundle(name);
  expect(found).toBe(TOPICS);
  expect(whole.topics.count).toBe(TOPICS);
  for (const topic of topics(7).slice(0, 500)) {
    expect(whole.topics.has(topic)).toBe(true);
    expect([...whole.topics.inBundle(whole.topics.bundleOf(topic) ?? '')]).toContain(topic);
  }
  expect(whole.topics.has('persistent://big/ns-7/topic-none')).toBe(false);
});

it('answers what is around a broker, bundles and topics, without looking at the others', () => {
  const whole = graph();
  const { nodes, truncated } = subgraph(whole, { node: 'c/broker/broker-3:8080', depth: 2, limit: 500 });
  expect(truncated).toBe(true);
  expect(nodes.length).toBe(500);
  const alone = subgraph(whole, { node: 'c/broker/broker-3:8080', depth: 1, kinds: new Set(['bundle']) });
  // Bundles 3, 13, … 63 of each of the 20 namespaces.
  expect(alone.nodes.length).toBe(1 + 7 * NAMESPACES);
});

it('finds a topic with its bundle and broker, and carries the health of the broker to it', () => {
  store.set('scrape', 'broker/broker-5:8080', { state: 'down', error: 'connection refused' });
  const whole = graph();
  const [topic] = [...whole.topics.inBundle(`big/ns-0/${hex(boundaries[5])}_${hex(boundaries[6])}`)];
  const { nodes, edges } = subgraph(whole, { node: `c/topic/${topic}`, depth: 2 });
  const shown = nodes.find(({ node }) => node.name === topic);
  expect(shown?.impact).toEqual({ health: 'down', from: 'c/broker/broker-5:8080' });
  expect(edges.map(({ relation }) => relation)).toEqual(expect.arrayContaining(['holds', 'owns', 'divided_into']));
  const sick = subgraph(whole, { kinds: new Set(['topic']), health: new Set(['down']), limit: 20_000 });
  const inBundles = [...whole.nodes.values()]
    .filter(({ kind, attributes }) => kind === 'bundle' && attributes.owner === 'broker-5:8080')
    .reduce((sum, { name }) => sum + whole.topics.countInBundle(name), 0);
  expect(sick.nodes.length).toBe(inBundles);
  store.remove('scrape', 'broker/broker-5:8080');
});

it('keeps every shard but one when one topic comes and another goes', () => {
  const before = store.now.copy();
  keepTopics(store, 'big/ns-1', [...topics(1).slice(1), 'persistent://big/ns-1/new']);
  const changes = store.commit();
  expect(changes.length).toBeLessThanOrEqual(2);
  const [from, to] = [before, store.now].map((facts) => assemble(facts, { cluster: 'c', bookieAddress: () => '' }));
  const difference = graphDifference(from, to);
  expect(difference.added.map(({ name }) => name)).toEqual(['persistent://big/ns-1/new']);
  expect(difference.removed.map(({ name }) => name)).toEqual(['persistent://big/ns-1/topic-0']);
});
