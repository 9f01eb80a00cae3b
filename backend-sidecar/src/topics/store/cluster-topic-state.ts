import type { RE2JS } from 're2js';
import type { Clock } from '../../util/clock.ts';
import type { BrokerState } from '../read/broker-reading.ts';
import { judge } from '../verdict/judge.ts';
import { VERDICTS, type SubscriptionFacts, type Verdict, type VerdictRules } from '../verdict/verdict.ts';
import { NOT_TOLD } from './subscription-table.ts';
import type { SubscriptionDetail, TopicDetail } from './topic-details.ts';
import { TopicStore } from './topic-store.ts';

export interface VerdictChange {
  cluster: string;
  topic: string;
  subscription: string;
  from: Verdict;
  to: Verdict;
  /** Of the reading that confirmed it, and since when it holds. */
  atMs: number;
  sinceMs: number;
}

export interface ClusterTopicStateOptions {
  cluster: string;
  rules: VerdictRules;
  groups: readonly { name: string; pattern: RE2JS }[];
  brokerState: (broker: string) => BrokerState | undefined;
  clock: Clock;
  /** A verdict that held for two readings; `sub` is the row of the subscription, valid during the call. */
  onVerdict: (change: VerdictChange, sub: number) => void;
}

const COMPACTION_CURSOR = '__compaction';
/** Closer looks kept; the oldest go first. */
const MAX_DETAILS = 5000;
/** What a closer look said counts for so long. */
const DETAIL_MS = 900_000;
/** A topic that no broker lists is kept for this many intervals: bundles that move are between brokers for a moment. */
const MISSING_INTERVALS = 2.5;
/** A reading older than this many intervals no longer tells how a topic is. */
const STALE_INTERVALS = 2.5;
const DAY = 86_400_000;

/** All that is known of one cluster's topics: the rows, what closer looks added, and what time makes of both. */
export class ClusterTopicState {
  store: TopicStore;
  readonly cluster: string;
  readonly rules: VerdictRules;
  readonly groupNames: readonly string[];
  private readonly options: ClusterTopicStateOptions;
  private readonly details = new Map<number, TopicDetail>();
  /** Index of the group + 1, 0 for none, by topic row. */
  private groups = new Uint16Array(256);
  private grouped = 0;
  private compactionCursor: number;
  private users = 0;
  private readonly facts: SubscriptionFacts = {
    isInternal: false,
    consumers: 0,
    backlog: 0,
    backlogNoDelayed: NaN,
    blocked: false,
    rateOut: 0,
    ackRate: 0,
    redeliverRate: 0,
    growth: NaN,
    lastAckedMs: NaN,
  };

  constructor(options: ClusterTopicStateOptions) {
    this.options = options;
    this.cluster = options.cluster;
    this.rules = options.rules;
    this.groupNames = options.groups.map(({ name }) => name);
    this.store = new TopicStore((row, nowMs) => this.judge(row, nowMs, true));
    this.compactionCursor = this.store.subscriptionNames.internText(COMPACTION_CURSOR);
  }

  /** Runs what needs row numbers to stay; afterwards, when nobody else does, rows of topics that left are given back. */
  async whileStable<T>(work: (store: TopicStore) => Promise<T>): Promise<T> {
    this.users++;
    try {
      return await work(this.store);
    } finally {
      this.users--;
      if (this.users === 0 && this.store.isSparse) this.compact();
    }
  }

  /** After a complete reading: topics of this broker that it did not list. */
  markUnseen(broker: string, pass: number): void {
    const { store } = this;
    const t = store.topics.columns;
    const id = store.brokers.find(broker);
    const nowMs = this.options.clock.now();
    for (let row = 0; row < store.names.size; row++) {
      if (t.alive[row] === 1 && t.broker[row] === id && t.pass[row] !== pass && t.missingMs[row] === 0)
        t.missingMs[row] = nowMs;
    }
  }

  /** Forgets topics that no broker has listed for a while, and those of brokers that are long gone. */
  dropMissing(): void {
    const { store } = this;
    const t = store.topics.columns;
    const nowMs = this.options.clock.now();
    for (let row = 0; row < store.names.size; row++) {
      if (t.alive[row] === 0) continue;
      const broker = this.brokerOf(row);
      const missing = t.missingMs[row] > 0 && nowMs - t.missingMs[row] > MISSING_INTERVALS * (broker?.intervalMs ?? 0);
      // What a broker that hangs for a day had is not known any more; a cluster without it may have deleted it.
      if (missing || !broker || nowMs - t.updatedMs[row] > DAY) {
        store.remove(row);
        this.details.delete(row);
      }
    }
    if (this.users === 0 && store.isSparse) this.compact();
  }

  /**
   * Tells which topics' figures are too old to stand for now: sums and series leave them out. Asks for each broker once,
   * so that the test itself is cheap enough for every topic.
   */
  oldTest(nowMs: number): (row: number) => boolean {
    const { brokers, topics } = this.store;
    const oldBefore = new Float64Array(brokers.size);
    for (let id = 0; id < brokers.size; id++) {
      const state = this.options.brokerState(this.brokerName(id));
      oldBefore[id] = state ? nowMs - STALE_INTERVALS * state.intervalMs : Infinity;
    }
    const { updatedMs, broker } = topics.columns;
    return (row) => updatedMs[row] < oldBefore[broker[row]];
  }

