/** What a closer look at one subscription told. Times are ms since the epoch; NaN where the broker did not say. */
export interface SubscriptionDetail {
  lastAckedMs: number;
  lastConsumedMs: number;
  /** Entries that are not due yet. */
  delayed: number;
  /** Publish time of the oldest message that is not acknowledged. */
  oldestMs: number;
  /** From the internal statistics: where the cursor reads next, and reads it has asked the managed ledger for. */
  readPosition?: string;
  pendingReads?: number;
  /** Since when the cursor was seen at this place. */
  readPositionSinceMs?: number;
}

export interface TopicDetail {
  atMs: number;
  subscriptions: ReadonlyMap<string, SubscriptionDetail>;
}
