import type { QueryContext } from '../engine/context.ts';
import { type Grid, gridTime } from '../engine/grid.ts';
import type { ScalarOperator, SeriesMeta, VectorOperator } from '../engine/operator.ts';
import { Row } from '../engine/row.ts';
import type { PosRange } from '../parser/position.ts';
import { type BucketGroup, groupBuckets, type MalformedBucket } from './bucket-groups.ts';
import { bucketFraction, bucketQuantile, type Repair } from './buckets.ts';

/** Which number is wanted of each histogram. */
export type HistogramQuestion =
  | {
      kind: 'quantile';
      q: ScalarOperator;
      qPos: PosRange;
      /** Added to the result's labels. */ label?: { name: string; value: (q: number) => string };
    }
  | { kind: 'fraction'; lower: ScalarOperator; upper: ScalarOperator };

/**
 * `histogram_quantile` and `histogram_fraction` over classic histograms. Series are sorted into histograms and their
 * bounds once; per histogram its buckets' rows are read and answered step by step.
 */
export class HistogramFunction implements VectorOperator {
  series: readonly SeriesMeta[] = [];
  private readonly context: QueryContext;
  private readonly grid: Grid;
  private readonly question: HistogramQuestion;
  private readonly child: VectorOperator;
  private readonly childPos: PosRange;
  private groups: BucketGroup[] = [];
  private rows: Row[] = [];
  private bounds = new Float64Array(0);
  private counts = new Float64Array(0);
  private opened = false;
  private readonly repair: Repair = { forced: false, minBucket: 0, maxBucket: 0, maxDiff: 0 };

  constructor(
    context: QueryContext,
    grid: Grid,
    question: HistogramQuestion,
    child: VectorOperator,
    childPos: PosRange,
  ) {
    this.context = context;
    this.grid = grid;
    this.question = question;
    this.child = child;
    this.childPos = childPos;
  }

  async open(): Promise<void> {
    if (this.opened) return;
    const { question } = this;
    await Promise.all([
      this.child.open(),
      ...(question.kind === 'quantile' ? [question.q.open()] : [question.lower.open(), question.upper.open()]),
    ]);
    const { groups, malformed } = groupBuckets(this.child.series);
    this.groups = groups;
    this.series = groups.map(({ meta }) => meta);
    const most = Math.max(0, ...groups.map(({ indices }) => indices.length));
    this.context.budget.hold(most * this.grid.steps);
    this.rows = Array.from({ length: most }, () => new Row(this.grid.steps));
    this.bounds = new Float64Array(most);
    this.counts = new Float64Array(most);
    this.opened = true;
    await this.reportMalformed(malformed);
    if (question.kind === 'quantile') {
      for (const q of question.q.values)
        if (!(q >= 0 && q <= 1)) this.context.annotations.invalidQuantile(q, question.qPos);
    }
  }

  row(index: number, out: Row): void {
    out.clear();
    const { indices, bounds } = this.groups[index];
    let present = 0;
    for (let i = 0; i < indices.length; i++) {
      this.child.row(indices[i], this.rows[i]);
      present += this.rows[i].count;
    }
    if (present === 0) return;
    for (let step = 0; step < this.grid.steps; step++) {
      const length = this.gather(step, bounds, indices.length);
      if (length > 0) out.set(step, this.answer(index, step, length));
    }
  }

  /** Puts the buckets present at a step into `bounds` and `counts`; equal bounds become one. */
  private gather(step: number, bounds: Float64Array, buckets: number): number {
    let length = 0;
    for (let i = 0; i < buckets; i++) {
      const row = this.rows[i];
      if (row.present[step] === 0) continue;
      if (length > 0 && this.bounds[length - 1] === bounds[i]) {
        this.counts[length - 1] += row.values[step];
        continue;
      }
      this.bounds[length] = bounds[i];
      this.counts[length++] = row.values[step];
    }
    return length;
  }

  private answer(index: number, step: number, length: number): number {
    const { question, repair } = this;
    if (question.kind === 'fraction')
      return bucketFraction(question.lower.values[step], question.upper.values[step], this.bounds, this.counts, length);
    const quantile = bucketQuantile(question.q.values[step], this.bounds, this.counts, length, repair);
    if (repair.forced) {
      const { minBucket, maxBucket, maxDiff } = repair;
      const timestampMs = gridTime(this.grid, step);
      this.context.annotations.forcedMonotonicity(this.series[index].labels.metricName, this.childPos, {
        timestampMs,
        minBucket,
        maxBucket,
        maxDiff,
      });
    }
    return quantile;
  }

  private async reportMalformed(malformed: readonly MalformedBucket[]): Promise<void> {
    const row = new Row(this.grid.steps);
    for (const { index, le } of malformed) {
      this.child.row(index, row);
      if (row.count > 0)
        this.context.annotations.badBucketLabel(this.child.series[index].labels.metricName, le, this.childPos);
      if (this.context.budget.due) await this.context.budget.pause();
    }
  }
}
