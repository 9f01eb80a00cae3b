import type { WindowedHistogram } from './histogram.ts';
import type { Jvm } from './jvm.ts';

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
