import type { Windows } from '../engine/windows.ts';
import { perWindow, type RangeKernel } from './kernel.ts';
import { rateKernel, type WindowGeometry } from './rate-kernel.ts';

/** Above this many resets in one window they are summed by prefix sums instead of one by one. */
const MAX_RESETS_IN_ORDER = 64;

/**
 * `rate`, `increase` and `delta`: the difference of the window's last and first sample, plus what counter resets hid,
 * extrapolated to the window's bounds. Source: prometheus promql/functions.go, extrapolatedRate.
 */
export function extrapolated(isCounter: boolean, isRate: boolean): RangeKernel {
  let geometry: Geometry | undefined;
  return (windows, out, input) => {
    const { first, end, values } = windows;
    if (geometry?.version !== windows.version) geometry = new Geometry(windows, isRate ? windows.rangeMs / 1000 : 1);
    const isWhole = input.from === 0 && input.to === first.length;
    if (isWhole && rateKernel().extrapolate(geometry, values, windows.length, isCounter, out)) return;
    const { interval, toStart, toEnd, factor, divisor } = geometry;
    const resets = isCounter ? findResets(windows) : undefined;
    const { values: results, present } = out;
    let count = 0;
    for (let step = input.from; step < input.to; step++) {
      const from = first[step];
      const last = end[step] - 1;
      if (last <= from) continue;
      const start = values[from];
      let difference = values[last] - start;
      if (resets) difference = resets.correct(difference, from, last);
      let scale = factor[step];
      // A counter was never below zero: extrapolate no further back than to there. Zero is further away than the window's
      // start, which is at most 1.1 intervals away, when the counter began well above what it grew: no need to divide.
      if (isCounter && start >= 0 && start < difference * 1.2) {
        const toZero = interval[step] * (start / difference);
        if (toZero < toStart[step]) scale = (interval[step] + toZero + toEnd[step]) / interval[step] / divisor;
      }
      results[step] = difference * scale;
      present[step] = 1;
      count++;
    }
    out.count += count;
  };
}

/** What follows from timestamps alone, per step, in seconds: how far windows are extrapolated. */
class Geometry implements WindowGeometry {
  readonly version: number;
  readonly steps: number;
  readonly first: Int32Array;
  readonly end: Int32Array;
  readonly present: Uint8Array;
  presentCount = 0;
  /** From the first to the last sample. */
  readonly interval: Float64Array;
  readonly toStart: Float64Array;
  readonly toEnd: Float64Array;
  /** How many times more than `interval` the extrapolated window is, over the divisor. */
  readonly factor: Float64Array;
  /** The window's seconds for a rate per second, else 1. */
  readonly divisor: number;

  constructor({ version, timestamps, first, end, startMs, endMs }: Windows, divisor: number) {
    const steps = first.length;
    this.version = version;
    this.divisor = divisor;
    this.steps = steps;
    this.first = first;
    this.end = end;
    this.present = new Uint8Array(steps);
    this.interval = new Float64Array(steps);
    this.toStart = new Float64Array(steps);
    this.toEnd = new Float64Array(steps);
    this.factor = new Float64Array(steps);
    for (let step = 0; step < steps; step++) {
      const last = end[step] - 1;
      if (last <= first[step]) continue;
      this.present[step] = 1;
      this.presentCount++;
      const interval = (timestamps[last] - timestamps[first[step]]) / 1000;
      const average = interval / (last - first[step]);
      const threshold = average * 1.1;
      const toStart = (timestamps[first[step]] - startMs[step]) / 1000;
      const toEnd = (endMs[step] - timestamps[last]) / 1000;
      // A series that starts or ends within the window is extrapolated by half a sample distance only.
      this.interval[step] = interval;
      this.toStart[step] = toStart >= threshold ? average / 2 : toStart;
      this.toEnd[step] = toEnd >= threshold ? average / 2 : toEnd;
      this.factor[step] = (interval + this.toStart[step] + this.toEnd[step]) / interval / divisor;
    }
  }
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

/** Undefined when the counter never fell. */
function findResets({ values, length }: Windows): Resets | undefined {
  let resets: Resets | undefined;
  let previous = values[0];
  for (let i = 1; i < length; i++) {
    const value = values[i];
    if (value < previous) (resets ??= new Resets(values)).at.push(i);
    previous = value;
  }
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
