import type { SidecarMetrics } from '../observe/metrics.ts';
import type { ScrapeManager } from '../scrape/index.ts';

/** Metrics of the scrape manager. */
export function registerScrapeMetrics(metrics: SidecarMetrics, manager: ScrapeManager): void {
  const stats = () => manager.stats();
  metrics.counter(
    'observatory_scrapes_total',
    'Scrapes, by result',
    () => [
      [{ result: 'success' }, stats().scrapes - stats().failures],
      [{ result: 'failure' }, stats().failures],
    ],
    ['result'],
  );
  metrics.counter(
    'observatory_scrape_samples_total',
    'Samples exposed by targets in good scrapes',
    () => stats().samples,
  );
  metrics.counter(
    'observatory_scrape_body_bytes_total',
    'Bytes of bodies of good scrapes, decompressed',
    () => stats().bodyBytes,
  );
  metrics.counter(
    'observatory_scrape_repairs_total',
    'What lenient reading mended in bodies, by kind',
    () => Object.entries(stats().repairs).map(([kind, count]) => [{ kind }, count] as const),
    ['kind'],
  );
  metrics.gauge(
    'observatory_targets',
    'Targets, by health',
    () => {
      const counts = { up: 0, down: 0, unknown: 0 };
      for (const { health } of manager.targets().active) counts[health]++;
      return Object.entries(counts).map(([health, count]) => [{ health }, count] as const);
    },
    ['health'],
  );
  metrics.counter(
    'observatory_scrape_missed_ticks_total',
    'Scrapes that did not happen because the sidecar or the scrape before was late',
    () => manager.targets().active.reduce((sum, target) => sum + target.missedTicks, 0),
  );
}
