import type { Random } from '../random.ts';
import type { ClusterSize } from '../size.ts';
import type { WindowedHistogram } from './histogram.ts';
import type { Jvm } from './jvm.ts';
import type { Subscriptions, Topics } from './topics.ts';

/** What every simulated process has: where it answers, since when it runs, and what keeps it from answering. */
export interface Process {
  kind: 'broker' | 'bookie' | 'function_worker' | 'zookeeper' | 'host';
  /** Stable name for people and for the ground truth: `broker-1`. */
  name: string;
  index: number;
  host: number;
  port: number;
  /** `host:port` of what answers HTTP. */
  address: string;
  startedMs: number;
  /** The process exists. */
  up: boolean;
  /** Others (scrapers, brokers, the metadata store) can reach it. */
  reachable: boolean;
  /** Stop-the-world: until then it answers nothing and does nothing. */
  frozenUntilMs: number;
  /** CPU cores it used in the last tick, and seconds since its start. */
  cpuCores: number;
  cpuSeconds: number;
}

export interface Broker extends Process {
  kind: 'broker';
  /** `host:webPort`, the id Pulsar's load manager uses. */
  id: string;
  servicePort: number;
  jvm: Jvm;
  /** Registered in the metadata store: listed under /admin/v2/brokers. */
  registered: boolean;
  sessionEndsMs: number;
  /** Seconds of this minute at which its rates, and 4 s later its bucket gauges, take their next step. */
  phase: number;
  publish: WindowedHistogram;
  publishCount: number;
  publishSumMs: number;
  /** Pauses of the present tick in ms. */
  pauseMs: number;
  /** Length of the pause that `pauseMs` is a part of: one may last several ticks. */
  pauseTotalMs: number;
  /** What is left of it after this tick. */
  pauseLeftMs: number;
  /** A pause that a fault adds to the next tick. */
  injectedPauseMs: number;
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
  throttledConnections: number;
  connections: number;
  connectionsCreated: number;
  connectionsClosed: number;
  /** Topic loads since the last scrape read them (that metric resets on read). */
  topicLoadsMs: number[];
  topicLoadsReadMs: number;
  lookups: number;
  unloadedBundles: number;
  /** Raised when the set of its topics changes: bodies are compiled anew. */
  topicsVersion: number;
  topics: number[];
  system: { inBytes: number; outBytes: number };
  /** Values that step once a minute. */
  shown: BrokerShown;
  cacheHits: number;
  cacheMisses: number;
  /** Bundles that may come back to it (after a restart it owns none). */
  dynamicConfiguration: Map<string, string>;
}

export interface BrokerShown {
  rateIn: number;
  rateOut: number;
  throughputIn: number;
  throughputOut: number;
  writeRate: number;
  readRate: number;
  cpuPercent: number;
  memoryPercent: number;
  directPercent: number;
}

export interface Bookie extends Process {
  kind: 'bookie';
  /** `host:bookiePort`, BookKeeper's id. */
  id: string;
  jvm: Jvm;
  rack: string;
  readOnly: boolean;
  /** Read-only by an operator or a fault, as opposed to a full disk. */
  forcedReadOnly: boolean;
  /** Since when brokers hear nothing from it; 0 while they do. */
  silentSinceMs: number;
  /** Registered in the metadata store (its session lives). */
  registered: boolean;
  sessionEndsMs: number;
  phase: number;
  /** Multiplier of the journal disk's sync time; faults raise it. */
  syncFactor: number;
  /** Cumulative distribution of the add latency this tick, at the grid's edges. */
  addCdf: Float64Array;
  syncCdf: Float64Array;
  addMeanMs: number;
  syncMs: number;
  addHistogram: WindowedHistogram;
  syncHistogram: WindowedHistogram;
  readHistogram: WindowedHistogram;
  /** Load of the present tick, filled by the brokers' writes. */
  addEntries: number;
  addBytes: number;
  readEntries: number;
  readBytes: number;
  addsTotal: number;
  readsTotal: number;
  writeBytesTotal: number;
  readBytesTotal: number;
  syncsTotal: number;
  queueSize: number;
  inProgress: number;
  throttledWrites: number;
  rejectedWrites: number;
  writeCacheBytes: number;
  writeCacheEntries: number;
  flushes: number;
  flushHistogram: WindowedHistogram;
  storedBytes: number;
  /** Deleted but not yet reclaimed by the entry log's garbage collection. */
  garbageBytes: number;
  reclaimedBytes: number;
  diskBytes: number;
  otherBytes: number;
  ledgers: number;
  entriesStored: number;
  minorCompactions: number;
  majorCompactions: number;
  nextGcMs: number;
  nextFlushMs: number;
  gcSuspended: { major: boolean; minor: boolean };
}

export interface FunctionWorker extends Process {
  kind: 'function_worker';
  id: string;
  /** Broker it is embedded in, or -1. */
  embedded: number;
  jvm: Jvm;
  drained: boolean;
}

export interface MetadataServer extends Process {
  kind: 'zookeeper';
  jvm: Jvm;
  requests: number;
}

