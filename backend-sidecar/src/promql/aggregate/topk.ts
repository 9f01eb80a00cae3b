import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { Row } from '../engine/row.ts';
import type { AggregateExpr } from '../parser/ast.ts';
import { groupSeries } from './grouping.ts';
import { BestHeaps } from './heap.ts';
import { checkCounts } from './parameter.ts';

/** `topk` and `bottomk`. Rows stream through bounded heaps; at a single step the result is in order, best first. */
export class TopK implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly steps: number;
  private readonly node: AggregateExpr;
  private readonly child: VectorOperator;
  private readonly param: ScalarOperator;
  private rows: Row[] = [];
  private opened = false;

  constructor(context: QueryContext, grid: Grid, node: AggregateExpr, child: VectorOperator, param: ScalarOperator) {
    this.context = context;
    this.steps = grid.steps;
    this.node = node;
    this.child = child;
    this.param = param;
  }

  async open(): Promise<void> {
    if (this.opened) return;
    this.opened = true;
    await Promise.all([this.param.open(), this.child.open()]);
    const most = checkCounts(this.param.values);
    if (most < 1) return;
    const { budget } = this.context;
    const groups = await groupSeries(this.context.budget, this.child.series, this.node.grouping, this.node.without);
    const sizes = new Int32Array(groups.count);
    for (const group of groups.of) sizes[group]++;
    const cells = BestHeaps.cells(sizes, Math.trunc(most), this.steps);
    budget.hold(2 * cells);
    const heaps = new BestHeaps(sizes, Math.trunc(most), this.steps, this.node.op === 'topk');
    const limits = this.param.values.map(Math.trunc);
    const row = new Row(this.steps);
    for (let i = 0; i < this.child.series.length; i++) {
      this.child.row(i, row);
      for (let step = 0; step < this.steps; step++) {
        if (row.present[step] === 1) heaps.offer(groups.of[i], step, limits[step], row.values[step], i);
      }
      if (budget.due) await budget.pause();
    }
    await this.collect(heaps, groups.count);
    budget.release(2 * cells);
  }

  row(index: number, out: Row): void {
    out.copyFrom(this.rows[index]);
  }

  private async collect(heaps: BestHeaps, groups: number): Promise<void> {
    const rows = new Map<number, Row>();
    for (let group = 0; group < groups; group++) {
      for (let step = 0; step < this.steps; step++) {
        for (const { index, value } of heaps.best(group, step)) {
          let row = rows.get(index);
          if (!row) {
            this.context.budget.hold(this.steps);
            rows.set(index, (row = new Row(this.steps)));
          }
          row.set(step, value);
        }
      }
      if (this.context.budget.due) await this.context.budget.pause();
    }
    this.series = [...rows.keys()].map((index) => this.child.series[index]);
    this.rows = [...rows.values()];
  }
}
