import type { SampleBuffer } from '../../storage.ts';

/** Evenly spaced times that all compared series are put on. */
export interface Grid {
  fromMs: number;
  stepMs: number;
  length: number;
  /** First row of the window; the rows before are the baseline. */
  split: number;
}

const MAX_ROWS = 600;
const MIN_STEP_MS = 1000;

export function gridOf(fromMs: number, splitMs: number, toMs: number, sampleStepMs: number): Grid {
  const stepMs = Math.max(MIN_STEP_MS, sampleStepMs, Math.ceil((toMs - fromMs) / MAX_ROWS));
  const length = Math.max(1, Math.floor((toMs - fromMs) / stepMs) + 1);
  return { fromMs, stepMs, length, split: Math.min(length, Math.ceil((splitMs - fromMs) / stepMs)) };
}

/** A value is carried on for this many steps where the next is late. */
const CARRY_STEPS = 2.5;

/** Puts samples on a grid: each row the newest sample, or its increase a second when it counts. NaN where there is none. */
export function onGrid(buffer: SampleBuffer, grid: Grid, isCounter: boolean, out: Float64Array): void {
  const { timestamps, values, length } = buffer;
  const { fromMs, stepMs } = grid;
  let at = -1;
  let beforeValue = NaN;
  let beforeMs = NaN;
  for (let row = 0; row < grid.length; row++) {
    const timeMs = fromMs + row * stepMs;
    while (at + 1 < length && timestamps[at + 1] <= timeMs) at++;
    const isFresh = at >= 0 && timeMs - timestamps[at] <= CARRY_STEPS * stepMs;
    const value = isFresh ? values[at] : NaN;
    if (!isCounter) {
      out[row] = value;
      continue;
    }
    const ms = at >= 0 ? timestamps[at] : NaN;
    const seconds = (ms - beforeMs) / 1000;
    out[row] =
      seconds > 0
        ? (value >= beforeValue ? value - beforeValue : value) / seconds
        : row > 0 && ms === beforeMs
          ? out[row - 1]
          : NaN;
    if (ms !== beforeMs) {
      beforeValue = value;
      beforeMs = ms;
    }
  }
}

/** Whether a series counts: never falls but to begin anew, and rises more than once. Names alone are not trusted. */
export function looksLikeCounter({ values, length }: SampleBuffer, name: string): boolean {
  if (!/_(total|count|sum|bucket)$|_BYTES$|_count_total$/i.test(name)) return false;
  let rises = 0;
  let falls = 0;
  for (let i = 1; i < length; i++) {
    if (values[i] > values[i - 1]) rises++;
    else if (values[i] < values[i - 1]) falls++;
  }
  return rises > 0 && falls <= rises / 20;
}
