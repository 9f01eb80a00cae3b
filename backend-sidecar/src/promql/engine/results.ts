/** Rows to what storage.ts promises. */
import type { Labels } from '../../model/labels.ts';
import type { MatrixSeries, QueryValue } from '../../storage.ts';
import type { MatrixSelector } from '../parser/ast.ts';
import { extendedBounds } from '../range/extended.ts';
import { sortByLabels } from './compare-labels.ts';
import type { QueryContext } from './context.ts';
import { dropPendingName } from './drop-names.ts';
import { type Grid, gridTime } from './grid.ts';
import { MergeEqual } from './merge.ts';
import type { RangeOperator, VectorOperator } from './operator.ts';
import { Row } from './row.ts';

/** Elements of an instant vector; sorted by labels unless the query put them in order. */
export async function collectVector(
  context: QueryContext,
  operator: VectorOperator,
  timestampMs: number,
  isOrdered: boolean,
): Promise<QueryValue> {
  const merged = new MergeEqual(context.budget, operator, 1, dropPendingName);
  await merged.open();
  const series: { labels: Labels; value: number }[] = [];
  const row = new Row(1);
  for (let i = 0; i < merged.series.length; i++) {
    merged.row(i, row);
    if (row.count === 1) series.push({ labels: merged.series[i].labels, value: row.values[0] });
    if (context.budget.due) await context.budget.pause();
  }
  if (!isOrdered) await sortByLabels(series, context.budget);
  return { resultType: 'vector', timestampMs, series };
}

/** All series of a range query, sorted by labels. Series without gaps share one column of timestamps. */
export async function collectMatrix(context: QueryContext, operator: VectorOperator, grid: Grid): Promise<QueryValue> {
  const merged = new MergeEqual(context.budget, operator, grid.steps, dropPendingName);
  await merged.open();
  const times = Float64Array.from({ length: grid.steps }, (_, step) => gridTime(grid, step));
  const series: MatrixSeries[] = [];
  const row = new Row(grid.steps);
  const columns = new ColumnPool();
  for (let i = 0; i < merged.series.length; i++) {
    merged.row(i, row);
    if (row.count > 0) {
      context.budget.hold(row.count);
      series.push({ labels: merged.series[i].labels, ...columnsOf(row, times, columns) });
    }
    if (context.budget.due) await context.budget.pause();
  }
  await sortByLabels(series, context.budget);
  return { resultType: 'matrix', series };
}

/** Columns cut from larger arrays: a thousand small ones cost the collector more than the query itself. */
class ColumnPool {
  private rest = new Float64Array(0);

  take(length: number): Float64Array {
    if (length > MAX_POOLED) return new Float64Array(length);
    if (this.rest.length < length) this.rest = new Float64Array(POOL_LENGTH);
    const column = this.rest.subarray(0, length);
    this.rest = this.rest.subarray(length);
    return column;
  }
}
const POOL_LENGTH = 32_768;
const MAX_POOLED = 2048;

function columnsOf(
  row: Row,
  times: Float64Array,
  columns: ColumnPool,
): { timestamps: Float64Array; values: Float64Array } {
  const values = columns.take(row.count);
  if (row.isFull) {
    values.set(row.values);
    return { timestamps: times, values };
  }
  const timestamps = columns.take(row.count);
  let length = 0;
  for (let step = 0; step < times.length; step++) {
    if (row.present[step] === 0) continue;
    timestamps[length] = times[step];
    values[length++] = row.values[step];
  }
  return { timestamps, values };
}

/** The samples of a range vector at one time, as an instant query for `up[5m]` answers them. */
export async function collectRangeVector(
  context: QueryContext,
  operator: RangeOperator,
  node: MatrixSelector | undefined,
): Promise<QueryValue> {
  await operator.open();
  const endMs = operator.windowEnd(0);
  const startMs = endMs - operator.rangeMs;
  const series: MatrixSeries[] = [];
  for (let i = 0; i < operator.series.length; i++) {
    const { timestamps, values, length } = operator.samples(i);
    const columns =
      node && (node.selector.anchored || node.selector.smoothed)
        ? extendColumns(timestamps, values, length, startMs, endMs, node.selector.smoothed)
        : cutColumns(timestamps, values, length, startMs, endMs);
    if (columns && columns.values.length > 0) {
      context.budget.hold(columns.values.length);
      series.push({ labels: dropPendingName(operator.series[i]).labels, ...columns });
    }
    if (context.budget.due) await context.budget.pause();
  }
  await sortByLabels(series, context.budget);
  return { resultType: 'matrix', series };
}

function cutColumns(timestamps: Float64Array, values: Float64Array, length: number, startMs: number, endMs: number) {
  let first = 0;
  while (first < length && timestamps[first] <= startMs) first++;
  let end = first;
  while (end < length && timestamps[end] <= endMs) end++;
  return { timestamps: timestamps.slice(first, end), values: values.slice(first, end) };
}

/** With a sample at each bound of the window. */
function extendColumns(
  timestamps: Float64Array,
  values: Float64Array,
  length: number,
  startMs: number,
  endMs: number,
  smoothed: boolean,
) {
  let end = length;
  if (!smoothed) while (end > 0 && timestamps[end - 1] > endMs) end--;
  const bounds = end > 0 ? extendedBounds({ timestamps, values }, 0, end, startMs, endMs, smoothed, false) : undefined;
  if (!bounds) return undefined;
  const inner = Math.max(0, bounds.end - bounds.first);
  const outTimestamps = new Float64Array(inner + 2);
  const outValues = new Float64Array(inner + 2);
  outTimestamps[0] = startMs;
  outValues[0] = bounds.left;
  outTimestamps.set(timestamps.subarray(bounds.first, bounds.first + inner), 1);
  outValues.set(values.subarray(bounds.first, bounds.first + inner), 1);
  outTimestamps[inner + 1] = endMs;
  outValues[inner + 1] = bounds.right;
  return { timestamps: outTimestamps, values: outValues };
}
