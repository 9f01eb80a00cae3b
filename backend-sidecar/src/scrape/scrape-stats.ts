/** Counters over all targets since the start. */
export interface ScrapeStats {
  scrapes: number;
  failures: number;
  samples: number;
  bodyBytes: number;
  /** Ticks without a scrape, because the sidecar or the scrape before was late. */
  missedTicks: number;
  /** What the lenient reading mended, by kind. */
  repairs: Record<string, number>;
}

export function newScrapeStats(): ScrapeStats {
  return { scrapes: 0, failures: 0, samples: 0, bodyBytes: 0, missedTicks: 0, repairs: {} };
}
