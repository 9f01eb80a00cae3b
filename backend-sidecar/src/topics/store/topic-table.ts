import { growColumns, grownCapacity, newColumns, type Columns } from './columns.ts';

export const TOPIC_COLUMNS = {
  /** 0 for a row that no broker lists any more. */
  alive: Uint8Array,
  /** Ids in the store's name tables. */
  namespace: Uint32Array,
  bundle: Uint32Array,
  broker: Uint32Array,
  /** The topic of which this is a partition, or the topic itself. */
  parent: Uint32Array,
  /** Messages per second, over the last of the broker's own periods (60 s). */
  rateIn: Float64Array,
  rateOut: Float64Array,
  /** Bytes per second. */
  throughputIn: Float64Array,
  throughputOut: Float64Array,
  storageBytes: Float64Array,
  /** Bytes from the slowest cursor on. */
  backlogBytes: Float64Array,
  /** Entries that are not acknowledged, summed over subscriptions. */
  backlogEntries: Float64Array,
  producers: Uint32Array,
  consumers: Uint32Array,
  subscriptions: Uint32Array,
  /** Time of the reading that told it. */
  updatedMs: Float64Array,
  /** Since when its broker does not list it; 0 while it does. */
  missingMs: Float64Array,
  /** The reading of its broker that saw it last. */
  pass: Uint32Array,
  /** Row + 1 of its first subscription, 0 when there is none. */
  firstSubscription: Uint32Array,
} as const;

const FIRST_CAPACITY = 256;

/** Topics as columns; the row of a topic is the id of its name. */
export class TopicTable {
  columns: Columns<typeof TOPIC_COLUMNS> = newColumns(TOPIC_COLUMNS, FIRST_CAPACITY);
  /** Rows that are alive. */
  live = 0;
  private capacity = FIRST_CAPACITY;

  /** Makes sure that the row exists. */
  reserve(row: number): void {
    if (row < this.capacity) return;
    this.capacity = Math.max(row + 1, grownCapacity(this.capacity));
    growColumns(TOPIC_COLUMNS, this.columns, this.capacity);
  }
}
