/** On the graph recorded from Pulsar 4.0.8: two bookies, two brokers, the first with a function worker inside. */
import type { z } from 'zod';
import { RequestBudget } from '../../../pulsar/index.ts';
import { Topology, type Graph } from '../../../topology/index.ts';
import { clusterConfig } from '../../../topology/testing/cluster-config.ts';
import { hasRecorded, startRecordedCluster, type RecordedCluster } from '../../../topology/testing/recorded-cluster.ts';
import { systemClock } from '../../../util/clock.ts';
import { silentLogger } from '../../../util/logger.ts';
import type { ClusterControl } from '../../cluster/cluster-control.ts';
import { nodeServiceImpact } from './node-service-impact.ts';

const BOOKIES = ['127.0.0.1:3181', '127.0.0.1:3182'];

/** Answers what is asked of bookies and brokers; an answer that is missing is a refusal. */
function world(writable: readonly string[] | undefined, owned: readonly string[] = []) {
  const told = (answer: unknown) =>
    answer === undefined ? Promise.reject(new Error('nobody answers')) : Promise.resolve(JSON.stringify(answer));
  const keys = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, null]));
  const cluster = {
    name: 'demo-1',
    anyBookie: () => told(writable && keys(writable)),
    broker: () => told({ managedLedgerDefaultEnsembleSize: '2' }),
    thatBroker: () => told(keys(owned)),
    json: async <T>(answer: Promise<string>, shape: z.ZodType<T>) => shape.parse(JSON.parse(await answer)),
  } as unknown as ClusterControl;
  return { cluster, signal: AbortSignal.timeout(60_000) };
}

(hasRecorded ? describe : describe.skip)('services of recorded nodes (needs ../shared/corpus)', () => {
  let recorded: RecordedCluster;
  let topology: Topology;
  let graph: Graph;
  beforeAll(async () => {
    recorded = await startRecordedCluster();
    topology = new Topology({
      clock: systemClock,
      logger: silentLogger,
      userAgent: 'test',
      budgetOf: () => new RequestBudget(systemClock, { requestsPerMinute: 1000, bytesPerMinute: 1e8 }),
    });
    const adminUrls = [`http://${recorded.address('127.0.0.1:8080')}`];
    const bookies = {
      [BOOKIES[0]]: recorded.address('127.0.0.1:8001'),
      [BOOKIES[1]]: recorded.address('127.0.0.1:8002'),
    };
    await topology.applyConfig({
      clusters: [clusterConfig({ name: 'demo-1', adminUrls, bookies })],
      topology: { interval: 60_000 },
    });
    topology.start();
    await topology.settled();
    graph = topology.graph('demo-1');
  });
  afterAll(async () => {
    await topology.stop();
    await recorded.close();
  });

  const node = (id: string) => {
    const found = graph.node(`demo-1/${id}`);
    if (!found) throw new Error(`no ${id}`);
    return found;
  };

  it('blocks the end of a bookie that new ensembles need', async () => {
    const { blast, findings } = await nodeServiceImpact(node(`bookie/${BOOKIES[0]}`), graph, world(BOOKIES));
    expect(findings).toContainEqual({ level: 'blocker', message: expect.stringContaining('all writes would wait') });
    expect(blast.find(({ kind }) => kind === 'bookies_left')?.count).toBe(1);
  });

  it('lets a bookie be restarted that takes no writes anyway', async () => {
    expect(await nodeServiceImpact(node(`bookie/${BOOKIES[0]}`), graph, world([BOOKIES[1]]))).toEqual({
      blast: [],
      findings: [],
    });
  });

  it('warns, and blocks nothing, where nobody can be asked', async () => {
    const { findings } = await nodeServiceImpact(node(`bookie/${BOOKIES[0]}`), graph, world(undefined));
    expect(findings).toEqual([{ level: 'warning', message: expect.stringContaining('nobody answers') }]);
  });

  it('counts topics, clients and function instances of a broker', async () => {
    const brokers = ['127.0.0.1:8080', '127.0.0.1:8081'].map((each) => recorded.address(each));
    const impact = (broker: string) => {
      const owned = [...graph.nodes.values()].filter(({ attributes }) => attributes.owner === broker);
      return nodeServiceImpact(
        node(`broker/${broker}`),
        graph,
        world(
          [],
          owned.map(({ name }) => name),
        ),
      );
    };
    const [withWorker, without] = await Promise.all(brokers.map(impact));
    const kinds = ({ blast }: typeof withWorker) => blast.map(({ kind }) => kind);
    expect(kinds(withWorker)).toEqual(['topics_without_owner', 'clients_reconnect', 'instances_restart']);
    expect(kinds(without)).toEqual(['topics_without_owner', 'clients_reconnect']);
    for (const { blast } of [withWorker, without]) expect(blast[0].count).toBeGreaterThan(0);
    expect(withWorker.blast[2].examples.every((name) => /^acme\/telemetry\/\w+:\d$/.test(name))).toBe(true);
  });
});
