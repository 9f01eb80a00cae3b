/** When a target is scraped: at epoch-aligned ticks of its interval, shifted by its offset. All in ms. */

/** How late a scrape may begin and still carry its tick's time; later ones carry the time at which they began. */
export function tickToleranceMs(intervalMs: number): number {
  return Math.min(intervalMs / 20, 250);
}

/** The first tick after `lastTickMs` that is not further in the past than the tolerance. */
export function nextTick(nowMs: number, lastTickMs: number, intervalMs: number, offsetMs: number): number {
  // After the clock was set back, the last tick may lie far ahead: at most one interval is waited for.
  const afterLast = Math.min(lastTickMs + 1, nowMs + intervalMs);
  const earliest = Math.max(afterLast, nowMs - tickToleranceMs(intervalMs));
  const steps = Math.ceil((earliest - offsetMs) / intervalMs);
  return steps * intervalMs + offsetMs;
}
