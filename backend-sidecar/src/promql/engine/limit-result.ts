import type { QueryValue } from '../../storage.ts';
import { QueryError } from './query-error.ts';

/**
 * Applies a request's `limit` (0 or undefined: none), telling with a warning when it cut, and the engine's own ceiling.
 * @throws QueryError when the answer has more series than the ceiling.
 */
export function limitResult(
  value: QueryValue,
  limit: number | undefined,
  maxSeries: number,
  warnings: string[],
): QueryValue {
  if (value.resultType !== 'vector' && value.resultType !== 'matrix') return value;
  const count = value.series.length;
  if (limit !== undefined && limit > 0 && count > limit) {
    warnings.push('results truncated due to limit');
    return value.resultType === 'vector'
      ? { ...value, series: value.series.slice(0, limit) }
      : { ...value, series: value.series.slice(0, limit) };
  }
  if (count > maxSeries) {
    throw new QueryError(
      'execution',
      'OBS_QUERY_TOO_MANY_SERIES',
      `the query's answer has ${count} series, more than the limit of ${maxSeries}`,
      'Aggregate, select fewer series, pass "limit", or raise query.max_series.',
    );
  }
  return value;
}
