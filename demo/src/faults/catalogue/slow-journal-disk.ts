import { bookieNamed, nextStep, unknownNode, writersTo, type FaultDefinition } from '../fault.ts';

/** Factor of the sync time at intensity 1 (0.45 ms becomes about 25), and how long it takes to get there. */
const FACTOR = 55;
const RAMP_MS = 10_000;

/** A bookie's journal disk answers its syncs ever more slowly: a failing drive, a noisy volume. */
export const slowJournalDisk: FaultDefinition = {
  kind: 'slow-journal-disk',
  summary: 'Journal syncs of one bookie slow down',
  targets: 'bookie',
  scales: `the sync time: ${FACTOR} times intensity`,
  durationMs: 240_000,
  pick: (world, random) => world.bookies[random.int(world.bookies.length)].name,
  check: (world, target) => (bookieNamed(world, target) ? undefined : unknownNode(target, 'bookie')),
  node: (world, fault) => bookieNamed(world, fault.target)?.name ?? fault.target,
  cause: (_, fault) => `${fault.target}: journal syncs about ${Math.round(FACTOR * fault.intensity)} times slower`,
  begin: () => undefined,
  step(world, fault) {
    const bookie = bookieNamed(world, fault.target);
    if (!bookie) return;
    const share = Math.min(1, (world.nowMs - fault.beginsMs) / RAMP_MS);
    bookie.syncFactor = 1 + share * (FACTOR * fault.intensity - 1);
  },
  end(world, fault) {
    const bookie = bookieNamed(world, fault.target);
    if (bookie) bookie.syncFactor = 1;
  },
  chain(world, fault) {
    const bookie = bookieNamed(world, fault.target);
    if (!bookie) return [];
    const at = fault.beginsMs;
    const seen = at + 2000;
    const up = { direction: 'up' as const };
    const on = { node: bookie.name, ...up };
    const steppedAt = nextStep(bookie.phase, seen, false);
    return [
      {
        ...on,
        metric: 'bookie_journal_JOURNAL_SYNC_sum',
        onsetMs: seen,
        visibility: 'live',
        text: 'time in journal syncs rises',
      },
      {
        ...on,
        metric: 'bookie_journal_JOURNAL_QUEUE_SIZE',
        onsetMs: at + 4000,
        visibility: 'live',
        text: 'entries queue for the journal',
      },
      {
        ...on,
        metric: 'bookkeeper_server_ADD_ENTRY_IN_PROGRESS',
        onsetMs: at + 4000,
        visibility: 'live',
        text: 'adds pile up',
      },
      {
        node: world.hosts[bookie.host]?.name ?? '',
        ...up,
        metric: 'node_disk_io_time_seconds_total',
        onsetMs: seen,
        visibility: 'live',
        text: 'the disk is busy',
      },
      {
        ...on,
        metric: 'bookie_journal_JOURNAL_SYNC',
        onsetMs: steppedAt,
        visibility: 'stepped',
        text: 'sync p99 in the tens of ms',
      },
      ...writersTo(world, bookie.index).flatMap(({ broker }) => [
        {
          node: broker.name,
          ...up,
          metric: 'pulsar_broker_publish_latency_sum',
          onsetMs: at + 4000,
          visibility: 'live' as const,
          text: 'publishes that need this bookie wait',
        },
        {
          node: broker.name,
          ...up,
          metric: 'pulsar_storage_write_latency_le_50',
          onsetMs: nextStep(broker.phase, at + 4000, true),
          visibility: 'stepped' as const,
          text: 'writes of 20 to 50 ms and more',
        },
      ]),
    ];
  },
};