  /** Why the figures of a topic are not, or may not be, those of now; undefined when they are. */
  staleReason(row: number): string | undefined {
    const t = this.store.topics.columns;
    const state = this.brokerOf(row);
    const name = this.brokerName(t.broker[row]);
    if (!state) return `${name} is not a broker of the cluster any more`;
    if (t.missingMs[row] > 0) return `${name} does not list it any more, and no other broker does yet`;
    if (!state.listed) return `${name} left the cluster`;
    // What a broken answer told before it broke is of now.
    if (state.lastError !== '' && t.updatedMs[row] <= state.lastGoodMs) return state.lastError;
    const nowMs = this.options.clock.now();
    if (nowMs - t.updatedMs[row] <= STALE_INTERVALS * state.intervalMs) return undefined;
    return `${name} has not been read for ${Math.round((nowMs - t.updatedMs[row]) / 1000)} s`;
  }

  /** Index in `groupNames` + 1, or 0. */
  groupOf(row: number): number {
    if (this.groupNames.length === 0) return 0;
    for (; this.grouped < this.store.names.size; this.grouped++) {
      if (this.grouped >= this.groups.length) {
        const larger = new Uint16Array(2 * this.groups.length);
        larger.set(this.groups);
        this.groups = larger;
      }
      const name = this.store.names.text(this.grouped);
      this.groups[this.grouped] = 1 + this.options.groups.findIndex(({ pattern }) => pattern.matches(name));
    }
    return this.groups[row];
  }

  detailOf(topic: string): TopicDetail | undefined {
    return this.details.get(this.store.names.find(topic));
  }

  /** Of a subscription, when it is recent enough to count. */
  subscriptionDetail(sub: number): SubscriptionDetail | undefined {
    const s = this.store.subscriptions.columns;
    const detail = this.details.get(s.topic[sub]);
    if (!detail || this.options.clock.now() - detail.atMs > DETAIL_MS) return undefined;
    return detail.subscriptions.get(this.store.subscriptionNames.text(s.name[sub]));
  }

  /** Entries that may be delivered now, by the broker or by a closer look; NaN when neither told. */
  backlogNoDelayed(sub: number, detail: SubscriptionDetail | undefined): number {
    const s = this.store.subscriptions.columns;
    const delayed = s.delayed[sub] === NOT_TOLD ? (detail?.delayed ?? NaN) : s.delayed[sub];
    return Math.max(0, s.backlog[sub] - delayed);
  }

  /** 0 when there was no closer look at the topic of this row. */
  detailAtMs(row: number): number {
    return this.details.get(row)?.atMs ?? 0;
  }

  setDetail(topic: string, detail: TopicDetail): void {
    const row = this.store.names.find(topic);
    if (row < 0) return;
    this.details.delete(row);
    this.details.set(row, detail);
    for (const oldest of this.details.keys()) {
      if (this.details.size <= MAX_DETAILS) break;
      this.details.delete(oldest);
    }
    for (const sub of this.store.subscriptionsOf(row)) this.judge(sub, detail.atMs, false);
  }

  private brokerOf(row: number): BrokerState | undefined {
    return this.options.brokerState(this.brokerName(this.store.topics.columns.broker[row]));
  }

  /** Broker names are asked for once a topic: decoded once. */
  private brokerName(id: number): string {
    return (this.brokerNames[id] ??= this.store.brokers.text(id));
  }
  private brokerNames: string[] = [];

  /** @param isReading a reading of the broker, not a closer look: it may confirm what the last one said */
  private judge(sub: number, nowMs: number, isReading: boolean): void {
    const { store, facts, rules } = this;
    const s = store.subscriptions.columns;
    const detail = s.backlog[sub] > 0 && this.details.size > 0 ? this.subscriptionDetail(sub) : undefined;
    facts.isInternal = s.name[sub] === this.compactionCursor;
    facts.consumers = s.consumers[sub];
    facts.backlog = s.backlog[sub];
    facts.backlogNoDelayed = this.backlogNoDelayed(sub, detail);
    facts.blocked = s.blocked[sub] === 1;
    facts.rateOut = s.rateOut[sub];
    facts.ackRate = s.ackRate[sub];
    facts.redeliverRate = s.redeliverRate[sub];
    facts.growth = s.growth[sub];
    facts.lastAckedMs = detail?.lastAckedMs ?? NaN;
    if (judge(s, sub, facts, rules, nowMs, knownSince(facts, detail))) return;
    const told = s.toldVerdict[sub];
    if (!isReading || s.verdict[sub] === told) return;
    s.toldVerdict[sub] = s.verdict[sub];
    const change: VerdictChange = {
      cluster: this.cluster,
      topic: store.names.text(s.topic[sub]),
      subscription: store.subscriptionNames.text(s.name[sub]),
      from: VERDICTS[told],
      to: VERDICTS[s.verdict[sub]],
      atMs: nowMs,
      sinceMs: s.verdictSinceMs[sub],
    };
    this.options.onVerdict(change, sub);
  }

  private compact(): void {
    const before = this.store;
    const after = before.compacted();
    const details = [...this.details];
    this.details.clear();
    for (const [row, detail] of details) {
      const at = after.names.find(before.names.text(row));
      if (at >= 0) this.details.set(at, detail);
    }
    this.store = after;
    this.compactionCursor = after.subscriptionNames.internText(COMPACTION_CURSOR);
    this.brokerNames = [];
    this.grouped = 0;
  }
}

/** Since when nothing moves, by the broker's own account: an orphan was consumed last, a stuck one acknowledged last then. */
function knownSince(facts: SubscriptionFacts, detail: SubscriptionDetail | undefined): number {
  if (!detail || facts.rateOut > 0) return NaN;
  const since = facts.consumers === 0 ? detail.lastConsumedMs : Math.max(detail.lastAckedMs, detail.lastConsumedMs);
  return since > 0 ? since : NaN;
}
