import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import type { SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { Row } from '../engine/row.ts';
import type { BinaryExpr } from '../parser/ast.ts';
import { matchSeries } from './signature.ts';

/**
 * `and`, `unless` and `or`: elements of one side by whether the other side has any element with equal matching labels at
 * that step. Only presence of the other side is kept, one byte a step and group.
 */
export class SetOperator implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly steps: number;
  private readonly node: BinaryExpr;
  private readonly left: VectorOperator;
  private readonly right: VectorOperator;
  /** Per series that is filtered, the steps at which its group is present on the other side. */
  private masks: (Uint8Array | undefined)[] = [];

  constructor(context: QueryContext, grid: Grid, node: BinaryExpr, left: VectorOperator, right: VectorOperator) {
    this.context = context;
    this.steps = grid.steps;
    this.node = node;
    this.left = left;
    this.right = right;
  }

  async open(): Promise<void> {
    await Promise.all([this.left.open(), this.right.open()]);
    const isOr = this.node.op === 'or';
    // "or" filters the right side by the left; the others the left by the right.
    const [filtered, other] = isOr ? [this.right, this.left] : [this.left, this.right];
    this.series = isOr ? [...this.left.series, ...this.right.series] : this.left.series;
    this.masks = new Array<Uint8Array | undefined>(filtered.series.length).fill(undefined);
    if (!this.node.matching) throw new Error('set operator without matching');
    const { budget } = this.context;
    const row = new Row(this.steps);
    for (const { left, right } of await matchSeries(budget, filtered.series, other.series, this.node.matching)) {
      if (left.length === 0 || right.length === 0) continue;
      budget.hold(this.steps);
      const mask = new Uint8Array(this.steps);
      for (const index of right) {
        other.row(index, row);
        for (let step = 0; step < this.steps; step++) mask[step] |= row.present[step];
        if (budget.due) await budget.pause();
      }
      for (const index of left) this.masks[index] = mask;
    }
  }

  row(index: number, out: Row): void {
    const { op } = this.node;
    const leftCount = this.left.series.length;
    if (op === 'or' && index < leftCount) return this.left.row(index, out);
    const own = op === 'or' ? index - leftCount : index;
    const mask = this.masks[own];
    if (op === 'and' && !mask) return out.clear();
    (op === 'or' ? this.right : this.left).row(own, out);
    if (!mask) return;
    const wanted = op === 'and' ? 1 : 0;
    for (let step = 0; step < this.steps; step++) if (mask[step] !== wanted) out.drop(step);
  }
}
