/**
 * What acts on what in a Pulsar cluster, as an operator would draw it: kinds of signals, and the relation along which one
 * moves the other. Chains of these rules are the paths from a cause to a symptom. It knows no fault, only resources: a full
 * heap means collections, collections stop the process, a bookie that stands still lets all wait that need its
 * acknowledgement. `.up` and `.down` tell the two directions of kinds that have both.
 *
 * Sources: the write path of BookKeeper (journal, ack quorum), reference/pulsar-real.md §3, §4 and §7, and the pains in
 * reference/pulsar.md §3.
 */
export type Relation =
  | 'same'
  /** A bookie to the brokers that write to it. */
  | 'writers'
  /** A node to the others of its kind in the cluster. */
  | 'peers'
  /** A broker to the bookies that it writes to and reads from. */
  | 'bookies'
  /** A broker to the topics that it serves, and to their subscriptions. */
  | 'topics'
  | 'subscriptions'
  /** A topic or a subscription to the brokers that serve it. */
  | 'owners'
  /** A topic to its subscriptions, a subscription to its topic. */
  | 'topic_subscriptions'
  | 'subscription_topic'
  /** The metadata store to brokers and bookies. */
  | 'store_brokers'
  | 'store_bookies'
  /** A host to the processes on it. */
  | 'host_nodes'
  /** A function to the subscription it reads by, and back; a worker to its functions. */
  | 'function_subscription'
  | 'subscription_function'
  | 'worker_functions'
  | 'worker_subscriptions';

export interface Mechanism {
  causes: readonly string[];
  relation: Relation;
  effects: readonly string[];
  /** An effect of it is over after this, ms: what lasts longer has another cause. */
  lastsMs?: number;
  /** For a reader: how the cause reaches the effect. */
  via: string;
}

const STOPPED = ['unreachable', 'restart'];
const BROKER_WORK = [
  'publish_latency',
  'publish_acks',
  'slow_writes',
  'connections_throttled',
  'connections',
  'connections_closed',
  'lookups_pending',
  'metadata_latency',
  'topic_load_failures',
  'add_errors',
];
const WRITES_WAIT = ['publish_latency', 'publish_acks', 'slow_writes', 'connections_throttled', 'add_errors'];
const BOOKIE_WORK = [
  'adds_waiting',
  'journal_queue',
  'add_latency',
  'read_latency',
  'adds_rejected',
  'bookie_writes.down',
];
const BOOKIE_LIMITS = [
  'disk_latency',
  'journal_queue',
  'adds_waiting',
  'add_latency',
  'adds_rejected',
  'write_throttled',
  'gc_pause',
  'cpu',
];
const PROCESS = ['gc_pause', 'heap', 'cpu', 'direct_memory'];

/** Clients try again at once, then every some seconds, at last each minute. */
const RECONNECTED_MS = 100_000;

const rule = (causes: readonly string[], relation: Relation, effects: readonly string[], via: string): Mechanism => ({
  causes,
  relation,
  effects,
  via,
});

/** What somebody did, or what the log of events tells and no series shows: it may move whatever belongs to its node. */
const OPERATED: readonly Mechanism[] = [
  rule(
    ['operation'],
    'same',
    [
      ...STOPPED,
      ...PROCESS,
      ...BROKER_WORK,
      ...BOOKIE_WORK,
      ...BOOKIE_LIMITS,
      ...['read_only', 'broker_topics.down', 'broker_topics.up', 'topic_load.up', 'topic_load.down', 'producers'],
      ...['consumers', 'delivery', 'backlog', 'unacked', 'blocked_on_unacked', 'function_rate', 'function_errors'],
      ...['zk_fsync', 'zk_requests_waiting'],
    ],
    'it was changed',
  ),
  rule(['operation'], 'writers', WRITES_WAIT, 'writes wait for the ack quorum of their ensemble'),
  rule(['operation'], 'topics', ['topic_load.up', 'topic_load.down', 'producers'], 'the broker that serves the topic'),
  rule(
    ['operation'],
    'subscriptions',
    ['consumers', 'delivery', 'backlog', 'unacked'],
    'the broker that serves the topic',
  ),
  rule(['operation'], 'owners', ['publish_latency', 'slow_writes', 'publish_acks', 'cpu'], 'its broker'),
  rule(['operation'], 'topic_subscriptions', ['consumers', 'delivery', 'backlog', 'unacked'], 'its topic'),
  rule(
    ['operation'],
    'store_brokers',
    ['metadata_latency', 'lookups_pending'],
    'operations on the metadata store wait',
  ),
];

