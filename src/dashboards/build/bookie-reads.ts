import { linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, stat } from './panels.ts';
import { inCluster, metric, onBookie } from './queries.ts';
import { bookieVariable, clusterVariable, datasourceVariable } from './variables.ts';

const OK = 'success="true"';
const quantile = (name: string, q = '0.99') => `max by (instance) (${name}${onBookie(`quantile="${q}"`, OK)})`;
const rate = (name: string, ...matchers: string[]) =>
  `sum by (instance) (rate(${name}${onBookie(...matchers)}[$__rate_interval]))`;

/** Who asks, what the caches answer, and what the disk must. */
export const bookieReads: DashboardSource = {
  uid: 'observatory-bookie-reads',
  title: 'Pulsar / Bookie read path',
  description:
    'Reads come to bookies when consumers lag behind the brokers’ cache. Write cache, read cache and read-ahead answer most of them; the rest reads the entry log and disturbs the writes.',
  tags: ['bookies'],
  variables: [datasourceVariable, clusterVariable, bookieVariable],
  events: ['node_down', 'bookie_left', 'bookie_read_only', 'ensemble_changed', 'restart'],
  head: [
    stat({
      title: 'Entries read',
      means: 'Entries a second that the chosen bookies read for brokers.',
      normal: 'Near 0 while all consumers keep up.',
      act: 'A backlog is being drained: find the subscription in Topics and subscriptions.',
      targets: [metric(`sum(rate(bookkeeper_server_READ_ENTRY_count${onBookie(OK)}[$__rate_interval]))`)],
      unit: 'rps',
      links: [linkTo('observatory-topics')],
    }),
    stat({
      title: 'Read p99',
      means: '99th percentile of reading an entry on the slowest bookie and thread. No number when nothing was read.',
      normal: 'Below 50 ms.',
      act: 'Compare with the caches below: a low hit rate means that the disk is read.',
      stepped: true,
      targets: [metric(`max(bookkeeper_server_READ_ENTRY${onBookie('quantile="0.99"', OK)} >= 0)`)],
      unit: 'ms',
      thresholds: [
        [100, 'yellow'],
        [250, 'red'],
      ],
      noValue: 'idle',
    }),
    stat({
      title: 'From disk',
      means: 'Share of the reads that no cache of the bookie could answer.',
      normal: 'Below 10 % thanks to read-ahead.',
      act: 'Many consumers read from very different positions: read-ahead does not help them; give the read cache more memory.',
      targets: [
        metric(
          `sum(rate(bookie_read_cache_misses${onBookie()}[5m])) / (sum(rate(bookie_read_cache_hits${onBookie()}[5m])) + sum(rate(bookie_read_cache_misses${onBookie()}[5m])) + sum(rate(bookie_write_cache_hits${onBookie()}[5m])) > 0)`,
        ),
      ],
      unit: 'percentunit',
      thresholds: [
        [0.2, 'yellow'],
        [0.5, 'red'],
      ],
      noValue: 'no reads',
    }),
    stat({
      title: 'Failed reads',
      means: 'Entries a second that could not be read.',
      normal: '0.',
      act: 'The entry is not where it should be, or the disk fails: read the log of the bookie, and watch under-replication.',
      targets: [
        metric(`sum(rate(bookkeeper_server_READ_ENTRY_count${onBookie('success="false"')}[$__rate_interval]))`),
      ],
      unit: 'rps',
      thresholds: [[0.01, 'red']],
    }),
    stat({
      title: 'In progress',
      means: 'Reads that bookies have taken and not answered.',
      normal: 'Few.',
      act: 'Many: the read threads wait for the disk; numReadWorkerThreads limits how many at a time.',
      targets: [metric(`sum(bookkeeper_server_READ_ENTRY_IN_PROGRESS${onBookie()})`)],
      unit: 'short',
    }),
    stat({
      title: 'Refused',
      means: 'Reads that wait for a place in the queue now, and those refused a second.',
      normal: '0.',
      act: 'The queue of the read threads is full: fewer readers from the past, or faster disks.',
      targets: [
        metric(
          `sum(bookkeeper_server_READ_ENTRY_BLOCKED${onBookie()}) + sum(rate(bookkeeper_server_READ_ENTRY_REJECTED${onBookie()}[$__rate_interval]))`,
        ),
      ],
      unit: 'short',
      thresholds: [[0.01, 'red']],
    }),
  ],
  rows: [
    {
      title: '1. Who reads',
      panels: [
        chart({
          title: 'Reads that the brokers’ cache missed',
          means: 'Entries a second that brokers had to fetch from bookies.',
          normal: 'Near 0 while consumers keep up.',
          act: 'The broker with the high line serves the consumer that reads from the past.',
          stepped: true,
          targets: [
            metric(`sum by (instance) (pulsar_broker_storage_read_cache_misses_rate${inCluster()})`, '{{instance}}'),
          ],
          unit: 'cps',
          links: [linkTo('observatory-brokers'), linkTo('observatory-topics')],
        }),
        chart({
          title: 'Entries read by bookie',
          means: 'Entries a second that each bookie reads.',
          normal: 'Spread over the bookies of the ledgers that are read.',
          act: 'One bookie carries all: its copies are preferred; others may be slow or read-only.',
          targets: [metric(rate('bookkeeper_server_READ_ENTRY_count', OK), '{{instance}}')],
          unit: 'rps',
        }),
        chart({
          title: 'Bytes read',
          means: 'Bytes a second that bookies give to brokers.',
          normal: 'As the reads.',
          act: 'Near the network’s limit: the drain takes it from the writes.',
          targets: [metric(rate('bookie_READ_BYTES'), '{{instance}}')],
          unit: 'binBps',
        }),
      ],
    },
    {
      title: '2. How long it takes',
      panels: [
        chart({
          title: 'Read p99 by bookie',
          means: 'Time of one read, the largest 99th percentile of each bookie’s threads. Gaps: nothing was read.',
          normal: 'Below 50 ms.',
          act: 'High on one bookie: its disk. High on all: many cold reads.',
          stepped: true,
          targets: [metric(quantile('bookkeeper_server_READ_ENTRY'), '{{instance}}')],
          unit: 'ms',
          thresholds: [[250, 'red']],
        }),
        chart({
          title: 'Wait for a read thread',
          means: 'Time that a read waits for its thread, 99th percentile.',
          normal: 'Below 1 ms.',
          act: 'More threads (numReadWorkerThreads) help only while the disk has something left.',
          stepped: true,
          targets: [metric(quantile('bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY'), '{{instance}}')],
          unit: 'ms',
        }),
        chart({
          title: 'Reads in progress by bookie',
          means: 'Reads taken and not answered, and those that wait for a place in the queue.',
          normal: 'Few.',
          act: 'It moves at once, while latencies are renewed once a minute.',
          targets: [
            metric(`sum by (instance) (bookkeeper_server_READ_ENTRY_IN_PROGRESS${onBookie()})`, '{{instance}}'),
            metric(`sum by (instance) (bookkeeper_server_READ_ENTRY_BLOCKED${onBookie()})`, '{{instance}} blocked'),
          ],
          unit: 'short',
          overrides: [{ of: '/ blocked$/', color: 'red' }],
        }),
      ],
    },
    {
      title: '3. What the caches answer',
      panels: [
        chart({
          title: 'Write cache hits',
          means: 'Reads a second answered from what is not flushed yet: the newest entries.',
          normal: 'Most reads of consumers that are only a little behind.',
          act: 'None, with many reads: consumers are far behind.',
          targets: [metric(rate('bookie_write_cache_hits'), '{{instance}}')],
          unit: 'rps',
        }),
        chart({
          title: 'Read cache hit rate',
          means: 'Share of the reads past the write cache that read-ahead had ready.',
          normal: 'Above 90 % for consumers that read in order.',
          act: 'Low: the cache is too small for so many readers (dbStorage_readAheadCacheMaxSizeMb), or they read at random.',
          targets: [
            metric(
              `${rate('bookie_read_cache_hits')} / (${rate('bookie_read_cache_hits')} + ${rate('bookie_read_cache_misses')} > 0)`,
              '{{instance}}',
            ),
          ],
          unit: 'percentunit',
          max: 1,
        }),
        chart({
          title: 'Entries a read-ahead',
          means: 'Entries that one read-ahead brought, median.',
          normal: 'Near dbStorage_readAheadCacheBatchSize (1,000 in Pulsar’s bookkeeper.conf).',
          act: 'Far less: entries are large, or ledgers end; read-ahead costs more than it brings.',
          stepped: true,
          targets: [metric(quantile('bookie_readahead_batch_count', '0.5'), '{{instance}}')],
          unit: 'short',
        }),
      ],
    },
    {
      title: '4. What the disk must',
      panels: [
        chart({
          title: 'Read p99 of the storage',
          means: 'Time of a read in the ledger storage, without the queue before it, 99th percentile.',
          normal: 'Below 20 ms on SSD.',
          act: 'It is the disk, or the index: compare with the next chart.',
          stepped: true,
          targets: [metric(quantile('bookie_read_entry'), '{{instance}}')],
          unit: 'ms',
        }),
        chart({
          title: 'Index look-up p99',
          means: 'Time to find in the index (RocksDB) where an entry lies, 99th percentile.',
          normal: 'Below 1 ms: the index fits into its cache.',
          act: 'More: raise dbStorage_rocksDB_blockCacheSize.',
          stepped: true,
          targets: [metric(quantile('bookie_lookup_entry_location'), '{{instance}}')],
          unit: 'ms',
        }),
        chart({
          title: 'Time spent reading the entry log',
          means:
            'Seconds a second that the threads of a bookie spend in reads of the entry log. The source drops what is below 1 ms, so that small numbers are too small.',
          normal: 'Far below the number of read threads.',
          act: 'Near their number: all of them wait for the disk.',
          targets: [metric(`${rate('bookie_read_entrylog_time')} / 1000`, '{{instance}}')],
          unit: 's',
        }),
      ],
    },
  ],
};
