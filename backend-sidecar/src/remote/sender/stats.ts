/** How the queue of one receiver does; `…Total` count since the start of the queue. */
export interface WriteQueueStats {
  name: string;
  /** Host and path of the receiver. */
  address: string;
  shards: number;
  pendingSamples: number;
  requestsTotal: number;
  retriesTotal: number;
  bytesTotal: number;
  samplesDeliveredTotal: number;
  /** Refused by the receiver, all or in part: not sent again. */
  samplesRefusedTotal: number;
  /** Left out by write_relabel_configs. */
  samplesRelabelledAwayTotal: number;
  samplesTooOldTotal: number;
  metadataSentTotal: number;
  /** Newest sample time delivered, ms; 0 before the first. */
  newestDeliveredMs: number;
  /** Segments of the log that were deleted before they were read. */
  missedSegments: number;
  /** What went wrong last, while it goes wrong. */
  lastError: string | undefined;
}

export function emptyQueueStats(name: string, address: string): WriteQueueStats {
  return {
    name,
    address,
    shards: 0,
    pendingSamples: 0,
    requestsTotal: 0,
    retriesTotal: 0,
    bytesTotal: 0,
    samplesDeliveredTotal: 0,
    samplesRefusedTotal: 0,
    samplesRelabelledAwayTotal: 0,
    samplesTooOldTotal: 0,
    metadataSentTotal: 0,
    newestDeliveredMs: 0,
    missedSegments: 0,
    lastError: undefined,
  };
}
