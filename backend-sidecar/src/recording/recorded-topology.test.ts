/** The topology of recordings: of the corpus, and of answers made up to hold what the corpus has not. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { knownTopology } from '../analysis/index.ts';
import { RequestBudget } from '../pulsar/index.ts';
import { RecordedTopologies, Topology, writeRecordedTopology } from '../topology/index.ts';
import { VirtualClock } from '../util/clock.ts';
import { silentLogger } from '../util/logger.ts';
import { keepRecordedTopology } from './recorded-topology.ts';
import { readRecording } from './read-recording.ts';
import { recordedNodes } from './recorded-nodes.ts';

const INCIDENT = path.resolve('../shared/corpus/pulsar-4.0.8/incident-bookie-stall');
const itCorpus = existsSync(INCIDENT) ? it : it.skip;

let storage: string;
beforeEach(() => (storage = mkdtempSync(path.join(tmpdir(), 'observatory-recorded-topology-'))));
afterEach(() => rmSync(storage, { recursive: true }));

const start = Date.parse('2026-11-22T04:07:24Z');
const at = (seconds: number) => start + seconds * 1000;
const topologies = async () => {
  const recorded = new RecordedTopologies(path.join(storage, 'topology'));
  await recorded.read();
  return recorded;
};

itCorpus('shows the recorded cluster at its own times (needs ../shared/corpus)', async () => {
  const recording = await readRecording(INCIDENT);
  const nodes = recordedNodes(recording.lines, recording.answers);
  const imported = { cluster: 'demo-1', nodes } as Parameters<typeof keepRecordedTopology>[1];
  // Twice: the second import replaces the first.
  for (let i = 0; i < 2; i++) expect(await keepRecordedTopology(recording, imported, storage)).toBeGreaterThan(3);

  // A sidecar that has no such cluster, days later.
  const clock = new VirtualClock(start + 5 * 86_400_000);
  const topology = new Topology({
    clock,
    logger: silentLogger,
    userAgent: 'test',
    historyDirectory: path.join(storage, 'topology'),
    budgetOf: () => new RequestBudget(clock, { requestsPerMinute: 1, bytesPerMinute: 1 }),
  });
  await topology.readRecorded();
  const answer = await topology.query({ atMs: at(90) });
  const named = Object.fromEntries(answer.nodes.map((node) => [node.attributes.recordedName, node]));
  expect(named['bookie-2']).toMatchObject({ id: 'demo-1/bookie/127.0.0.1:3182', health: 'down' });
  expect(named['bookie-2'].x).toEqual(expect.any(Number));
  expect(named['bookie-1']).toMatchObject({ health: 'healthy' });
  expect(named['broker-2']).toMatchObject({ id: 'demo-1/broker/127.0.0.1:8081' });
  expect(named['fw-2']).toMatchObject({ kind: 'function_worker', health: 'healthy' });
  expect(answer.nodes.filter(({ kind, health }) => kind === 'function_instance' && health !== 'healthy')).toEqual([]);
  expect(answer.clusters).toMatchObject([{ cluster: 'demo-1' }]);
  const before = await topology.query({ cluster: 'demo-1', atMs: at(30), search: '3182' });
  expect(before.nodes.find(({ kind }) => kind === 'bookie')?.health).toBe('healthy');
  expect(topology.graph('demo-1', at(150)).topics.has('persistent://acme/payments/orders-partition-0')).toBe(true);
  await expect(topology.query({ cluster: 'demo-1', atMs: at(-3600) })).rejects.toMatchObject({
    code: expect.stringMatching(/^OBS_TOPOLOGY/) as string,
  });

  const recorded = await topologies();
  const known = knownTopology(recorded.clusters, { fromMs: at(60), toMs: at(150) }, (cluster, ms) =>
    ms === undefined ? undefined : recorded.graph(cluster, ms),
  );
  expect(known.brokersOfTopic?.('demo-1', 'persistent://acme/telemetry/clicks-partition-2')).toEqual([
    'demo-1/broker/127.0.0.1:8080',
  ]);
  expect(known.bookiesOfTopic?.('demo-1', 'persistent://acme/telemetry/clicks-partition-2')).toBeUndefined();
  await topology.stop();
});

const topic = 'persistent://t/ns/x';
const answers = (atSecond: number, owner: string) =>
  ['b1:8080', 'b2:8080'].flatMap((broker, i) => [
    {
      url: `http://${broker}/admin/v2/broker-stats/topics`,
      timeMs: at(atSecond) + i,
      body: { 't/ns': broker === owner ? { '0x00000000_0xffffffff': { persistent: { [topic]: {} } } } : {} },
    },
  ]);
const asked = (timeMs: number, url: string, body: unknown) => ({ url, timeMs, body });

it('follows bundles from broker to broker, and ledgers to their ensembles', async () => {
  await writeRecordedTopology(path.join(storage, 'topology'), {
    cluster: 'a b/c',
    nodes: [{ kind: 'broker', id: 'b1:8080', name: 'one', address: 'b1:8080' }],
    scrapes: [],
    answers: [
      asked(at(0), 'http://b1:8080/admin/v2/brokers', ['b1:8080', 'b2:8080']),
      asked(at(0), 'http://k1:8000/api/v1/bookie/list_bookies?type=rw', { 'k1:3181': null, 'k2:3181': null }),
      asked(at(0), 'http://k1:8000/api/v1/bookie/list_bookies?type=ro', { 'k3:3181': null }),
      ...answers(0.1, 'b1:8080'),
      asked(at(0.2), 'http://b1:8080/admin/v2/persistent/t/ns/x/internalStats', {
        state: 'LedgerOpened',
        ledgers: [{ ledgerId: 7, entries: 1, size: 2 }],
      }),
      asked(at(0.3), 'http://k1:8000/api/v1/ledger/metadata?ledger_id=7', {
        '7': {
          writeQuorumSize: 2,
          ackQuorumSize: 2,
          state: 'OPEN',
          allEnsembles: { '0': [{ id: 'k1:3181' }, { id: 'k3:3181' }] },
        },
      }),
      ...answers(60, 'b2:8080'),
      asked(at(61), 'http://b1:8080/admin/v2/anything', 'no fact'),
      asked(at(61), 'http://b1:8080/admin/v2/brokers', { not: 'a list' }),
    ],
  });
  const recorded = await topologies();
  expect(recorded.clusters).toEqual(['a b/c']);
  const known = (from: number, to: number) =>
    knownTopology(recorded.clusters, { fromMs: at(from), toMs: at(to) }, (cluster, ms) =>
      ms === undefined ? undefined : recorded.graph(cluster, ms),
    );
  expect(known(10, 20).brokersOfTopic?.('a b/c', topic)).toEqual(['a b/c/broker/b1:8080']);
  expect(known(10, 61).brokersOfTopic?.('a b/c', topic)?.toSorted()).toEqual([
    'a b/c/broker/b1:8080',
    'a b/c/broker/b2:8080',
  ]);
  expect(known(10, 20).bookiesOfTopic?.('a b/c', topic)).toEqual(['a b/c/bookie/k1:3181', 'a b/c/bookie/k3:3181']);
  expect(recorded.graph('a b/c', at(10))?.nodes.get('a b/c/bookie/k3:3181')?.attributes.readOnly).toBe(true);
  expect(recorded.graph('a b/c', at(3600))).toBeUndefined();
  expect(recorded.graph('a b/c', at(-1))).toBeUndefined();
});

it('keeps nothing of a recording without answers', async () => {
  const input = { cluster: 'c', nodes: [], answers: [], scrapes: [] };
  expect(await writeRecordedTopology(path.join(storage, 'topology'), input)).toBe(0);
  expect((await topologies()).clusters).toEqual([]);
});
