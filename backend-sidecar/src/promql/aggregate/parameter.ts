import { formatFloatGeneral } from '../../model/format-float.ts';
import { executionError } from '../engine/query-error.ts';

const INT64_BOUND = 2 ** 63;

/**
 * Checks the k of `topk` and its like. Returns the largest one; below 1 nothing will be selected.
 * @throws QueryError when one is NaN or no 64-bit integer.
 */
export function checkCounts(counts: Float64Array): number {
  const most = counts.reduce((a, b) => Math.max(a, b), -Infinity);
  const least = counts.reduce((a, b) => Math.min(a, b), Infinity);
  if (most < 1) return most;
  if (most !== most) throw executionError('Parameter value is NaN');
  if (least <= -INT64_BOUND) throw executionError(`Scalar value ${formatFloatGeneral(least)} underflows int64`);
  if (most >= INT64_BOUND) throw executionError(`Scalar value ${formatFloatGeneral(most)} overflows int64`);
  return most;
}
