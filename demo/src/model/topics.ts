import { PULSAR_BUCKETS } from './histogram.ts';

/**
 * Topics and subscriptions as columns (one typed array a field), because there may be 100,000 and each lives through every
 * tick. A topic here is one partition or one unpartitioned topic: what a broker serves.
 */
export interface Topics {
  count: number;
  /** Local name, without tenant and namespace. */
  names: string[];
  namespace: Int32Array;
  bundle: Int32Array;
  /** Index into `World.partitioned`, or -1. */
  partitioned: Int32Array;
  /** Application whose producers publish here; its connections are shared by its topics. */
  application: Int32Array;
  producers: Uint8Array;
  /** Base rate in messages per second, before the daily shape, noise and surges. */
  rate: Float64Array;
  messageBytes: Float64Array;
  /** Messages per entry. */
  batch: Float64Array;
  /** Slow random walk of the load, about 1. */
  wave: Float64Array;
  /** Multiplier set by faults. */
  surge: Float64Array;
  /** Multiplier of benign bursts. */
  burst: Float64Array;
  ensemble: Int32Array;
  ledgers: Ledger[][];
  /** First and one past the last subscription. */
  subFrom: Int32Array;
  subTo: Int32Array;
  /** Virtual ms from which the topic is served by its owner; Infinity while it has none. */
  servedFrom: Float64Array;
  /** Counters of the present owner: they restart at 0 when the topic moves. */
  inMessages: Float64Array;
  inBytes: Float64Array;
  entries: Float64Array;
  /** Messages made durable in this tick: what consumers can have. */
  arrived: Float64Array;
  storageBytes: Float64Array;
  backlogBytes: Float64Array;
  /** Messages waiting at the producers while the topic cannot take them. */
  clientBuffer: Float64Array;
  /** Entries sent to bookies and not yet acknowledged at the end of the tick. */
  pending: Float64Array;
  stalled: (StalledEntries[] | undefined)[];
  /** Window of 60 s being filled, and the last finished one. */
  windowMessages: Float64Array;
  windowBytes: Float64Array;
  windowEntries: Float64Array;
  shownMessages: Float64Array;
  shownBytes: Float64Array;
  shownEntries: Float64Array;
  shownOut: Float64Array;
  shownOutBytes: Float64Array;
  shownReads: Float64Array;
  windowReads: Float64Array;
  windowWrite: Uint32Array;
  shownWrite: Uint32Array;
  windowWriteSumUs: Float64Array;
  shownWriteSumUs: Float64Array;
  windowLedger: Uint32Array;
  shownLedger: Uint32Array;
  windowLedgerSumUs: Float64Array;
  shownLedgerSumUs: Float64Array;
}

export interface StalledEntries {
  sinceMs: number;
  entries: number;
}

export interface Ledger {
  id: number;
  openedMs: number;
  closedMs: number;
  entries: number;
  bytes: number;
  /** Ensembles in force from an entry on: more than one after an ensemble change. */
  ensembles: { fromEntry: number; ensemble: number }[];
}

export interface Subscriptions {
  count: number;
  names: string[];
  topic: Int32Array;
  type: Uint8Array;
  /** Consumers attached when all is well, and now. */
  wanted: Int16Array;
  consumers: Int16Array;
  /** Messages per second the consumers can take together. */
  capacity: Float64Array;
  /** Set by faults: consumers stay away until cleared. */
  stopped: Uint8Array;
  backlog: Float64Array;
  unacked: Float64Array;
  outMessages: Float64Array;
  outBytes: Float64Array;
  windowOut: Float64Array;
  windowAcked: Float64Array;
  windowRedelivered: Float64Array;
  shownOut: Float64Array;
  shownAcked: Float64Array;
  shownRedelivered: Float64Array;
  lastConsumedMs: Float64Array;
  lastAckedMs: Float64Array;
  lastFlowMs: Float64Array;
  /** Messages expired by the namespace's time to live, and when last. */
  expired: Float64Array;
  lastExpiredMs: Float64Array;
  /** Publish time of the oldest message of the backlog. */
  oldestMs: Float64Array;
}

export const SUBSCRIPTION_TYPES = ['Exclusive', 'Shared', 'Failover', 'Key_Shared'] as const;

const columns = <K extends string>(count: number, keys: readonly K[]): Record<K, Float64Array> =>
  Object.fromEntries(keys.map((key) => [key, new Float64Array(count)])) as Record<K, Float64Array>;

const TOPIC_COLUMNS = [
  'rate', 'messageBytes', 'batch', 'wave', 'surge', 'burst', 'servedFrom', 'inMessages', 'inBytes', 'entries', 'arrived', 'storageBytes',
  'backlogBytes', 'clientBuffer', 'pending', 'windowMessages', 'windowBytes', 'windowEntries', 'shownMessages', 'shownBytes',
  'shownEntries', 'shownOut', 'shownOutBytes', 'shownReads', 'windowReads', 'windowWriteSumUs', 'shownWriteSumUs',
  'windowLedgerSumUs', 'shownLedgerSumUs',
] as const; // prettier-ignore

export function createTopics(count: number): Topics {
  const ints = () => new Int32Array(count);
  const buckets = () => new Uint32Array(count * PULSAR_BUCKETS);
  return {
    count,
    names: new Array<string>(count).fill(''),
    namespace: ints(),
    bundle: ints(),
    partitioned: ints().fill(-1),
    application: ints(),
    producers: new Uint8Array(count),
    ensemble: ints(),
    ledgers: Array.from({ length: count }, () => []),
    subFrom: ints(),
    subTo: ints(),
    stalled: new Array<StalledEntries[] | undefined>(count).fill(undefined),
    ...columns(count, TOPIC_COLUMNS),
    windowWrite: buckets(),
    shownWrite: buckets(),
    windowLedger: buckets(),
    shownLedger: buckets(),
  };
}

const SUBSCRIPTION_COLUMNS = [
  'capacity', 'backlog', 'unacked', 'outMessages', 'outBytes', 'windowOut', 'windowAcked', 'windowRedelivered', 'shownOut',
  'shownAcked', 'shownRedelivered', 'lastConsumedMs', 'lastAckedMs', 'lastFlowMs', 'oldestMs', 'expired', 'lastExpiredMs',
] as const; // prettier-ignore

export function createSubscriptions(count: number): Subscriptions {
  return {
    count,
    names: new Array<string>(count).fill(''),
    topic: new Int32Array(count),
    type: new Uint8Array(count),
    wanted: new Int16Array(count),
    consumers: new Int16Array(count),
    stopped: new Uint8Array(count),
    ...columns(count, SUBSCRIPTION_COLUMNS),
  };
}
