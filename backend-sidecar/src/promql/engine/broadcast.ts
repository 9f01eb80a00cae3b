import type { Grid } from './grid.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from './operator.ts';
import { Row } from './row.ts';

/** A vector that is the same at every step (all its selectors have `@`): computed for one step, given at all. */
export class BroadcastVector implements VectorOperator {
  private readonly child: VectorOperator;
  private readonly one = new Row(1);

  constructor(child: VectorOperator) {
    this.child = child;
  }

  get series(): readonly SeriesMeta[] {
    return this.child.series;
  }

  open(): Promise<void> {
    return this.child.open();
  }

  row(index: number, out: Row): void {
    this.child.row(index, this.one);
    if (this.one.count === 0) out.clear();
    else out.fill(this.one.values[0]);
  }
}

/** The same for scalars. */
export class BroadcastScalar implements ScalarOperator {
  readonly values: Float64Array;
  private readonly child: ScalarOperator;

  constructor(grid: Grid, child: ScalarOperator) {
    this.values = new Float64Array(grid.steps);
    this.child = child;
  }

  async open(): Promise<void> {
    await this.child.open();
    this.values.fill(this.child.values[0]);
  }
}
