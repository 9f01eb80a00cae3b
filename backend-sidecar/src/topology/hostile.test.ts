/** Bad answers cost the one fact they would have given, marked as unknown with the reason, and nothing else. */
import { RequestBudget } from '../pulsar/index.ts';
import { systemClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { Topology } from './index.ts';
import { clusterConfig } from './testing/cluster-config.ts';
import {
  breakOff,
  halfJson,
  hang,
  json,
  redirectTo,
  startNode,
  status,
  type HostileNode,
} from './testing/hostile-cluster.ts';

const OWNED = { is_active: true };
const bundle = (range: string) => `acme/pay/${range}`;
const LOW = bundle('0x00000000_0x80000000');
const HIGH = bundle('0x80000000_0xffffffff');
const BOOKIE = 'bookie-a:3181';

let a: HostileNode;
let b: HostileNode;
let bookie: HostileNode;
let topology: Topology;

const ownedPath = (broker: HostileNode) => `/admin/v2/brokers/c1/${broker.address}/ownedNamespaces`;

beforeEach(async () => {
  [a, b, bookie] = await Promise.all([startNode(), startNode(), startNode()]);
  for (const broker of [a, b]) {
    const { paths } = broker;
    paths.set('/admin/v2/brokers/c1', json([a.address, b.address]));
    paths.set('/admin/v2/brokers/leaderBroker', json({ serviceUrl: `http://${a.address}`, brokerId: a.address }));
    paths.set('/admin/v2/bookies/all', json({ bookies: [{ bookieId: BOOKIE }] }));
    paths.set('/admin/v2/bookies/racks-info', json({ default: { [BOOKIE]: { rack: '/r1' } } }));
    paths.set('/admin/v2/tenants', json(['acme']));
    paths.set('/admin/v2/namespaces/acme', json(['acme/pay']));
    paths.set(
      '/admin/v2/namespaces/acme/pay',
      json({ bundles: { boundaries: ['0x00000000', '0x80000000', '0xffffffff'] } }),
    );
    paths.set('/admin/v2/persistent/acme/pay', json(['persistent://acme/pay/x', 'persistent://acme/pay/y']));
    paths.set('/admin/v2/worker/cluster', status(409, 'no worker'));
    paths.set('/admin/v2/broker-stats/load-report', json({ brokerVersionString: '4.0.8', startTimestamp: 1 }));
  }
  a.paths.set(ownedPath(a), json({ [LOW]: OWNED }));
  b.paths.set(ownedPath(b), json({ [HIGH]: OWNED }));
  bookie.paths.set('/api/v1/bookie/state', json({ running: true, readOnly: false }));
  bookie.paths.set('/api/v1/bookie/info', json({ freeSpace: 25, totalSpace: 100 }));
  bookie.paths.set('/api/v1/bookie/list_bookies', json({}));
  bookie.paths.set('/api/v1/bookie/cluster_info', json({ auditorId: BOOKIE, clusterUnderReplicated: false }));
  bookie.paths.set('/api/v1/config/server_config', json({ bookiePort: '3181', httpServerPort: '8000' }));
});

afterEach(async () => {
  await topology.stop();
  await Promise.all([a, b, bookie].map((node) => node.close()));
});

/** @param timeout long, so that a busy machine is not taken for a host that hangs */
async function collect(timeout = '20s'): Promise<{ what: string; reason: string }[]> {
  topology = new Topology({
    clock: systemClock,
    logger: silentLogger,
    userAgent: 'test',
    budgetOf: () => new RequestBudget(systemClock, { requestsPerMinute: 1000, bytesPerMinute: 1e8 }),
  });
  await topology.applyConfig({
    clusters: [
      clusterConfig({
        name: 'c1',
        adminUrls: [`http://${a.address}`],
        bookies: { [BOOKIE]: bookie.address },
        timeout,
        token: 'secret-token',
      }),
    ],
    topology: { interval: 60_000 },
  });
  topology.start();
  await topology.settled();
  const { clusters } = await topology.query({});
  return clusters[0].unknown;
}

const owner = (name: string) => topology.graph('c1').node(`c1/bundle/${name}`)?.attributes.owner;

/** Everything but what the second broker owns is as it should be. */
function restIsWhole(): void {
  const graph = topology.graph('c1');
  expect(graph.counts()).toMatchObject({ broker: 2, bookie: 1, rack: 1, bundle: 2, topic: 2 });
  expect(owner(LOW)).toBe(a.address);
  expect(graph.node(`c1/disk/${BOOKIE}`)?.attributes.usedPercent).toBe(75);
}

it('has nothing unknown when all is well', async () => {
  expect(await collect()).toEqual([]);
  restIsWhole();
  expect(owner(HIGH)).toBe(b.address);
});

it.each([
  ['a redirect loop', redirectTo((request) => request.url ?? ''), /redirects/],
  ['a redirect to a stranger', redirectTo(() => 'http://127.0.0.1:9/secret'), /not a host of this configuration/],
  ['half a JSON', halfJson({ [HIGH]: OWNED }), /unexpected answer .* no JSON/],
  ['a body that breaks off', breakOff({ [HIGH]: OWNED }), /cannot reach/],
  ['another shape', json(['what', 'is', 'this']), /unexpected answer/],
  ['missing permissions', status(403, 'not a superuser'), /answered 403 .* not a superuser/],
  ['an error of the server', status(500, 'NullPointerException'), /answered 500 .* NullPointerException/],
  ['a connection that hangs', hang, /no complete answer within/],
])('loses one fact by %s', async (_, answer, reason) => {
  b.paths.set(ownedPath(b), answer);
  const unknown = await collect(answer === hang ? '2s' : undefined);
  expect(unknown).toMatchObject([{ what: `owned bundles ${b.address}`, reason: expect.stringMatching(reason) }]);
  restIsWhole();
  const graph = topology.graph('c1');
  expect(graph.node(`c1/broker/${b.address}`)?.unknown).toMatchObject([{ what: 'owned bundles' }]);
  expect(graph.node(`c1/bundle/${HIGH}`)).toMatchObject({ health: 'unknown' });
});

it('loses one namespace that vanishes while it is read', async () => {
  for (const broker of [a, b]) {
    broker.paths.set('/admin/v2/namespaces/acme', json(['acme/gone', 'acme/pay']));
  }
  const unknown = await collect();
  expect(unknown.map(({ what }) => what).sort()).toEqual([
    'policies of the namespace acme/gone',
    'topics of the namespace acme/gone',
  ]);
  restIsWhole();
});

it('keeps the last known bundles of a broker that no longer answers, and says so', async () => {
  await collect();
  b.paths.set(ownedPath(b), status(503, 'shutting down'));
  await topology.refresh('c1');
  expect(owner(HIGH)).toBe(b.address);
  const { clusters } = await topology.query({});
  expect(clusters[0].unknown).toMatchObject([
    { reason: expect.stringContaining('503'), lastKnownMs: expect.any(Number) },
  ]);
});

it('takes a bundle that two brokers claim for the one whose list changed last', async () => {
  await collect();
  a.paths.set(ownedPath(a), json({ [LOW]: OWNED, [HIGH]: OWNED }));
  await topology.refresh('c1');
  expect(owner(HIGH)).toBe(a.address);
});

it('does not believe a bookie at whose address another one answers', async () => {
  bookie.paths.set('/api/v1/config/server_config', json({ bookiePort: '3199', httpServerPort: '8000' }));
  await collect();
  expect(topology.graph('c1').node(`c1/bookie/${BOOKIE}`)).toMatchObject({
    health: 'unknown',
    reasons: [expect.stringContaining('belongs to the bookie on port 3199')],
  });
});

it('knows nothing, and says why, when the admin API is not there', async () => {
  for (const broker of [a, b]) broker.paths.clear();
  const unknown = await collect();
  expect(unknown.length).toBeGreaterThan(3);
  expect(topology.graph('c1').counts()).toEqual({ cluster: 1 });
  expect(topology.graph('c1').node('c1/cluster/c1')?.unknown.length).toBeGreaterThan(0);
});

it('sends the token to brokers of the cluster, never to bookies', async () => {
  const seen: (string | undefined)[] = [];
  const record = (node: HostileNode, path: string) => {
    const answer = node.paths.get(path);
    node.paths.set(path, (request, response) => {
      seen.push(request.headers.authorization);
      answer?.(request, response);
    });
  };
  record(bookie, '/api/v1/bookie/state');
  await collect();
  record(b, ownedPath(b));
  await topology.refresh('c1');
  expect(seen.map((header) => header ?? 'none').sort()).toEqual(['Bearer secret-token', 'none', 'none']);
});
