import { bookieNamed, unknownNode, type FaultDefinition } from '../fault.ts';

/** A bookie turns read-only; ledgers change their ensembles, and namespaces that need every bookie wait. */
export const bookieReadOnly: FaultDefinition = {
  kind: 'bookie-read-only',
  summary: 'A bookie refuses writes',
  targets: 'bookie',
  scales: 'nothing',
  durationMs: 240_000,
  pick: (world, random) => world.bookies[random.int(world.bookies.length)].name,
  check: (world, target) => (bookieNamed(world, target) ? undefined : unknownNode(target, 'bookie')),
  node: (world, fault) => bookieNamed(world, fault.target)?.name ?? fault.target,
  cause: (_, fault) => `${fault.target}: read-only`,
  begin(world, fault) {
    const bookie = bookieNamed(world, fault.target);
    if (bookie) bookie.forcedReadOnly = true;
  },
  end(world, fault) {
    const bookie = bookieNamed(world, fault.target);
    if (bookie) bookie.forcedReadOnly = false;
  },
  chain(world, fault) {
    const bookie = bookieNamed(world, fault.target);
    if (!bookie) return [];
    const at = fault.beginsMs;
    const others = world.bookies.filter((b) => b !== bookie && b.registered && !b.readOnly);
    const stuck = world.namespaces.filter((n) => n.systemBroker < 0 && n.writeQuorum > others.length);
    return [
      {
        node: bookie.name,
        metric: 'bookie_SERVER_STATUS',
        direction: 'down',
        onsetMs: at + 1000,
        visibility: 'live',
        text: 'status 0: read-only',
      },
      {
        node: bookie.name,
        metric: 'bookie_WRITE_BYTES',
        direction: 'down',
        onsetMs: at + 3000,
        visibility: 'live',
        text: 'it takes no more writes',
      },
      ...others.map((b) => ({
        node: b.name,
        metric: 'bookie_WRITE_BYTES',
        direction: 'up' as const,
        onsetMs: at + 3000,
        visibility: 'live' as const,
        text: 'others take its share',
      })),
      ...stuck.map((n) => ({
        node: `${n.tenant}/${n.name}`,
        metric: 'pulsar_storage_write_rate',
        direction: 'down' as const,
        onsetMs: at + 3000,
        visibility: 'stepped' as const,
        text: 'not enough bookies for its ensembles: writes wait',
      })),
    ];
  },
};
