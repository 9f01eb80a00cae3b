/** What one topic's object told so far. Nothing of it counts before the object is complete. */
export class StagedTopic {
  rateIn = 0;
  rateOut = 0;
  throughputIn = 0;
  throughputOut = 0;
  storageBytes = 0;
  backlogBytes = 0;
  producers = 0;
  /** The first `count` are of this topic; the others are kept for the next. */
  readonly subscriptions: StagedSubscription[] = [];
  count = 0;

  begin(): void {
    this.rateIn = this.rateOut = this.throughputIn = this.throughputOut = 0;
    this.storageBytes = this.backlogBytes = this.producers = 0;
    this.count = 0;
  }

  /** A further subscription, with nothing known. */
  add(name: number): StagedSubscription {
    if (this.count === this.subscriptions.length) this.subscriptions.push(new StagedSubscription());
    const staged = this.subscriptions[this.count++];
    staged.begin(name);
    return staged;
  }
}

export class StagedSubscription {
  /** Id in the store's table of subscription names. */
  name = 0;
  type = 0;
  blocked = 0;
  consumers = 0;
  /** Consumers that may not get more before they acknowledge. */
  blockedConsumers = 0;
  backlog = 0;
  backlogNoDelayed = NaN;
  unacked = NaN;
  permits = 0;
  rateOut = 0;
  ackRate = 0;
  redeliverRate = 0;

  begin(name: number): void {
    this.name = name;
    this.type = this.blocked = this.consumers = this.blockedConsumers = 0;
    this.backlog = this.permits = 0;
    this.backlogNoDelayed = this.unacked = NaN;
    this.rateOut = this.ackRate = this.redeliverRate = 0;
  }
}
