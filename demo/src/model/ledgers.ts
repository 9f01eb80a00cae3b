import { changeEnsemble, chooseEnsemble, openLedger } from './ensembles.ts';
import { addEvent, topicName, type World } from './world.ts';

/** managedLedgerMaxEntriesPerLedger, …MinLedgerRolloverTimeMinutes, …MaxLedgerRolloverTimeMinutes. */
const MAX_ENTRIES = 50_000;
const MIN_ROLLOVER_MS = 600_000;
const MAX_ROLLOVER_MS = 14_400_000;
/** What namespaces keep behind the slowest subscription. */
const RETENTION_MS = 1_800_000;
/** bookkeeperClientTimeoutInSeconds: a silent bookie's adds fail after it, and the ensemble changes. */
export const CLIENT_TIMEOUT_MS = 30_000;

/** Rolls ledgers over, deletes what nobody needs, and replaces bookies that failed or went read-only. */
export function stepLedgers(world: World): void {
  const troubled = world.bookies.filter((b) => !b.up || !b.reachable || b.readOnly || b.frozenUntilMs > world.nowMs);
  if (troubled.length > 0)
    replaceTroubled(
      world,
      troubled.map((b) => b.index),
    );
  // Every topic once in 16 ticks: rollover needs no finer step.
  const { topics } = world;
  for (let topic = world.tick % 16; topic < topics.count; topic += 16) {
    const list = topics.ledgers[topic];
    const ledger = list[list.length - 1];
    if (!ledger || world.bundles[topics.bundle[topic]].owner < 0) continue;
    const age = world.nowMs - ledger.openedMs;
    const full = ledger.entries >= MAX_ENTRIES && age >= MIN_ROLLOVER_MS;
    if (full || (ledger.entries > 0 && age >= MAX_ROLLOVER_MS)) rollOver(world, topic);
    if (list.length > 1) trim(world, topic);
  }
}

function rollOver(world: World, topic: number): void {
  const ensemble = chooseEnsemble(world, world.namespaces[world.topics.namespace[topic]]);
  if (ensemble === undefined) return;
  const ledger = openLedger(world, topic, ensemble);
  addEvent(world, 'ledger-rollover', topicName(world, topic), `ledger ${ledger.id}`);
}

/** Drops closed ledgers that every durable subscription has passed and retention no longer keeps. */
function trim(world: World, topic: number): void {
  const { topics } = world;
  const list = topics.ledgers[topic];
  while (list.length > 1) {
    const first = list[0];
    const rest = topics.storageBytes[topic] - first.bytes;
    if (world.nowMs - first.closedMs < RETENTION_MS || rest < topics.backlogBytes[topic]) return;
    list.shift();
    topics.storageBytes[topic] = Math.max(0, rest);
    world.ledgerTopic.delete(first.id);
    world.underReplicated.delete(first.id);
    const last = world.ensembles[first.ensembles[first.ensembles.length - 1].ensemble];
    const share = (first.bytes * last.writeQuorum) / last.bookies.length;
    for (const index of last.bookies) {
      const bookie = world.bookies[index];
      bookie.storedBytes = Math.max(0, bookie.storedBytes - share);
      bookie.garbageBytes += share;
      bookie.entriesStored = Math.max(
        0,
        bookie.entriesStored - Math.floor((first.entries * last.writeQuorum) / last.bookies.length),
      );
    }
    const holders = new Set(first.ensembles.flatMap(({ ensemble }) => world.ensembles[ensemble].bookies));
    for (const index of holders) world.bookies[index].ledgers = Math.max(0, world.bookies[index].ledgers - 1);
  }
}

/**
 * A crashed or read-only bookie refuses at once, so its ensembles change within a tick or two; a silent one only after the
 * client's timeout. When no other bookie is writable the writes keep waiting, as in a two-bookie cluster.
 */
function replaceTroubled(world: World, troubled: number[]): void {
  const { topics } = world;
  for (let topic = 0; topic < topics.count; topic++) {
    if (world.bundles[topics.bundle[topic]].owner < 0) continue;
    const ensemble = world.ensembles[topics.ensemble[topic]];
    for (const index of troubled) {
      if (!ensemble.bookies.includes(index)) continue;
      const bookie = world.bookies[index];
      const refuses = bookie.readOnly || !bookie.up;
      if (!refuses) {
        const waiting = topics.stalled[topic];
        const since = waiting?.[0]?.sinceMs ?? bookie.silentSinceMs;
        if (since === 0 || world.nowMs - since < CLIENT_TIMEOUT_MS) continue;
      }
      if (changeEnsemble(world, topic, index)) {
        addEvent(world, 'ensemble-change', topicName(world, topic), `${bookie.id} replaced`);
      }
      break;
    }
  }
}
