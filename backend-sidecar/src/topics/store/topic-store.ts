import { GROWTH_STEP_MS, smoothedGrowth } from '../verdict/trend.ts';
import { copyRow } from './columns.ts';
import { NameTable } from './name-table.ts';
import type { StagedSubscription, StagedTopic } from './staged-topic.ts';
import { NOT_TOLD, SUBSCRIPTION_COLUMNS, SubscriptionTable } from './subscription-table.ts';
import { TOPIC_COLUMNS, TopicTable } from './topic-table.ts';

/** Where and when a topic was read. Ids are those of the store's name tables. */
export interface TopicPlace {
  namespace: number;
  bundle: number;
  broker: number;
  /** Number of the reading of that broker. */
  pass: number;
  nowMs: number;
}

/** Subscriptions of one topic beyond which names are looked up in a map instead of along the list. */
const LONG_LIST = 32;
const PARTITION = /-partition-\d+$/;
/** Rows and names that nobody uses are given back when there are more than these, and more than the used ones. */
const SPARE_ROWS = 5000;

/** What is known of all topics and subscriptions of one cluster. */
export class TopicStore {
  readonly names = new NameTable();
  readonly namespaces = new NameTable();
  readonly bundles = new NameTable();
  readonly brokers = new NameTable();
  readonly subscriptionNames = new NameTable();
  readonly topics = new TopicTable();
  readonly subscriptions = new SubscriptionTable();
  /** Grows with every topic that changed: caches of derived figures compare it. */
  version = 0;
  private readonly onSubscription: (row: number, nowMs: number) => void;
  private rows = new Uint32Array(64);

  /** @param onSubscription told of each subscription after its columns were brought up to date */
  constructor(onSubscription: (row: number, nowMs: number) => void = () => {}) {
    this.onSubscription = onSubscription;
  }

  /** Takes in a complete topic. */
  commit(name: number, staged: StagedTopic, place: TopicPlace): void {
    this.topics.reserve(name);
    const t = this.topics.columns;
    if (t.alive[name] === 0) this.begin(name);
    t.namespace[name] = place.namespace;
    t.bundle[name] = place.bundle;
    t.broker[name] = place.broker;
    t.pass[name] = place.pass;
    t.updatedMs[name] = place.nowMs;
    t.missingMs[name] = 0;
    t.rateIn[name] = staged.rateIn;
    t.rateOut[name] = staged.rateOut;
    t.throughputIn[name] = staged.throughputIn;
    t.throughputOut[name] = staged.throughputOut;
    t.storageBytes[name] = staged.storageBytes;
    t.backlogBytes[name] = staged.backlogBytes;
    t.producers[name] = staged.producers;
    this.link(name, staged);
    let consumers = 0;
    let backlog = 0;
    for (let i = 0; i < staged.count; i++) {
      const each = staged.subscriptions[i];
      consumers += each.consumers;
      backlog += each.backlog;
      this.update(this.rows[i], each, place.nowMs);
      this.onSubscription(this.rows[i], place.nowMs);
    }
    t.consumers[name] = consumers;
    t.backlogEntries[name] = backlog;
    t.subscriptions[name] = staged.count;
    this.version++;
  }

  remove(topic: number): void {
    const t = this.topics.columns;
    for (let row = t.firstSubscription[topic]; row > 0;) {
      const next = this.subscriptions.columns.next[row - 1];
      this.subscriptions.free(row - 1);
      row = next;
    }
    t.firstSubscription[topic] = 0;
    t.alive[topic] = 0;
    t.updatedMs[topic] = 0;
    this.topics.live--;
    this.version++;
  }

  /** Rows of a topic's subscriptions, in the broker's order. */
  *subscriptionsOf(topic: number): Generator<number> {
    const { next } = this.subscriptions.columns;
    for (let row = this.topics.columns.firstSubscription[topic]; row > 0; row = next[row - 1]) yield row - 1;
  }

  /** Much of what it holds belongs to topics and subscriptions that are gone. */
  get isSparse(): boolean {
    const { live } = this.topics;
    const names = this.names.size - 2 * live;
    return names > SPARE_ROWS || this.subscriptionNames.size > SPARE_ROWS + 2 * this.subscriptions.live;
  }

  /** Everything that is alive in a new store, without what is gone. Row numbers change. */
  compacted(): TopicStore {
    const copy = new TopicStore(this.onSubscription);
    const from = this.topics.columns;
    for (let topic = 0; topic < this.names.size; topic++) {
      if (topic >= from.alive.length || from.alive[topic] === 0) continue;
      const row = this.names.copyTo(topic, copy.names);
      copy.topics.reserve(row);
      const to = copy.topics.columns;
      const isNew = to.alive[row] === 0;
      copyRow(TOPIC_COLUMNS, from, topic, to, row);
      if (isNew) copy.topics.live++;
      to.namespace[row] = this.namespaces.copyTo(from.namespace[topic], copy.namespaces);
      to.bundle[row] = this.bundles.copyTo(from.bundle[topic], copy.bundles);
      to.broker[row] = this.brokers.copyTo(from.broker[topic], copy.brokers);
      to.parent[row] = this.names.copyTo(from.parent[topic], copy.names);
      copy.topics.reserve(to.parent[row]);
      this.copySubscriptions(topic, copy, row);
    }
    copy.version = this.version + 1;
    return copy;
  }

