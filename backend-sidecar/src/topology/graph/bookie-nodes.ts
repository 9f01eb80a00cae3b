import type { BookieSettings } from '../facts/fact.ts';
import { worsen, type GraphBuilder } from './graph-builder.ts';
import { placeOnHost } from './host-nodes.ts';
import type { GraphNode } from './node.ts';
import { noteScrape } from './scrape-note.ts';

/** Bookies with their racks and disks. `addressOf` gives the `host:port` of a bookie's HTTP server, empty when unknown. */
export function addBookies(builder: GraphBuilder, addressOf: (id: string) => string): void {
  const { facts, cluster } = builder;
  const root = builder.node('cluster', cluster);
  for (const family of ['bookies', 'racks', 'readOnly', 'replication', 'underReplicated'] as const)
    builder.note(root, family);
  const replication = facts.value('replication');
  if (replication?.underReplicated) {
    const ledgers = facts.value('underReplicated')?.length ?? 0;
    if (ledgers > 0) root.attributes.underReplicatedLedgers = ledgers;
    worsen(root, 'degraded', ledgers > 0 ? `${ledgers} ledgers are under-replicated` : 'ledgers are under-replicated');
  }
  const readOnly = new Set(facts.value('readOnly'));
  for (const id of facts.value('bookies') ?? []) {
    const node = builder.node('bookie', id, { auditor: replication?.auditor === id });
    builder.edge(root.id, node.id, 'member');
    addState(builder, node, readOnly.has(id), addressOf(id));
    placeOnHost(builder, node, id);
    const rack = facts.value('racks')?.[id];
    if (rack !== undefined) {
      node.attributes.rack = rack;
      builder.edge(node.id, builder.node('rack', rack).id, 'in_rack');
    }
    addDisks(builder, node);
  }
}

function addState(builder: GraphBuilder, node: GraphNode, listedReadOnly: boolean, address: string): void {
  const { facts, cluster } = builder;
  for (const family of ['bookieState', 'bookieDisk', 'bookieSettings'] as const) builder.note(node, family, node.name);
  if (address !== '') {
    node.attributes.httpAddress = address;
    node.metrics = { cluster, instance: address };
  }
  const state = facts.value('bookieState', node.name);
  const stateFailed = facts.get('bookieState', node.name)?.failure;
  noteScrape(builder, node, 'bookie', address);
  const settings = facts.value('bookieSettings', node.name);
  const stranger = settings && isOther(node.name, settings);
  if (stranger) {
    // What was read at that address is of another bookie: worse than nothing.
    worsen(
      node,
      'unknown',
      `${address} belongs to the bookie on port ${settings.bookiePort}; list its address under clusters[].bookies`,
    );
    return;
  }
  const readOnly = listedReadOnly || (state?.readOnly === true && !stateFailed);
  node.attributes.readOnly = readOnly;
  if (readOnly) worsen(node, 'degraded', 'read-only');
  if (stateFailed && node.scrapedAs === undefined)
    worsen(node, 'unknown', `its state could not be read: ${stateFailed.reason}`);
  else if (state && !stateFailed && (!state.running || state.shuttingDown))
    worsen(node, 'down', state.shuttingDown ? 'shutting down' : 'not running');
}

/** Whether the settings found at the bookie's address are of a bookie on another port than its id says. */
function isOther(id: string, { bookiePort }: BookieSettings): boolean {
  const port = /:(\d+)$/.exec(id)?.[1];
  return port !== undefined && Number(port) !== bookiePort;
}

/** One disk mark per bookie: its HTTP server tells the sum over its ledger directories. */
function addDisks(builder: GraphBuilder, bookie: GraphNode): void {
  const { facts } = builder;
  const disk = facts.value('bookieDisk', bookie.name);
  const settings = facts.value('bookieSettings', bookie.name);
  if (!disk && !settings) return;
  const node = builder.node('disk', bookie.name);
  builder.edge(bookie.id, node.id, 'disk');
  if (settings) {
    node.attributes.ledgerDirectories = settings.ledgerDirectories.join(',');
    node.attributes.journalDirectories = settings.journalDirectories.join(',');
    node.attributes.threshold = settings.diskUsageThreshold;
  }
  builder.note(node, 'bookieDisk', bookie.name);
  if (!disk) return;
  node.attributes.totalBytes = disk.totalBytes;
  node.attributes.usedPercent = disk.usedPercent;
  const { diskUsageThreshold = 0.95, diskUsageWarnThreshold = 0.9 } = settings ?? {};
  if (disk.usedPercent >= 100 * diskUsageThreshold)
    worsen(node, 'down', `${disk.usedPercent} % used: above diskUsageThreshold, takes no writes`);
  else if (disk.usedPercent >= 100 * diskUsageWarnThreshold)
    worsen(node, 'degraded', `${disk.usedPercent} % used: above diskUsageWarnThreshold`);
}
