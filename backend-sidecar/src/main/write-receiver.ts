import type { Config } from '../config/index.ts';
import type { WriteReceiver as WriteHandler } from '../http/context.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import { WriteReceiver } from '../remote/index.ts';
import type { Appender } from '../storage.ts';

/** Remote write's receiving end with its metrics; undefined when the configuration turns it off. */
export function createWriteReceiver(
  config: Config,
  store: { appender: Appender },
  metrics: SidecarMetrics,
): WriteHandler | undefined {
  if (!config.api.remote_write_receiver) return undefined;
  const receiver = new WriteReceiver({ appender: store.appender, maxBodyBytes: config.api.max_body_size || undefined });
  const { stats } = receiver;
  metrics.counter(
    'observatory_remote_write_requests_total',
    'Remote-write requests received, by protocol version',
    () => Object.entries(stats.requestsTotal).map(([version, count]) => [{ version }, count] as const),
    ['version'],
  );
  metrics.counter(
    'observatory_remote_write_requests_refused_total',
    'Remote-write requests that could not be read',
    () => stats.requestsRefusedTotal,
  );
  metrics.counter(
    'observatory_remote_write_samples_total',
    'Samples received by remote write, by result',
    () => [
      [{ result: 'appended' }, stats.samplesTotal],
      [{ result: 'refused' }, stats.samplesRefusedTotal],
      [{ result: 'native_histogram' }, stats.nativeHistogramsRefusedTotal],
    ],
    ['result'],
  );
  return (headers, body) => receiver.handle(headers, body);
}
