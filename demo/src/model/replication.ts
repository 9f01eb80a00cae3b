import { addEvent, type World } from './world.ts';

/** Ledgers that the replication workers copy per second, all together. */
const COPIES_PER_SECOND = 4;

/**
 * The auditor: when a bookie has left, ledgers with it in an ensemble are under-replicated and are copied one by one; when
 * it comes back with its data they are fine again.
 */
export function stepReplication(world: World, seconds: number): void {
  const gone = world.bookies.filter((b) => !b.registered);
  if (gone.length === 0) {
    if (world.underReplicated.size > 0) world.underReplicated.clear();
    return;
  }
  const auditor = world.bookies[world.auditor];
  if (!auditor.registered) {
    const next = world.bookies.find((b) => b.registered);
    if (next) {
      world.auditor = next.index;
      addEvent(world, 'auditor-changed', next.name, next.id);
    }
  }
  if (world.tick % 30 === 0) audit(world, new Set(gone.map((b) => b.index)));
  if (!world.autorecovery) return;
  let copies = world.random.misc.round(COPIES_PER_SECOND * seconds);
  for (const ledger of world.underReplicated) {
    if (copies-- <= 0) break;
    world.underReplicated.delete(ledger);
    replace(world, ledger, new Set(gone.map((b) => b.index)));
  }
}

function audit(world: World, gone: Set<number>): void {
  for (const list of world.topics.ledgers) {
    for (const ledger of list) {
      const hit = ledger.ensembles.some(({ ensemble }) => world.ensembles[ensemble].bookies.some((b) => gone.has(b)));
      if (hit && ledger.closedMs > 0) world.underReplicated.add(ledger.id);
    }
  }
}

/** Rewrites a closed ledger's ensembles without the bookies that are gone: where its fragments now lie. */
function replace(world: World, ledgerId: number, gone: Set<number>): void {
  const topic = world.ledgerTopic.get(ledgerId);
  const ledger = topic === undefined ? undefined : world.topics.ledgers[topic].find((l) => l.id === ledgerId);
  if (!ledger) return;
  for (const fragment of ledger.ensembles) {
    const old = world.ensembles[fragment.ensemble];
    const bookies = old.bookies.map((b) => {
      if (!gone.has(b)) return b;
      const free = world.bookies.filter((c) => c.registered && !c.readOnly && !old.bookies.includes(c.index));
      return free.length > 0 ? free[world.random.placement.int(free.length)].index : b;
    });
    if (bookies.every((b, i) => b === old.bookies[i])) continue;
    const key = `${bookies.join(',')}/${old.writeQuorum}/${old.ackQuorum}`;
    let index = world.ensembleIndex.get(key);
    if (index === undefined) {
      index = world.ensembles.length;
      world.ensembles.push({ ...old, bookies, cdf: new Float64Array(old.cdf.length), tick: -1 });
      world.ensembleIndex.set(key, index);
    }
    fragment.ensemble = index;
  }
}
