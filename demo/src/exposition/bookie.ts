import { diskUsage } from '../model/bookies.ts';
import { quantile, type WindowedHistogram } from '../model/histogram.ts';
import type { Bookie, World } from '../model/world.ts';
import { Body } from './body.ts';
import { addRow, comment, type Binding, type Bindings } from './compile.ts';
import { jvmBindings } from './jvm.ts';
import { labelOf, parseTemplate } from './template.ts';
import { bookieTemplate } from './templates/bookie.gen.ts';

const rows = parseTemplate(bookieTemplate);

interface OpStat {
  histogram: (bookie: Bookie) => WindowedHistogram;
  /** Its latency as a share of the histogram's. */
  scale: number;
  /** Operations counted; by default those of the histogram. */
  count?: (bookie: Bookie) => number;
  /** Threads that share the operations: each shows its part. */
  threads?: number;
}

const add = (bookie: Bookie) => bookie.addHistogram;
const sync = (bookie: Bookie) => bookie.syncHistogram;
const read = (bookie: Bookie) => bookie.readHistogram;
const flush = (bookie: Bookie) => bookie.flushHistogram;
const reads = (bookie: Bookie) => bookie.readsTotal;

/** Which of the bookie's summaries follow which measured operation. What is not named stays as recorded (mostly idle: NaN). */
const OPERATIONS: Readonly<Record<string, OpStat>> = {
  bookkeeper_server_ADD_ENTRY: { histogram: add, scale: 1 },
  bookie_journal_JOURNAL_ADD_ENTRY: { histogram: add, scale: 0.97 },
  bookie_BOOKIE_ADD_ENTRY: { histogram: add, scale: 0.02 },
  bookie_add_entry: { histogram: add, scale: 0.006, threads: 4 },
  bookkeeper_server_WRITE_THREAD_QUEUED_LATENCY: { histogram: add, scale: 0.01, threads: 4 },
  bookie_journal_JOURNAL_QUEUE_LATENCY: { histogram: add, scale: 0.12 },
  bookie_journal_JOURNAL_PROCESS_TIME_LATENCY: { histogram: add, scale: 0.008, count: (b) => b.addsTotal * 2.5 },
  bookie_journal_JOURNAL_SYNC: { histogram: sync, scale: 1 },
  bookie_journal_JOURNAL_FLUSH_LATENCY: { histogram: sync, scale: 0.09 },
  bookkeeper_server_READ_ENTRY_REQUEST: { histogram: read, scale: 1, count: reads },
  bookkeeper_server_READ_ENTRY: { histogram: read, scale: 0.15, count: reads, threads: 2 },
  bookkeeper_server_READ_ENTRY_SCHEDULING_DELAY: { histogram: read, scale: 0.7, count: reads },
  bookie_BOOKIE_READ_ENTRY: { histogram: read, scale: 0.1, count: reads },
  bookie_read_entry: { histogram: read, scale: 0.09, count: reads, threads: 2 },
  bookie_flush: { histogram: flush, scale: 1 },
  bookie_flush_entrylog: { histogram: flush, scale: 0.55 },
  bookie_flush_locations_index: { histogram: flush, scale: 0.3 },
  bookie_flush_ledger_index: { histogram: flush, scale: 0.02 },
};

const succeeded = (head: string, alternative: string): boolean => (labelOf(head, 'success') ?? alternative) === 'true';

/** Binds the three families of one operation: quantiles, count, and the sum that adds whole milliseconds only. */
function bindOperation(bookie: Bookie, name: string, op: OpStat, into: Record<string, Binding>): void {
  const histogram = op.histogram(bookie);
  const threads = op.threads ?? 1;
  const count = op.count ?? (() => histogram.count);
  into[name] = ({ head, alternative }) => {
    if (!succeeded(head, alternative)) return undefined;
    const q = Number(labelOf(head, 'quantile')?.startsWith('<') ? alternative : labelOf(head, 'quantile'));
    return () => Math.round(quantile(histogram, q) * op.scale * 1000) / 1000;
  };
  into[`${name}_count`] = ({ head, alternative }) =>
    succeeded(head, alternative) ? () => Math.floor(count(bookie) / threads) : undefined;
  into[`${name}_sum`] = ({ head, alternative }) => {
    if (!succeeded(head, alternative)) return undefined;
    // Truncation to whole ms eats about half a ms of each sample, and all of the fast ones.
    return () => {
      const n = count(bookie) / threads;
      const mean = histogram.count > 0 ? (histogram.sumMs / histogram.count) * op.scale : 0;
      return Math.floor(n * Math.max(0, mean > 1.5 ? mean - 0.5 : mean * mean * 0.4));
    };
  };
}

