import { diskUsage } from '../model/bookies.ts';
import { topicName, type Bookie, type World } from '../model/world.ts';
import type { Ledger } from '../model/topics.ts';
import { route, type Answer, type Route, type RouteContext } from './router.ts';

export interface BookieContext extends RouteContext {
  bookie: Bookie;
}

/** BookKeeper prints JSON over several lines, with a space before each colon, and sends no content type. */
export function pretty(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/^(\s*"(?:[^"\\]|\\.)*"):/gm, '$1 :');
}

const ok = (value: unknown): Answer => ({ status: 200, text: pretty(value), type: '' });
const text = (value: string, status = 200): Answer => ({ status, text: value, type: '' });
const free = (bookie: Bookie): number => Math.round(bookie.diskBytes * (1 - diskUsage(bookie)));
const base64 = (value: string): string => Buffer.from(value).toString('base64');

const available = (world: World, readOnly: boolean): Bookie[] =>
  world.bookies.filter((b) => b.registered && b.readOnly === readOnly);

function ledgerMetadata(world: World, topic: number, ledger: Ledger): unknown {
  const namespace = world.namespaces[world.topics.namespace[topic]];
  const first = world.ensembles[ledger.ensembles[0].ensemble];
  const closed = ledger.closedMs > 0;
  return {
    ledgerId: ledger.id,
    metadataFormatVersion: 3,
    ensembleSize: first.bookies.length,
    writeQuorumSize: first.writeQuorum,
    ackQuorumSize: first.ackQuorum,
    state: closed ? 'CLOSED' : 'OPEN',
    length: closed ? Math.round(ledger.bytes) : 0,
    lastEntryId: closed ? ledger.entries - 1 : -1,
    ctime: Math.round(ledger.openedMs),
    digestType: 'CRC32C',
    password: '',
    customMetadata: {
      component: base64('managed-ledger'),
      'pulsar/managed-ledger': base64(`${namespace.tenant}/${namespace.name}/persistent/${world.topics.names[topic]}`),
      application: base64('pulsar'),
    },
    closed,
    allEnsembles: Object.fromEntries(
      ledger.ensembles.map(({ fromEntry, ensemble }) => [
        String(fromEntry),
        world.ensembles[ensemble].bookies.map((b) => ({ id: world.bookies[b].id })),
      ]),
    ),
    ctoken: 0,
  };
}

function findLedger(world: World, id: number): { topic: number; ledger: Ledger } | undefined {
  const topic = world.ledgerTopic.get(id);
  const ledger = topic === undefined ? undefined : world.topics.ledgers[topic].find((l) => l.id === id);
  return topic === undefined || !ledger ? undefined : { topic, ledger };
}

function listLedgers({ world, query }: BookieContext): Answer {
  const ids = [...world.ledgerTopic.keys()].sort((a, b) => a - b);
  const page = query.get('page');
  const shown = page === null ? ids : ids.slice((Number(page) - 1) * 100, Number(page) * 100);
  return ok(Object.fromEntries(shown.map((id) => [String(id), null])));
}

function underReplicated({ world }: BookieContext): Answer {
  if (world.underReplicated.size === 0) return text('No under replicated ledgers found', 404);
  return ok([...world.underReplicated]);
}

