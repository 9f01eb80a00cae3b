/**
 * Condenses one series' samples into buckets of a tier. Sums are compensated (Neumaier), NaN loses against numbers in
 * minimum and maximum, staleness markers are left out; counters keep what `rate` and `increase` need across resets, see
 * TIER_PEAK (the aim is Thanos' counter aggregate; the form differs: one value a bucket that has a reset, none otherwise).
 */
import { isStaleAt } from '../../model/stale.ts';
import { ColumnBuffer } from './column-buffer.ts';
import { TIER_COLUMNS, TIER_COUNT, TIER_LAST, TIER_MAX, TIER_MIN, TIER_PEAK, TIER_SUM } from './tier-columns.ts';

export class Bucketizer {
  readonly out = new ColumnBuffer(TIER_COLUMNS);
  private readonly resolutionMs: number;
  private first = true;
  private bucket = NaN;
  private timeMs = 0;
  private count = 0;
  private sum = 0;
  private compensation = 0;
  private min = NaN;
  private max = NaN;
  private last = NaN;
  /** The counter as if it had never been reset since the last bucket's end. */
  private running = NaN;
  private peak = NaN;

  constructor(resolutionMs: number) {
    this.resolutionMs = resolutionMs;
  }

  /**
   * Starts a series; its rows are in `out` after `end`. The first sample gets a row of its own: a reset between this block and
   * the one before shows there and nowhere else.
   */
  begin(): void {
    this.first = true;
    this.out.length = 0;
    this.bucket = NaN;
    this.last = NaN;
    this.running = NaN;
  }

  /** Raw samples, ascending. */
  addRaw({ length, timestamps, columns: [values] }: ColumnBuffer): void {
    const words = new Uint32Array(values.buffer, values.byteOffset, 2 * length);
    for (let i = 0; i < length; i++) {
      if (isStaleAt(words, i)) continue;
      const value = values[i];
      this.enter(timestamps[i]);
      this.count++;
      this.addToSum(value);
      if (value < this.min || Number.isNaN(this.min)) this.min = value;
      if (value > this.max || Number.isNaN(this.max)) this.max = value;
      this.advance(value, value < this.last);
      this.parted();
    }
  }

  /** Rows of a finer tier, ascending. */
  addTier({ length, timestamps, columns }: ColumnBuffer): void {
    for (let i = 0; i < length; i++) {
      this.enter(timestamps[i]);
      this.count += columns[TIER_COUNT][i];
      this.addToSum(columns[TIER_SUM][i]);
      const min = columns[TIER_MIN][i];
      const max = columns[TIER_MAX][i];
      if (min < this.min || Number.isNaN(this.min)) this.min = min;
      if (max > this.max || Number.isNaN(this.max)) this.max = max;
      const peak = columns[TIER_PEAK][i];
      const last = columns[TIER_LAST][i];
      if (Number.isNaN(peak)) {
        this.advance(last, last < this.last);
      } else {
        this.advance(peak, peak < this.last);
        this.advance(last, true);
      }
      this.parted();
    }
  }

  end(): void {
    if (!Number.isNaN(this.bucket)) this.emit();
  }

  /** Ends the first row after the first sample. */
  private parted(): void {
    if (!this.first) return;
    this.first = false;
    this.emit();
    this.bucket = NaN;
  }

  private enter(timeMs: number): void {
    const bucket = Math.floor(timeMs / this.resolutionMs);
    if (bucket !== this.bucket) {
      if (!Number.isNaN(this.bucket)) this.emit();
      this.bucket = bucket;
      this.count = 0;
      this.sum = 0;
      this.compensation = 0;
      this.min = NaN;
      this.max = NaN;
      this.peak = NaN;
      this.running = this.last;
    }
    this.timeMs = timeMs;
  }

  private addToSum(value: number): void {
    const sum = this.sum + value;
    if (Number.isFinite(sum))
      this.compensation += Math.abs(this.sum) >= Math.abs(value) ? this.sum - sum + value : value - sum + this.sum;
    this.sum = sum;
  }

  private advance(value: number, reset: boolean): void {
    if (reset) {
      this.peak = this.running;
      this.running += value;
    } else if (Number.isNaN(this.running) || Number.isNaN(this.last)) {
      this.running = value;
    } else {
      this.running += value - this.last;
    }
    this.last = value;
  }

  private emit(): void {
    const { out } = this;
    out.reserve(1);
    const at = out.length++;
    out.timestamps[at] = this.timeMs;
    out.columns[TIER_COUNT][at] = this.count;
    out.columns[TIER_SUM][at] = Number.isFinite(this.sum) ? this.sum + this.compensation : this.sum;
    out.columns[TIER_MIN][at] = this.min;
    out.columns[TIER_MAX][at] = this.max;
    out.columns[TIER_LAST][at] = this.last;
    out.columns[TIER_PEAK][at] = this.peak;
  }
}
