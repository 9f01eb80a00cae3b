import { Labels } from '../../model/labels.ts';
import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import type { SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { Row } from '../engine/row.ts';
import type { Expr } from '../parser/ast.ts';

/** `absent` and `absent_over_time`: 1 at the steps where the input has no element. */
export class Absent implements VectorOperator {
  readonly series: readonly SeriesMeta[];
  private readonly context: QueryContext;
  private readonly child: VectorOperator;
  private readonly found: Row;

  constructor(context: QueryContext, grid: Grid, child: VectorOperator, labels: Labels) {
    this.context = context;
    this.child = child;
    this.found = new Row(grid.steps);
    this.series = [{ labels, dropName: false }];
  }

  async open(): Promise<void> {
    await this.child.open();
    const { found } = this;
    const row = new Row(found.values.length);
    for (let i = 0; i < this.child.series.length && !found.isFull; i++) {
      this.child.row(i, row);
      for (let step = 0; step < found.values.length; step++) if (row.present[step] === 1) found.set(step, 1);
      if (this.context.budget.due) await this.context.budget.pause();
    }
  }

  row(_index: number, out: Row): void {
    for (let step = 0; step < out.values.length; step++) {
      out.values[step] = 1;
      out.present[step] = this.found.present[step] ^ 1;
    }
    out.count = out.values.length - this.found.count;
  }
}

/** What is absent has the labels that the selector pins to one value; a label that is tested twice is pinned by neither. */
export function absentLabels(expr: Expr): Labels {
  const selector = expr.kind === 'matrixSelector' ? expr.selector : expr;
  if (selector.kind !== 'vectorSelector') return Labels.EMPTY;
  const values = new Map<string, string>();
  const seen = new Set<string>();
  for (const { name, type, value } of selector.matchers) {
    if (name === '__name__') continue;
    if (type === '=' && !seen.has(name)) {
      values.set(name, value);
      seen.add(name);
    } else {
      values.delete(name);
    }
  }
  return Labels.fromPairs(values);
}
