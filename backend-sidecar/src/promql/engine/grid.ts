/** The times an expression is evaluated at: `steps` of them, `stepMs` apart. */
export interface Grid {
  readonly startMs: number;
  /** Distance of steps; of a single step any positive number. */
  readonly stepMs: number;
  readonly steps: number;
}

export function gridTime(grid: Grid, step: number): number {
  return grid.startMs + step * grid.stepMs;
}

export function gridEnd(grid: Grid): number {
  return gridTime(grid, grid.steps - 1);
}

export function rangeGrid(startMs: number, endMs: number, stepMs: number): Grid {
  return { startMs, stepMs, steps: endMs < startMs ? 0 : Math.floor((endMs - startMs) / stepMs) + 1 };
}

export function instantGrid(timestampMs: number): Grid {
  return { startMs: timestampMs, stepMs: 1, steps: 1 };
}

/** Equal for grids with equal times. */
export function gridKey({ startMs, stepMs, steps }: Grid): string {
  return steps === 1 ? `${startMs}` : `${startMs}+${steps}x${stepMs}`;
}
