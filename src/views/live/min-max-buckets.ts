import type { TimeColumns } from './time-columns.ts';

/**
 * Level of detail of a window that slides: the times are cut into buckets as wide as a pixel, and of each series in each
 * bucket only the smallest and the largest value are kept, in the order in which they occurred. A line through them covers the
 * same pixels as a line through all points (M4, Jugel et al. 2014, without first and last, which a line as wide as a pixel
 * does not show), and no peak is lost.
 *
 * Buckets are multiples of their width since the epoch, so that sliding only drops old ones and fills new ones: an update
 * costs what came, not what is there. When the columns were rewritten, all buckets are made again.
 */
export class MinMaxBuckets {
  readonly bucketMs: number;
  private epoch = -1;
  private capacity: number;
  /** Number of the first bucket that is kept, in widths since the epoch; the next free one. */
  private first = 0;
  private next = 0;
  /** Place of `first` in the arrays. */
  private offset = 0;
  private columns: Float64Array[] = [];
  private readonly slots: number;

  /** @param slots buckets that a window has */
  constructor(bucketMs: number, slots: number) {
    this.bucketMs = bucketMs;
    this.slots = Math.max(1, Math.ceil(slots) + 2);
    this.capacity = 2 * this.slots;
  }

  /** Takes over what changed in the columns since the last call. */
  update(source: TimeColumns): void {
    const times = source.timesView();
    if (times.length === 0) {
      this.reset(source, 0);
      return;
    }
    const newest = Math.floor(times[times.length - 1] / this.bucketMs);
    const oldest = Math.max(Math.floor(times[0] / this.bucketMs), newest - this.slots + 1);
    if (source.epoch !== this.epoch || newest < this.next - 1 || oldest >= this.next) this.reset(source, oldest);
    // The newest bucket was not full: it is made again.
    const from = Math.max(this.next - 1, oldest);
    this.dropBefore(oldest);
    this.reserve(newest);
    const firstRow = source.rowFrom(from * this.bucketMs);
    for (const [index, values] of source.columnViews().entries())
      this.fill(this.columns[index], times, values, firstRow);
  }

  /** Two times a bucket, in ms: its first and its second quarter mark, between which the order of occurrence is kept. */
  times(): Float64Array {
    const times = new Float64Array(2 * (this.next - this.first));
    for (let bucket = this.first, at = 0; bucket < this.next; bucket++, at += 2) {
      times[at] = (bucket + 0.25) * this.bucketMs;
      times[at + 1] = (bucket + 0.75) * this.bucketMs;
    }
    return times;
  }

  /** Two values a bucket for each series, NaN where there is none: views, good until the next update. */
  values(): Float64Array[] {
    const [from, to] = [2 * this.offset, 2 * (this.offset + this.next - this.first)];
    return this.columns.map((column) => column.subarray(from, to));
  }

  private reset(source: TimeColumns, first: number): void {
    this.epoch = source.epoch;
    this.first = this.next = first;
    this.offset = 0;
    const count = source.series.length;
    this.columns = Array.from(
      { length: count },
      (_, index) => this.columns[index] ?? new Float64Array(2 * this.capacity),
    );
  }

  private dropBefore(bucket: number): void {
    if (bucket <= this.first) return;
    const dropped = Math.min(bucket, this.next) - this.first;
    this.offset += dropped;
    this.first += dropped;
  }

  /** Makes room up to a bucket and empties what is filled next. */
  private reserve(newest: number): void {
    const kept = this.next - this.first;
    if (this.offset + newest + 1 - this.first > this.capacity) {
      for (const column of this.columns) column.copyWithin(0, 2 * this.offset, 2 * (this.offset + kept));
      this.offset = 0;
    }
    const refilled = this.offset + Math.max(0, kept - 1);
    this.next = newest + 1;
    const end = this.offset + this.next - this.first;
    for (const column of this.columns) column.fill(NaN, 2 * refilled, 2 * end);
  }

  private fill(column: Float64Array, times: Float64Array, values: Float64Array, firstRow: number): void {
    const { bucketMs, first, offset } = this;
    for (let row = firstRow; row < times.length; row++) {
      const value = values[row];
      if (Number.isNaN(value)) continue;
      const at = 2 * (offset + Math.floor(times[row] / bucketMs) - first);
      const [early, late] = [column[at], column[at + 1]];
      if (Number.isNaN(early)) column[at] = value;
      else if (Number.isNaN(late)) {
        if (value !== early) column[at + 1] = value;
      } else {
        // The one beyond the two takes the place of the one on its side, and comes later than the other.
        const [low, high] = early < late ? [early, late] : [late, early];
        if (value > high) this.replace(column, at, low, value);
        else if (value < low) this.replace(column, at, high, value);
      }
    }
  }

  private replace(column: Float64Array, at: number, stays: number, latest: number): void {
    column[at] = stays;
    column[at + 1] = latest;
  }
}
