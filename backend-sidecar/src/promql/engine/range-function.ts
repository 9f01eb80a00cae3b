import type { PosRange } from '../parser/position.ts';
import type { KernelInput, RangeKernel } from '../range/kernel.ts';
import type { QueryContext } from './context.ts';
import { type Grid, gridTime } from './grid.ts';
import type { RangeOperator, ScalarOperator, SeriesMeta, VectorOperator } from './operator.ts';
import { executionError } from './query-error.ts';
import type { Row } from './row.ts';
import { Windows } from './windows.ts';

export interface RangeCall {
  name: string;
  kernel: RangeKernel;
  extension: 'anchored' | 'smoothed' | undefined;
  /** Of the first argument, where annotations point. */
  pos: PosRange;
}

const COUNTER_SUFFIX = /_(total|sum|count|bucket)$/;

/** A function over range vectors: its kernel, applied to the windows of one series at a time. */
export class RangeFunction implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly grid: Grid;
  private readonly call: RangeCall;
  private readonly range: RangeOperator;
  private readonly args: readonly ScalarOperator[];
  private windows: Windows | undefined;
  private input: KernelInput = { args: [], times: new Float64Array(0) };

  constructor(
    context: QueryContext,
    grid: Grid,
    call: RangeCall,
    range: RangeOperator,
    args: readonly ScalarOperator[],
  ) {
    this.context = context;
    this.grid = grid;
    this.call = call;
    this.range = range;
    this.args = args;
  }

  async open(): Promise<void> {
    if (this.windows) return;
    await Promise.all([this.range.open(), ...this.args.map((arg) => arg.open())]);
    // The samples of these two are the series' own; all others mean something else.
    const keepsName = this.call.name === 'last_over_time' || this.call.name === 'first_over_time';
    this.series = keepsName ? this.range.series : this.range.series.map(({ labels }) => ({ labels, dropName: true }));
    const times = Float64Array.from({ length: this.grid.steps }, (_, step) => gridTime(this.grid, step));
    this.input = { args: this.args.map((arg) => arg.values), times };
    this.windows = new Windows(this.range, this.grid.steps);
    if (this.series.length > 0) this.checkArguments();
  }

  row(index: number, out: Row): void {
    const { windows, call } = this;
    out.clear();
    if (!windows) return;
    const { lookbackMs } = this.context;
    windows.slide(
      this.range.samples(index),
      call.extension ? lookbackMs : 0,
      call.extension === 'smoothed' ? lookbackMs : 0,
    );
    if (windows.work === 0) return;
    call.kernel(windows, out, this.input);
    if (out.count > 0) this.annotate(index, out);
  }

  private annotate(index: number, out: Row): void {
    const { name, pos } = this.call;
    if (name === 'rate' || name === 'increase') {
      const { metricName } = this.series[index].labels;
      if (metricName !== '' && !COUNTER_SUFFIX.test(metricName))
        this.context.annotations.possibleNonCounter(metricName, pos);
    }
    if (name === 'quantile_over_time') {
      const quantiles = this.input.args[0];
      for (let step = 0; step < quantiles.length; step++) {
        if (out.present[step] === 1 && !(quantiles[step] >= 0 && quantiles[step] <= 1))
          this.context.annotations.invalidQuantile(quantiles[step], pos);
      }
    }
  }

  /** @throws QueryError when a smoothing factor is out of bounds. */
  private checkArguments(): void {
    if (this.call.name !== 'double_exponential_smoothing') return;
    for (const [i, what, letters] of [
      [0, 'smoothing', 'sf'],
      [1, 'trend', 'tf'],
    ] as const) {
      for (const value of this.input.args[i]) {
        if (value <= 0 || value >= 1)
          throw executionError(`invalid ${what} factor. Expected: 0 < ${letters} < 1, got: ${value.toFixed(6)}`);
      }
    }
  }
}
