import type { Random } from '../random.ts';
import type { ClusterSize } from '../size.ts';
import type { Bookie, Broker, FunctionWorker, Host, MetadataServer, Process } from './nodes.ts';
import type { Subscriptions, Topics } from './topics.ts';

export type { Bookie, Broker, BrokerShown, FunctionWorker, Host, MetadataServer, Process } from './nodes.ts';

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
  /** Ledger replication; off, under-replicated ledgers are found but not copied. */
  autorecovery: boolean;
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
