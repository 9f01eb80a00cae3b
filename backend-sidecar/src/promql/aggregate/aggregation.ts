import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import type { SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { Row } from '../engine/row.ts';
import type { AggregateExpr, AggregateOp } from '../parser/ast.ts';
import type { Accumulator } from './accumulator.ts';
import { groupSeries, type Groups } from './grouping.ts';
import { CountAccumulator, ExtremeAccumulator, VarianceAccumulator } from './simple.ts';
import { SumAccumulator } from './sums.ts';

/** Aggregations that need only one pass and a few numbers per group and step. */
export function createAccumulator(op: AggregateOp, groups: number, steps: number): Accumulator | undefined {
  switch (op) {
    case 'sum':
    case 'avg':
      return new SumAccumulator(groups, steps, op === 'avg');
    case 'count':
    case 'group':
      return new CountAccumulator(groups, steps, op === 'group');
    case 'min':
    case 'max':
      return new ExtremeAccumulator(groups, steps, op === 'max');
    case 'stddev':
    case 'stdvar':
      return new VarianceAccumulator(groups, steps, op === 'stddev');
    default:
      return undefined;
  }
}

/** An aggregation whose input rows stream through: only the groups are held. */
export class Aggregation implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly grid: Grid;
  private readonly node: AggregateExpr;
  private readonly child: VectorOperator;
  private accumulator: Accumulator | undefined;

  constructor(context: QueryContext, grid: Grid, node: AggregateExpr, child: VectorOperator) {
    this.context = context;
    this.grid = grid;
    this.node = node;
    this.child = child;
  }

  async open(): Promise<void> {
    if (this.accumulator) return;
    await this.child.open();
    const { budget } = this.context;
    const groups = await groupSeries(this.context.budget, this.child.series, this.node.grouping, this.node.without);
    const { steps } = this.grid;
    budget.hold(3 * groups.count * steps);
    const accumulator = createAccumulator(this.node.op, groups.count, steps);
    if (!accumulator) throw new Error(`no accumulator for ${this.node.op}`);
    const row = new Row(steps);
    for (let i = 0; i < groups.of.length; i++) {
      this.child.row(i, row);
      accumulator.add(groups.of[i], row);
      if (budget.due) await budget.pause();
    }
    this.series = groupMetas(groups);
    this.accumulator = accumulator;
  }

  row(index: number, out: Row): void {
    this.accumulator?.result(index, out, undefined);
  }
}

export function groupMetas(groups: Groups): SeriesMeta[] {
  return groups.labels.map((labels, group) => ({ labels, dropName: groups.dropName[group] }));
}
