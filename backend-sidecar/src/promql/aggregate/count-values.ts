import { formatFloatDecimal } from '../../model/format-float.ts';
import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import type { SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { executionError } from '../engine/query-error.ts';
import { Row } from '../engine/row.ts';
import type { AggregateExpr } from '../parser/ast.ts';
import { goQuote, isValidUtf8 } from '../parser/go-quote.ts';
import { groupLabels } from './grouping.ts';

/** `count_values`: per group and value, how many elements have it; the value becomes a label. */
export class CountValues implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly steps: number;
  private readonly node: AggregateExpr;
  private readonly child: VectorOperator;
  private readonly label: string;
  private rows: Row[] = [];

  constructor(context: QueryContext, grid: Grid, node: AggregateExpr, child: VectorOperator, label: string) {
    if (label === '' || !isValidUtf8(label)) throw executionError(`invalid label name ${goQuote(label)}`);
    this.context = context;
    this.steps = grid.steps;
    this.node = node;
    this.child = child;
    this.label = label;
  }

  async open(): Promise<void> {
    await this.child.open();
    const { budget } = this.context;
    const { grouping, without } = this.node;
    const names = new Set(without ? grouping : [...grouping, this.label]);
    const results = new Map<string, { meta: SeriesMeta; row: Row }>();
    const row = new Row(this.steps);
    for (let i = 0; i < this.child.series.length; i++) {
      this.child.row(i, row);
      const { labels } = this.child.series[i];
      const ofSeries = new Map<number, Row>();
      for (let step = 0; step < this.steps; step++) {
        if (row.present[step] === 0) continue;
        const value = row.values[step];
        let counts = ofSeries.get(value);
        if (!counts) {
          const group = groupLabels(labels.with(this.label, formatFloatDecimal(value)), names, without);
          let result = results.get(group.key());
          if (!result) {
            budget.hold(this.steps);
            results.set(group.key(), (result = { meta: { labels: group, dropName: false }, row: new Row(this.steps) }));
          }
          ofSeries.set(value, (counts = result.row));
        }
        counts.set(step, counts.present[step] === 1 ? counts.values[step] + 1 : 1);
      }
      if (budget.due) await budget.pause();
    }
    this.series = [...results.values()].map(({ meta }) => meta);
    this.rows = [...results.values()].map((result) => result.row);
  }

  row(index: number, out: Row): void {
    out.copyFrom(this.rows[index]);
  }
}
