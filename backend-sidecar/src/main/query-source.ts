import type { Config } from '../config/index.ts';
import { createEngine } from '../promql/index.ts';
import { createRemoteQuerySource } from '../remote/index.ts';
import type { PromqlSource, SeriesSource } from '../storage.ts';
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
  deps: { source: SeriesSource; clock: Clock; version: string },
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
  const promql = createEngine({
    source: deps.source,
    clock: deps.clock,
    lookbackMs: query.lookback_delta,
    timeoutMs: query.timeout,
    maxSamples: query.max_samples,
    maxConcurrency: query.max_concurrency,
  });
  return { promql, series: deps.source, close: () => Promise.resolve() };
}
