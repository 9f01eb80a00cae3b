import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import { Matrix } from '../engine/matrix.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from '../engine/operator.ts';
import type { Row } from '../engine/row.ts';
import type { AggregateExpr } from '../parser/ast.ts';
import { quantileOfSorted, sortNaNFirst } from '../range/quantile.ts';
import { groupMetas } from './aggregation.ts';
import { groupSeries } from './grouping.ts';

/** `quantile`: needs all values of a group at once, so its input is held. */
export class QuantileAggregation implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly grid: Grid;
  private readonly node: AggregateExpr;
  private readonly child: VectorOperator;
  private readonly param: ScalarOperator;
  private input: Matrix | undefined;
  private members: number[][] = [];

  constructor(context: QueryContext, grid: Grid, node: AggregateExpr, child: VectorOperator, param: ScalarOperator) {
    this.context = context;
    this.grid = grid;
    this.node = node;
    this.child = child;
    this.param = param;
  }

  async open(): Promise<void> {
    if (this.input) return;
    await Promise.all([this.param.open(), this.child.open()]);
    this.warn();
    const groups = await groupSeries(this.context.budget, this.child.series, this.node.grouping, this.node.without);
    this.members = Array.from({ length: groups.count }, () => []);
    groups.of.forEach((group, i) => this.members[group].push(i));
    this.series = groupMetas(groups);
    this.input = await Matrix.of(this.context, this.child, this.grid.steps);
  }

  row(index: number, out: Row): void {
    out.clear();
    const { input } = this;
    if (!input) return;
    const members = this.members[index];
    const gathered = new Float64Array(members.length);
    for (let step = 0; step < input.steps; step++) {
      let length = 0;
      for (const member of members) {
        const cell = member * input.steps + step;
        if (input.present[cell] === 1) gathered[length++] = input.values[cell];
      }
      if (length === 0) continue;
      const sorted = sortNaNFirst(gathered.subarray(0, length));
      out.set(step, quantileOfSorted(this.param.values[step], sorted, length));
    }
  }

  private warn(): void {
    const { values } = this.param;
    const pos = this.node.param?.pos ?? this.node.pos;
    const { annotations } = this.context;
    if (values.some((q) => q !== q)) annotations.invalidQuantile(NaN, pos);
    const numbers = values.filter((q) => q === q);
    const most = Math.max(...numbers);
    const least = Math.min(...numbers);
    if (most > 1) annotations.invalidQuantile(most, pos);
    if (least < 0) annotations.invalidQuantile(least, pos);
  }
}
