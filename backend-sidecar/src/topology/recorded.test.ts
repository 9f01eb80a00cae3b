/** The graph of the answers recorded from Pulsar 4.0.8, its numbers and edges read by hand from the files in the corpus. */
import { RequestBudget } from '../pulsar/index.ts';
import { systemClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { Topology } from './index.ts';
import { clusterConfig } from './testing/cluster-config.ts';
import { hasRecorded, startRecordedCluster, type RecordedCluster } from './testing/recorded-cluster.ts';

const describeRecorded = hasRecorded ? describe : describe.skip;

describeRecorded('recorded Pulsar 4.0.8 (needs ../shared/corpus)', () => {
  let cluster: RecordedCluster;
  let topology: Topology;
  let broker1: string;
  let broker2: string;

  beforeAll(async () => {
    cluster = await startRecordedCluster();
    broker1 = cluster.address('127.0.0.1:8080');
    broker2 = cluster.address('127.0.0.1:8081');
    topology = new Topology({
      clock: systemClock,
      logger: silentLogger,
      userAgent: 'test',
      budgetOf: () => new RequestBudget(systemClock, { requestsPerMinute: 1000, bytesPerMinute: 1e8 }),
    });
    await topology.applyConfig({
      clusters: [
        clusterConfig({
          name: 'demo-1',
          adminUrls: [`http://${broker1}`],
          bookies: {
            '127.0.0.1:3181': cluster.address('127.0.0.1:8001'),
            '127.0.0.1:3182': cluster.address('127.0.0.1:8002'),
          },
        }),
      ],
      topology: { interval: 60_000 },
    });
    topology.start();
    await topology.settled();
  });
  afterAll(async () => {
    await topology.stop();
    await cluster.close();
  });

  const id = (kind: string, name: string) => `demo-1/${kind}/${name}`;
  const related = (node: string, relation: string) =>
    [...topology.graph('demo-1').edgesOf(node, true)]
      .filter((edge) => edge.relation === relation)
      .map(({ source, target }) => (source === node ? target : source).split('/').slice(2).join('/'))
      .sort();

  it('has two brokers, two bookies and two function workers, one of them inside a broker', () => {
    const graph = topology.graph('demo-1');
    expect(graph.counts()).toMatchObject({ broker: 2, bookie: 2, function_worker: 2, host: 1, disk: 2 });
    expect(graph.node(id('broker', broker1))?.attributes).toMatchObject({
      leader: true,
      version: '4.0.8',
      bundles: 9,
      serviceUrl: 'pulsar://127.0.0.1:6650',
    });
    expect(graph.node(id('broker', broker2))?.attributes).toMatchObject({ leader: false, bundles: 5 });
    expect(related(id('function_worker', 'c-demo-1-fw-127.0.0.1-8080'), 'embedded_in')).toEqual([broker1]);
    expect(related(id('function_worker', 'fw-2'), 'embedded_in')).toEqual([]);
    expect(graph.node(id('function_worker', 'c-demo-1-fw-127.0.0.1-8080'))?.attributes.leader).toBe(true);
  });

  it('knows which broker owns which bundle of acme/payments', () => {
    const owner = (range: string) => related(id('bundle', `acme/payments/${range}`), 'owns');
    expect(owner('0x00000000_0x40000000')).toEqual([broker1]);
    expect(owner('0x40000000_0x80000000')).toEqual([broker2]);
    expect(owner('0x80000000_0xc0000000')).toEqual([broker1]);
    expect(owner('0xc0000000_0xffffffff')).toEqual([broker2]);
    expect(related(id('namespace', 'acme/payments'), 'divided_into').length).toBe(4);
    expect(topology.graph('demo-1').node(id('namespace', 'acme/payments'))?.attributes).toMatchObject({
      ensembleSize: 2,
      writeQuorum: 2,
      ackQuorum: 2,
    });
  });

  it('puts topics into the bundles that broker-stats and the look-up name', () => {
    // broker-1_lookup-…-refunds-bundle.txt
    const refunds = id('topic', 'persistent://acme/payments/refunds');
    expect(related(refunds, 'holds')).toEqual(['acme/payments/0xc0000000_0xffffffff']);
    // broker-2_admin-v2-broker-stats-topics.json: fn-out and ticks in 0x80000000_0xc0000000 of acme/telemetry.
    const bundle = id('bundle', 'acme/telemetry/0x80000000_0xc0000000');
    expect(related(bundle, 'holds')).toEqual(
      expect.arrayContaining(['persistent://acme/telemetry/fn-out', 'persistent://acme/telemetry/ticks']),
    );
    expect(related(id('partitioned_topic', 'persistent://acme/payments/orders'), 'partition')).toEqual(
      [0, 1, 2, 3].map((i) => `persistent://acme/payments/orders-partition-${i}`),
    );
  });

  it('maps bookies to their HTTP servers and shows their disks', () => {
    const graph = topology.graph('demo-1');
    expect(graph.node(id('bookie', '127.0.0.1:3181'))).toMatchObject({
      health: 'healthy',
      attributes: { readOnly: false, auditor: true, httpAddress: cluster.address('127.0.0.1:8001') },
    });
    // 1 - 60597760000 / 270553174016 = 0.776
    expect(graph.node(id('disk', '127.0.0.1:3181'))?.attributes).toMatchObject({
      usedPercent: 77,
      totalBytes: 270553174016,
      threshold: 0.97,
      ledgerDirectories: '/srv/pulsar/data/bk1/ledgers',
    });
  });

  it('connects functions to their workers and topics', () => {
    expect(related(id('function', 'acme/telemetry/exclaim'), 'instance')).toEqual([
      'acme/telemetry/exclaim:0',
      'acme/telemetry/exclaim:1',
    ]);
    expect(related(id('function_instance', 'acme/telemetry/exclaim:1'), 'runs')).toEqual(['fw-2']);
    expect(related(id('function', 'acme/telemetry/exclaim'), 'reads')).toEqual(['persistent://acme/telemetry/fn-in']);
    expect(related(id('function', 'acme/telemetry/exclaim'), 'writes')).toEqual(['persistent://acme/telemetry/fn-out']);
    expect(related(id('function', 'acme/telemetry/counter'), 'reads')).toEqual(['persistent://acme/telemetry/ticks']);
    expect(topology.graph('demo-1').node(id('function', 'acme/telemetry/ticks'))?.attributes).toMatchObject({
      component: 'source',
      parallelism: 1,
      instances: 1,
    });
  });

  it('reads ledger 14 of refunds down to both bookies', async () => {
    const topic = id('topic', 'persistent://acme/payments/refunds');
    const { nodes, edges } = await topology.query({ node: topic, depth: 3, ledgers: true });
    expect(nodes.find(({ kind }) => kind === 'ledger')).toMatchObject({ name: '14', attributes: { state: 'OPEN' } });
    expect(
      edges
        .filter(({ relation }) => relation === 'replica_on')
        .map(({ target }) => target)
        .sort(),
    ).toEqual([id('bookie', '127.0.0.1:3181'), id('bookie', '127.0.0.1:3182')]);
  });

  it('says which facts were not recorded, with the reason', async () => {
    const { clusters } = await topology.query({});
    for (const { reason } of clusters[0].unknown) expect(reason).toMatch(/not recorded|answered 4/);
    expect(clusters[0].unknown.map(({ what }) => what)).not.toContain('owned bundles 127.0.0.1');
  });
});