export const bookieRoutes: Route<BookieContext>[] = [
  route('GET', '/heartbeat', () => text('OK\n')),
  route('GET', '/api/v1/bookie/is_ready', () => text('OK')),
  route('GET', '/api/v1/bookie/state', ({ bookie }) =>
    ok({
      running: true,
      readOnly: bookie.readOnly,
      shuttingDown: false,
      availableForHighPriorityWrites: !bookie.readOnly,
    }),
  ),
  route('GET', '/api/v1/bookie/state/readonly', ({ bookie }) => ok({ readOnly: bookie.readOnly })),
  route('GET', '/api/v1/bookie/info', ({ bookie }) => ok({ freeSpace: free(bookie), totalSpace: bookie.diskBytes })),
  route('GET', '/api/v1/bookie/list_bookies', ({ world, query }) => {
    const names = query.get('print_hostnames') === 'true';
    const list = available(world, query.get('type') === 'ro');
    return list.length === 0
      ? text('{ }')
      : ok(Object.fromEntries(list.map((b) => [b.id, names ? '127.0.0.1' : null])));
  }),
  route('GET', '/api/v1/bookie/cluster_info', ({ world }) =>
    ok({
      auditorElected: true,
      auditorId: world.bookies[world.auditor].id,
      clusterUnderReplicated: world.underReplicated.size > 0,
      ledgerReplicationEnabled: world.autorecovery,
      totalBookiesCount: world.bookies.length,
      writableBookiesCount: available(world, false).length,
      readonlyBookiesCount: available(world, true).length,
      unavailableBookiesCount: world.bookies.filter((b) => !b.registered).length,
    }),
  ),
  route('GET', '/api/v1/bookie/list_bookie_info', ({ world }) => {
    const size = (bytes: number): string => `${bytes}(${(bytes / 1e9).toFixed(3)}GB)`;
    const list = world.bookies.filter((b) => b.registered);
    const entries = list.map((b) => [b.id, `: {Free: ${size(free(b))}, Total: ${size(b.diskBytes)}},`]);
    const total = (of: (b: Bookie) => number) => size(list.reduce((sum, b) => sum + of(b), 0));
    return ok(
      Object.fromEntries([
        ...entries,
        ['ClusterInfo: ', `{Free: ${total(free)}, Total: ${total((b) => b.diskBytes)}}`],
      ]),
    );
  }),
  route('GET', '/api/v1/bookie/last_log_mark', ({ bookie }) =>
    ok({
      [`LastLogMark: Journal Id - ${bookie.startedMs}(${bookie.startedMs.toString(16)}.txn)`]: `Pos - ${Math.floor(bookie.writeBytesTotal % 134_217_728)}`,
    }),
  ),
  route('GET', '/api/v1/bookie/list_disk_file', ({ bookie }) =>
    ok({
      'index files': '',
      'journal files': `${bookie.startedMs.toString(16)}.txn\t`,
      'entrylog files': '0.log\t1.log\t2.log\t',
    }),
  ),
  route('GET', '/api/v1/bookie/sanity', ({ bookie }) => ok({ passed: !bookie.readOnly, readOnly: bookie.readOnly })),
  route('GET', '/api/v1/bookie/gc', () => ok({ is_in_force_gc: 'false' })),
  route('GET', '/api/v1/bookie/gc_details', ({ bookie }) =>
    ok([
      {
        forceCompacting: false,
        majorCompacting: false,
        minorCompacting: false,
        lastMajorCompactionTime: bookie.nextGcMs - 5_400_000,
        lastMinorCompactionTime: bookie.nextGcMs - 900_000,
        lastEntryLocationCompactionTime: bookie.startedMs,
        majorCompactionCounter: bookie.majorCompactions,
        minorCompactionCounter: bookie.minorCompactions,
        entryLocationCompactionCounter: 0,
      },
    ]),
  ),
  route('GET', '/api/v1/bookie/gc/suspend_compaction', ({ bookie }) =>
    ok({ isMinorGcSuspended: String(bookie.gcSuspended.minor), isMajorGcSuspended: String(bookie.gcSuspended.major) }),
  ),
  route('GET', '/api/v1/config/server_config', ({ bookie }) =>
    ok({
      bookiePort: bookie.id.split(':')[1],
      httpServerPort: String(bookie.port),
      httpServerEnabled: 'true',
      advertisedAddress: '127.0.0.1',
      journalDirectory: `/srv/pulsar/data/bk${bookie.index + 1}/journal`,
      ledgerDirectories: `/srv/pulsar/data/bk${bookie.index + 1}/ledgers`,
      diskUsageThreshold: '0.95',
      diskUsageWarnThreshold: '0.90',
      statsProviderClass: 'org.apache.bookkeeper.stats.prometheus.PrometheusMetricsProvider',
      journalMaxGroupWaitMSec: '1',
      lostBookieRecoveryDelay: '0',
    }),
  ),
  route('GET', '/api/v1/ledger/list', listLedgers),
  route('GET', '/api/v1/ledger/metadata', ({ world, query }) => {
    const id = Number(query.get('ledger_id'));
    const found = findLedger(world, id);
    return found
      ? ok({ [String(id)]: ledgerMetadata(world, found.topic, found.ledger) })
      : text(`${topicless(id)}`, 500);
  }),
  route('GET', '/api/v1/autorecovery/status', ({ world }) => ok({ enabled: world.autorecovery })),
  route('GET', '/api/v1/autorecovery/who_is_auditor', ({ world }) =>
    text(`Auditor: ${world.bookies[world.auditor].id}`),
  ),
  route('GET', '/api/v1/autorecovery/list_under_replicated_ledger', underReplicated),
  route('GET', '/api/v1/autorecovery/lost_bookie_recovery_delay', () => text('lostBookieRecoveryDelay value: 0')),
];

const topicless = (id: number): string => `No such ledger exists on Metadata Server: ${id}`;

/** Full name of the topic of a ledger, for tests and for the control port. */
export const topicOfLedger = (world: World, id: number): string | undefined => {
  const topic = world.ledgerTopic.get(id);
  return topic === undefined ? undefined : topicName(world, topic);
};
