import type { QueryContext } from './context.ts';
import type { SeriesMeta, VectorOperator } from './operator.ts';
import { Row } from './row.ts';

/** All rows of an operator, held in two flat columns; accounted for in the query's budget. */
export class Matrix {
  readonly series: readonly SeriesMeta[];
  readonly steps: number;
  readonly values: Float64Array;
  readonly present: Uint8Array;
  readonly counts: Uint32Array;

  constructor(context: QueryContext, series: readonly SeriesMeta[], steps: number) {
    context.budget.hold(series.length * steps);
    this.series = series;
    this.steps = steps;
    this.values = new Float64Array(series.length * steps);
    this.present = new Uint8Array(series.length * steps);
    this.counts = new Uint32Array(series.length);
  }

  /** Computes all rows of an open operator. */
  static async of(context: QueryContext, operator: VectorOperator, steps: number): Promise<Matrix> {
    const matrix = new Matrix(context, operator.series, steps);
    const row = new Row(steps);
    for (let i = 0; i < operator.series.length; i++) {
      operator.row(i, row);
      matrix.set(i, row);
      if (context.budget.due) await context.budget.pause();
    }
    return matrix;
  }

  set(index: number, row: Row): void {
    this.values.set(row.values, index * this.steps);
    this.present.set(row.present, index * this.steps);
    this.counts[index] = row.count;
  }

  row(index: number, out: Row): void {
    const base = index * this.steps;
    out.values.set(this.values.subarray(base, base + this.steps));
    out.present.set(this.present.subarray(base, base + this.steps));
    out.count = this.counts[index];
  }
}
