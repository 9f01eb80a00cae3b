import type { ExportAggregation } from '@observatory/protocol/export';
import { compareUtf8, type Labels } from '../model/labels.ts';
import type { MatrixSeries } from '../storage.ts';

/** Numbers kept of a bucket. */
const COUNT = 0;
const SUM = 1;
/** What rounding took from the sum (Kahan). */
const LOST = 2;
const MIN = 3;
const MAX = 4;
const LAST = 5;
const WIDTH = 6;

interface Row {
  labels: Labels;
  /** WIDTH numbers a bucket. */
  numbers: Float64Array;
}

/**
 * Samples gathered by series and bucket. Sums and means are NaN when a sample is, the smallest and largest look past it, as
 * Prometheus' functions over time do.
 */
export class BucketTable {
  private readonly rows = new Map<string, Row>();
  /** First instant of each bucket, then the end of the last. */
  private readonly bounds: readonly number[];

  constructor(bounds: readonly number[]) {
    this.bounds = bounds;
  }

  /** Series. */
  get size(): number {
    return this.rows.size;
  }

  add({ labels, timestamps, values }: MatrixSeries): void {
    const { numbers } = this.rowOf(labels);
    const { bounds } = this;
    for (let i = 0, bucket = 0; i < values.length; i++) {
      while (timestamps[i] >= bounds[bucket + 1]) bucket++;
      addValue(numbers, bucket * WIDTH, values[i]);
    }
  }

  /** Calls back for every bucket that has samples, by time, then by labels. */
  forEach(
    aggregations: readonly ExportAggregation[],
    visit: (labels: Labels, startMs: number, values: readonly number[]) => void,
  ): void {
    const rows = [...this.rows.values()].sort((a, b) => compareUtf8(a.labels.key(), b.labels.key()));
    for (let bucket = 0; bucket + 1 < this.bounds.length; bucket++) {
      for (const { labels, numbers } of rows) {
        if (numbers[bucket * WIDTH + COUNT] === 0) continue;
        visit(
          labels,
          this.bounds[bucket],
          aggregations.map((aggregation) => aggregate(numbers, bucket * WIDTH, aggregation)),
        );
      }
    }
  }

  private rowOf(labels: Labels): Row {
    const key = labels.key();
    let row = this.rows.get(key);
    if (!row) this.rows.set(key, (row = { labels, numbers: new Float64Array(WIDTH * (this.bounds.length - 1)) }));
    return row;
  }
}

function addValue(numbers: Float64Array, at: number, value: number): void {
  const isFirst = numbers[at + COUNT]++ === 0;
  const sum = numbers[at + SUM];
  const next = sum + value;
  if (Number.isFinite(next))
    numbers[at + LOST] += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
  numbers[at + SUM] = next;
  if (isFirst || value < numbers[at + MIN] || Number.isNaN(numbers[at + MIN])) numbers[at + MIN] = value;
  if (isFirst || value > numbers[at + MAX] || Number.isNaN(numbers[at + MAX])) numbers[at + MAX] = value;
  numbers[at + LAST] = value;
}

function aggregate(numbers: Float64Array, at: number, aggregation: ExportAggregation): number {
  const total = numbers[at + SUM];
  const sum = Number.isFinite(total) ? total + numbers[at + LOST] : total;
  switch (aggregation) {
    case 'avg':
      return sum / numbers[at + COUNT];
    case 'sum':
      return sum;
    case 'count':
      return numbers[at + COUNT];
    case 'min':
      return numbers[at + MIN];
    case 'max':
      return numbers[at + MAX];
    case 'last':
      return numbers[at + LAST];
  }
}
