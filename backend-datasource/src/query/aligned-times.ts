import type { AskedQuery } from './frame-query.ts';

const SECOND_MS = 1000;
const COARSE_MS = 5000;

/**
 * Bounds rounded down to seconds, to five where steps are multiples of that: panels that ask for "the last hour" in the same
 * moment then ask for the same. A range query's bounds are rounded down to its step anyway, so its rows stay the same.
 */
export function alignedTimes(query: AskedQuery): AskedQuery {
  const { fromMs, toMs } = query;
  const unit =
    'intervalMs' in query && query.kind === 'range' && (query.intervalMs ?? 0) % COARSE_MS === 0
      ? COARSE_MS
      : SECOND_MS;
  const to = Math.floor(toMs / unit) * unit;
  return { ...query, fromMs: to - (toMs - fromMs), toMs: to };
}
