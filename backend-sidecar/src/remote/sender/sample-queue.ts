import type { Labels } from '../../model/labels.ts';
import type { WriteBatch } from '../write/batch.ts';

/** Samples of one shard in order, in columns of fixed capacity that grow only when one read brings more at once. */
export class SampleQueue {
  private labels: Labels[] = [];
  private timestamps: Float64Array;
  private words: Uint32Array;
  /** Number of the log chunk that each sample came in. */
  private chunks: Float64Array;
  private head = 0;
  private tail = 0;

  constructor(capacity: number) {
    this.timestamps = new Float64Array(capacity);
    this.words = new Uint32Array(2 * capacity);
    this.chunks = new Float64Array(capacity);
  }

  get length(): number {
    return this.tail - this.head;
  }

  push(labels: Labels, timestampMs: number, low: number, high: number, chunk: number): void {
    if (this.tail === this.timestamps.length) this.makeRoom();
    const at = this.tail++;
    this.labels[at] = labels;
    this.timestamps[at] = timestampMs;
    this.words[2 * at] = low;
    this.words[2 * at + 1] = high;
    this.chunks[at] = chunk;
  }

  /** The first `count` samples; views that are valid until the next push. */
  peek(count: number): WriteBatch & { chunks: Float64Array } {
    const end = this.head + Math.min(count, this.length);
    return {
      length: end - this.head,
      labels: this.labels.slice(this.head, end),
      timestamps: this.timestamps.subarray(this.head, end),
      words: this.words.subarray(2 * this.head, 2 * end),
      chunks: this.chunks.subarray(this.head, end),
    };
  }

  /** Removes the first `count` samples, calling `each` with the chunk of every one. */
  drop(count: number, each: (chunk: number) => void): void {
    for (let i = 0; i < count; i++) each(this.chunks[this.head + i]);
    this.head += count;
    if (this.head === this.tail) {
      this.head = 0;
      this.tail = 0;
      this.labels = [];
    }
  }

  /** Moves what there is to the front; doubles the columns when that is not enough. */
  private makeRoom(): void {
    const { head, tail } = this;
    const capacity = this.length * 2 > this.timestamps.length ? this.timestamps.length * 2 : this.timestamps.length;
    const timestamps = new Float64Array(capacity);
    timestamps.set(this.timestamps.subarray(head, tail));
    const words = new Uint32Array(2 * capacity);
    words.set(this.words.subarray(2 * head, 2 * tail));
    const chunks = new Float64Array(capacity);
    chunks.set(this.chunks.subarray(head, tail));
    this.labels = this.labels.slice(head, tail);
    this.timestamps = timestamps;
    this.words = words;
    this.chunks = chunks;
    this.tail -= head;
    this.head = 0;
  }
}