export const MECHANISMS: readonly Mechanism[] = [
  ...OPERATED,
  // One process.
  rule(['heap'], 'same', ['gc_pause', 'cpu', 'restart', 'unreachable'], 'a full heap is collected ever more often'),
  rule(['direct_memory'], 'same', ['restart', 'unreachable', 'publish_latency'], 'buffers run out'),
  rule(
    ['gc_pause'],
    'same',
    ['cpu', 'unreachable', ...BROKER_WORK, ...BOOKIE_WORK],
    'the process stands still while it collects',
  ),
  rule(
    ['cpu'],
    'same',
    ['publish_latency', 'slow_writes', 'lookups_pending', 'add_latency', 'read_latency'],
    'its threads wait for CPU',
  ),
  rule(['open_files'], 'same', ['unreachable', 'connections'], 'no file descriptor is left'),
  rule(
    STOPPED,
    'same',
    [
      ...BROKER_WORK,
      ...BOOKIE_WORK,
      ...PROCESS,
      'broker_topics.down',
      'broker_topics.up',
      'bookie_writes.up',
      'function_instances.down',
      'function_instances.up',
      'zk_sessions',
      'zk_requests_waiting',
      'zk_fsync',
      'disk_latency',
      'read_only',
    ],
    'it does no work meanwhile',
  ),
  rule(['unreachable'], 'same', ['restart'], 'it came back as a new process'),

  // A bookie's write path, and who waits for it.
  rule(['host_disk'], 'host_nodes', ['disk_latency', 'zk_fsync', 'read_latency'], 'its disk'),
  rule(
    ['host_cpu'],
    'host_nodes',
    ['cpu', 'gc_pause', 'publish_latency', 'add_latency'],
    'its host has no CPU to spare',
  ),
  rule(
    ['compaction'],
    'same',
    ['disk_latency', 'read_latency', 'bookie_reads'],
    'compaction of entry logs uses the disk',
  ),
  rule(
    ['disk_latency'],
    'same',
    ['journal_queue', 'adds_waiting', 'add_latency', 'bookie_writes.down', 'write_throttled'],
    'journal',
  ),
  rule(['journal_queue'], 'same', ['adds_waiting', 'add_latency'], 'journal queue'),
  rule(['adds_waiting', 'write_throttled'], 'same', ['add_latency', 'adds_rejected'], 'adds wait'),
  rule(['disk_fill'], 'same', ['writable_dirs', 'read_only'], 'a full ledger disk is written no more'),
  rule(['writable_dirs'], 'same', ['read_only'], 'no ledger directory is left to write to'),
  rule(
    ['read_only', 'writable_dirs'],
    'same',
    ['bookie_writes.down', ...PROCESS, 'disk_latency', 'journal_queue', 'adds_waiting'],
    'a read-only bookie takes no entries',
  ),
  rule(
    [...STOPPED, 'read_only', 'writable_dirs'],
    'peers',
    [
      'bookie_writes.up',
      'bookie_writes.down',
      'bookie_reads',
      'under_replicated',
      'journal_queue',
      'adds_waiting',
      'add_latency',
      'cpu',
      'read_latency',
    ],
    'its share falls to the other bookies',
  ),
  rule(
    [...STOPPED, 'read_only', 'writable_dirs', ...BOOKIE_LIMITS],
    'writers',
    WRITES_WAIT,
    'writes wait for the ack quorum of their ensemble',
  ),
  rule(
    [...BOOKIE_LIMITS, 'read_only', ...STOPPED],
    'peers',
    ['bookie_writes.down', 'adds_waiting'],
    'brokers that wait for it write less to the others',
  ),
  rule(['read_latency', ...STOPPED], 'writers', ['publish_latency', 'slow_writes'], 'reads from the bookies'),

  // A broker, and its topics.
  rule(
    WRITES_WAIT,
    'same',
    ['connections_throttled', 'publish_acks', 'slow_writes', 'direct_memory'],
    'pending publishes pile up',
  ),
  rule(
    [...WRITES_WAIT, ...STOPPED, ...PROCESS, 'connections'],
    'topics',
    ['topic_load.down', 'publish_throttled', 'producers'],
    'the broker that serves the topic',
  ),
  rule(
    [...WRITES_WAIT, ...STOPPED, ...PROCESS, 'connections'],
    'subscriptions',
    ['delivery', 'backlog', 'unacked'],
    'the broker that serves the topic',
  ),
  rule(['gc_pause', 'connections'], 'subscriptions', ['consumers'], 'clients give up on a broker that stands still'),
  rule(
    [...STOPPED, 'broker_topics.down', 'broker_topics.up'],
    'topics',
    ['topic_load.up'],
    'clients send what they kept back',
  ),
  rule(
    [...STOPPED, 'broker_topics.down', 'broker_topics.up', 'bundle_unload'],
    'topics',
    ['topic_load.down', 'producers', 'publish_throttled'],
    'its bundles move, clients reconnect',
  ),
  rule(
    [...STOPPED, 'broker_topics.down', 'broker_topics.up', 'bundle_unload'],
    'subscriptions',
    ['delivery', 'backlog', 'unacked'],
    'its bundles move, clients reconnect',
  ),
  {
    ...rule(
      [...STOPPED, 'broker_topics.down', 'broker_topics.up', 'bundle_unload'],
      'subscriptions',
      ['consumers'],
      'its bundles move, clients reconnect',
    ),
    lastsMs: RECONNECTED_MS,
  },
  rule(
    [...STOPPED, 'bundle_unload', 'broker_topics.down', 'gc_pause'],
    'peers',
    [
      'broker_topics.up',
      'connections_closed',
      ...PROCESS,
      'publish_latency',
      'slow_writes',
      'lookups_pending',
      'metadata_latency',
      'publish_acks',
      'connections',
      'topic_load_failures',
    ],
    'its bundles move to the other brokers',
  ),
  rule(
    ['bundle_unload', 'broker_topics.up', 'broker_topics.down'],
    'same',
    [
      'broker_topics.down',
      'connections',
      'connections_closed',
      'publish_latency',
      'publish_acks',
      'lookups_pending',
      'metadata_latency',
      ...PROCESS,
    ],
    'bundles come and go',
  ),
  rule(
    [...STOPPED, 'broker_topics.up', 'broker_topics.down'],
    'bookies',
    ['bookie_writes.down', 'bookie_writes.up', 'bookie_reads'],
    'ledgers are opened anew',
  ),

  // Load.
  rule(['producers'], 'same', ['topic_load.down'], 'fewer producers publish'),
  rule(
    ['topic_load.up'],
    'owners',
    [
      'cpu',
      'gc_pause',
      'heap',
      'direct_memory',
      'publish_latency',
      'slow_writes',
      'connections_throttled',
      'bundle_unload',
      'broker_topics.down',
      'publish_acks',
      'unreachable',
    ],
    'its broker works more',
  ),
  rule(
    ['topic_load.up'],
    'topic_subscriptions',
    ['backlog', 'unacked', 'delivery', 'blocked_on_unacked'],
    'consumers cannot follow',
  ),
  rule(['topic_load.up'], 'same', ['publish_throttled'], 'its publish rate is limited'),
  rule(['topic_load.down'], 'topic_subscriptions', ['delivery'], 'there is less to deliver'),
  rule(['topic_load.down', 'producers'], 'owners', ['publish_acks', 'connections'], 'there is less to acknowledge'),
  rule(
    ['topic_load.up'],
    'bookies',
    ['bookie_writes.up', 'journal_queue', 'adds_waiting', 'add_latency', 'cpu'],
    'entries written to the bookies',
  ),
  rule(['topic_load.down'], 'same', ['topic_load.up'], 'clients send what they kept back'),
  rule(['bookie_writes.up'], 'same', ['disk_fill', 'write_throttled', 'heap'], 'more is written'),

  // Consumers.
  rule(['consumers', 'blocked_on_unacked'], 'same', ['delivery', 'backlog', 'unacked'], 'nobody takes its messages'),
  rule(['unacked'], 'same', ['blocked_on_unacked', 'backlog', 'delivery'], 'unacknowledged messages block dispatch'),
  rule(['delivery'], 'same', ['backlog'], 'less is delivered than published'),
  rule(['consumers', 'delivery', 'backlog'], 'owners', ['connections', 'direct_memory'], 'the broker that serves it'),
  rule(
    ['consumers', 'backlog', 'delivery'],
    'bookies',
    ['bookie_reads', 'read_latency'],
    'a backlog is read from the bookies',
  ),
  rule(['read_latency', 'bookie_reads'], 'same', ['disk_latency', 'add_latency'], 'reads and writes share the disk'),

  // Metadata store.
  rule(['zk_fsync'], 'same', ['zk_requests_waiting'], 'its transaction log'),
  rule(
    [...STOPPED, 'zk_fsync', 'zk_requests_waiting', 'gc_pause', 'cpu'],
    'store_brokers',
    [
      'metadata_latency',
      'lookups_pending',
      'topic_load_failures',
      'broker_topics.down',
      'broker_topics.up',
      'unreachable',
      'restart',
      'slow_writes',
      'connections',
      'publish_latency',
      'publish_acks',
      'function_instances.down',
    ],
    'operations on the metadata store wait',
  ),
  rule(
    [...STOPPED, 'zk_fsync', 'zk_requests_waiting', 'gc_pause'],
    'store_bookies',
    ['unreachable', 'restart', 'read_only'],
    'sessions of the metadata store end',
  ),
  rule(['metadata_latency'], 'same', ['lookups_pending', 'topic_load_failures', 'broker_topics.down'], 'metadata'),

  // Functions.
  rule(
    [...STOPPED, ...PROCESS, 'function_instances.down'],
    'worker_functions',
    ['function_rate', 'function_errors'],
    'the worker that runs it',
  ),
  rule(
    [...STOPPED, 'function_instances.down'],
    'worker_subscriptions',
    ['consumers', 'delivery', 'backlog'],
    'its functions read no more',
  ),
  rule(
    ['function_errors', 'function_rate'],
    'function_subscription',
    ['delivery', 'backlog', 'unacked'],
    'the function reads by this subscription',
  ),
  rule(
    ['delivery', 'consumers'],
    'subscription_function',
    ['function_rate'],
    'the function reads by this subscription',
  ),
  rule(['function_errors'], 'same', ['function_rate'], 'messages fail'),
];
