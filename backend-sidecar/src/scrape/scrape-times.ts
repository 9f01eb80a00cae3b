/** When each URL was last scraped, by whichever loop: a loop that takes a URL over keeps the distance of one interval. */
export class ScrapeTimes {
  private readonly lastMs = new Map<string, number>();

  record(url: URL, timeMs: number): void {
    // Re-inserted, so that the map stays in order of time and the oldest come first.
    const key = endpoint(url);
    this.lastMs.delete(key);
    this.lastMs.set(key, timeMs);
    if (this.lastMs.size > MAX_URLS) for (const oldest of this.lastMs.keys()) return void this.lastMs.delete(oldest);
  }

  last(url: URL): number | undefined {
    return this.lastMs.get(endpoint(url));
  }
}

const MAX_URLS = 50_000;

/** Equal for URLs that reach the same exposition: a broker's `/metrics` and `/metrics/` are the same. */
export function endpoint(url: URL): string {
  return `${url.host}${url.pathname.replace(/\/+$/, '')}${url.search}`;
}
