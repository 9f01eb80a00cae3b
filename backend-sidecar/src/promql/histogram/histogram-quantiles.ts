import { formatFloatGeneral } from '../../model/format-float.ts';
import { Labels } from '../../model/labels.ts';
import type { QueryContext } from '../engine/context.ts';
import type { Grid } from '../engine/grid.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from '../engine/operator.ts';
import type { Row } from '../engine/row.ts';
import type { PosRange } from '../parser/position.ts';
import { HistogramFunction } from './histogram-function.ts';

/**
 * `histogram_quantiles`: several quantiles at once, told apart by a label. A quantile that differs by step gives a series
 * per value it takes.
 */
export class HistogramQuantiles implements VectorOperator {
  series: SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly grid: Grid;
  private readonly child: VectorOperator;
  private readonly childPos: PosRange;
  private readonly label: string;
  private readonly quantiles: readonly { q: ScalarOperator; pos: PosRange }[];
  private outputs: { of: VectorOperator; index: number; steps: Uint8Array }[] = [];

  constructor(
    context: QueryContext,
    grid: Grid,
    child: VectorOperator,
    childPos: PosRange,
    label: string,
    quantiles: readonly { q: ScalarOperator; pos: PosRange }[],
  ) {
    this.context = context;
    this.grid = grid;
    this.child = child;
    this.childPos = childPos;
    this.label = label;
    this.quantiles = quantiles;
  }

  async open(): Promise<void> {
    this.series = [];
    this.outputs = [];
    for (const { q, pos } of this.quantiles) {
      const histograms = new HistogramFunction(
        this.context,
        this.grid,
        { kind: 'quantile', q, qPos: pos },
        this.child,
        this.childPos,
      );
      await histograms.open();
      const byValue = new Map<number, Uint8Array>();
      q.values.forEach((value, step) => {
        let steps = byValue.get(value);
        if (!steps) byValue.set(value, (steps = new Uint8Array(this.grid.steps)));
        steps[step] = 1;
      });
      for (const [value, steps] of byValue) this.addSeries(histograms, formatOpenMetrics(value), steps);
    }
  }

  row(index: number, out: Row): void {
    const output = this.outputs[index];
    output.of.row(output.index, out);
    for (let step = 0; step < this.grid.steps; step++) if (output.steps[step] === 0) out.drop(step);
  }

  private addSeries(of: VectorOperator, quantile: string, steps: Uint8Array): void {
    of.series.forEach(({ labels, dropName }, index) => {
      this.series.push({ labels: Labels.fromPairs([...labels.entries(), [this.label, quantile]]), dropName });
      this.outputs.push({ of, index, steps });
    });
  }
}

/** As OpenMetrics writes label values that are numbers: `0.5`, `1.0`. */
function formatOpenMetrics(value: number): string {
  const text = formatFloatGeneral(value);
  return /[.eNI]/.test(text) ? text : `${text}.0`;
}
