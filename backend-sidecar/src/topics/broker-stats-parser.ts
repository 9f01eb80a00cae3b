import { FieldNames } from './json/field-names.ts';
import { JsonScanner, type JsonHandler } from './json/json-scanner.ts';
import { StagedSubscription, StagedTopic } from './store/staged-topic.ts';
import type { TopicPlace, TopicStore } from './store/topic-store.ts';
import { subscriptionTypeOf } from './subscription-type.ts';

/**
 * `/admin/v2/broker-stats/topics`: namespace → bundle → domain → topic → its figures, `subscriptions` → name → its figures,
 * `consumers` → a list. Shape and fields as recorded from 4.0.8; keys that are not listed here are passed over.
 */
const Level = {
  namespace: 1,
  bundle: 2,
  domain: 3,
  topic: 4,
  figure: 5,
  subscription: 6,
  subFigure: 7,
  consumer: 9,
} as const;

const TOPIC_FIELDS = [
  'subscriptions',
  'msgRateIn',
  'msgRateOut',
  'msgThroughputIn',
  'msgThroughputOut',
  'storageSize',
  'backlogSize',
  'producerCount',
] as const;
const SUBSCRIPTION_FIELDS = [
  'consumers',
  'msgBacklog',
  'msgBacklogNoDelayed',
  'msgRateOut',
  'messageAckRate',
  'msgRateRedeliver',
  'type',
  'blockedSubscriptionOnUnackedMsgs',
  'unackedMessages',
] as const;
const CONSUMER_FIELDS = ['availablePermits', 'blockedConsumerOnUnackedMsgs'] as const;

const topicFields = new FieldNames(TOPIC_FIELDS);
const subscriptionFields = new FieldNames(SUBSCRIPTION_FIELDS);
const consumerFields = new FieldNames(CONSUMER_FIELDS);

/** Feeds one broker's answer into the store, chunk by chunk. Topics count as soon as their object is complete. */
export class BrokerStatsParser implements JsonHandler {
  /** Complete topics so far. */
  topics = 0;
  subscriptions = 0;
  private readonly store: TopicStore;
  private readonly place: TopicPlace;
  private readonly scanner = new JsonScanner(this);
  private readonly staged = new StagedTopic();
  private subscription = new StagedSubscription();
  private depth = 0;
  /** Id of the topic whose object is open, or -1. */
  private topic = -1;
  private field = -1;

  constructor(store: TopicStore, place: { broker: number; pass: number; nowMs: number }) {
    this.store = store;
    this.place = { ...place, namespace: 0, bundle: 0 };
  }

  /** @throws JsonError */
  push(chunk: Uint8Array): void {
    this.scanner.push(chunk);
  }

  /** @throws JsonError when the answer is incomplete; what was complete of it stays */
  end(): void {
    this.scanner.end();
  }

  key(bytes: Uint8Array, start: number, end: number): boolean {
    switch (this.depth) {
      case Level.namespace:
        this.place.namespace = this.store.namespaces.intern(bytes, start, end);
        return true;
      case Level.bundle:
        this.place.bundle = this.store.bundles.intern(bytes, start, end);
        return true;
      case Level.domain:
        return true;
      case Level.topic:
        this.topic = this.store.names.intern(bytes, start, end);
        this.staged.begin();
        return true;
      case Level.figure:
        this.field = topicFields.find(bytes, start, end);
        return this.field >= 0;
      case Level.subscription:
        this.subscription = this.staged.add(this.store.subscriptionNames.intern(bytes, start, end));
        return true;
      case Level.subFigure:
        this.field = subscriptionFields.find(bytes, start, end);
        return this.field >= 0;
      case Level.consumer:
        this.field = consumerFields.find(bytes, start, end);
        return this.field >= 0;
      default:
        return false;
    }
  }

  string(bytes: Uint8Array, start: number, end: number): void {
    if (this.depth === Level.subFigure && SUBSCRIPTION_FIELDS[this.field] === 'type')
      this.subscription.type = subscriptionTypeOf(bytes, start, end);
  }

  number(value: number): void {
    if (this.depth === Level.figure) this.topicFigure(value);
    else if (this.depth === Level.subFigure) this.subscriptionFigure(value);
    else if (this.depth === Level.consumer) {
      if (this.field === 0) this.subscription.permits += value;
      else if (this.field === 1) this.subscription.blockedConsumers += value;
    }
  }

  openObject(): void {
    // An object directly in `consumers`.
    if (this.depth === Level.consumer - 1) this.subscription.consumers++;
    this.depth++;
  }

  openArray(): void {
    this.depth++;
  }

  close(): void {
    this.depth--;
    this.field = -1;
    if (this.depth !== Level.topic || this.topic < 0) return;
    this.store.commit(this.topic, this.staged, this.place);
    this.topic = -1;
    this.topics++;
    this.subscriptions += this.staged.count;
  }

  private topicFigure(value: number): void {
    const { staged } = this;
    switch (TOPIC_FIELDS[this.field]) {
      case 'msgRateIn':
        staged.rateIn = value;
        break;
      case 'msgRateOut':
        staged.rateOut = value;
        break;
      case 'msgThroughputIn':
        staged.throughputIn = value;
        break;
      case 'msgThroughputOut':
        staged.throughputOut = value;
        break;
      case 'storageSize':
        staged.storageBytes = value;
        break;
      case 'backlogSize':
        staged.backlogBytes = value;
        break;
      case 'producerCount':
        staged.producers = value;
        break;
    }
  }

  private subscriptionFigure(value: number): void {
    const { subscription } = this;
    switch (SUBSCRIPTION_FIELDS[this.field]) {
      case 'msgBacklog':
        subscription.backlog = value;
        break;
      case 'msgBacklogNoDelayed':
        subscription.backlogNoDelayed = value;
        break;
      case 'msgRateOut':
        subscription.rateOut = value;
        break;
      case 'messageAckRate':
        subscription.ackRate = value;
        break;
      case 'msgRateRedeliver':
        subscription.redeliverRate = value;
        break;
      case 'blockedSubscriptionOnUnackedMsgs':
        subscription.blocked = value;
        break;
      case 'unackedMessages':
        subscription.unacked = value;
        break;
    }
  }
}
