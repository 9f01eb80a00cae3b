import type { QueryContext } from './context.ts';
import { type Grid, gridTime } from './grid.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from './operator.ts';
import { Row } from './row.ts';
import { Labels } from '../../model/labels.ts';

/** A scalar that is the same at every step. */
export class ConstantScalar implements ScalarOperator {
  readonly values: Float64Array;

  constructor(grid: Grid, value: number) {
    this.values = new Float64Array(grid.steps).fill(value);
  }

  async open(): Promise<void> {}
}

/** `time()`: the step's time in seconds. */
export class TimeScalar implements ScalarOperator {
  readonly values: Float64Array;

  constructor(grid: Grid) {
    this.values = Float64Array.from({ length: grid.steps }, (_, step) => gridTime(grid, step) / 1000);
  }

  async open(): Promise<void> {}
}

/** A function of scalars, step by step. */
export class MappedScalar implements ScalarOperator {
  readonly values: Float64Array;
  private readonly inputs: readonly ScalarOperator[];
  private readonly compute: (a: number, b: number) => number;

  constructor(grid: Grid, inputs: readonly ScalarOperator[], compute: (a: number, b: number) => number) {
    this.values = new Float64Array(grid.steps);
    this.inputs = inputs;
    this.compute = compute;
  }

  async open(): Promise<void> {
    await Promise.all(this.inputs.map((input) => input.open()));
    const [a, b] = this.inputs;
    for (let step = 0; step < this.values.length; step++)
      this.values[step] = this.compute(a.values[step], b ? b.values[step] : 0);
  }
}

/** `scalar()`: the value of a vector's only element, NaN when there is none or more than one. */
export class VectorToScalar implements ScalarOperator {
  readonly values: Float64Array;
  private readonly context: QueryContext;
  private readonly child: VectorOperator;

  constructor(context: QueryContext, grid: Grid, child: VectorOperator) {
    this.values = new Float64Array(grid.steps);
    this.context = context;
    this.child = child;
  }

  async open(): Promise<void> {
    await this.child.open();
    const { values } = this;
    const elements = new Uint32Array(values.length);
    const row = new Row(values.length);
    for (let i = 0; i < this.child.series.length; i++) {
      this.child.row(i, row);
      for (let step = 0; step < values.length; step++) {
        if (row.present[step] === 0) continue;
        elements[step]++;
        values[step] = row.values[step];
      }
      if (this.context.budget.due) await this.context.budget.pause();
    }
    for (let step = 0; step < values.length; step++) if (elements[step] !== 1) values[step] = NaN;
  }
}

/** `vector()`: a scalar as a vector of one element without labels; also how a scalar is answered to a range query. */
export class ScalarToVector implements VectorOperator {
  readonly series: readonly SeriesMeta[] = [{ labels: Labels.EMPTY, dropName: false }];
  private readonly scalar: ScalarOperator;

  constructor(scalar: ScalarOperator) {
    this.scalar = scalar;
  }

  open(): Promise<void> {
    return this.scalar.open();
  }

  row(_index: number, out: Row): void {
    out.values.set(this.scalar.values);
    out.present.fill(1);
    out.count = out.values.length;
  }
}
