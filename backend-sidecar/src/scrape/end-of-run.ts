import { sleep, type Clock } from '../util/clock.ts';
import type { LoopHandover } from './scrape-loop.ts';

/**
 * Staleness markers for the series of a target that went away, as in Prometheus (scrapeLoop.endOfRunStaleness): they carry
 * the time of the tick that was missed, but are written only after the one after it, so that series which another target
 * took over meanwhile have newer samples and refuse the marker. When the sidecar stops first, none are written: it may
 * be back before anyone looks.
 */
export async function markGone(
  gone: LoopHandover,
  nextTickMs: number,
  clock: Clock,
  shutdown: AbortSignal,
): Promise<void> {
  const { intervalMs, ingester, report } = gone;
  await sleep(clock, nextTickMs + intervalMs + intervalMs / 10 - clock.now(), shutdown);
  if (!shutdown.aborted) {
    ingester.markStale(nextTickMs);
    report.appendStale(nextTickMs);
  }
  ingester.close();
}
