/**
 * The topology is kept as facts, each what one question to the cluster answered. Everything else follows from them: the
 * graph is assembled from facts, a difference is the facts that changed, history is the facts of another time, and an
 * answer that cannot be read costs the one fact it would have given.
 */
import type { NodeState } from '@observatory/protocol/nodes';
import type { FunctionWorker } from '../../pulsar/index.ts';
import type { TopicShard } from './topic-shard.ts';

export interface BrokerReport {
  version: string;
  serviceUrl: string;
  startedMs: number;
}

export interface BookieState {
  running: boolean;
  readOnly: boolean;
  shuttingDown: boolean;
}

export interface BookieDisk {
  totalBytes: number;
  /** Whole percent: free space changes with every read, the picture need not. */
  usedPercent: number;
}

export interface BookieSettings {
  bookiePort: number;
  httpPort: number;
  ledgerDirectories: readonly string[];
  journalDirectories: readonly string[];
  /** Above it the bookie turns read-only, 0 to 1. */
  diskUsageThreshold: number;
  diskUsageWarnThreshold: number;
}

export interface ReplicationState {
  auditor: string;
  underReplicated: boolean;
}

export interface NamespacePolicies {
  /** Bundle boundaries as unsigned numbers, ascending; one more than there are bundles. */
  boundaries: readonly number[];
  replicationClusters: readonly string[];
  ensembleSize: number;
  writeQuorum: number;
  ackQuorum: number;
}

export type FunctionComponent = 'function' | 'source' | 'sink';

export interface FunctionInfo {
  component: FunctionComponent;
  parallelism: number;
  inputs: readonly string[];
  output: string;
}

export interface LedgerInfo {
  id: number;
  entries: number;
  sizeBytes: number;
  state: string;
  underReplicated: boolean;
  writeQuorum: number;
  ackQuorum: number;
  /** From this entry on, these bookies; ascending. Empty when the metadata could not be read. */
  ensembles: readonly { firstEntry: number; bookies: readonly string[] }[];
}

export interface TopicLedgers {
  state: string;
  ledgers: readonly LedgerInfo[];
}

export interface ScrapeState {
  state: NodeState;
  error: string;
}

/** What a recording called a node, and where it was scraped. */
export interface RecordedName {
  name: string;
  address: string;
}

export interface Verdict {
  topic: string;
  subscription: string;
  health: 'degraded' | 'down';
  reason: string;
}

/** What is asked, and the shape of its answer. The subject is in the comment; families without one know one fact. */
export interface FactValues {
  brokers: readonly string[];
  leader: string;
  /** Broker id: namespace bundles it owns, `tenant/ns/0x…_0x…`. */
  owned: readonly string[];
  /** Broker id. */
  report: BrokerReport;
  bookies: readonly string[];
  /** Rack by bookie id, as far as racks were configured. */
  racks: Readonly<Record<string, string>>;
  /** Bookies that the metadata store lists as read-only. */
  readOnly: readonly string[];
  replication: ReplicationState;
  underReplicated: readonly number[];
  /** Bookie id. */
  bookieState: BookieState;
  /** Bookie id. */
  bookieDisk: BookieDisk;
  /** Bookie id. */
  bookieSettings: BookieSettings;
  workers: readonly FunctionWorker[];
  workerLeader: string;
  /** Worker id to instances, `tenant/ns/name:n`. */
  assignments: Readonly<Record<string, readonly string[]>>;
  /** `tenant/ns`: components by name. */
  components: Readonly<Record<string, FunctionComponent>>;
  /** `tenant/ns/name`. */
  function: FunctionInfo;
  tenants: readonly string[];
  /** Tenant: `tenant/ns` names. */
  namespaces: readonly string[];
  /** `tenant/ns`. */
  policies: NamespacePolicies;
  /** `tenant/ns#shard`. */
  topics: TopicShard;
  /** `tenant/ns`: how many shards its topics have; what a failed listing is noted on. */
  topicList: number;
  /** Topic name. */
  ledgers: TopicLedgers;
  /** `kind/address`, as in `/nodes`. */
  scrape: ScrapeState;
  /** Topics and subscriptions that are not well. */
  verdicts: readonly Verdict[];
  /** `kind/id` of a node of an imported recording. */
  recordedName: RecordedName;
}
export type FactFamily = keyof FactValues;

export interface Failure {
  reason: string;
  sinceMs: number;
}

/** What is known of one thing. With a failure the value, if any, is the last that was read. */
export interface Fact<T = unknown> {
  value: T | undefined;
  /** When the value last changed, ms. */
  changedMs: number;
  failure: Failure | undefined;
  /** When the value was last read, as of the failure. */
  lastKnownMs?: number;
}

/** Words for an operator: what could not be read. */
export const FAMILY_NAMES: Readonly<Record<FactFamily, string>> = {
  brokers: 'list of brokers',
  leader: 'leader broker',
  owned: 'owned bundles',
  report: 'load report',
  bookies: 'list of bookies',
  racks: 'racks of bookies',
  readOnly: 'read-only bookies',
  replication: 'state of replication',
  underReplicated: 'under-replicated ledgers',
  bookieState: 'state of the bookie',
  bookieDisk: 'disk of the bookie',
  bookieSettings: 'settings of the bookie',
  workers: 'list of function workers',
  workerLeader: 'leader of the function workers',
  assignments: 'assignments of function instances',
  components: 'functions of the namespace',
  function: 'function',
  tenants: 'list of tenants',
  namespaces: 'namespaces of the tenant',
  policies: 'policies of the namespace',
  topics: 'topics',
  topicList: 'topics of the namespace',
  ledgers: 'ledgers of the topic',
  scrape: 'scrape',
  verdicts: 'verdicts on topics',
  recordedName: 'name in the recording',
};
