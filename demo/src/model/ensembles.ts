import { EDGES } from './latency.ts';
import type { Namespace, World } from './world.ts';
import type { Ledger } from './topics.ts';

/** The shared entry of a set of bookies with its quorums, made on first use. */
export function ensembleOf(world: World, bookies: number[], writeQuorum: number, ackQuorum: number): number {
  const key = `${bookies.join(',')}/${writeQuorum}/${ackQuorum}`;
  const known = world.ensembleIndex.get(key);
  if (known !== undefined) return known;
  const index = world.ensembles.length;
  world.ensembles.push({
    bookies,
    writeQuorum,
    ackQuorum,
    cdf: new Float64Array(EDGES.length),
    tick: -1,
    stalled: false,
    meanMs: 0,
  });
  world.ensembleIndex.set(key, index);
  return index;
}

/** Bookies that a new ledger may use: registered, writable and reachable as far as the brokers know. */
export function writableBookies(world: World, except: readonly number[] = []): number[] {
  return world.bookies
    .filter((b) => b.up && b.registered && b.reachable && !b.readOnly && !except.includes(b.index))
    .map((b) => b.index);
}

/**
 * Chooses an ensemble for a namespace: racks in turn as the rack-aware policy would, otherwise at random. Undefined when
 * fewer bookies are writable than the write quorum needs ("Not enough non-faulty bookies").
 */
export function chooseEnsemble(world: World, namespace: Namespace): number | undefined {
  const writable = writableBookies(world);
  const size = Math.min(namespace.ensemble, world.bookies.length);
  if (writable.length < size) return undefined;
  const chosen: number[] = [];
  while (chosen.length < size) {
    const racks = new Set(chosen.map((b) => world.bookies[b].rack));
    const free = writable.filter((b) => !chosen.includes(b));
    const other = free.filter((b) => !racks.has(world.bookies[b].rack));
    const pool = other.length > 0 ? other : free;
    chosen.push(pool[world.random.placement.int(pool.length)]);
  }
  return ensembleOf(world, chosen, Math.min(namespace.writeQuorum, size), Math.min(namespace.ackQuorum, size));
}

/** Opens a ledger for a topic on the given ensemble and closes the one before. */
export function openLedger(world: World, topic: number, ensemble: number, openedMs = world.nowMs): Ledger {
  const list = world.topics.ledgers[topic];
  const before = list[list.length - 1];
  if (before && before.closedMs === 0) before.closedMs = openedMs;
  const ledger: Ledger = {
    id: world.nextLedgerId++,
    openedMs,
    closedMs: 0,
    entries: 0,
    bytes: 0,
    ensembles: [{ fromEntry: 0, ensemble }],
  };
  list.push(ledger);
  world.topics.ensemble[topic] = ensemble;
  world.ledgerTopic.set(ledger.id, topic);
  for (const bookie of world.ensembles[ensemble].bookies) world.bookies[bookie].ledgers++;
  return ledger;
}

/** Replaces `failed` in the open ledger of a topic by another writable bookie; false when there is none. */
export function changeEnsemble(world: World, topic: number, failed: number): boolean {
  const list = world.topics.ledgers[topic];
  const ledger = list[list.length - 1];
  const current = world.ensembles[world.topics.ensemble[topic]];
  if (!ledger || !current.bookies.includes(failed)) return true;
  const candidates = writableBookies(world, current.bookies);
  if (candidates.length === 0) return false;
  const substitute = candidates[world.random.placement.int(candidates.length)];
  const bookies = current.bookies.map((b) => (b === failed ? substitute : b));
  const ensemble = ensembleOf(world, bookies, current.writeQuorum, current.ackQuorum);
  ledger.ensembles.push({ fromEntry: ledger.entries, ensemble });
  world.topics.ensemble[topic] = ensemble;
  world.bookies[substitute].ledgers++;
  return true;
}
