import type { SidecarMetrics } from '../observe/metrics.ts';
import type { StreamHub, StreamStats } from '../stream/index.ts';

type NumericStat = { [Key in keyof StreamStats]: StreamStats[Key] extends number ? Key : never }[keyof StreamStats];

const COUNTERS: readonly (readonly [NumericStat, name: string, help: string])[] = [
  ['messagesEncodedTotal', 'messages_encoded_total', 'Stream messages written out once for all their readers'],
  ['messagesSentTotal', 'messages_sent_total', 'Stream messages sent to clients'],
  ['bytesSentTotal', 'sent_bytes_total', 'Bytes of stream messages sent'],
  ['samplesConflatedTotal', 'samples_conflated_total', 'Samples replaced by newer ones for slow clients'],
  ['messagesDroppedTotal', 'messages_dropped_total', 'Stream messages left out for slow clients'],
  ['slowClientsClosedTotal', 'slow_clients_closed_total', 'Clients closed because they could not keep up'],
  ['deadClientsClosedTotal', 'dead_clients_closed_total', 'Clients closed because they did not answer'],
  ['resumesTotal', 'resumes_total', 'Subscriptions resumed without a gap'],
  ['gapsTotal', 'gaps_total', 'Subscriptions that came too late to resume'],
  ['evaluationsTotal', 'evaluations_total', 'Evaluations of streamed queries'],
  ['evaluationFailuresTotal', 'evaluation_failures_total', 'Failed evaluations of streamed queries'],
  [
    'evaluationStepsSkippedTotal',
    'evaluation_steps_skipped_total',
    'Steps of streamed queries skipped because evaluation was late',
  ],
];

const GAUGES: readonly (readonly [NumericStat, name: string, help: string])[] = [
  ['laggingClients', 'lagging_clients', 'Clients that are behind'],
  ['subscriptions', 'subscriptions', 'Subscriptions of all clients'],
  ['channels', 'channels', 'Channels alive'],
  ['replayBytes', 'replay_bytes', 'Bytes kept for clients that resume'],
];

/** Metrics of the stream hub. */
export function registerStreamMetrics(metrics: SidecarMetrics, hub: StreamHub): void {
  for (const [key, name, help] of COUNTERS) metrics.counter(`observatory_stream_${name}`, help, () => hub.stats()[key]);
  for (const [key, name, help] of GAUGES) metrics.gauge(`observatory_stream_${name}`, help, () => hub.stats()[key]);
  metrics.gauge(
    'observatory_stream_clients',
    'Stream clients, by transport',
    () => Object.entries(hub.stats().clients).map(([transport, count]) => [{ transport }, count] as const),
    ['transport'],
  );
  metrics.counter(
    'observatory_stream_refused_total',
    'Clients and requests refused, by what was too many',
    () => Object.entries(hub.stats().refusedTotal).map(([limit, count]) => [{ limit }, count] as const),
    ['limit'],
  );
}
