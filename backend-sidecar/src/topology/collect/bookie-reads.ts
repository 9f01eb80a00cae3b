import type { BookieDisk, BookieSettings } from '../facts/fact.ts';
import type { FactSet } from '../facts/fact-set.ts';
import { AdminStatusError } from '../../pulsar/index.ts';
import {
  bookieInfoAnswer,
  bookieListAnswer,
  bookieSettingsAnswer,
  bookieStateAnswer,
  clusterInfoAnswer,
  underReplicatedAnswer,
} from './answers.ts';
import { ADMIN, read, type Read } from './read.ts';

/** Ledgers that are told one by one; how many there are beyond is not. */
const MAX_UNDER_REPLICATED = 1000;

/** The bookies, from the brokers and from their own HTTP servers. */
export function* bookieReads(facts: FactSet, addressOf: (id: string) => string): Generator<Read> {
  yield read({
    family: 'bookies',
    host: ADMIN,
    every: 1,
    ask: async (client, signal) => (await client.admin.bookies(signal)).sort(),
  });
  yield read({
    family: 'racks',
    host: ADMIN,
    every: 4,
    ask: async (client, signal) => Object.fromEntries(await client.admin.bookieRacks(signal)),
  });
  const bookies = facts.value('bookies') ?? [];
  if (bookies.length > 0) yield* sharedReads(facts, bookies, addressOf);
  for (const id of bookies) yield* ownReads(id, addressOf(id));
}

/** What every bookie knows from the metadata store: one is asked, another one if it does not answer. */
function* sharedReads(facts: FactSet, bookies: readonly string[], addressOf: (id: string) => string): Generator<Read> {
  // Those that last answered first.
  const inOrder = [...bookies].sort((a, b) => failed(facts, a) - failed(facts, b));
  const host = addressOf(inOrder[0]);
  yield read({
    family: 'readOnly',
    host,
    every: 1,
    ask: async (client, signal) =>
      Object.keys(
        await client.anyBookie(inOrder, '/api/v1/bookie/list_bookies?type=ro', bookieListAnswer, signal),
      ).sort(),
  });
  yield read({
    family: 'replication',
    host,
    every: 1,
    ask: async (client, signal) => {
      const info = await client.anyBookie(inOrder, '/api/v1/bookie/cluster_info', clusterInfoAnswer, signal);
      return { auditor: info.auditorId ?? '', underReplicated: info.clusterUnderReplicated };
    },
  });
  if (!facts.value('replication')?.underReplicated) return;
  yield read({
    family: 'underReplicated',
    host,
    every: 2,
    ask: async (client, signal) => {
      const path = '/api/v1/autorecovery/list_under_replicated_ledger';
      try {
        const list = await client.anyBookie(inOrder, path, underReplicatedAnswer, signal);
        return (Array.isArray(list) ? list : Object.keys(list)).map(Number).slice(0, MAX_UNDER_REPLICATED);
      } catch (error) {
        // "No under replicated ledgers found" comes with 404.
        if (error instanceof AdminStatusError && error.status === 404) return [];
        throw error;
      }
    },
  });
}

function* ownReads(id: string, host: string): Generator<Read> {
  yield read({
    family: 'bookieState',
    subject: id,
    host,
    every: 1,
    ask: (client, signal) => client.bookie(id, '/api/v1/bookie/state', bookieStateAnswer, signal),
  });
  yield read({
    family: 'bookieDisk',
    subject: id,
    host,
    every: 2,
    ask: async (client, signal): Promise<BookieDisk> => {
      const { freeSpace, totalSpace } = await client.bookie(id, '/api/v1/bookie/info', bookieInfoAnswer, signal);
      return { totalBytes: totalSpace, usedPercent: Math.floor(100 * (1 - freeSpace / totalSpace)) };
    },
  });
  yield read({
    family: 'bookieSettings',
    subject: id,
    host,
    every: 240,
    ask: async (client, signal): Promise<BookieSettings> => {
      const settings = await client.bookie(id, '/api/v1/config/server_config', bookieSettingsAnswer, signal);
      return {
        bookiePort: settings.bookiePort,
        httpPort: settings.httpServerPort,
        ledgerDirectories: paths(settings.ledgerDirectories),
        journalDirectories: paths(settings.journalDirectories ?? settings.journalDirectory),
        diskUsageThreshold: settings.diskUsageThreshold,
        diskUsageWarnThreshold: settings.diskUsageWarnThreshold,
      };
    },
  });
}

const failed = (facts: FactSet, id: string): number => (facts.get('bookieState', id)?.failure ? 1 : 0);

function paths(text: string): string[] {
  return text
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '');
}
