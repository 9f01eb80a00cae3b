import type { RangeOperator, SampleColumns } from './operator.ts';
import { LastTimestamps } from './timestamps.ts';

/**
 * The windows of one series, one a step: samples `first[step]` up to but excluding `end[step]`. Both bounds only move
 * forward, so one pass over the samples finds all of them.
 */
export class Windows {
  readonly first: Int32Array;
  readonly end: Int32Array;
  /** Per step the excluded start and the included end of the window, in ms. */
  readonly startMs: Float64Array;
  readonly endMs: Float64Array;
  timestamps: Float64Array = new Float64Array(0);
  values: Float64Array = new Float64Array(0);
  length = 0;
  readonly rangeMs: number;
  /** Changes whenever the windows do: series with equal timestamps have equal windows. */
  version = 0;
  private readonly last = new LastTimestamps();
  /** Sum of window lengths: the work of a function that visits each window anew. */
  work = 0;

  /** `before` and `after` widen the windows in which samples are collected, not the bounds themselves. */
  constructor(operator: RangeOperator, steps: number) {
    this.rangeMs = operator.rangeMs;
    this.first = new Int32Array(steps);
    this.end = new Int32Array(steps);
    this.startMs = new Float64Array(steps);
    this.endMs = new Float64Array(steps);
    for (let step = 0; step < steps; step++) {
      this.endMs[step] = operator.windowEnd(step);
      this.startMs[step] = this.endMs[step] - operator.rangeMs;
    }
  }

  slide(columns: SampleColumns, beforeMs = 0, afterMs = 0): void {
    const { timestamps, length } = columns;
    this.timestamps = timestamps;
    this.values = columns.values;
    this.length = length;
    if (this.last.sameAsBefore(timestamps, length)) return;
    this.version++;
    const { first, end, startMs, endMs } = this;
    const steps = first.length;
    let from = 0;
    let to = 0;
    let work = 0;
    for (let step = 0; step < steps; step++) {
      const start = startMs[step] - beforeMs;
      const stop = endMs[step] + afterMs;
      while (from < length && timestamps[from] <= start) from++;
      if (to < from) to = from;
      while (to < length && timestamps[to] <= stop) to++;
      first[step] = from;
      end[step] = to;
      work += to - from;
    }
    this.work = work;
  }
}
