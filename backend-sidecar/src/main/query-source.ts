import type { Config } from '../config/index.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import { createEngine, createRangeCache } from '../promql/index.ts';
import { createRemoteQuerySource } from '../remote/index.ts';
import type { OldestChange, PromqlSource, SeriesSource } from '../storage.ts';
import { systemClock, type Clock } from '../util/clock.ts';

/** Where queries and everything that reads series for people go. */
export interface QuerySource {
  promql: PromqlSource;
  series: SeriesSource;
  close(): Promise<void>;
}

/** The embedded engine over the own store, or the Prometheus-compatible engine that `query.url` names. */
export function createQuerySource(
  { query }: Config,
  deps: { source: SeriesSource; oldestChange?: OldestChange; clock: Clock; version: string; metrics?: SidecarMetrics },
): QuerySource {
  const { source, url } = query;
  // The configuration is refused when it says remote without an address.
  if (source === 'remote' && url !== undefined) {
    return createRemoteQuerySource({
      config: { ...query, url },
      // The engine lives in real time, also when samples are on a clock of their own.
      clock: systemClock,
      userAgent: `PulsarObservatory/${deps.version}`,
    });
  }
  const engine = createEngine({
    source: deps.source,
    clock: deps.clock,
    lookbackMs: query.lookback_delta,
    timeoutMs: query.timeout,
    maxSamples: query.max_samples,
    maxConcurrency: query.max_concurrency,
    maxMemoryBytes: query.max_memory,
  });
  const promql = query.cache_size > 0 ? cachedSource(engine, query.cache_size, deps) : engine;
  return { promql, series: deps.source, close: () => Promise.resolve() };
}

function cachedSource(
  engine: PromqlSource,
  maxBytes: number,
  { clock, oldestChange, metrics }: { clock: Clock; oldestChange?: OldestChange; metrics?: SidecarMetrics },
): PromqlSource {
  const cache = createRangeCache({ source: engine, clock, oldestChange, maxBytes });
  metrics?.counter(
    'observatory_query_cache_hits_total',
    'Range queries of which a part was kept from before',
    () => cache.hits,
  );
  metrics?.gauge('observatory_query_cache_bytes', 'Kept results of range queries', () => cache.bytes);
  return cache;
}
