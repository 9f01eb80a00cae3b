import type { QueryContext } from '../engine/context.ts';
import { compareLabels, sortInSlices } from '../engine/compare-labels.ts';
import type { Grid } from '../engine/grid.ts';
import type { SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { Row } from '../engine/row.ts';
import type { PosRange } from '../parser/position.ts';
import { compareNatural } from './natural-order.ts';

/** How two elements compare; negative puts the first before the second. */
export type ElementOrder = (a: { meta: SeriesMeta; value: number }, b: { meta: SeriesMeta; value: number }) => number;

/** By value; NaN comes last whichever way. */
export function byValue(descending: boolean): ElementOrder {
  return ({ value: a }, { value: b }) => {
    if (a !== a || b !== b) return a !== a ? (b !== b ? 0 : 1) : -1;
    return descending ? b - a || 0 : a - b || 0;
  };
}

/** By labels in natural order ("a2" before "a10"), then by all labels. */
export function byLabels(names: readonly string[], descending: boolean): ElementOrder {
  const sign = descending ? -1 : 1;
  return ({ meta: a }, { meta: b }) => {
    for (const name of names) {
      const order = compareNatural(a.labels.get(name), b.labels.get(name));
      if (order !== 0) return sign * order;
    }
    return sign * compareLabels(a.labels, b.labels);
  };
}

/** Puts the elements of an instant vector in order. In range queries there is no order but that of labels. */
export class Sort implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly steps: number;
  private readonly child: VectorOperator;
  private readonly order: ElementOrder;
  private readonly pos: PosRange;
  private values: number[] | undefined;

  constructor(context: QueryContext, grid: Grid, child: VectorOperator, order: ElementOrder, pos: PosRange) {
    this.context = context;
    this.steps = grid.steps;
    this.child = child;
    this.order = order;
    this.pos = pos;
  }

  async open(): Promise<void> {
    await this.child.open();
    if (this.steps !== 1) {
      this.context.annotations.sortInRangeQuery(this.pos);
      this.series = this.child.series;
      return;
    }
    const elements: { meta: SeriesMeta; value: number }[] = [];
    const row = new Row(1);
    for (let i = 0; i < this.child.series.length; i++) {
      this.child.row(i, row);
      if (row.count === 1) elements.push({ meta: this.child.series[i], value: row.values[0] });
      if (this.context.budget.due) await this.context.budget.pause();
    }
    await sortInSlices(elements, this.order, this.context.budget);
    this.series = elements.map(({ meta }) => meta);
    this.values = elements.map(({ value }) => value);
  }

  row(index: number, out: Row): void {
    if (!this.values) this.child.row(index, out);
    else out.fill(this.values[index]);
  }
}
