import path from 'node:path';
import type { Config } from '../config/index.ts';
import { Labels } from '../model/labels.ts';
import type { SidecarMetrics } from '../observe/metrics.ts';
import { createRemoteWriter, type RemoteWriter, type WriteQueueStats } from '../remote/index.ts';
import { compileRelabeling } from '../scrape/index.ts';
import { systemClock } from '../util/clock.ts';
import type { Logger } from '../util/logger.ts';
import type { Store } from './store.ts';

/** The sending end of remote write, fed by the store's log, with its metrics. It sends once it has a configuration. */
export function createSender(
  config: Config,
  deps: { store: Store; logger: Logger; metrics: SidecarMetrics; version: string },
): RemoteWriter {
  const { store, logger, metrics, version } = deps;
  const writer = createRemoteWriter({
    feeds: store.walFeeds,
    directory: path.join(config.storage.path, 'remote-write'),
    compileRelabel: compileRelabeling,
    metadata: () => store.source.metadata(),
    // Receivers live in real time, also when samples are on a clock of their own.
    clock: systemClock,
    logger,
    userAgent: `PulsarObservatory/${version}`,
  });
  registerSenderMetrics(metrics, writer);
  return writer;
}

export function applySender(writer: RemoteWriter, config: Config): Promise<void> {
  return writer.applyConfig(config.remote_write, Labels.fromObject(config.global.external_labels));
}

type NumericStat = {
  [Key in keyof WriteQueueStats]: WriteQueueStats[Key] extends number ? Key : never;
}[keyof WriteQueueStats];

const COUNTERS: readonly (readonly [NumericStat, name: string, help: string])[] = [
  ['requestsTotal', 'requests_total', 'Requests sent to the receiver'],
  ['retriesTotal', 'retries_total', 'Requests sent again'],
  ['bytesTotal', 'bytes_total', 'Bytes of requests, compressed'],
  ['samplesDeliveredTotal', 'samples_delivered_total', 'Samples the receiver took'],
  ['samplesRefusedTotal', 'samples_refused_total', 'Samples the receiver refused for good'],
  ['samplesRelabelledAwayTotal', 'samples_relabelled_away_total', 'Samples that write_relabel_configs left out'],
  ['samplesTooOldTotal', 'samples_too_old_total', 'Samples given up because they were older than sample_age_limit'],
  ['missedSegments', 'missed_segments_total', 'Segments of the log deleted before they were read'],
];

function registerSenderMetrics(metrics: SidecarMetrics, writer: RemoteWriter): void {
  const each = (read: (stats: WriteQueueStats) => number) => () =>
    writer.stats().map((stats) => [{ remote: stats.name, address: stats.address }, read(stats)] as const);
  const labels = ['remote', 'address'];
  for (const [key, name, help] of COUNTERS)
    metrics.counter(
      `observatory_remote_write_sent_${name}`,
      help,
      each((stats) => stats[key]),
      labels,
    );
  metrics.gauge(
    'observatory_remote_write_sent_shards',
    'Requests that may be under way at a time',
    each(({ shards }) => shards),
    labels,
  );
  metrics.gauge(
    'observatory_remote_write_sent_pending_samples',
    'Samples read from the log and not yet delivered',
    each(({ pendingSamples }) => pendingSamples),
    labels,
  );
  metrics.gauge(
    'observatory_remote_write_sent_newest_timestamp_seconds',
    'Time of the newest sample delivered',
    each(({ newestDeliveredMs }) => newestDeliveredMs / 1000),
    labels,
  );
  metrics.gauge(
    'observatory_remote_write_sent_failing',
    '1 while delivery fails',
    each(({ lastError }) => (lastError === undefined ? 0 : 1)),
    labels,
  );
}
