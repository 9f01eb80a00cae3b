import { type Grid, gridTime } from './grid.ts';

/** The time a selector looks at, per step: the step's time or that of `@`, minus the offset. */
export interface TimeRef {
  readonly grid: Grid;
  /** Of `@`, when there is one. */
  readonly fixedMs: number | undefined;
  readonly offsetMs: number;
}

export function refTime(ref: TimeRef, step: number): number {
  return (ref.fixedMs ?? gridTime(ref.grid, step)) - ref.offsetMs;
}

/** Reference time of the last step. */
export function lastRefTime(ref: TimeRef): number {
  return refTime(ref, Math.max(0, ref.grid.steps - 1));
}
