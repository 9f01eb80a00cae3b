import type { PromqlSource, SeriesSource } from '../../storage.ts';
import type { Clock } from '../../util/clock.ts';
import { ApiClient } from './api-client.ts';
import type { ApiConfig } from './api-client.ts';
import { RemotePromql } from './remote-promql.ts';
import { RemoteSeries } from './remote-series.ts';

export interface RemoteQuerySourceOptions {
  /** `query:` of the configuration; `url` is what stands before `/api/v1`. */
  config: ApiConfig & { max_samples: number };
  /** Deadlines; the system's clock, since the engine lives in real time. */
  clock: Clock;
  userAgent: string;
  maxAnswerBytes?: number;
}

export interface RemoteQuerySource {
  promql: PromqlSource;
  series: SeriesSource;
  close(): Promise<void>;
}

const DEFAULT_MAX_ANSWER_BYTES = 256 * 1024 * 1024;

/** PromQL and series from a Prometheus-compatible engine: Prometheus, Mimir, Thanos, VictoriaMetrics. */
export function createRemoteQuerySource(options: RemoteQuerySourceOptions): RemoteQuerySource {
  const { config, clock, userAgent, maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES } = options;
  const client = new ApiClient({ config, clock, userAgent, maxAnswerBytes });
  return {
    promql: new RemotePromql({ client, clock, timeoutMs: config.timeout, maxSamples: config.max_samples }),
    series: new RemoteSeries({ client, timeoutMs: config.timeout, maxSamples: config.max_samples }),
    close: () => client.close(),
  };
}
