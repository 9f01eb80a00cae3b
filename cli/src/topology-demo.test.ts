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

it('finds what the demo cluster is made of', async () => {
  await start();
  const { world } = demo;
  const graph = topology.graph('demo-1');
  const names = (kind: string) =>
    [...graph.nodes.values()].filter((node) => node.kind === kind).map(({ name }) => name);
  expect(names('broker').sort()).toEqual(world.brokers.map(({ id }) => id).sort());
  expect(names('bookie').sort()).toEqual(world.bookies.map(({ id }) => id).sort());
  expect(names('function_worker').sort()).toEqual(world.workers.map(({ id }) => id).sort());
  expect(names('bundle').length).toBe(world.bundles.length);
  console.log(JSON.stringify((await topology.query({})).clusters));
});
