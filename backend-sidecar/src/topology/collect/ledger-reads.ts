import type * as z from 'zod';
import type { LedgerInfo } from '../facts/fact.ts';
import type { FactSet } from '../facts/fact-set.ts';
import { messageOf } from '../../util/errors.ts';
import { internalStatsAnswer, ledgerMetadataAnswer } from './answers.ts';
import type { ClusterClient } from './cluster-client.ts';
import { ANY_BROKER, read, type Read } from './read.ts';

/** The newest ledgers of a topic; older ones are many, closed, and not written to. */
const MAX_LEDGERS = 8;
/** Rarely: each ledger is one read of metadata. */
const EVERY = 4;

/** The ledgers of one topic (full name) and the bookies they lie on: one question to its broker, one a ledger to a bookie. */
export function ledgersOf(topic: string, facts: FactSet): Read {
  return read({
    family: 'ledgers',
    subject: topic,
    host: ANY_BROKER,
    every: EVERY,
    ask: async (client, signal, host) => {
      const [domain, tenant, namespace, name] = topicParts(topic);
      const path = `/admin/v2/${domain}/${tenant}/${namespace}/${encodeURIComponent(name)}/internalStats`;
      const { state, ledgers } = await client.any(host, path, internalStatsAnswer, signal);
      const bookies = facts.value('bookies') ?? [];
      const described: LedgerInfo[] = [];
      for (const ledger of ledgers.slice(-MAX_LEDGERS)) {
        described.push({
          id: ledger.ledgerId,
          entries: ledger.entries,
          sizeBytes: ledger.size,
          underReplicated: ledger.underReplicated ?? false,
          ...(await metadataOf(client, bookies, ledger.ledgerId, signal)),
        });
      }
      return { state, ledgers: described };
    },
  });
}

/** `persistent://tenant/namespace/name`; the name may hold slashes. */
function topicParts(topic: string): [domain: string, tenant: string, namespace: string, name: string] {
  const [domain, rest = ''] = topic.split('://');
  const [tenant, namespace = '', ...name] = rest.split('/');
  return [domain, tenant, namespace, name.join('/')];
}

type Metadata = Pick<LedgerInfo, 'state' | 'writeQuorum' | 'ackQuorum' | 'ensembles'>;

/** What BookKeeper tells of one ledger. */
export function toMetadata(metadata: z.infer<typeof ledgerMetadataAnswer>[string]): Metadata {
  return {
    state: metadata.state,
    writeQuorum: metadata.writeQuorumSize,
    ackQuorum: metadata.ackQuorumSize,
    ensembles: Object.entries(metadata.allEnsembles)
      .map(([firstEntry, members]) => ({ firstEntry: Number(firstEntry), bookies: members.map(({ id }) => id) }))
      .sort((a, b) => a.firstEntry - b.firstEntry),
  };
}

/** A ledger that cannot be read (deleted meanwhile, no bookie answers) is there without its ensembles. */
async function metadataOf(
  client: ClusterClient,
  bookies: readonly string[],
  id: number,
  signal: AbortSignal,
): Promise<Metadata> {
  try {
    const answer = await client.anyBookie(
      bookies,
      `/api/v1/ledger/metadata?ledger_id=${id}`,
      ledgerMetadataAnswer,
      signal,
    );
    const metadata = answer[String(id)];
    if (metadata) return toMetadata(metadata);
  } catch (error) {
    if (signal.aborted) throw error;
    return { state: `unknown: ${messageOf(error)}`, writeQuorum: 0, ackQuorum: 0, ensembles: [] };
  }
  return { state: 'unknown', writeQuorum: 0, ackQuorum: 0, ensembles: [] };
}
