import type { Windows } from '../engine/windows.ts';
import { perWindow, type RangeKernel } from './kernel.ts';

/** Above this many resets in one window they are summed by prefix sums instead of one by one. */
const MAX_RESETS_IN_ORDER = 64;

/**
 * `rate`, `increase` and `delta`: the difference of the window's last and first sample, plus what counter resets hid,
 * extrapolated to the window's bounds. Source: prometheus promql/functions.go, extrapolatedRate.
 */
export function extrapolated(isCounter: boolean, isRate: boolean): RangeKernel {
  return (windows, out, input) => {
    const resets = isCounter ? findResets(windows) : NO_RESETS;
    const rangeSeconds = windows.rangeMs / 1000;
    perWindow(2, (w, first, end, step) => {
      const { timestamps, values } = w;
      const last = end - 1;
      let difference = values[last] - values[first];
      if (resets.at.length > 0) difference = resets.correct(difference, first, last);
      const interval = (timestamps[last] - timestamps[first]) / 1000;
      const average = interval / (last - first);
      const threshold = average * 1.1;
      let toStart = (timestamps[first] - w.startMs[step]) / 1000;
      let toEnd = (w.endMs[step] - timestamps[last]) / 1000;
      // A series that starts or ends within the window is extrapolated by half a sample distance only.
      if (toStart >= threshold) toStart = average / 2;
      if (isCounter && difference > 0 && values[first] >= 0) {
        // A counter was never below zero: extrapolate no further back than to there.
        const toZero = interval * (values[first] / difference);
        if (toZero < toStart) toStart = toZero;
      }
      if (toEnd >= threshold) toEnd = average / 2;
      let factor = (interval + toStart + toEnd) / interval;
      if (isRate) factor /= rangeSeconds;
      return difference * factor;
    })(windows, out, input);
  };
}

/** Where a counter fell. Windows move forward only, so the resets of each are found by two indices that do as well. */
class Resets {
  /** Indices of samples lower than the one before, ascending. */
  readonly at: number[] = [];
  private readonly values: Float64Array;
  private from = 0;
  private to = 0;
  private prefix: Float64Array | undefined;

  constructor(values: Float64Array) {
    this.values = values;
  }

  /** Adds to `difference` the values before each reset after `first` up to `last`, in the order Prometheus adds them. */
  correct(difference: number, first: number, last: number): number {
    const { at, values } = this;
    while (this.from < at.length && at[this.from] <= first) this.from++;
    if (this.to < this.from) this.to = this.from;
    while (this.to < at.length && at[this.to] <= last) this.to++;
    if (this.to - this.from > MAX_RESETS_IN_ORDER) {
      this.prefix ??= this.sumUp();
      return difference + (this.prefix[this.to] - this.prefix[this.from]);
    }
    let corrected = difference;
    for (let i = this.from; i < this.to; i++) corrected += values[at[i] - 1];
    return corrected;
  }

  private sumUp(): Float64Array {
    const sums = new Float64Array(this.at.length + 1);
    this.at.forEach((index, i) => (sums[i + 1] = sums[i] + this.values[index - 1]));
    return sums;
  }
}

const NO_RESETS = new Resets(new Float64Array(0));

function findResets({ values, length }: Windows): Resets {
  const resets = new Resets(values);
  for (let i = 1; i < length; i++) if (values[i] < values[i - 1]) resets.at.push(i);
  return resets;
}

/** `irate` and `idelta`: from the last two samples. */
export function lastTwo(isRate: boolean): RangeKernel {
  return perWindow(2, ({ timestamps, values }, _first, end) => {
    const last = values[end - 1];
    const previous = values[end - 2];
    // After a counter reset the counter started from zero.
    const difference = isRate && last < previous ? last : last - previous;
    return isRate ? difference / ((timestamps[end - 1] - timestamps[end - 2]) / 1000) : difference;
  });
}
