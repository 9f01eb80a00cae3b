import { growColumns, grownCapacity, newColumns, type Columns } from './columns.ts';

export const SUBSCRIPTION_COLUMNS = {
  topic: Uint32Array,
  /** Id of its name. */
  name: Uint32Array,
  /** Row + 1 of the topic's next subscription, or of the next free row; 0 at the end. */
  next: Uint32Array,
  /** Index in SUBSCRIPTION_TYPES. */
  type: Uint8Array,
  blocked: Uint8Array,
  consumers: Uint32Array,
  /** Entries; a batch of messages is one entry. */
  backlog: Float64Array,
  /** Of the backlog, entries that are not due yet; NOT_TOLD where the broker does not say. */
  delayed: Uint32Array,
  /** Messages delivered and not acknowledged; NaN for types that do not count them. Exact up to 16 million. */
  unacked: Float32Array,
  /** Messages that its consumers are still ready to take. */
  permits: Float32Array,
  /** Messages per second. */
  rateOut: Float64Array,
  ackRate: Float64Array,
  redeliverRate: Float64Array,
  /** Smoothed change of the backlog, entries per second; NaN before the second reading. */
  growth: Float32Array,
  /** The backlog, and the time of it, from which on the next step of the growth is measured. */
  growthFrom: Float64Array,
  growthFromMs: Float64Array,
  /** How many readings saw it, at most 65535. */
  readings: Uint16Array,
  /** Index in VERDICTS, and since when it holds (0: since the first reading). */
  verdict: Uint8Array,
  verdictSinceMs: Float64Array,
  /** Index in VERDICTS of what was told last: a verdict is told when the next reading confirms it. */
  toldVerdict: Uint8Array,
  /** What it may become, and since when that has been seen. */
  candidate: Uint8Array,
  candidateSinceMs: Float64Array,
  /** Since when the verdict's reason has been gone; 0 while it is there. */
  clearSinceMs: Float64Array,
} as const;

export const NOT_TOLD = 0xffffffff;

const FIRST_CAPACITY = 512;

/** Subscriptions as columns. Freed rows are used again. */
export class SubscriptionTable {
  columns: Columns<typeof SUBSCRIPTION_COLUMNS> = newColumns(SUBSCRIPTION_COLUMNS, FIRST_CAPACITY);
  live = 0;
  private used = 0;
  private firstFree = 0;
  private capacity = FIRST_CAPACITY;

  /** A row with nothing known. */
  add(topic: number, name: number): number {
    const row = this.take();
    const { columns } = this;
    this.live++;
    columns.topic[row] = topic;
    columns.name[row] = name;
    columns.next[row] = 0;
    columns.growth[row] = NaN;
    columns.readings[row] = 0;
    columns.verdict[row] = 0;
    columns.verdictSinceMs[row] = 0;
    columns.toldVerdict[row] = 0;
    columns.candidate[row] = 0;
    columns.candidateSinceMs[row] = 0;
    columns.clearSinceMs[row] = 0;
    return row;
  }

  free(row: number): void {
    this.columns.next[row] = this.firstFree;
    this.firstFree = row + 1;
    this.live--;
  }

  private take(): number {
    if (this.firstFree > 0) {
      const row = this.firstFree - 1;
      this.firstFree = this.columns.next[row];
      return row;
    }
    if (this.used === this.capacity) {
      this.capacity = grownCapacity(this.capacity);
      growColumns(SUBSCRIPTION_COLUMNS, this.columns, this.capacity);
    }
    return this.used++;
  }
}
