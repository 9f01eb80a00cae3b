/**
 * Counters of topics and subscriptions. Pulsar keeps them in the topic's owner: after an unload, a failover or a restart
 * they begin at nought on another broker (reference/pulsar-real.md §3, time behaviour). Canonically they belong to the
 * topic and go on counting.
 */
export interface CounterFamily {
  canonical: string;
  native: string;
  help: string;
  unit: '' | 'bytes';
}

export const COUNTER_FAMILIES: readonly CounterFamily[] = [
  {
    canonical: 'observatory_pulsar_messages_in_total',
    native: 'pulsar_in_messages_total',
    help: 'Messages received from producers, whoever owns the topic.',
    unit: '',
  },
  {
    canonical: 'observatory_pulsar_bytes_in_total',
    native: 'pulsar_in_bytes_total',
    help: 'Bytes received from producers, whoever owns the topic.',
    unit: 'bytes',
  },
  {
    canonical: 'observatory_pulsar_messages_out_total',
    native: 'pulsar_out_messages_total',
    help: 'Messages sent to consumers of the subscription, whoever owns the topic.',
    unit: '',
  },
  {
    canonical: 'observatory_pulsar_bytes_out_total',
    native: 'pulsar_out_bytes_total',
    help: 'Bytes sent to consumers of the subscription, whoever owns the topic.',
    unit: 'bytes',
  },
];

/** What a topic's counter is known by; everything else names its owner or its scrape. */
export const COUNTER_LABELS: ReadonlySet<string> = new Set([
  'cluster',
  'namespace',
  'topic',
  'partition',
  'subscription',
]);

/** Series of single consumers repeat what their subscription's series count (exposeConsumerLevelMetricsInPrometheus). */
export const CONSUMER_LABELS: readonly string[] = ['consumer_name', 'consumer_id'];
