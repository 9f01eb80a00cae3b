import { type Grid, gridTime, rangeGrid } from './grid.ts';
import type { RangeOperator, SampleColumns, SeriesMeta, VectorOperator } from './operator.ts';
import { Row } from './row.ts';
import { lastRefTime, refTime, type TimeRef } from './time-ref.ts';

/** Durations of a subquery, resolved. */
export interface SubqueryTimes {
  rangeMs: number;
  stepMs: number;
}

/** The steps a subquery evaluates its expression at: multiples of its step that lie in any of its windows. */
export function subqueryGrid(ref: TimeRef, { rangeMs, stepMs }: SubqueryTimes): Grid {
  if (ref.grid.steps === 0) return rangeGrid(0, -1, stepMs);
  const start = (Math.floor((refTime(ref, 0) - rangeMs) / stepMs) + 1) * stepMs;
  return rangeGrid(start, lastRefTime(ref), stepMs);
}

/** A subquery: rows of its expression on a finer grid serve as samples. */
export class Subquery implements RangeOperator {
  readonly rangeMs: number;
  private readonly child: VectorOperator;
  private readonly ref: TimeRef;
  private readonly grid: Grid;
  private readonly scratch: Row;
  private readonly columns: SampleColumns;

  constructor(child: VectorOperator, ref: TimeRef, grid: Grid, rangeMs: number) {
    this.child = child;
    this.ref = ref;
    this.grid = grid;
    this.rangeMs = rangeMs;
    this.scratch = new Row(grid.steps);
    this.columns = { timestamps: new Float64Array(grid.steps), values: new Float64Array(grid.steps), length: 0 };
  }

  get series(): readonly SeriesMeta[] {
    return this.child.series;
  }

  open(): Promise<void> {
    return this.child.open();
  }

  windowEnd(step: number): number {
    return refTime(this.ref, step);
  }

  samples(index: number): SampleColumns {
    const { scratch, columns, grid } = this;
    this.child.row(index, scratch);
    let length = 0;
    for (let step = 0; step < grid.steps; step++) {
      if (scratch.present[step] === 0) continue;
      columns.timestamps[length] = gridTime(grid, step);
      columns.values[length++] = scratch.values[step];
    }
    columns.length = length;
    return columns;
  }
}
