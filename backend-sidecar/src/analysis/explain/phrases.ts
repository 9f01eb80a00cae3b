import type { Finding } from '../causes/finding.ts';
import { duration, quantity } from './words.ts';

/** What is said of a finding, by kind; `{name}` is who. Others are told by title and numbers. */
const SENTENCES: Readonly<Record<string, (name: string, finding: Finding) => string>> = {
  unreachable: (name, f) => `${name} did not answer scrapes${lasting(f)}`,
  restart: (name) => `${name} was started anew`,
  read_only: (name, f) => `${name} became read-only${lasting(f)}`,
  writable_dirs: (name) => `${name} lost a ledger directory that it could write to`,
  consumers: (name, { deviation }) =>
    deviation.peak === 0
      ? `${name} lost its ${deviation.baseline > 1 ? `${quantity(deviation.baseline, '')} consumers` : 'only consumer'}`
      : `${name} has ${quantity(deviation.peak, 'consumers')}, before ${quantity(deviation.baseline, '')}`,
  producers: (name, { deviation }) =>
    `${name} has ${quantity(deviation.peak, 'producers')}, before ${quantity(deviation.baseline, '')}`,
  bundle_unload: (name) => `the load manager unloaded bundles from ${name}`,
  compaction: (name) => `${name} compacted its entry logs`,
  blocked_on_unacked: (name) => `dispatch to ${name} was blocked by unacknowledged messages`,
  broker_topics: (name, { deviation }) =>
    `${name} ${deviation.direction === 'up' ? 'took over' : 'gave away'} ${quantity(Math.abs(deviation.peak - deviation.baseline), 'topics')}`,
};

/** One sentence without a full stop: who, what, from, to. */
export function sayFinding(finding: Finding, name: string): string {
  const { definition } = finding.series;
  const own = SENTENCES[definition.kind];
  if (own) return own(name, finding);
  const { deviation } = finding;
  const verb = deviation.direction === 'up' ? 'rose' : 'fell';
  const { unit, title } = definition;
  const peak =
    Math.abs(deviation.peak - deviation.level) > 0.3 * Math.abs(deviation.level)
      ? `, at most ${quantity(deviation.peak, unit)}`
      : '';
  return `${title} of ${name} ${verb} from ${quantity(deviation.baseline, unit)} to ${quantity(deviation.level, unit)}${deviation.direction === 'up' ? peak : ''}`;
}

function lasting({ deviation, series }: Finding): string {
  const ms = deviation.endMs - deviation.onsetMs + series.stepMs;
  return deviation.isOpen
    ? ` and still does not after ${duration(ms)}`.replace(
        'does not',
        series.definition.kind === 'read_only' ? 'is' : 'does not',
      )
    : ` for about ${duration(ms)}`;
}

/** What to look at or do next, by kind. */
const NEXT_STEPS: Readonly<Record<string, string>> = {
  unreachable:
    'See on {name} whether the process is frozen (a stopped or swapped-out JVM, a hanging disk), dead, or cut off: process state, kernel log, network.',
  restart:
    'Read the log of {name} before the start: an out-of-memory error, a kill by the kernel or the orchestrator, a deployment.',
  gc_pause:
    'Look at the heap of {name}: its old generation, allocation rate and GC log; move load off it, or give it more heap.',
  heap: 'Take a heap histogram of {name} (jcmd GC.class_histogram) and compare two: what grows is not freed.',
  direct_memory:
    'Compare the direct memory of {name} with its limit and with the read-ahead and pending writes of its topics.',
  cpu: 'See which topics and threads use the CPU of {name}; move bundles if one broker carries too much.',
  disk_latency:
    'Check the journal disk of {name}: errors, other writers, the queue of the device; if it fails, make the bookie read-only and replace it.',
  journal_queue: 'Check the journal disk of {name} and the rate of entries that it takes.',
  adds_waiting: 'Check the journal and the write cache of {name}.',
  add_latency: 'Compare journal sync, queue and write cache of {name}; the slowest of them is where entries wait.',
  read_latency: 'See who reads from {name}: a catch-up of an old backlog, or compaction; check its ledger disk.',
  bookie_reads: 'See which subscriptions catch up from {name}.',
  bookie_writes: 'Compare the writes of all bookies: what this one does not take the others have to.',
  read_only:
    'Find out why {name} is read-only: a full ledger disk (bookie_ledger_dir usage), or somebody set it; free space, then make it writable.',
  writable_dirs: 'Check the ledger directories of {name}: full, or unmounted.',
  disk_fill:
    'Free or add disk space on {name} before it turns read-only; look for subscriptions that hold back deletion.',
  write_throttled: 'The write cache of {name} is flushed too slowly: check its ledger disk.',
  compaction: 'See whether the compaction of {name} can run at a quieter time.',
  broker_topics:
    'See in the events which bundles moved and why; if the load manager moves them to and fro, raise its thresholds.',
  bundle_unload: 'See which bundles were unloaded, and whether one topic in them carries the load.',
  topic_load:
    'See who publishes to {name}: producers, their rates; give the topic more partitions, or a publish rate limit.',
  producers: 'See why the producers of {name} went away: deployment, credentials, network.',
  consumers:
    'See why the consumers of {name} went away: deployment, crash, credentials; the backlog is drained once they are back.',
  blocked_on_unacked:
    'The consumers of {name} do not acknowledge what they get: look for a stuck consumer, and at maxUnackedMessages.',
  zk_requests_waiting: 'Check disk and CPU of {name}, and who asks it so much.',
  zk_fsync: 'The transaction log of {name} shares a slow disk: give it one of its own.',
  function_errors: "Read the function's log and latestUserExceptions of its status.",
  function_instances:
    'See the assignments of the function workers: a worker that comes back gets work only after a rebalance.',
  host_cpu: 'See what else runs on {name}.',
  host_disk: 'See which process keeps the disk of {name} busy.',
  host_network: 'See which traffic fills the network of {name}.',
};

export function nextStep(kind: string, name: string): string {
  return (NEXT_STEPS[kind] ?? 'Look at {name} around the onset.').replaceAll('{name}', name);
}