function bindings(world: World, bookie: Bookie): Bindings {
  const list: Record<string, Binding> = { ...jvmBindings(bookie.jvm, bookie) };
  for (const [name, op] of Object.entries(OPERATIONS)) bindOperation(bookie, name, op, list);
  const gauge = (name: string, value: () => number): void => {
    list[name] = () => value;
  };
  const entryBytes = () => (bookie.addsTotal > 0 ? bookie.writeBytesTotal / bookie.addsTotal : 0);
  gauge('bookie_SERVER_STATUS', () => (!bookie.registered ? -1 : bookie.readOnly ? 0 : 1));
  gauge('bookie_WRITE_BYTES', () => bookie.writeBytesTotal);
  gauge('bookie_READ_BYTES', () => bookie.readBytesTotal);
  gauge('bookie_journal_JOURNAL_WRITE_BYTES', () => bookie.writeBytesTotal * 1.00001);
  gauge('bookie_journal_JOURNAL_QUEUE_SIZE', () => bookie.queueSize);
  gauge('bookie_journal_JOURNAL_FORCE_WRITE_QUEUE_SIZE', () =>
    bookie.syncMs > 4 ? Math.min(50, bookie.syncMs / 4) : 0,
  );
  gauge('bookie_journal_JOURNAL_MEMORY_USED', () => bookie.queueSize * entryBytes());
  gauge('bookie_journal_JOURNAL_NUM_FLUSH_MAX_WAIT', () => bookie.syncsTotal);
  gauge('bookkeeper_server_ADD_ENTRY_IN_PROGRESS', () => bookie.inProgress);
  gauge('bookkeeper_server_ADD_ENTRY_REJECTED', () => bookie.rejectedWrites);
  gauge('bookie_write_cache_size', () => bookie.writeCacheBytes);
  gauge('bookie_write_cache_count', () => bookie.writeCacheEntries);
  gauge('bookie_write_cache_max_size', () => 64 * 1024 ** 2);
  gauge('bookie_ledgers_count', () => bookie.ledgers);
  gauge('bookie_entries_count', () => bookie.entriesStored);
  gauge('bookie_ACTIVE_LEDGER_TOTAL', () => bookie.ledgers);
  gauge('bookie_ACTIVE_ENTRY_LOG_TOTAL', () => Math.ceil((bookie.storedBytes + bookie.garbageBytes) / 1e9));
  gauge('bookie_ACTIVE_ENTRY_LOG_SPACE_BYTES', () => bookie.storedBytes + bookie.garbageBytes);
  gauge('bookie_RECLAIMED_COMPACTION_SPACE_BYTES', () => bookie.reclaimedBytes);
  gauge('bookie_MINOR_COMPACTION_TOTAL', () => bookie.minorCompactions);
  gauge('bookie_MAJOR_COMPACTION_TOTAL', () => bookie.majorCompactions);
  gauge('bookie_read_cache_hits', () => Math.floor(bookie.readsTotal * 0.985));
  gauge('bookie_read_cache_misses', () => Math.floor(bookie.readsTotal * 0.015));
  gauge('bookie_write_cache_misses', () => bookie.readsTotal);
  gauge('bookie_ledger_writable_dirs', () => (diskUsage(bookie) > 0.95 ? 0 : 1));
  // Disk full or the cache not flushed in time: spread over the write threads.
  list.bookie_throttled_write_requests =
    ({ recorded }) =>
    () =>
      recorded + bookie.throttledWrites / 4;
  list['bookie_ledger_dir__srv_pulsar_data_$dir$_ledgers_usage'] = () => () =>
    Math.round(diskUsage(bookie) * 1e7) / 1e5;
  list.replication_auditor_NUM_UNDER_REPLICATED_LEDGERS = ({ head, alternative }) =>
    succeeded(head, alternative) ? () => world.underReplicated.size : undefined;
  gauge(
    'replication_auditor_NUM_UNDERREPLICATED_LEDGERS_ELAPSED_RECOVERY_GRACE_PERIOD',
    () => world.underReplicated.size,
  );
  return list;
}

/** Compiles a bookie's body. It carries no cluster label and no name of the bookie but the one in a metric's name. */
export function compileBookie(world: World, bookie: Bookie): Body {
  const body = new Body({ javaInfinity: true });
  const values = { dir: `bk${bookie.index + 1}` };
  const place = { values, bindings: bindings(world, bookie), entity: 0 };
  for (const row of rows) {
    // The auditor's own families: only the bookie that holds that office has them.
    if (row.kind !== 'instances' && row.name.startsWith('replication_auditor_') && world.auditor !== bookie.index)
      continue;
    if (row.kind === 'sample')
      addRow(body, row, place, bookie.startedMs, () => (world.nowMs - bookie.startedMs) / 1000);
    else if (row.kind !== 'instances') body.text(comment(row, values));
  }
  return body;
}
