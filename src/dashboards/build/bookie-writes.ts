import { linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, gauges, stat } from './panels.ts';
import { metric, onBookie } from './queries.ts';
import { bookieVariable, clusterVariable, datasourceVariable } from './variables.ts';

/** Quantiles of a bookie are of one bookie and in ms: the largest of them means something, a mean or sum would not. */
const quantile = (name: string, q = '0.99') =>
  `max by (instance) (${name}${onBookie(`quantile="${q}"`, 'success="true"')})`;
const rate = (name: string, ...matchers: string[]) =>
  `sum by (instance) (rate(${name}${onBookie(...matchers)}[$__rate_interval]))`;
const OK = 'success="true"';
const FAILED = 'success="false"';

/** From the request to the disk, one row a stage: ADD_ENTRY, journal queue, fsync, write cache, flush, directories. */
export const bookieWrites: DashboardSource = {
  uid: 'observatory-bookie-writes',
  title: 'Pulsar / Bookie write path',
  description:
    'How an entry comes to the disk, stage by stage: the request, the journal that acknowledges it, the write cache that is flushed later. The first stage whose time grows is the one to look at.',
  tags: ['bookies'],
  variables: [datasourceVariable, clusterVariable, bookieVariable],
  events: [
    'node_down',
    'bookie_joined',
    'bookie_left',
    'bookie_read_only',
    'bookie_writable',
    'ensemble_changed',
    'under_replicated',
    'restart',
  ],
  head: [
    stat({
      title: 'Writable bookies',
      means: 'Chosen bookies that take new entries.',
      normal: 'All. As many as the ensemble size of a namespace are needed to write at all.',
      act: 'A bookie that is missing here is silent, read-only or not registered: see the states on the overview.',
      targets: [metric(`sum(bookie_SERVER_STATUS${onBookie()} == bool 1)`)],
      unit: 'short',
      thresholds: [[1, 'green']],
      baseColor: 'red',
    }),
    stat({
      title: 'Entries added',
      means: 'Entries a second that the chosen bookies store, copies counted.',
      normal: 'Publishes after batching, times the write quorum.',
      act: 'It falls while producers send: they wait. Look at the latencies below.',
      targets: [metric(`sum(rate(bookkeeper_server_ADD_ENTRY_count${onBookie(OK)}[$__rate_interval]))`)],
      unit: 'wps',
    }),
    stat({
      title: 'Failed adds',
      means: 'Share of the entries that could not be added.',
      normal: '0.',
      act: 'Brokers change the ensemble on each. The log of the bookie says whether the disk failed or the ledger was fenced.',
      targets: [
        metric(
          `sum(rate(bookkeeper_server_ADD_ENTRY_count${onBookie(FAILED)}[$__rate_interval])) / (sum(rate(bookkeeper_server_ADD_ENTRY_count${onBookie()}[$__rate_interval])) > 0)`,
        ),
      ],
      unit: 'percentunit',
      thresholds: [
        [0.001, 'yellow'],
        [0.01, 'red'],
      ],
    }),
    stat({
      title: 'Add p99',
      means: '99th percentile of adding an entry on the slowest bookie.',
      normal: 'Below 10 ms with the journal on SSD.',
      act: 'Compare with the fsync: equal means the journal disk, more means a queue before it.',
      stepped: true,
      targets: [metric(`max(bookkeeper_server_ADD_ENTRY${onBookie('quantile="0.99"', OK)})`)],
      unit: 'ms',
      thresholds: [
        [50, 'yellow'],
        [200, 'red'],
      ],
    }),
    stat({
      title: 'Fsync p99',
      means: '99th percentile of one fsync of a journal, on the slowest bookie: the floor of publish latency.',
      normal: 'Below 5 ms on SSD with a power-safe cache.',
      act: 'The journal shares its disk, or the disk fails: look at the host.',
      stepped: true,
      targets: [metric(`max(bookie_journal_JOURNAL_SYNC${onBookie('quantile="0.99"', OK)})`)],
      unit: 'ms',
      thresholds: [
        [20, 'yellow'],
        [50, 'red'],
      ],
    }),
    stat({
      title: 'Throttled',
      means: 'Writes a second that had to wait, because both write caches were full.',
      normal: '0.',
      act: 'The ledger disk is slower than the ingest: look at the flushes below, and at compaction.',
      targets: [metric(`sum(rate(bookie_throttled_write_count${onBookie()}[$__rate_interval]))`)],
      unit: 'wps',
      thresholds: [[0.01, 'red']],
    }),
  ],
  rows: [
    {
      title: '1. The request',
      panels: [
        chart({
          title: 'Add p99 by bookie',
          means: 'Time from the request to its answer: the largest 99th percentile of each bookie’s threads.',
          normal: 'All bookies alike.',
          act: 'One bookie alone: its disks. All of them: load, or something they share.',
          stepped: true,
          targets: [metric(quantile('bookkeeper_server_ADD_ENTRY'), '{{instance}}')],
          unit: 'ms',
          thresholds: [
            [50, 'yellow'],
            [200, 'red'],
          ],
        }),
        chart({
          title: 'Entries added by bookie',
          means: 'Entries a second, copies counted.',
          normal: 'Spread evenly over the bookies.',
          act: 'One takes less: it is read-only, slow, or in another rack than the placement policy wants.',
          targets: [metric(rate('bookkeeper_server_ADD_ENTRY_count', OK), '{{instance}}')],
          unit: 'wps',
        }),
        chart({
          title: 'Adds in progress',
          means: 'Requests that a bookie has taken and not answered yet.',
          normal: 'Few: rate times latency.',
          act: 'It rises before latencies do, because those are renewed once a minute only.',
          targets: [
            metric(`sum by (instance) (bookkeeper_server_ADD_ENTRY_IN_PROGRESS${onBookie()})`, '{{instance}}'),
            metric(`sum by (instance) (bookkeeper_server_ADD_ENTRY_BLOCKED${onBookie()})`, '{{instance}} blocked'),
          ],
          unit: 'short',
          overrides: [{ of: '/ blocked$/', color: 'red' }],
        }),
        chart({
          title: 'Wait for a write thread',
          means: 'Time that an entry lies in the queue of the write threads, 99th percentile of the slowest thread.',
          normal: 'Below 1 ms.',
          act: 'The threads are blocked by the journal queue, or there are too few (numAddWorkerThreads).',
          stepped: true,
          targets: [metric(quantile('bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY'), '{{instance}}')],
          unit: 'ms',
        }),
        chart({
          title: 'Failed and rejected adds',
          means: 'Entries a second that failed, and that were refused because queues were full.',
          normal: '0.',
          act: 'Failed: read the log of the bookie. Rejected: take load off it before the others follow.',
          targets: [
            metric(rate('bookkeeper_server_ADD_ENTRY_count', FAILED), '{{instance}} failed'),
            metric(rate('bookkeeper_server_ADD_ENTRY_REJECTED'), '{{instance}} rejected'),
          ],
          unit: 'wps',
        }),
        chart({
          title: 'Bytes written',
          means: 'Bytes a second that clients write (entries), by bookie.',
          normal: 'About the payload of the publishes times the write quorum, over the bookies.',
          act: 'Near what the disks can take: add bookies.',
          targets: [metric(rate('bookie_WRITE_BYTES'), '{{instance}}')],
          unit: 'binBps',
        }),
      ],
    },
    {
      title: '2. The journal: what an acknowledgement waits for',
      panels: [
        chart({
          title: 'Journal queue',
          means:
            'Entries that wait for the journal thread, and batches that wait for the fsync. The source calls them counters; they go up and down. Limit: journalQueueSize (10,000).',
          normal: 'Near 0.',
          act: 'Full means that write threads block, and every ledger on the bookie stands still: look at the fsync.',
          targets: [
            metric(`max by (instance) (bookie_journal_JOURNAL_QUEUE_SIZE${onBookie()})`, '{{instance}} entries'),
            metric(
              `max by (instance) (bookie_journal_JOURNAL_FORCE_WRITE_QUEUE_SIZE${onBookie()})`,
              '{{instance}} force writes',
            ),
          ],
          unit: 'short',
          thresholds: [[5000, 'red']],
        }),
        chart({
          title: 'Wait in the journal queue',
          means: 'Time from the queue to the journal thread, 99th percentile.',
          normal: 'Below the time of one fsync.',
          act: 'More than an fsync: the journal does not keep up; spread the load over more journals.',
          stepped: true,
          targets: [metric(quantile('bookie_journal_JOURNAL_QUEUE_LATENCY'), '{{instance}}')],
          unit: 'ms',
        }),
        chart({
          title: 'Journal add',
          means: 'Time from the queue to the acknowledgement of the journal, 99th percentile.',
          normal: 'One to two fsyncs: an entry may just miss one.',
          act: 'It is what publishers wait for; its parts are the wait before and the fsync after.',
          stepped: true,
          targets: [metric(quantile('bookie_journal_JOURNAL_ADD_ENTRY'), '{{instance}}')],
          unit: 'ms',
        }),
        chart({
          title: 'Journal fsync',
          means: 'Time of one fsync: half of them, and 99 of 100, were faster.',
          normal: 'p99 below 20 ms; on SSD below 5 ms.',
          act: 'Only p99 high: something else writes to that disk now and then. Both high: the disk itself.',
          stepped: true,
          targets: [
            metric(quantile('bookie_journal_JOURNAL_SYNC', '0.5'), '{{instance}} p50'),
            metric(quantile('bookie_journal_JOURNAL_SYNC'), '{{instance}} p99'),
          ],
          unit: 'ms',
          thresholds: [[20, 'red']],
        }),
        chart({
          title: 'Journal throughput',
          means: 'Bytes a second that go to the journal.',
          normal: 'Close to the bytes written by clients.',
          act: 'Near what the disk can write one after the other: use more journal directories.',
          targets: [metric(rate('bookie_journal_JOURNAL_WRITE_BYTES'), '{{instance}}')],
          unit: 'binBps',
        }),
        chart({
          title: 'Entries a fsync',
          means: 'Entries that one force write takes along, median: grouping.',
          normal: '1 with little load, tens with much.',
          act: '1 with much load: grouping is off, and the disk makes far more fsyncs than needed.',
          stepped: true,
          targets: [metric(quantile('bookie_journal_JOURNAL_FORCE_WRITE_BATCH_ENTRIES', '0.5'), '{{instance}}')],
          unit: 'short',
        }),
      ],
    },
    {
      title: '3. The write cache and the ledger disk',
      panels: [
        chart({
          title: 'Write cache in use',
          means:
            'Share of the write cache that waits to be flushed. It is split in two: one half fills while the other is flushed.',
          normal: 'A saw between 0 and 50 %.',
          act: 'Both halves full: writes are throttled. The ledger disk is too slow, or compaction takes it.',
          targets: [
            metric(
              `sum by (instance) (bookie_write_cache_size${onBookie()}) / (max by (instance) (bookie_write_cache_max_size${onBookie()}) > 0)`,
              '{{instance}}',
            ),
          ],
          unit: 'percentunit',
          max: 1,
          thresholds: [[0.9, 'red']],
        }),
        chart({
          title: 'Flush p99',
          means: 'Time of one flush of the write cache to the entry log and the index.',
          normal: 'Shorter than the cache needs to fill again.',
          act: 'Longer and longer: compare with the size of a flush; the disk slows down or shares with the journal.',
          stepped: true,
          targets: [metric(quantile('bookie_flush'), '{{instance}}')],
          unit: 'ms',
        }),
        chart({
          title: 'Throttled writes by bookie',
          means: 'Writes a second that had to wait for the write cache.',
          normal: '0.',
          act: 'Compare flush and disk; look whether compaction runs.',
          targets: [metric(rate('bookie_throttled_write_count'), '{{instance}}')],
          unit: 'wps',
          thresholds: [[0.01, 'red']],
        }),
        gauges({
          title: 'Ledger directories',
          means: 'Share of each ledger directory’s disk in use; the path is in the name of the metric.',
          normal: 'Below 80 %. At diskUsageThreshold (95 %) the bookie turns read-only.',
          act: 'Look for subscriptions that pin storage, and for suspended compaction.',
          targets: [
            metric(
              `max by (instance) ({__name__=~"bookie_ledger_dir_.+_usage",cluster=~"$cluster",instance=~"$bookie"})`,
              '{{instance}}',
            ),
          ],
          unit: 'percent',
          min: 0,
          max: 100,
          thresholds: [
            [80, 'yellow'],
            [90, 'red'],
          ],
          links: [linkTo('observatory-topics')],
        }),
        chart({
          title: 'Ledgers',
          means: 'Ledgers of which each bookie holds a part.',
          normal: 'Falls when topics are trimmed.',
          act: 'It only rises: retention, or cursors that stand still.',
          targets: [metric(`sum by (instance) (bookie_ledgers_count${onBookie()})`, '{{instance}}')],
          unit: 'short',
          min: undefined,
        }),
        chart({
          title: 'Compactions',
          means: 'Garbage collections of the entry log within the last hour.',
          normal: 'Minor ones every hour, major ones every day, as configured.',
          act: 'None for a day: it is suspended or stuck, and the disks fill up.',
          targets: [
            metric(
              `sum by (instance) (increase(bookie_MINOR_COMPACTION_TOTAL${onBookie()}[1h]))`,
              '{{instance}} minor',
            ),
            metric(
              `sum by (instance) (increase(bookie_MAJOR_COMPACTION_TOTAL${onBookie()}[1h]))`,
              '{{instance}} major',
            ),
          ],
          unit: 'short',
          decimals: 0,
        }),
      ],
    },
    {
      title: '4. Copies',
      panels: [
        chart({
          title: 'Ledgers with too few copies',
          means:
            'What the auditor found in its last audit: ledgers with an entry without a copy, with fewer than the ack quorum, and those that stay under-replicated past the grace period.',
          normal: '0.',
          act: 'Any number: stop restarts. Past the grace period: autorecovery is off, stuck, or has too few bookies.',
          targets: [
            metric(
              `max by (cluster) (replication_auditor_NUM_LEDGERS_HAVING_NO_REPLICA_OF_AN_ENTRY{cluster=~"$cluster"})`,
              'no copy of an entry',
            ),
            metric(
              `max by (cluster) (replication_auditor_NUM_LEDGERS_HAVING_LESS_THAN_AQ_REPLICAS_OF_AN_ENTRY{cluster=~"$cluster"})`,
              'fewer than the ack quorum',
            ),
            metric(
              `max by (cluster) (replication_auditor_NUM_UNDERREPLICATED_LEDGERS_ELAPSED_RECOVERY_GRACE_PERIOD{cluster=~"$cluster"})`,
              'past the grace period',
            ),
          ],
          unit: 'short',
          thresholds: [[1, 'red']],
          width: 12,
        }),
        chart({
          title: 'Repair traffic',
          means: 'Entries a second that autorecovery copies.',
          normal: '0 while no bookie was lost.',
          act: 'It competes with clients for the disks; a repair that never ends points to a bookie that comes and goes.',
          targets: [metric(rate('replication_replication_worker_NUM_ENTRIES_WRITTEN'), '{{instance}}')],
          unit: 'wps',
          width: 12,
        }),
      ],
    },
  ],
};
