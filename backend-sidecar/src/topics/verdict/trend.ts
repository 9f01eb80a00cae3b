/** Readings older than this weigh a third: long enough for the broker's 60 s steps, short enough to see a consumer stop. */
const SMOOTHING_MS = 300_000;

/**
 * Brokers renew what they tell of their topics once a minute; who reads more often sees the same backlog again, which is no
 * standstill. A little less than the minute, so that readings that come once a minute count each.
 */
export const GROWTH_STEP_MS = 55_000;

/**
 * The change of a backlog, entries per second, after a further reading: an exponential average whose weights follow the
 * time between readings, so that stretched and missed readings do not bend it. NaN stands for "not known yet".
 */
export function smoothedGrowth(before: number, change: number, elapsedMs: number): number {
  if (!(elapsedMs > 0)) return before;
  const rate = (change * 1000) / elapsedMs;
  if (Number.isNaN(before)) return rate;
  return before + (1 - Math.exp(-elapsedMs / SMOOTHING_MS)) * (rate - before);
}

/**
 * Seconds until a backlog is gone if its change stays as it is; Infinity when it does not shrink, NaN when that is not
 * known yet. The change of the backlog itself is used, not rate out minus rate in: those count messages, the backlog
 * entries.
 */
export function drainSeconds(backlog: number, growth: number): number {
  if (backlog === 0) return 0;
  if (Number.isNaN(growth)) return NaN;
  return growth < 0 ? backlog / -growth : Infinity;
}
