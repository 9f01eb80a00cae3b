import { MinMaxBuckets } from './min-max-buckets.ts';
import type { TimeColumns } from './time-columns.ts';

/** What is drawn of a window: times in ms and a column of values a series, NaN where there is none. */
export interface PlotData {
  times: Float64Array;
  values: Float64Array[];
  /** Further apart, two values are not joined. */
  gapMs: number;
  /** Smallest and largest finite value; Infinity and -Infinity when there is none. */
  min: number;
  max: number;
}

export interface PlotWindow {
  fromMs: number;
  toMs: number;
  /** Width of the picture. */
  pixels: number;
  /** The only series whose values count for the extremes; undefined for all. */
  only?: number;
}

/** With fewer points a pixel than this, each one is drawn. */
const POINTS_PER_PIXEL = 4;

/**
 * Chooses what to draw of the columns: every point while there are few, two a pixel when there are many. Keeps the buckets from
 * call to call, so that a sliding window costs what is new.
 */
export class PlotReducer {
  private buckets: MinMaxBuckets | undefined;
  private isExactAlways = false;

  /** Draws every point, however many there are. */
  set exact(exact: boolean) {
    this.isExactAlways = exact;
  }

  /** @param gapMs the longest distance between samples that is no gap */
  reduce(columns: TimeColumns, window: PlotWindow, gapMs: number): PlotData {
    const { fromMs, toMs, pixels, only } = window;
    // One row beyond each edge, so that lines run out of the picture.
    const first = Math.max(0, columns.rowFrom(fromMs) - 1);
    const end = Math.min(columns.length, columns.rowFrom(toMs) + 1);
    if (this.isExactAlways || end - first < POINTS_PER_PIXEL * pixels) {
      this.buckets = undefined;
      const values = columns.columnViews().map((column) => column.subarray(first, end));
      return { times: columns.timesView().subarray(first, end), values, gapMs, ...extremes(values, only) };
    }
    const bucketMs = (toMs - fromMs) / pixels;
    // The edges of a window that follows the clock are not exact; a change below a thousandth is none.
    if (!this.buckets || Math.abs(this.buckets.bucketMs / bucketMs - 1) > 1e-3)
      this.buckets = new MinMaxBuckets(bucketMs, this.slotsFor(columns, bucketMs, pixels));
    this.buckets.update(columns);
    const { buckets } = this;
    const values = buckets.values();
    return { times: buckets.times(), values, gapMs: Math.max(gapMs, bucketMs) + bucketMs, ...extremes(values, only) };
  }

  /** What the columns hold may be more than is shown, when a part of them is looked at. */
  private slotsFor(columns: TimeColumns, bucketMs: number, pixels: number): number {
    const times = columns.timesView();
    const spanMs = times.length === 0 ? 0 : times[times.length - 1] - times[0];
    return Math.max(pixels, spanMs / bucketMs);
  }
}

function extremes(all: readonly Float64Array[], only: number | undefined): { min: number; max: number } {
  let min = Infinity;
  let max = -Infinity;
  for (const column of only === undefined ? all : [all[only] ?? []]) {
    for (const value of column) {
      // NaN is neither; an infinite value has no place in the picture.
      if (value < min && value !== -Infinity) min = value;
      if (value > max && value !== Infinity) max = value;
    }
  }
  return { min, max };
}

/**
 * The usual distance between rows, one and a half times: what is further apart is a gap. One row, or none, has no distance:
 * then nothing is a gap.
 */
export function usualGapMs(columns: TimeColumns): number {
  const times = columns.timesView();
  if (times.length < 2) return Infinity;
  const sampled: number[] = [];
  const stride = Math.max(1, Math.floor(times.length / 200));
  for (let row = 1; row < times.length; row += stride) sampled.push(times[row] - times[row - 1]);
  sampled.sort((a, b) => a - b);
  return 1.5 * sampled[sampled.length >> 1];
}