export interface Host extends Process {
  kind: 'host';
  cores: number;
  memoryBytes: number;
  diskBytes: number;
  idleSeconds: Float64Array;
  userSeconds: Float64Array;
  systemSeconds: Float64Array;
  iowaitSeconds: Float64Array;
  load1: number;
  load5: number;
  load15: number;
  networkIn: number;
  networkOut: number;
  diskWriteBytes: number;
  diskReadBytes: number;
  diskWrites: number;
  diskBusySeconds: number;
  diskWriteSeconds: number;
  busyNeighbour: number;
}

export interface Namespace {
  index: number;
  tenant: string;
  name: string;
  ensemble: number;
  writeQuorum: number;
  ackQuorum: number;
  /** First bundle in `World.bundles`, and how many. */
  firstBundle: number;
  bundleCount: number;
  /** System namespaces live and die with their broker. */
  systemBroker: number;
}

export interface Bundle {
  namespace: number;
  low: number;
  high: number;
  /** Owning broker, or -1. */
  owner: number;
  /** Virtual ms at which an unowned bundle is taken up again. */
  assignAtMs: number;
  preferred: number;
  topics: number[];
}

/** A distinct set of bookies with its quorums, shared by all ledgers that use it. */
export interface Ensemble {
  bookies: number[];
  writeQuorum: number;
  ackQuorum: number;
  /** Write latency distribution of the tick in `tick`. */
  cdf: Float64Array;
  tick: number;
  /** No ack quorum can answer at the moment. */
  stalled: boolean;
  meanMs: number;
}

export interface PartitionedTopic {
  namespace: number;
  name: string;
  topics: number[];
}

export interface FunctionInstance {
  id: number;
  worker: number;
  running: boolean;
  startedMs: number;
  received: number;
  processed: number;
  exceptions: number;
  windowReceived: number;
  windowProcessed: number;
  windowExceptions: number;
  windowStartedMs: number;
  latencyMs: number;
  latencySumMs: number;
  lastInvocationMs: number;
}

export interface FunctionComponent {
  component: 'function' | 'source' | 'sink';
  tenant: string;
  namespace: string;
  name: string;
  input: number[];
  output: number;
  subscription: number[];
  /** Share of messages that throw. */
  failing: number;
  sourceRate: number;
  instances: FunctionInstance[];
}

/** Something that happened and that an operator could know of (also kept beside the ground truth). */
export interface WorldEvent {
  atMs: number;
  kind: string;
  node: string;
  text: string;
}

export interface World {
  readonly seed: number;
  readonly cluster: string;
  readonly size: ClusterSize;
  readonly startMs: number;
  /** Length of a tick in ms. */
  readonly tickMs: number;
  nowMs: number;
  tick: number;
  leader: number;
  brokers: Broker[];
  bookies: Bookie[];
  workers: FunctionWorker[];
  metadata: MetadataServer[];
  hosts: Host[];
  namespaces: Namespace[];
  bundles: Bundle[];
  partitioned: PartitionedTopic[];
  topics: Topics;
  subs: Subscriptions;
  ensembles: Ensemble[];
  ensembleIndex: Map<string, number>;
  functions: FunctionComponent[];
  applications: string[];
  /** Pending entries by broker x application, for the limit of 1,000 a connection. */
  connectionPending: Float64Array;
  /** The same connections: 1 while the broker does not read from one. */
  connectionThrottled: Uint8Array;
  nextLedgerId: number;
  /** Ledger id to topic, for the bookies' ledger API. */
  ledgerTopic: Map<number, number>;
  underReplicated: Set<number>;
  auditor: number;
  /** Bundle and partition layout of topics, by full name. */
  topicByName: Map<string, number>;
  events: WorldEvent[];
  random: {
    load: Random;
    arrivals: Random;
    consume: Random;
    latency: Random;
    gc: Random;
    placement: Random;
    misc: Random;
  };
}

/** `persistent://tenant/namespace/topic`. */
export function topicName(world: World, topic: number): string {
  const namespace = world.namespaces[world.topics.namespace[topic]];
  return `persistent://${namespace.tenant}/${namespace.name}/${world.topics.names[topic]}`;
}

export const namespaceName = (namespace: Namespace): string => `${namespace.tenant}/${namespace.name}`;

const hex = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;

/** `0x40000000_0x80000000`, as the admin API names a bundle inside its namespace. */
export const bundleRange = (bundle: Bundle): string => `${hex(bundle.low)}_${hex(bundle.high)}`;

/** Broker that serves a topic now, or -1. */
export function ownerOf(world: World, topic: number): number {
  return world.bundles[world.topics.bundle[topic]].owner;
}

/** Up, reachable and not in a pause. */
export const answers = (process: Process, nowMs: number): boolean =>
  process.up && process.reachable && process.frozenUntilMs <= nowMs;

const EVENTS_KEPT = 2000;

export function addEvent(world: World, kind: string, node: string, text: string): void {
  world.events.push({ atMs: world.nowMs, kind, node, text });
  if (world.events.length > EVENTS_KEPT) world.events.splice(0, world.events.length - EVENTS_KEPT);
}
