/** The sidecar's topology beside what Pulsar's own tools say: `pulsar-admin` and `bookkeeper shell`, run as an operator would. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import type { TopologyAnswer } from '@observatory/protocol/topology';
import { demand, eventually, type Checks } from '../checks.ts';
import type { PulsarSession } from './session.ts';

const run = promisify(execFile);
const NAMESPACES = ['acme/payments', 'acme/telemetry'];
/** Two times the default `topology.interval`. */
const TWO_INTERVALS_SECONDS = 30;

async function tool(
  session: PulsarSession,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<string> {
  const { home, javaHome } = session.distribution;
  const { stdout } = await run(path.join(home, 'bin', command), args, {
    cwd: home,
    env: {
      ...process.env,
      JAVA_HOME: javaHome,
      NODE_OPTIONS: undefined,
      PULSAR_MEM: '-Xmx128m',
      BOOKIE_MEM: '-Xmx128m',
      ...env,
    },
    maxBuffer: 1 << 24,
    timeout: 60_000,
  });
  return stdout;
}

const pulsarAdmin = (session: PulsarSession, adminUrl: string, ...args: string[]) =>
  tool(session, 'pulsar-admin', ['--admin-url', adminUrl, ...args]);

async function topology(session: PulsarSession, query: string): Promise<TopologyAnswer> {
  const response = await fetch(`${session.sidecarUrl}/api/observatory/v1/topology?${query}`);
  demand(response.ok, `topology: HTTP ${response.status} ${await response.clone().text()}`);
  return (await response.json()) as TopologyAnswer;
}

async function namesOf(session: PulsarSession, kind: string): Promise<string[]> {
  const { nodes } = await topology(session, `kinds=${kind}&limit=2000`);
  return nodes.map(({ name }) => name).sort();
}

function equal(ours: readonly string[], theirs: readonly string[], what: string): void {
  demand(
    JSON.stringify(ours) === JSON.stringify(theirs),
    `${what}: topology ${ours.join(' ')}, tool ${theirs.join(' ')}`,
  );
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/^"|",?$/g, ''))
    .filter((line) => line !== '');

/** Broker id of a topic's owner by the sidecar's graph: topic -> bundle -> broker. */
async function ownerOf(session: PulsarSession, topic: string): Promise<string> {
  const node = encodeURIComponent(`${session.cluster.name}/topic/${topic}`);
  const { nodes, edges } = await topology(session, `node=${node}&depth=2&kinds=topic,bundle,broker`);
  const id = `${session.cluster.name}/topic/${topic}`;
  const neighbours = (of: string) =>
    edges
      .filter(({ source, target }) => source === of || target === of)
      .map(({ source, target }) => (source === of ? target : source));
  const bundle = neighbours(id).find((other) => other.includes('/bundle/'));
  demand(bundle !== undefined, `${topic}: no bundle among ${nodes.map((each) => each.id).join(' ')}`);
  const broker = neighbours(bundle).find((other) => other.includes('/broker/'));
  demand(broker !== undefined, `${bundle}: no owner`);
  return broker.slice(broker.indexOf('/broker/') + '/broker/'.length);
}

/** `pulsar-admin topics lookup` answers the broker service URL; the web port is 1,430 above the service port here. */
async function lookup(session: PulsarSession, adminUrl: string, topic: string): Promise<string> {
  const answer = await pulsarAdmin(session, adminUrl, 'topics', 'lookup', topic);
  const port = Number(/pulsar:\/\/127\.0\.0\.1:(\d+)/.exec(answer)?.[1]);
  return `127.0.0.1:${port - 6650 + 8080}`;
}

const TOPICS = ['persistent://acme/payments/refunds', 'persistent://acme/telemetry/logs'];

/** Before any fault: brokers, bookies, bundles and owners. Then one bundle is moved. */
export async function checkTopology(checks: Checks, session: PulsarSession): Promise<void> {
  const [adminUrl] = session.cluster.adminUrls;
  await checks.check('topology: brokers are those of pulsar-admin brokers list', () =>
    eventually(TWO_INTERVALS_SECONDS, async () => {
      const theirs = lines(await pulsarAdmin(session, adminUrl, 'brokers', 'list', session.cluster.name)).sort();
      equal(await namesOf(session, 'broker'), theirs, 'brokers');
      return theirs.join(' ');
    }),
  );
  await checks.check('topology: bookies are those of bookkeeper shell listbookies', async () => {
    const conf = path.join(session.dir, 'conf/bookie-1.conf');
    const output = await tool(session, 'bookkeeper', ['shell', 'listbookies', '-rw'], {
      BOOKIE_CONF: conf,
      PULSAR_BOOKKEEPER_CONF: conf,
    });
    const theirs = [...new Set([...output.matchAll(/127\.0\.0\.1:318\d/g)].map(([id]) => id))].sort();
    equal(await namesOf(session, 'bookie'), theirs, 'bookies');
    return theirs.join(' ');
  });
  await checks.check('topology: bundles are those of pulsar-admin namespaces bundles', async () => {
    const ours = (await namesOf(session, 'bundle')).filter((name) => name.startsWith('acme/'));
    const theirs: string[] = [];
    for (const namespace of NAMESPACES) {
      const { boundaries } = JSON.parse(await pulsarAdmin(session, adminUrl, 'namespaces', 'bundles', namespace)) as {
        boundaries: string[];
      };
      for (let i = 0; i + 1 < boundaries.length; i++) theirs.push(`${namespace}/${boundaries[i]}_${boundaries[i + 1]}`);
    }
    const foreign = ours.filter((name) => !theirs.includes(name));
    demand(foreign.length === 0 && ours.length > 0, `not with the tool: ${foreign.join(' ')}`);
    return `${ours.length} of ${theirs.length} bundles are loaded, all known to the tool`;
  });
  await checks.check('topology: owners are those of pulsar-admin topics lookup', () => owners(session, adminUrl));
  for (const topic of TOPICS)
    await checks.check(
      `topology: ledgers and ensembles of ${topic} are those of stats-internal and bookkeeper shell`,
      () =>
        // A ledger may roll over between the two questions.
        eventually(TWO_INTERVALS_SECONDS, () => ledgers(session, adminUrl, topic)),
    );
  await checks.check('topology: a moved bundle is right again within two intervals', async () => {
    const topic = TOPICS[0];
    const before = await lookup(session, adminUrl, topic);
    const other = before.endsWith(':8080') ? '127.0.0.1:8081' : '127.0.0.1:8080';
    const bundle = (await pulsarAdmin(session, adminUrl, 'topics', 'bundle-range', topic)).trim().replaceAll('"', '');
    const now = await moveBundle(session, topic, bundle, before, other);
    return eventually(TWO_INTERVALS_SECONDS, async () => {
      const ours = await ownerOf(session, topic);
      demand(ours === now, `${topic}: topology ${ours}, lookup ${now}`);
      return `${bundle} from ${before} to ${now}`;
    });
  });
}

