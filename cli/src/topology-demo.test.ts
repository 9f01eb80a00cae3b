/** The topology of the demo cluster in this process, over real sockets, on virtual time. */
import { createDemoCluster, type DemoCluster } from '@observatory/demo';
import type { ClusterEvent } from '@observatory/protocol/events';
import { ChangeEvents, Topology } from '@observatory/backend-sidecar/topology/index';
import { RequestBudget } from '@observatory/backend-sidecar/pulsar/index';
import { VirtualClock } from '@observatory/backend-sidecar/util/clock';
import { silentLogger } from '@observatory/backend-sidecar/util/logger';
import { clusterConfig } from '@observatory/backend-sidecar/topology/testing/cluster-config';

const START = Date.parse('2026-11-22T13:00:00Z');
const INTERVAL = 15_000;

let demo: DemoCluster;
let topology: Topology;
let clock: VirtualClock;
let events: Omit<ClusterEvent, 'id' | 'timeMs'>[];

async function start(options: { nodes?: number; requests?: number } = {}): Promise<void> {
  clock = new VirtualClock(START);
  demo = createDemoCluster({ seed: 3, nodes: options.nodes ?? 3, clock, basePort: 0 });
  await demo.start();
  events = [];
  const tellers = new Map<string, ChangeEvents>();
  topology = new Topology({
    clock,
    logger: silentLogger,
    userAgent: 'test',
    budgetOf: () => new RequestBudget(clock, { requestsPerMinute: options.requests ?? 600, bytesPerMinute: 1e9 }),
    onChange: (cluster, changes, facts) => {
      const teller = tellers.get(cluster) ?? new ChangeEvents(cluster);
      tellers.set(cluster, teller);
      events.push(...teller.of(changes, facts));
    },
  });
  const nodes = demo.nodes();
  await topology.applyConfig({
    clusters: [
      clusterConfig({
        name: 'demo-1',
        adminUrls: nodes.filter(({ kind }) => kind === 'broker').map(({ url }) => url),
        bookies: Object.fromEntries(
          nodes.filter(({ kind }) => kind === 'bookie').map(({ id, url }) => [id, new URL(url).host]),
        ),
      }),
    ],
    topology: { interval: INTERVAL },
  });
  topology.start();
  await topology.settled();
}

/** Lets so many intervals pass; what is asked meanwhile is answered before time goes on. */
async function pass(intervals: number): Promise<void> {
  for (let i = 0; i < intervals; i++) {
    await clock.advanceBy(INTERVAL);
    await topology.settled();
  }
}

afterEach(async () => {
  await topology.stop();
  await demo.stop();
});

const namesOf = (kind: string) =>
  [...topology.graph('demo-1').nodes.values()].filter((node) => node.kind === kind).map(({ name }) => name);

/** Owner by bundle, as the demo's own model has it. */
function trueOwners(): Record<string, string | undefined> {
  const { world } = demo;
  return Object.fromEntries(
    world.bundles.map((bundle) => {
      const hex = (value: number) => `0x${value.toString(16).padStart(8, '0')}`;
      const { tenant, name } = world.namespaces[bundle.namespace];
      const range = `${hex(bundle.low)}_${hex(bundle.high)}`;
      return [`${tenant}/${name}/${range}`, world.brokers[bundle.owner]?.id];
    }),
  );
}

function seenOwners(): Record<string, string | undefined> {
  const graph = topology.graph('demo-1');
  return Object.fromEntries(
    [...graph.nodes.values()]
      .filter(({ kind }) => kind === 'bundle')
      .map(({ name, attributes }) => [name, attributes.owner as string | undefined]),
  );
}

/** Heartbeat namespaces of brokers belong to no listed tenant's namespaces. */
function listedTopics(): string[] {
  return [...demo.world.topicByName.keys()].filter((name) => !name.startsWith('persistent://pulsar/'));
}

it('finds what the demo cluster is made of, and nothing stays unknown', async () => {
  await start();
  const { world } = demo;
  expect(namesOf('broker').sort()).toEqual(world.brokers.map(({ id }) => id).sort());
  expect(namesOf('bookie').sort()).toEqual(world.bookies.map(({ id }) => id).sort());
  expect(namesOf('rack').sort()).toEqual([...new Set(world.bookies.map(({ rack }) => rack))].sort());
  expect(namesOf('function_worker').sort()).toEqual(world.workers.map(({ id }) => id).sort());
  expect(namesOf('function').length).toBe(world.functions.length);
  expect(namesOf('function_instance').length).toBe(world.functions.flatMap(({ instances }) => instances).length);
  expect(seenOwners()).toEqual(trueOwners());
  const { clusters, counts } = await topology.query({});
  expect(clusters[0].unknown).toEqual([]);
  expect(counts.topic).toBe(listedTopics().length);
  expect(events).toEqual([]);
});

