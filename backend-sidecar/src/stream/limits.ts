/** Ceilings of the stream hub. Every one has a counter in `StreamStats`; hitting one is said to the client. */
export interface StreamLimits {
  maxClients: number;
  maxSubscriptionsPerClient: number;
  maxSeriesPerSubscription: number;
  /** Distinct series and query channels alive at once. */
  maxChannels: number;
  /** Largest message accepted from a client. */
  maxMessageBytes: number;
  /** A client with more than this queued gets only the latest values once it has caught up. */
  softQueueBytes: number;
  /** A client with more than this queued for longer than `hardQueueMs` is closed with 1013. */
  hardQueueBytes: number;
  hardQueueMs: number;
  /** A client above the soft limit whose queue does not shrink for this long is closed with 1013. */
  stalledMs: number;
  /** Messages a channel keeps for clients that resume. */
  replayMessages: number;
  /** Bytes that all channels together keep for clients that resume. */
  replayBytes: number;
  /** How long a channel without subscribers goes on, so that a reconnect or the next poll finds it. */
  lingerMs: number;
  heartbeatMs: number;
  /** Samples that arrive within this time leave as one message. */
  flushMs: number;
  /** How long a poll waits for news. */
  pollWaitMs: number;
  maxConcurrentEvaluations: number;
  /** Steps of history a query subscription may ask for. */
  maxHistorySteps: number;
}

export const DEFAULT_STREAM_LIMITS: StreamLimits = {
  maxClients: 5000,
  maxSubscriptionsPerClient: 100,
  maxSeriesPerSubscription: 2000,
  maxChannels: 10_000,
  maxMessageBytes: 65_536,
  softQueueBytes: 256 * 1024,
  hardQueueBytes: 4 * 1024 * 1024,
  hardQueueMs: 10_000,
  stalledMs: 30_000,
  replayMessages: 256,
  replayBytes: 32 * 1024 * 1024,
  lingerMs: 60_000,
  heartbeatMs: 15_000,
  flushMs: 10,
  pollWaitMs: 25_000,
  maxConcurrentEvaluations: 4,
  maxHistorySteps: 11_000,
};
