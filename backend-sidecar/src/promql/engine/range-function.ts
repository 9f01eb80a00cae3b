import type { PosRange } from '../parser/position.ts';
import type { KernelInput, RangeKernel } from '../range/kernel.ts';
import type { QueryContext } from './context.ts';
import { type Grid, gridTime } from './grid.ts';
import { Matrix } from './matrix.ts';
import type { RangeOperator, ScalarOperator, SeriesMeta, VectorOperator } from './operator.ts';
import { executionError } from './query-error.ts';
import { Row } from './row.ts';
import { Windows } from './windows.ts';

export interface RangeCall {
  name: string;
  kernel: RangeKernel;
  extension: 'anchored' | 'smoothed' | undefined;
  /** Of the first argument, where annotations point. */
  pos: PosRange;
}

/** Samples visited, summed over windows, that one stretch of computing may cost: about a millisecond. */
const COSTLY_WORK = 500_000;

/** Functions that do more than look at each sample: how many times more. */
const WEIGHTS: Readonly<Record<string, number>> = {
  mad_over_time: 16,
  quantile_over_time: 4,
  stddev_over_time: 4,
  stdvar_over_time: 4,
  deriv: 2,
};

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
  private input: KernelInput = { args: [], times: new Float64Array(0), from: 0, to: 0 };
  /** Results, when they are too costly to be computed without letting the event loop run. */
  private computed: Matrix | undefined;
  /** Samples that may be visited in one stretch. */
  private readonly stretch: number;

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
    this.stretch = COSTLY_WORK / (WEIGHTS[call.name] ?? 1);
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
    this.input = { args: this.args.map((arg) => arg.values), times, from: 0, to: this.grid.steps };
    this.windows = new Windows(this.range, this.grid.steps);
    if (this.series.length === 0) return;
    this.checkArguments();
    if (this.isCostly(this.windows)) this.computed = await this.computeAll(this.windows);
  }

  row(index: number, out: Row): void {
    if (this.computed) return this.computed.row(index, out);
    out.clear();
    const { windows } = this;
    if (!windows) return;
    this.slide(windows, index);
    if (windows.work <= this.stretch) {
      this.call.kernel(windows, out, this.input);
    } else {
      for (const part of this.parts(windows)) {
        this.call.kernel(windows, out, part);
        this.context.budget.check();
      }
    }
    if (out.count > 0) this.annotate(index, out);
  }

  private slide(windows: Windows, index: number): void {
    const { extension } = this.call;
    const { lookbackMs } = this.context;
    windows.slide(this.range.samples(index), extension ? lookbackMs : 0, extension === 'smoothed' ? lookbackMs : 0);
  }

  /** Judged by a few series: their density is alike. Nothing is read when even a sample a second would not be costly. */
  private isCostly(windows: Windows): boolean {
    if ((windows.rangeMs / 1000) * this.grid.steps <= this.stretch) return false;
    const last = this.series.length - 1;
    return [0, last >> 1, last].some((index) => {
      this.slide(windows, index);
      return windows.work > this.stretch;
    });
  }

  private async computeAll(windows: Windows): Promise<Matrix> {
    const { budget } = this.context;
    const matrix = new Matrix(this.context, this.series, this.grid.steps);
    const row = new Row(this.grid.steps);
    for (let index = 0; index < this.series.length; index++) {
      row.clear();
      this.slide(windows, index);
      for (const part of this.parts(windows)) {
        this.call.kernel(windows, row, part);
        if (budget.due) await budget.pause();
      }
      if (row.count > 0) this.annotate(index, row);
      matrix.set(index, row);
    }
    return matrix;
  }

  /** The steps, in parts of bounded work. */
  private *parts({ work, first, end }: Windows): IterableIterator<KernelInput> {
    const { steps } = this.grid;
    if (work === 0) return;
    for (let from = 0; from < steps;) {
      let to = from;
      for (let sum = 0; to < steps && sum < this.stretch; to++) sum += end[to] - first[to];
      yield { ...this.input, from, to };
      from = to;
    }
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
