/**
 * `anchored` and `smoothed` range selectors: exact bounds instead of extrapolation. Anchored takes the last sample before
 * the window as its start; smoothed draws lines between the samples around each bound. Source: prometheus
 * promql/functions.go, extendedRate.
 */
import type { Windows } from '../engine/windows.ts';
import type { RangeKernel } from './kernel.ts';

export const ANCHORED_FUNCTIONS = ['changes', 'delta', 'increase', 'rate', 'resets'];
export const SMOOTHED_FUNCTIONS = ['delta', 'increase', 'rate'];

/** `rate`, `increase` and `delta`; windows were widened by the lookback delta. */
export function extendedRate(isCounter: boolean, isRate: boolean, smoothed: boolean): RangeKernel {
  return (windows, out, input) => {
    const { first, end, startMs, endMs } = windows;
    for (let step = input.from; step < input.to; step++) {
      if (end[step] === first[step]) continue;
      const bounds = extendedBounds(windows, first[step], end[step], startMs[step], endMs[step], smoothed, isCounter);
      if (!bounds) continue;
      let result = bounds.right - bounds.left;
      if (isCounter) result += resetCorrection(windows.values, bounds);
      out.set(step, isRate ? result / (windows.rangeMs / 1000) : result);
    }
  };
}

export interface ExtendedBounds {
  left: number;
  right: number;
  /** Samples strictly inside the window: from `first`, excluding `end`. */
  first: number;
  end: number;
}

/** Values at the bounds of a window, or undefined when no sample lies in it. */
export function extendedBounds(
  { timestamps, values }: Pick<Windows, 'timestamps' | 'values'>,
  from: number,
  to: number,
  startMs: number,
  endMs: number,
  smoothed: boolean,
  isCounter: boolean,
): ExtendedBounds | undefined {
  let last = to - 1;
  let first = from;
  while (first < last && timestamps[first + 1] <= startMs) first++;
  if (smoothed) {
    let at = from;
    while (at < last && timestamps[at] < endMs) at++;
    last = at;
  }
  if (timestamps[last] <= startMs || (smoothed && timestamps[first] > endMs)) return undefined;
  const left =
    smoothed && timestamps[first] < startMs
      ? interpolate(timestamps, values, first, startMs, isCounter)
      : values[first];
  const right =
    smoothed && last > from && timestamps[last] > endMs
      ? interpolate(timestamps, values, last - 1, endMs, isCounter)
      : values[last];
  return {
    left,
    right,
    first: timestamps[first] <= startMs ? first + 1 : first,
    end: timestamps[last] >= endMs ? last : last + 1,
  };
}

function interpolate(
  timestamps: Float64Array,
  values: Float64Array,
  before: number,
  time: number,
  isCounter: boolean,
): number {
  const next = values[before + 1];
  const start = isCounter && next < values[before] ? 0 : values[before];
  return start + ((next - start) * (time - timestamps[before])) / (timestamps[before + 1] - timestamps[before]);
}

function resetCorrection(values: Float64Array, { left, right, first, end }: ExtendedBounds): number {
  let correction = 0;
  let previous = left;
  for (let i = first; i < end; i++) {
    if (values[i] < previous) correction += previous;
    previous = values[i];
  }
  return right < previous ? correction + previous : correction;
}

/** First sample of an anchored window: the last one at or before its start, or the first after; undefined when none is inside. */
export function anchorOf(timestamps: Float64Array, first: number, end: number, startMs: number): number | undefined {
  if (end === first || timestamps[end - 1] <= startMs) return undefined;
  let anchor = first;
  while (anchor + 1 < end && timestamps[anchor + 1] <= startMs) anchor++;
  return anchor;
}

/** `changes` and `resets` over anchored windows; `counts` tells whether a sample counts after the one before. */
export function anchoredCount(counts: (value: number, previous: number) => boolean): RangeKernel {
  return (windows, out, input) => {
    const { timestamps, values, first, end, startMs } = windows;
    for (let step = input.from; step < input.to; step++) {
      const anchor = anchorOf(timestamps, first[step], end[step], startMs[step]);
      if (anchor === undefined) continue;
      let count = 0;
      for (let i = anchor + 1; i < end[step]; i++) if (counts(values[i], values[i - 1])) count++;
      out.set(step, count);
    }
  };
}
