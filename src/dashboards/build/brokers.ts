import { linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, stat, timeline, words } from './panels.ts';
import { metric, onBroker } from './queries.ts';
import { brokerVariable, clusterVariable, datasourceVariable } from './variables.ts';

const rate = (name: string, ...matchers: string[]) => `rate(${name}${onBroker(...matchers)}[$__rate_interval])`;
const p99 = (name: string, by: string) =>
  `histogram_quantile(0.99, sum by (${by}) (rate(${name}_bucket${onBroker()}[$__rate_interval])))`;

/** One line a broker: traffic, latency and its two parts, connections, lookups, caches. */
export const brokers: DashboardSource = {
  uid: 'observatory-brokers',
  title: 'Pulsar / Brokers',
  description:
    'What each broker carries, how long publishing takes and which part of it is BookKeeper, and what waits.',
  tags: ['brokers'],
  variables: [datasourceVariable, clusterVariable, brokerVariable],
  events: ['node_down', 'broker_joined', 'broker_left', 'leader_changed', 'restart', 'bundle_moved'],
  head: [
    stat({
      title: 'Brokers up',
      means: 'Chosen brokers that answered their last scrape.',
      normal: 'All of them.',
      act: 'Who answered, below, says which one is missing and since when.',
      targets: [metric(`sum(up${onBroker()})`)],
      unit: 'short',
      thresholds: [[1, 'green']],
      baseColor: 'red',
    }),
    stat({
      title: 'Topics',
      means: 'Topics that the chosen brokers have loaded, system topics included.',
      normal: 'Steady; it moves between brokers with their bundles.',
      act: 'A sudden fall means that topics were unloaded and wait to be loaded elsewhere.',
      targets: [metric(`sum(pulsar_broker_topics_count${onBroker()})`)],
      unit: 'short',
      links: [linkTo('observatory-topics')],
    }),
    stat({
      title: 'Producers',
      means: 'Producers that are connected.',
      normal: 'Steady.',
      act: 'It saws: clients reconnect all the time. Look at connections created.',
      targets: [metric(`sum(pulsar_broker_producers_count${onBroker()})`)],
      unit: 'short',
    }),
    stat({
      title: 'Consumers',
      means: 'Consumers that are connected.',
      normal: 'Steady.',
      act: 'Fewer consumers and a growing backlog belong together: open Topics and subscriptions.',
      targets: [metric(`sum(pulsar_broker_consumers_count${onBroker()})`)],
      unit: 'short',
      links: [linkTo('observatory-topics')],
    }),
    stat({
      title: 'Throttled',
      means:
        'Connections that a broker has stopped to read from, because too many publishes on them wait for BookKeeper.',
      normal: '0.',
      act: 'The bookies do not answer in time: open Bookie write path. Other topics of the same clients wait as well.',
      targets: [metric(`sum(pulsar_broker_throttled_connections${onBroker()})`)],
      unit: 'short',
      thresholds: [[1, 'red']],
      links: [linkTo('observatory-bookie-writes')],
    }),
    stat({
      title: 'Failed lookups',
      means: 'Lookups a second that did not find the owner of a topic.',
      normal: '0.',
      act: 'Clients retry instead of working. A slow metadata store and bundles without an owner are the usual reasons.',
      targets: [metric(`sum(${rate('pulsar_broker_lookup_failures_total')})`)],
      unit: 'cps',
      thresholds: [
        [0.1, 'yellow'],
        [1, 'red'],
      ],
      links: [linkTo('observatory-metadata')],
    }),
  ],
  rows: [
    {
      title: 'Load',
      panels: [
        chart({
          title: 'Messages in by broker',
          means: 'Messages a second that each broker receives, from its live counters.',
          normal: 'The brokers carry about the same.',
          act: 'One stands out: look for its hottest topic, then whether its bundle can be split.',
          targets: [metric(`sum by (instance) (${rate('pulsar_in_messages_total')})`, '{{instance}}')],
          unit: 'mps',
          links: [linkTo('observatory-load-balancing')],
        }),
        chart({
          title: 'Messages out by broker',
          means: 'Messages a second that each broker delivers to consumers.',
          normal: 'In times the number of subscriptions that keep up.',
          act: 'It falls while in does not: a backlog is building up.',
          targets: [metric(`sum by (instance) (${rate('pulsar_out_messages_total')})`, '{{instance}}')],
          unit: 'mps',
          links: [linkTo('observatory-topics')],
        }),
        chart({
          title: 'Bytes in and out by broker',
          means: 'Payload that each broker receives (above) and delivers (below).',
          normal: 'Well below what its network card can carry.',
          act: 'At the limit of the network move bundles away, or add brokers.',
          targets: [
            metric(`sum by (instance) (${rate('pulsar_broker_in_bytes_total')})`, '{{instance}} in'),
            metric(`sum by (instance) (${rate('pulsar_broker_out_bytes_total')})`, '{{instance}} out'),
          ],
          unit: 'binBps',
          overrides: [{ of: '/ out$/', negative: true }],
        }),
      ],
    },
    {
      title: 'Publishing',
      panels: [
        chart({
          title: 'Publish p99 by broker',
          means: 'Time until a message is stored, at the 99th percentile of each broker, from the rebuilt histogram.',
          normal: 'All brokers alike, and like last week.',
          act: 'One broker alone: its garbage collection or memory. All of them: the bookies.',
          stepped: true,
          targets: [metric(p99('observatory_pulsar_publish_latency_seconds', 'le, instance'), '{{instance}}')],
          unit: 's',
          interval: '2m',
          thresholds: [[0.2, 'red']],
          links: [linkTo('observatory-jvm'), linkTo('observatory-bookie-writes')],
        }),
        chart({
          title: 'Broker or BookKeeper?',
          means:
            'The whole time of a publish beside the part that BookKeeper needs, both at the 99th percentile over the chosen brokers.',
          normal: 'Both lines lie on each other: the rest is microseconds.',
          act: 'Both high: open Bookie write path. Only the whole is high: the broker queues; look at its CPU, GC and throttled connections.',
          stepped: true,
          targets: [
            metric(p99('observatory_pulsar_publish_latency_seconds', 'le'), 'whole'),
            metric(p99('observatory_pulsar_ledger_write_latency_seconds', 'le'), 'BookKeeper'),
          ],
          unit: 's',
          interval: '2m',
          links: [linkTo('observatory-bookie-writes')],
        }),
        chart({
          title: 'Slow writes',
          means: 'Share of the publishes that took longer than 200 ms, by broker.',
          normal: 'Below 1 in 1,000.',
          act: 'The tail grows before writes stall: act on it as on a high p99.',
          stepped: true,
          targets: [
            metric(
              `1 - sum by (instance) (rate(observatory_pulsar_publish_latency_seconds_bucket${onBroker('le="0.2"')}[$__rate_interval])) / (sum by (instance) (rate(observatory_pulsar_publish_latency_seconds_count${onBroker()}[$__rate_interval])) > 0)`,
              '{{instance}}',
            ),
          ],
          unit: 'percentunit',
          interval: '2m',
          thresholds: [[0.01, 'red']],
        }),
      ],
    },
    {
      title: 'Clients',
      panels: [
        chart({
          title: 'Connections',
          means: 'Open client connections by broker.',
          normal: 'Steady.',
          act: 'A step down on one broker and up on the others: its clients moved.',
          targets: [metric(`sum by (instance) (pulsar_active_connections${onBroker()})`, '{{instance}}')],
          unit: 'short',
        }),
        chart({
          title: 'Connections opened',
          means:
            'Connections a second that clients open. The source calls it a gauge; it only rises, so its rate is meant.',
          normal: 'Near 0 outside of rollouts.',
          act: 'A steady rate means a client in a loop: find it by its address in the broker log.',
          targets: [metric(`sum by (instance) (${rate('pulsar_connection_created_total_count')})`, '{{instance}}')],
          unit: 'cps',
        }),
        chart({
          title: 'Lookups',
          means: 'Answered, redirected and failed lookups a second.',
          normal: 'Few outside of rollouts: clients ask when they connect.',
          act: 'Many redirects are harmless, many failures are not: look at the metadata store.',
          targets: [
            metric(`sum(${rate('pulsar_broker_lookup_answers_total')})`, 'answered'),
            metric(`sum(${rate('pulsar_broker_lookup_redirects_total')})`, 'redirected'),
            metric(`sum(${rate('pulsar_broker_lookup_failures_total')})`, 'failed'),
          ],
          unit: 'cps',
          overrides: [{ of: 'failed', color: 'red' }],
          links: [linkTo('observatory-metadata')],
        }),
        chart({
          title: 'Lookups and topic loads that wait',
          means: 'Requests under way on each broker. Limits: 50,000 lookups, 5,000 topic loads.',
          normal: '0 or a few.',
          act: 'After a failover topics load for a while. If it does not shrink, look at the metadata store and the bookies.',
          targets: [
            metric(`pulsar_broker_lookup_pending_requests${onBroker()}`, '{{instance}} lookups'),
            metric(`pulsar_broker_topic_load_pending_requests${onBroker()}`, '{{instance}} topic loads'),
          ],
          unit: 'short',
          links: [linkTo('observatory-metadata')],
        }),
        chart({
          title: 'Topics loaded',
          means:
            'Topics that each broker loaded within five minutes, and on the right the longest 99th percentile of it. Each scrape empties the source, hence sum and maximum over time.',
          normal: '0, or a few; below 1 s.',
          act: 'Clients wait that long for each topic after a failover. Look at topics with very many ledgers, and at the metadata store.',
          targets: [
            metric(
              `sum by (instance) (sum_over_time(pulsar_topic_load_times_count${onBroker()}[5m]))`,
              '{{instance}} loaded',
            ),
            metric(
              `max by (instance) (max_over_time(pulsar_topic_load_times${onBroker('quantile="0.99"')}[5m]))`,
              '{{instance}} p99',
            ),
          ],
          unit: 'short',
          overrides: [{ of: '/ p99$/', right: true, unit: 'ms' }],
          links: [linkTo('observatory-metadata')],
        }),
        chart({
          title: 'Admin threads in use',
          means: 'Share of the threads of the web server that are busy: admin calls, lookups over HTTP, metrics.',
          normal: 'Below 50 %.',
          act: 'Find who polls the admin API; a monitor that asks for stats topic by topic is the usual one.',
          targets: [
            metric(
              `pulsar_web_executor_active_threads${onBroker()} / (pulsar_web_executor_max_threads${onBroker()} > 0)`,
              '{{instance}}',
            ),
          ],
          unit: 'percentunit',
          max: 1,
          thresholds: [[0.9, 'red']],
        }),
      ],
    },
    {
      title: 'Reading',
      panels: [
        chart({
          title: 'Entry cache hits',
          means: 'Share of the bytes for consumers that came from the broker’s own cache.',
          normal: 'Above 90 % while consumers keep up.',
          act: 'It falls when consumers read from the past: those reads go to the bookies.',
          stepped: true,
          targets: [
            metric(
              `sum by (instance) (pulsar_ml_cache_hits_throughput${onBroker()}) / (sum by (instance) (pulsar_ml_cache_hits_throughput${onBroker()}) + sum by (instance) (pulsar_ml_cache_misses_throughput${onBroker()}) > 0)`,
              '{{instance}}',
            ),
          ],
          unit: 'percentunit',
          max: 1,
          links: [linkTo('observatory-bookie-reads')],
        }),
        chart({
          title: 'Entry cache size',
          means: 'Bytes in the cache of each broker (managedLedgerCacheSizeMB is its limit).',
          normal: 'Anything up to its limit.',
          act: 'At the limit with many evictions consumers just behind the tail miss it: raise the limit, or direct memory with it.',
          targets: [metric(`pulsar_ml_cache_used_size${onBroker()}`, '{{instance}}')],
          unit: 'bytes',
          links: [linkTo('observatory-jvm')],
        }),
        chart({
          title: 'Entries read from bookies',
          means: 'Entries a second that a broker had to fetch from bookies, because its cache did not hold them.',
          normal: 'Near 0 while consumers keep up.',
          act: 'A backlog is being drained; watch the read and the write path of the bookies.',
          stepped: true,
          targets: [
            metric(`sum by (instance) (pulsar_broker_storage_read_cache_misses_rate${onBroker()})`, '{{instance}}'),
          ],
          unit: 'cps',
          links: [linkTo('observatory-bookie-reads')],
        }),
      ],
    },
    {
      title: 'The processes',
      panels: [
        chart({
          title: 'CPU of the process',
          means: 'Processor cores that each broker uses.',
          normal: 'Well below the number of its cores.',
          act: 'High with little traffic: garbage collection, or somebody who polls the admin API.',
          targets: [metric(rate('process_cpu_seconds_total'), '{{instance}}')],
          unit: 'short',
          decimals: 2,
          links: [linkTo('observatory-jvm')],
        }),
        chart({
          title: 'Time in garbage collection',
          means: 'Share of the time that collections stop the process (concurrent cycles of ZGC are left out).',
          normal: 'Below 2 %.',
          act: 'Everything the broker serves stands still meanwhile: open JVM and garbage collection.',
          targets: [
            metric(`sum by (instance) (${rate('jvm_gc_collection_seconds_sum', 'gc!~".*Cycles"')})`, '{{instance}}'),
          ],
          unit: 'percentunit',
          thresholds: [[0.1, 'red']],
          links: [linkTo('observatory-jvm')],
        }),
        timeline({
          title: 'Which broker answered',
          means: 'Whether each broker could be scraped.',
          normal: 'Green throughout.',
          act: 'A silent broker that comes back was frozen or restarted: compare with the uptime on the overview.',
          targets: [metric(`max by (instance) (up${onBroker()})`, '{{instance}}')],
          unit: 'short',
          mappings: words([1, 'answers', 'green'], [0, 'silent', 'red']),
          width: 8,
        }),
      ],
    },
  ],
};
