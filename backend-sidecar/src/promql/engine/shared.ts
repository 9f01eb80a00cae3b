import type { QueryContext } from './context.ts';
import { Matrix } from './matrix.ts';
import type { SeriesMeta, VectorOperator } from './operator.ts';
import type { Row } from './row.ts';

/** Results larger than this many samples are computed anew for each use rather than held. */
const MAX_HELD_SAMPLES = 4_000_000;

/** A sub-expression that stands in the query more than once: evaluated once. */
export class SharedVector implements VectorOperator {
  private readonly context: QueryContext;
  private readonly child: VectorOperator;
  private readonly steps: number;
  private opening: Promise<void> | undefined;
  private matrix: Matrix | undefined;

  constructor(context: QueryContext, child: VectorOperator, steps: number) {
    this.context = context;
    this.child = child;
    this.steps = steps;
  }

  get series(): readonly SeriesMeta[] {
    return this.child.series;
  }

  open(): Promise<void> {
    return (this.opening ??= this.openOnce());
  }

  row(index: number, out: Row): void {
    (this.matrix ?? this.child).row(index, out);
  }

  private async openOnce(): Promise<void> {
    await this.child.open();
    if (this.child.series.length * this.steps > MAX_HELD_SAMPLES) return;
    this.matrix = await Matrix.of(this.context, this.child, this.steps);
  }
}
