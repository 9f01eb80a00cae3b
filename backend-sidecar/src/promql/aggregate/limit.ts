import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { executionError } from '../engine/query-error.ts';
import { Row } from '../engine/row.ts';
import type { AggregateExpr } from '../parser/ast.ts';
import { groupSeries } from './grouping.ts';
import { hashFraction } from './hash-fraction.ts';
import { checkCounts } from './parameter.ts';

/** `limitk`: of each group the first k series that have a value at the step. */
export class LimitK implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly steps: number;
  private readonly node: AggregateExpr;
  private readonly child: VectorOperator;
  private readonly param: ScalarOperator;
  /** Which of the series with a value were admitted, flat. */
  private admitted = new Uint8Array(0);

  constructor(context: QueryContext, grid: Grid, node: AggregateExpr, child: VectorOperator, param: ScalarOperator) {
    this.context = context;
    this.steps = grid.steps;
    this.node = node;
    this.child = child;
    this.param = param;
  }

  async open(): Promise<void> {
    await Promise.all([this.param.open(), this.child.open()]);
    if (checkCounts(this.param.values) < 1) return;
    const { series } = this.child;
    const { budget } = this.context;
    const groups = await groupSeries(budget, series, this.node.grouping, this.node.without);
    budget.hold(series.length * this.steps);
    const admitted = new Uint8Array(series.length * this.steps);
    const counts = new Uint32Array(groups.count * this.steps);
    const row = new Row(this.steps);
    for (let i = 0; i < series.length; i++) {
      this.child.row(i, row);
      const base = groups.of[i] * this.steps;
      for (let step = 0; step < this.steps; step++) {
        if (row.present[step] === 0 || counts[base + step] >= Math.trunc(this.param.values[step])) continue;
        counts[base + step]++;
        admitted[i * this.steps + step] = 1;
      }
      if (budget.due) await budget.pause();
    }
    this.admitted = admitted;
    this.series = series;
  }

  row(index: number, out: Row): void {
    this.child.row(index, out);
    const base = index * this.steps;
    for (let step = 0; step < this.steps; step++) if (this.admitted[base + step] === 0) out.drop(step);
  }
}

/** `limit_ratio`: a fixed share of the series, chosen by the hash of their labels; negative ratios choose the complement. */
export class LimitRatio implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly node: AggregateExpr;
  private readonly child: VectorOperator;
  private readonly param: ScalarOperator;

  constructor(context: QueryContext, node: AggregateExpr, child: VectorOperator, param: ScalarOperator) {
    this.context = context;
    this.node = node;
    this.child = child;
    this.param = param;
  }

  async open(): Promise<void> {
    await Promise.all([this.param.open(), this.child.open()]);
    const ratios = this.param.values;
    if (ratios.every((ratio) => ratio === 0)) return;
    if (ratios.some((ratio) => ratio !== ratio)) throw executionError('Ratio value is NaN');
    const most = Math.max(...ratios);
    const least = Math.min(...ratios);
    const pos = this.node.param?.pos ?? this.node.pos;
    if (most > 1) this.context.annotations.invalidRatio(most, 1, pos);
    if (least < -1) this.context.annotations.invalidRatio(least, -1, pos);
    this.series = this.child.series;
  }

  row(index: number, out: Row): void {
    this.child.row(index, out);
    if (out.count === 0) return;
    const ratios = this.param.values;
    const fraction = hashFraction(this.series[index].labels);
    for (let step = 0; step < ratios.length; step++) {
      const ratio = Math.max(-1, Math.min(1, ratios[step]));
      const admitted = ratio >= 0 ? fraction < ratio : fraction >= 1 + ratio;
      if (!admitted || ratio === 0) out.drop(step);
    }
  }
}
