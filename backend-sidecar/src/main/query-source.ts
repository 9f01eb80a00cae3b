import type { Config } from '../config/index.ts';
import { createEngine } from '../promql/index.ts';
import type { PromqlSource, SeriesSource } from '../storage.ts';
import type { Clock } from '../util/clock.ts';

/** What answers PromQL: the embedded engine over the own store. */
export function createQuerySource({ query }: Config, deps: { source: SeriesSource; clock: Clock }): PromqlSource {
  return createEngine({
    source: deps.source,
    clock: deps.clock,
    lookbackMs: query.lookback_delta,
    timeoutMs: query.timeout,
    maxSamples: query.max_samples,
    maxConcurrency: query.max_concurrency,
  });
}
