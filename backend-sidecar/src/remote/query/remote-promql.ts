import type { PromqlSource, QueryOptions, QueryResult, QueryValue } from '../../storage.ts';
import type { Clock } from '../../util/clock.ts';
import type { ApiClient, ApiParameters } from './api-client.ts';
import { readQueryValue } from './read-value.ts';
import { timeText } from './selector-text.ts';

export interface RemotePromqlOptions {
  client: ApiClient;
  clock: Clock;
  /** Longest a query may run. */
  timeoutMs: number;
  maxSamples: number;
}

/** The engine gets a little less than we wait, so that its own words reach the caller. */
const GRACE_MS = 1000;

/** PromQL passed through to a Prometheus-compatible engine: `query` and `query_range`. */
export class RemotePromql implements PromqlSource {
  private readonly options: RemotePromqlOptions;

  constructor(options: RemotePromqlOptions) {
    this.options = options;
  }

  instant(query: string, timeMs: number, options: QueryOptions = {}): Promise<QueryResult> {
    return this.ask(
      '/query',
      [
        ['query', query],
        ['time', timeText(timeMs)],
      ],
      options,
    );
  }

  range(
    query: string,
    startMs: number,
    endMs: number,
    stepMs: number,
    options: QueryOptions = {},
  ): Promise<QueryResult> {
    const parameters: ApiParameters = [
      ['query', query],
      ['start', timeText(startMs)],
      ['end', timeText(endMs)],
      ['step', timeText(stepMs)],
    ];
    return this.ask('/query_range', parameters, options);
  }

  private async ask(path: string, parameters: ApiParameters, options: QueryOptions): Promise<QueryResult> {
    const { client, clock, maxSamples } = this.options;
    const timeoutMs = Math.min(options.timeoutMs ?? Infinity, this.options.timeoutMs);
    const further: [string, string][] = [['timeout', `${Math.max(1, timeoutMs)}ms`]];
    if (options.lookbackMs !== undefined) further.push(['lookback_delta', `${options.lookbackMs}ms`]);
    if (options.limit !== undefined && options.limit > 0) further.push(['limit', String(options.limit)]);
    const startedMs = clock.now();
    const answer = await client.post(path, [...parameters, ...further], timeoutMs + GRACE_MS, options.signal);
    const { value, samples, histogramSeries } = readQueryValue(answer.data, maxSamples);
    const cut = cutTo(value, options.limit);
    const warnings = [...answer.warnings];
    if (cut !== value && !warnings.some((warning) => warning.includes('truncated')))
      warnings.push('results truncated due to limit');
    if (histogramSeries > 0)
      warnings.push(`${histogramSeries} series with native histograms were left out: they are not supported`);
    const series = cut.resultType === 'vector' || cut.resultType === 'matrix' ? cut.series.length : 1;
    const totalMs = clock.now() - startedMs;
    return {
      value: cut,
      warnings,
      infos: answer.infos,
      stats: { samples, series, peakSamples: samples, timings: { evalMs: totalMs, queueMs: 0, totalMs } },
    };
  }
}

/** The engine may not know `limit`, which came with Prometheus 3. */
function cutTo(value: QueryValue, limit: number | undefined): QueryValue {
  if (limit === undefined || limit <= 0) return value;
  if (value.resultType === 'vector')
    return value.series.length > limit ? { ...value, series: value.series.slice(0, limit) } : value;
  if (value.resultType === 'matrix')
    return value.series.length > limit ? { ...value, series: value.series.slice(0, limit) } : value;
  return value;
}