/** Unloads the bundle, asking each broker in turn (only the leader heeds the destination), until the lookup says it moved. */
async function moveBundle(
  session: PulsarSession,
  topic: string,
  bundle: string,
  before: string,
  other: string,
): Promise<string> {
  for (let attempt = 0; attempt < 6; attempt++) {
    const url = session.cluster.adminUrls[attempt % 2];
    const [, namespace] = /persistent:\/\/([^/]+\/[^/]+)\//.exec(topic) ?? [];
    const path = `/admin/v2/namespaces/${namespace}/${bundle}/unload?destinationBroker=${other}`;
    const response = await fetch(url + path, { method: 'PUT' });
    demand(response.ok, `unload: HTTP ${response.status}`);
    await new Promise((resolve) => setTimeout(resolve, 2000));
    const now = await lookup(session, url, topic);
    if (now !== before) return now;
  }
  throw new Error('the bundle did not move');
}

async function ledgers(session: PulsarSession, adminUrl: string, topic: string): Promise<string> {
  const stats = JSON.parse(await pulsarAdmin(session, adminUrl, 'topics', 'stats-internal', topic)) as {
    ledgers: { ledgerId: number }[];
  };
  const id = `${session.cluster.name}/topic/${topic}`;
  const kinds = 'topic,ledger,ensemble,bookie';
  const { nodes, edges } = await topology(
    session,
    `node=${encodeURIComponent(id)}&depth=3&kinds=${kinds}&ledgers=true`,
  );
  const reached = (from: string): string[] =>
    edges.flatMap(({ source, target }) => (source === from ? [target] : target === from ? [source] : []));
  // Ledgers of other topics come in through the ensembles that they share.
  const ofTopic = new Set(reached(id));
  const own = nodes.filter(({ kind, id: ledger }) => kind === 'ledger' && ofTopic.has(ledger));
  const byNumber = (a: string, b: string) => Number(a) - Number(b);
  const theirs = stats.ledgers.map(({ ledgerId }) => String(ledgerId)).sort(byNumber);
  equal(own.map(({ name }) => name).sort(byNumber), theirs, 'ledgers');
  const conf = path.join(session.dir, 'conf/bookie-1.conf');
  const metadata = await tool(
    session,
    'bookkeeper',
    ['shell', 'ledgermetadata', '-ledgerid', theirs[theirs.length - 1]],
    {
      BOOKIE_CONF: conf,
      PULSAR_BOOKKEEPER_CONF: conf,
    },
  );
  const ensembles = [...metadata.matchAll(/\d+=\[([^\]]*)\]/g)].map(([, bookies]) =>
    bookies.split(', ').sort().join(' '),
  );
  const last = own.find(({ name }) => name === theirs[theirs.length - 1]);
  const ours = reached(last?.id ?? '')
    .filter((each) => each.includes('/ensemble/'))
    .map((ensemble) =>
      reached(ensemble)
        .filter((each) => each.includes('/bookie/'))
        .map((each) => each.slice(each.indexOf('/bookie/') + '/bookie/'.length))
        .sort()
        .join(' '),
    );
  equal(ours.sort(), ensembles.sort(), 'ensembles');
  return `ledgers ${theirs.join(' ')}; ensemble of the last: ${ours.join(' | ')}`;
}

/** After a broker was killed and its session ended: every topic is with the other one. */
export async function checkTopologyAfterLoss(checks: Checks, session: PulsarSession): Promise<void> {
  await checks.check('topology: after the broker is lost, owners are right within two intervals', () =>
    eventually(TWO_INTERVALS_SECONDS, () => owners(session, session.cluster.adminUrls[0])),
  );
}

async function owners(session: PulsarSession, adminUrl: string): Promise<string> {
  const found: string[] = [];
  for (const topic of TOPICS) {
    const theirs = await lookup(session, adminUrl, topic);
    const ours = await ownerOf(session, topic);
    demand(ours === theirs, `${topic}: topology ${ours}, lookup ${theirs}`);
    found.push(`${topic} on ${ours}`);
  }
  return found.join(', ');
}
