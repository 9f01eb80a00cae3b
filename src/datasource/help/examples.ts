import type { SavedDatasourceQuery } from '@observatory/protocol/datasource-query';

export interface Example {
  title: string;
  explanation: string;
  query: SavedDatasourceQuery;
}

const metrics = (expr: string, rest: Partial<SavedDatasourceQuery> = {}): SavedDatasourceQuery =>
  ({ queryType: 'metrics', version: 1, editor: 'code', legendFormat: '__auto', expr, ...rest }) as SavedDatasourceQuery;

/** What people ask first, of every kind; the cheat sheet shows it and a test parses it. */
export const EXAMPLES: readonly Example[] = [
  {
    title: 'Messages published, by namespace',
    explanation: 'Pulsar exposes a rate as a gauge: it is summed, not rated.',
    query: metrics('sum by (namespace) (pulsar_rate_in)'),
  },
  {
    title: 'Messages published, from counters',
    explanation: 'First rate, then sum. The canonical counter goes on when a topic moves to another broker.',
    query: metrics('sum by (cluster) (rate(observatory_pulsar_in_messages_total[$__rate_interval]))'),
  },
  {
    title: 'Publish latency, 99th percentile over all brokers',
    explanation:
      'Buckets are summed by le, then the quantile is taken. Quantiles of several brokers are never averaged.',
    query: metrics(
      'histogram_quantile(0.99, sum by (cluster, le) (rate(observatory_pulsar_publish_latency_seconds_bucket[$__rate_interval])))',
    ),
  },
  {
    title: 'Largest backlogs',
    explanation: 'Topics with the most messages that nobody has consumed yet.',
    query: metrics('topk(10, sum by (topic) (pulsar_msg_backlog))', {
      mode: 'instant',
      format: 'table',
    } as Partial<SavedDatasourceQuery>),
  },
  {
    title: 'What is it now, against a day before',
    explanation: 'An offset in one of two queries.',
    query: metrics('sum(pulsar_rate_in) / sum(pulsar_rate_in offset 1d)'),
  },
  {
    title: 'Live: connections of each broker',
    explanation: 'The time range first, then every scrape as it arrives.',
    query: metrics('sum by (instance) (pulsar_active_connections)', {
      mode: 'stream',
    } as Partial<SavedDatasourceQuery>),
  },
  {
    title: 'The cluster as a graph',
    explanation: 'For the node graph panel: brokers, bookies and what lies between them.',
    query: { queryType: 'topology', version: 1 },
  },
  {
    title: 'Subscriptions that are stuck or grow',
    explanation: "The sidecar's verdict on every subscription, with the reason.",
    query: {
      queryType: 'topics',
      version: 1,
      subject: 'subscriptions',
      verdicts: ['stuck', 'growing', 'blocked_on_unacked'],
      limit: 50,
    },
  },
  {
    title: 'What happened',
    explanation: 'Restarts, elections, moved bundles and lost bookies; also as annotations on every panel.',
    query: { queryType: 'events', version: 1, severity: 'warning' },
  },
  {
    title: 'What went wrong on the hosts',
    explanation: 'Log lines of all agents, warnings and worse. A rule counts them: show counts, reduce with sum.',
    query: { queryType: 'logs', version: 1, minLevel: 'warn' },
  },
  {
    title: 'Is the backlog as it should be',
    explanation: 'The band that was to be expected. A rule gets how far outside of it: above 1 is an anomaly.',
    query: { queryType: 'anomalies', version: 1, expr: 'sum by (cluster) (pulsar_subscription_back_log)' },
  },
  {
    title: 'When is the disk full',
    explanation: 'The forecast of the fullest disk. A rule with a limit gets the seconds until it is met.',
    query: {
      queryType: 'forecast',
      version: 1,
      expr: 'max by (instance) ({__name__=~"bookie_ledger_dir_.+_usage"})',
      horizon: '7d',
      limit: 95,
    },
  },
  {
    title: 'What may have caused the trouble of this time range',
    explanation: 'Finds the symptom, then ranks what is upstream of it, began before it, and left what is usual.',
    query: { queryType: 'candidates', version: 1 },
  },
];
