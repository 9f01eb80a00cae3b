import type { MatrixSelector } from '../parser/ast.ts';
import type { QueryContext } from './context.ts';
import type { RangeOperator, SampleColumns, SeriesMeta } from './operator.ts';
import { Selection } from './selection.ts';
import { lastRefTime, refTime, type TimeRef } from './time-ref.ts';

/** A range selector. With `anchored` or `smoothed` it also reads the lookback delta around the windows. */
export class RangeSelector implements RangeOperator {
  readonly rangeMs: number;
  private readonly context: QueryContext;
  private readonly node: MatrixSelector;
  private readonly ref: TimeRef;
  private readonly func: string | undefined;
  private selection: Selection | undefined;

  constructor(context: QueryContext, node: MatrixSelector, ref: TimeRef, rangeMs: number, func: string | undefined) {
    this.context = context;
    this.node = node;
    this.ref = ref;
    this.rangeMs = rangeMs;
    this.func = func;
  }

  get series(): readonly SeriesMeta[] {
    return this.selection?.series ?? [];
  }

  async open(): Promise<void> {
    const { grid } = this.ref;
    if (this.selection || grid.steps === 0) return;
    const { selector } = this.node;
    const { lookbackMs } = this.context;
    const before = selector.anchored || selector.smoothed ? lookbackMs : 0;
    const after = selector.smoothed ? lookbackMs : 0;
    const hints = { stepMs: grid.steps > 1 ? grid.stepMs : 0, rangeMs: this.rangeMs, func: this.func };
    const [min, max] = [refTime(this.ref, 0) - this.rangeMs - before + 1, lastRefTime(this.ref) + after];
    this.selection = await Selection.open(this.context, selector.matchers, min, max, hints);
  }

  windowEnd(step: number): number {
    return refTime(this.ref, step);
  }

  samples(index: number): SampleColumns {
    if (!this.selection) throw new Error('range selector read before it was opened');
    return this.selection.readSamples(index);
  }
}
