import { worsen, type GraphBuilder } from './graph-builder.ts';
import type { TopicIndex } from './topic-index.ts';

/** Ledgers, and the bookies they lie on, of the topics for which somebody asked. */
export function addLedgers(builder: GraphBuilder, topics: TopicIndex): void {
  for (const [topic, { value }] of builder.facts.entries('ledgers')) {
    for (const ledger of value?.ledgers ?? []) {
      const node = builder.node('ledger', String(ledger.id), {
        entries: ledger.entries,
        sizeBytes: ledger.sizeBytes,
        state: ledger.state,
      });
      builder.edge(topics.idOf(topic), node.id, 'stored_in');
      if (ledger.underReplicated) worsen(node, 'degraded', 'under-replicated');
      if (ledger.ensembles.length === 0) worsen(node, 'unknown', 'its metadata could not be read');
      for (const { firstEntry, bookies } of ledger.ensembles)
        addEnsemble(builder, node.id, firstEntry, bookies, ledger.writeQuorum, ledger.ackQuorum);
    }
  }
}

/** The same bookies in the same order are the same ensemble, whichever ledgers use it. */
function addEnsemble(
  builder: GraphBuilder,
  ledger: string,
  firstEntry: number,
  bookies: readonly string[],
  writeQuorum: number,
  ackQuorum: number,
): void {
  const name = bookies.join(',');
  const known = builder.find('ensemble', name);
  const node = known ?? builder.node('ensemble', name, { size: bookies.length, writeQuorum, ackQuorum });
  builder.edge(ledger, node.id, 'written_to', { firstEntry });
  if (known) return;
  const lost = bookies.filter((id) => {
    const bookie = builder.find('bookie', id);
    return !bookie || bookie.health === 'down';
  });
  for (const id of bookies) builder.edge(node.id, builder.id('bookie', id), 'replica_on');
  // Some entries have all their copies on lost bookies as soon as a whole write quorum is lost.
  if (lost.length > 0)
    worsen(
      node,
      lost.length >= writeQuorum ? 'down' : 'degraded',
      `${lost.join(', ')} of ${bookies.length} is down or gone`,
    );
}
