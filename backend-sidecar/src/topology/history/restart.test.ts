/** The topology of yesterday's process, asked of today's. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RequestBudget } from '../../pulsar/index.ts';
import { VirtualClock } from '../../util/clock.ts';
import { silentLogger } from '../../util/logger.ts';
import { Topology } from '../index.ts';
import { clusterConfig } from '../testing/cluster-config.ts';
import { json, startNode, type HostileNode } from '../testing/hostile-cluster.ts';

const START = 1_700_000_000_000;
const CLUSTER = 'c 1/x';

let broker: HostileNode;
let directory: string;
let clock: VirtualClock;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'observatory-history-'));
  clock = new VirtualClock(START);
  broker = await startNode();
});
afterEach(async () => {
  await broker.close();
  rmSync(directory, { recursive: true });
});

async function running(): Promise<Topology> {
  const topology = new Topology({
    clock,
    logger: silentLogger,
    userAgent: 'test',
    historyDirectory: directory,
    budgetOf: () => new RequestBudget(clock, { requestsPerMinute: 1000, bytesPerMinute: 1e8 }),
  });
  await topology.applyConfig({
    clusters: [clusterConfig({ name: CLUSTER, adminUrls: [`http://${broker.address}`] })],
    topology: { interval: 15_000 },
  });
  topology.start();
  await topology.settled();
  return topology;
}

const brokers = (topology: Topology, atMs: number) =>
  [...topology.graph(CLUSTER, atMs).nodes.values()].flatMap(({ kind, name }) => (kind === 'broker' ? [name] : []));

it('answers of times before its start, and says when nobody watched', async () => {
  const list = (...ids: string[]) => broker.paths.set(`/admin/v2/brokers/${encodeURIComponent(CLUSTER)}`, json(ids));
  const listed = () => broker.paths.set(`/admin/v2/brokers/${CLUSTER}`, json([broker.address]));
  list(broker.address);
  listed();
  const first = await running();
  expect(brokers(first, START)).toEqual([broker.address]);
  await clock.advanceBy(10_000);
  await first.stop();
  expect(readdirSync(directory)).toEqual([encodeURIComponent(CLUSTER)]);

  await clock.advanceBy(3_600_000);
  const second = await running();
  expect(brokers(second, START + 5000)).toEqual([broker.address]);
  expect(second.difference(CLUSTER, START + 5000, undefined)).toMatchObject({ added: [], removed: [] });
  expect(() => second.graph(CLUSTER, START + 60_000)).toThrow(
    expect.objectContaining({
      code: 'OBS_TOPOLOGY_HISTORY',
      hint: `No sidecar watched it from ${new Date(START + 10_001).toISOString()} to ${new Date(clock.now()).toISOString()}.`,
    }),
  );
  await second.stop();
});