  private copySubscriptions(topic: number, copy: TopicStore, row: number): void {
    const rows: number[] = [];
    for (const each of this.subscriptionsOf(topic)) {
      const from = this.subscriptions.columns;
      const at = copy.subscriptions.add(row, 0);
      copyRow(SUBSCRIPTION_COLUMNS, from, each, copy.subscriptions.columns, at);
      copy.subscriptions.columns.topic[at] = row;
      copy.subscriptions.columns.name[at] = this.subscriptionNames.copyTo(from.name[each], copy.subscriptionNames);
      rows.push(at);
    }
    copy.chain(row, rows, rows.length);
  }

  private begin(name: number): void {
    const text = this.names.text(name);
    const parent = PARTITION.test(text) ? this.names.internText(text.replace(PARTITION, '')) : name;
    this.topics.reserve(parent);
    const t = this.topics.columns;
    t.alive[name] = 1;
    t.parent[name] = parent;
    t.firstSubscription[name] = 0;
    t.updatedMs[name] = 0;
    this.topics.live++;
  }

  /** Leaves the rows of the staged subscriptions in `rows`, and frees those that are no longer listed. */
  private link(topic: number, staged: StagedTopic): void {
    if (staged.count > this.rows.length) this.rows = new Uint32Array(2 * staged.count);
    const first = this.topics.columns.firstSubscription[topic];
    const long = staged.count > LONG_LIST ? this.rowsByName(topic) : undefined;
    // The broker's order seldom changes: the next one of the list is nearly always the one looked for.
    let expected = first;
    for (let i = 0; i < staged.count; i++) {
      const { name } = staged.subscriptions[i];
      let row = expected > 0 && this.subscriptions.columns.name[expected - 1] === name ? expected : 0;
      if (row === 0) row = long ? (long.get(name) ?? 0) : this.walk(first, name);
      if (row > 0) expected = this.subscriptions.columns.next[row - 1];
      this.rows[i] = row > 0 ? row - 1 : this.subscriptions.add(topic, name);
    }
    // Marked by the topic they belong to: an own number never is a topic's.
    const { columns } = this.subscriptions;
    for (let i = 0; i < staged.count; i++) columns.topic[this.rows[i]] = MARK;
    for (let row = first; row > 0;) {
      const next = columns.next[row - 1];
      if (columns.topic[row - 1] !== MARK) this.subscriptions.free(row - 1);
      row = next;
    }
    this.chain(topic, this.rows, staged.count);
  }

  private chain(topic: number, rows: ArrayLike<number>, count: number): void {
    const { columns } = this.subscriptions;
    this.topics.columns.firstSubscription[topic] = count > 0 ? rows[0] + 1 : 0;
    for (let i = 0; i < count; i++) {
      columns.topic[rows[i]] = topic;
      columns.next[rows[i]] = i + 1 < count ? rows[i + 1] + 1 : 0;
    }
  }

  private walk(first: number, name: number): number {
    const { columns } = this.subscriptions;
    for (let row = first; row > 0; row = columns.next[row - 1]) if (columns.name[row - 1] === name) return row;
    return 0;
  }

  private rowsByName(topic: number): Map<number, number> {
    const found = new Map<number, number>();
    for (const row of this.subscriptionsOf(topic)) found.set(this.subscriptions.columns.name[row], row + 1);
    return found;
  }

  private update(row: number, staged: StagedSubscription, nowMs: number): void {
    const s = this.subscriptions.columns;
    const elapsedMs = s.readings[row] === 0 ? Infinity : nowMs - s.growthFromMs[row];
    if (elapsedMs >= GROWTH_STEP_MS) {
      if (s.readings[row] > 0)
        s.growth[row] = smoothedGrowth(s.growth[row], staged.backlog - s.growthFrom[row], elapsedMs);
      s.growthFrom[row] = staged.backlog;
      s.growthFromMs[row] = nowMs;
    }
    s.readings[row] = Math.min(0xffff, s.readings[row] + 1);
    s.type[row] = staged.type;
    s.blocked[row] =
      staged.blocked === 1 || (staged.consumers > 0 && staged.blockedConsumers === staged.consumers) ? 1 : 0;
    s.consumers[row] = staged.consumers;
    s.backlog[row] = staged.backlog;
    s.delayed[row] = Number.isNaN(staged.backlogNoDelayed)
      ? NOT_TOLD
      : Math.max(0, staged.backlog - staged.backlogNoDelayed);
    s.unacked[row] = staged.unacked;
    s.permits[row] = staged.permits;
    s.rateOut[row] = staged.rateOut;
    s.ackRate[row] = staged.ackRate;
    s.redeliverRate[row] = staged.redeliverRate;
  }
}

const MARK = 0xffffffff;