it('puts every topic under the bundle and the broker that serve it', async () => {
  await start();
  const { world } = demo;
  const graph = topology.graph('demo-1');
  const owners = trueOwners();
  for (const name of listedTopics()) {
    const topic = world.topicByName.get(name) ?? -1;
    const bundle = graph.topics.bundleOf(name) ?? '';
    expect([...graph.topics.inBundle(bundle)]).toContain(name);
    expect(owners[bundle]).toBe(world.brokers[world.bundles[world.topics.bundle[topic]].owner].id);
  }
});

it('sees a bundle move within two intervals, tells it, and remembers where it was', async () => {
  await start();
  const [bundle, from] =
    Object.entries(seenOwners()).find(([name, owner]) => owner && !name.startsWith('pulsar/')) ?? [];
  const to = demo.world.brokers.find(({ id }) => id !== from)?.id;
  const before = clock.now();
  const url = `http://${from}/admin/v2/namespaces/${bundle}/unload?destinationBroker=${to}`;
  expect((await fetch(url, { method: 'PUT' })).ok).toBe(true);
  await pass(2);
  expect(seenOwners()).toEqual(trueOwners());
  expect(seenOwners()[String(bundle)]).toBe(to);
  expect(events.filter(({ type }) => type === 'bundle_moved')).toMatchObject([
    { node: `demo-1/bundle/${bundle}`, details: { from, to } },
  ]);
  expect(topology.graph('demo-1', before).nodes.get(`demo-1/bundle/${bundle}`)?.attributes.owner).toBe(from);
  const difference = topology.difference('demo-1', before, undefined);
  const owned = (owner: string | undefined) => ({
    source: `demo-1/broker/${owner}`,
    target: `demo-1/bundle/${bundle}`,
    relation: 'owns',
  });
  expect(difference.addedEdges).toEqual([owned(to)]);
  expect(difference.removedEdges).toEqual([owned(from)]);
});

it('is right again within two intervals after a broker is lost', async () => {
  await start();
  const lost = demo.world.brokers.find((_, i) => i !== demo.world.leader);
  demo.inject({ kind: 'broker-lost', target: lost?.name });
  await pass(2);
  // Its session has ended, too: what the cluster itself says is now the same.
  expect(namesOf('broker').sort()).toEqual(
    demo.world.brokers
      .filter((b) => b.registered)
      .map(({ id }) => id)
      .sort(),
  );
  await pass(2);
  expect(seenOwners()).toEqual(trueOwners());
  expect(events.map(({ type }) => type)).toContain('broker_left');
  expect(events.filter(({ type }) => type === 'bundle_moved').length).toBeGreaterThan(0);
});

it('sees a bookie turn read-only', async () => {
  await start();
  const [bookie] = demo.world.bookies;
  const url = `http://127.0.0.1:${bookie.port}/api/v1/bookie/state/readonly`;
  expect((await fetch(url, { method: 'PUT', body: '{"readOnly":true}' })).ok).toBe(true);
  await pass(2);
  const id = `demo-1/bookie/${bookie.id}`;
  expect(topology.graph('demo-1').nodes.get(id)).toMatchObject({ health: 'degraded', reasons: ['read-only'] });
  expect(events).toMatchObject([{ type: 'bookie_read_only', node: id, severity: 'warning' }]);
});

it('reads the ledgers of a topic down to bookies and racks when asked', async () => {
  await start();
  const [topic] = [...demo.world.topicByName.keys()].filter((name) => name.includes('/payments/'));
  const answer = await topology.query({ node: `demo-1/topic/${topic}`, depth: 4, ledgers: true });
  const kinds = new Set(answer.nodes.map(({ kind }) => kind));
  for (const kind of ['bundle', 'broker', 'ledger', 'ensemble', 'bookie', 'rack']) expect(kinds).toContain(kind);
  const index = demo.world.topicByName.get(topic) ?? 0;
  expect(
    answer.nodes
      .filter(({ kind }) => kind === 'ledger')
      .map(({ name }) => Number(name))
      .sort(),
  ).toEqual(
    demo.world.topics.ledgers[index]
      .slice(-8)
      .map(({ id }) => id)
      .sort(),
  );
});

it('keeps to a budget, the most important first', async () => {
  await start({ requests: 12 });
  const asked = demo.world.brokers.length;
  expect(namesOf('broker').length).toBe(asked);
  const { clusters } = await topology.query({});
  expect(clusters[0].deferred).toBeGreaterThan(0);
  await pass(12);
  expect((await topology.query({})).counts.topic).toBe(listedTopics().length);
});
