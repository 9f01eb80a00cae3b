import { dashboardUrl, linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, gauges, graph, stat, table, timeline, words } from './panels.ts';
import { events, inCluster, metric, nodes, topics, topology } from './queries.ts';
import { clusterVariable, datasourceVariable } from './variables.ts';

const BROKERS = inCluster('job=~".*broker.*"');
const BOOKIES = inCluster('job=~".*bookie.*"');
const RED_FROM_1 = [[1, 'red']] as const;

/** First page: is it well, what do clients see, where is it, what happened. */
export const overview: DashboardSource = {
  uid: 'observatory-overview',
  title: 'Pulsar / Cluster overview',
  description: 'Whether the clusters are well, what their clients see, and where to look next.',
  tags: ['overview'],
  variables: [datasourceVariable, clusterVariable],
  events: [
    'node_down',
    'broker_left',
    'bookie_left',
    'bookie_read_only',
    'under_replicated',
    'leader_changed',
    'restart',
  ],
  head: [
    stat({
      title: 'Brokers silent',
      means: 'Brokers whose last scrape failed.',
      normal: '0.',
      act: 'Open Brokers. The bundles of a lost broker move within 30 s; until then their topics stand still.',
      targets: [metric(`count(up${BROKERS} == 0) or vector(0)`)],
      unit: 'short',
      thresholds: RED_FROM_1,
      links: [linkTo('observatory-brokers')],
    }),
    stat({
      title: 'Bookies silent',
      means: 'Bookies whose last scrape failed.',
      normal: '0.',
      act: 'Do not restart a second bookie. Open Bookie write path, then the log of the silent one.',
      targets: [metric(`count(up${BOOKIES} == 0) or vector(0)`)],
      unit: 'short',
      thresholds: RED_FROM_1,
      links: [linkTo('observatory-bookie-writes')],
    }),
    stat({
      title: 'Not writable',
      means: 'Bookies that answer, but take no new entries: read-only, or not registered.',
      normal: '0.',
      act: 'Look at the ledger directories: at diskUsageThreshold a bookie turns itself read-only. Somebody may also have set it.',
      targets: [metric(`count(bookie_SERVER_STATUS${inCluster()} < 1) or vector(0)`)],
      unit: 'short',
      thresholds: RED_FROM_1,
      links: [linkTo('observatory-bookie-writes')],
    }),
    stat({
      title: 'Ledgers at risk',
      means:
        'Ledgers with an entry that has no copy, or fewer than the ack quorum, as the auditor found in its last audit. The auditor runs on one bookie.',
      normal: '0.',
      act: 'Stop every restart, and bring the missing bookies back: with the next loss acknowledged messages are gone.',
      targets: [
        metric(
          `max({__name__=~"replication_auditor_NUM_LEDGERS_HAVING_(NO_REPLICA|LESS_THAN_AQ_REPLICAS)_OF_AN_ENTRY",cluster=~"$cluster"})`,
        ),
      ],
      unit: 'short',
      thresholds: RED_FROM_1,
      noValue: 'no auditor',
      links: [linkTo('observatory-bookie-writes')],
    }),
    stat({
      title: 'Publish p99',
      means:
        'Time until a message is stored, at the 99th percentile over all topics of the last 5 minutes, from the rebuilt histogram; above 1 s it answers 1 s.',
      normal: 'A few milliseconds with the journal on SSD, tens on disks; what was usual last week.',
      act: 'Open Brokers and compare broker and BookKeeper: equal means the bookies are slow.',
      stepped: true,
      targets: [
        metric(
          `histogram_quantile(0.99, sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket${inCluster()}[5m])))`,
        ),
      ],
      unit: 's',
      thresholds: [
        [0.05, 'yellow'],
        [0.2, 'red'],
      ],
      links: [linkTo('observatory-brokers')],
    }),
    stat({
      title: 'Unhealthy subs',
      means:
        'Subscriptions that are stuck, blocked, orphaned, in a redelivery storm or growing, as judged by the sidecar.',
      normal: '0, or a known few that nobody reads.',
      act: 'Open Topics and subscriptions: each has a sentence that says what to do.',
      targets: [
        {
          ...topics({
            subject: 'subscriptions',
            verdicts: ['stuck', 'blocked_on_unacked', 'redelivery_storm', 'orphan', 'growing'],
            limit: 10_000,
          }),
        },
      ],
      unit: 'short',
      thresholds: [[1, 'orange']],
      noValue: '0',
      spark: false,
      reduce: 'count',
      field: '/^Verdict$/',
      links: [linkTo('observatory-topics')],
    }),
  ],
  rows: [
    {
      title: 'What clients see',
      panels: [
        chart({
          title: 'Messages in and out',
          means:
            'Messages received from producers (above) and delivered to consumers (below), from counters that survive a change of owner.',
          normal: 'Out is in times the number of subscriptions that keep up.',
          act: 'Out falls and in does not: open Topics and subscriptions. Both fall: look at the brokers, then at the clients.',
          targets: [
            metric(
              `sum by (cluster) (rate(observatory_pulsar_messages_in_total${inCluster()}[$__rate_interval]))`,
              '{{cluster}} in',
            ),
            metric(
              `sum by (cluster) (rate(observatory_pulsar_messages_out_total${inCluster()}[$__rate_interval]))`,
              '{{cluster}} out',
            ),
          ],
          unit: 'mps',
          min: undefined,
          overrides: [{ of: '/ out$/', negative: true }],
          links: [linkTo('observatory-topics')],
        }),
        chart({
          title: 'Publish latency',
          means:
            'Time until a message is stored: half, 95 and 99 of 100 messages were faster. Rebuilt from the brokers’ buckets and summed over all topics before the quantile is taken.',
          normal: 'p99 close to its own past; p50 far below.',
          act: 'All brokers slow: bookies (journal). One broker slow: its garbage collection or direct memory.',
          stepped: true,
          targets: [0.5, 0.95, 0.99].map((q) =>
            metric(
              `histogram_quantile(${q}, sum by (le) (rate(observatory_pulsar_publish_latency_seconds_bucket${inCluster()}[$__rate_interval])))`,
              `p${q * 100}`,
            ),
          ),
          unit: 's',
          interval: '2m',
          thresholds: [[0.2, 'red']],
          links: [linkTo('observatory-brokers'), linkTo('observatory-bookie-writes')],
        }),
        chart({
          title: 'Backlog',
          means: 'Messages that subscriptions have not consumed yet, summed by the brokers.',
          normal: 'Flat, or returning to its floor after each peak.',
          act: 'A line that only rises: open Topics and subscriptions and look for the subscription that grows.',
          targets: [metric(`sum by (cluster) (pulsar_broker_msg_backlog${inCluster()})`, '{{cluster}}')],
          unit: 'short',
          links: [linkTo('observatory-topics')],
        }),
      ],
    },
    {
      title: 'Where it is',
      panels: [
        graph({
          title: 'Cluster map',
          means:
            'Clusters, brokers, bookies, racks and function workers as they are joined, coloured by what each shows of itself.',
          normal: 'All green.',
          act: 'Begin at the lowest red node: what stands above it may only suffer from it.',
          targets: [topology({ kinds: ['cluster', 'broker', 'bookie', 'rack', 'function_worker'], limit: 200 })],
          unit: 'short',
          width: 24,
        }),
        table({
          title: 'Nodes',
          means: 'Every process of the clusters: state of its last scrape, uptime, memory and fullest disk.',
          normal: 'All up, no restarts, GC share below 5 %.',
          act: 'Follow the link of a node to its processes. Last error says why a scrape failed.',
          targets: [nodes()],
          unit: 'short',
          height: 10,
          columns: [
            { name: 'kind', width: 110 },
            {
              name: 'address',
              width: 150,
              links: [
                {
                  title: 'JVM of ${__value.text}',
                  url: dashboardUrl('observatory-jvm', 'var-instance=${__value.text}'),
                },
              ],
            },
            { name: 'state', cell: 'color', width: 70 },
            { name: 'uptime', width: 90 },
            { name: 'restarts', width: 80, thresholds: [[1, 'orange']], cell: 'color' },
            {
              name: 'gc_share',
              width: 90,
              cell: 'color',
              thresholds: [
                [0.05, 'yellow'],
                [0.1, 'red'],
              ],
              decimals: 1,
            },
            {
              name: 'heap_share',
              cell: 'gauge',
              thresholds: [
                [0.8, 'yellow'],
                [0.9, 'red'],
              ],
              decimals: 0,
            },
            {
              name: 'direct_share',
              cell: 'gauge',
              thresholds: [
                [0.8, 'yellow'],
                [0.9, 'red'],
              ],
              decimals: 0,
            },
            {
              name: 'disk_used',
              cell: 'gauge',
              thresholds: [
                [80, 'yellow'],
                [90, 'red'],
              ],
              decimals: 0,
            },
            { name: 'last_error', title: 'Last error' },
          ],
        }),
        timeline({
          title: 'Who answered',
          means: 'Whether each node could be scraped, over time.',
          normal: 'Green throughout. Grey: it was not known then.',
          act: 'Several nodes silent at once share a host, a switch or the sidecar itself.',
          targets: [
            metric(`max by (instance, job) (up${inCluster('job!~"host|observatory"')})`, '{{job}} {{instance}}'),
          ],
          unit: 'short',
          mappings: words([1, 'answers', 'green'], [0, 'silent', 'red']),
          thresholds: [],
          height: 9,
        }),
        table({
          title: 'What happened',
          means:
            'Events of the chosen time: nodes that came, went or restarted, moved bundles, ensembles that changed.',
          normal: 'Few, and none that nobody caused.',
          act: 'Compare the first event with the moment the charts above bend.',
          targets: [events({ limit: 200 })],
          unit: 'short',
          width: 12,
          height: 9,
          columns: [
            { name: 'time', width: 170 },
            { name: 'severity', cell: 'color', width: 80 },
            { name: 'title', width: 150 },
            'text',
          ],
          sortBy: 'Time',
        }),
      ],
    },
    {
      title: 'Limits',
      panels: [
        gauges({
          title: 'Fullest ledger directory',
          means: 'Share of the disk below the fullest ledger directory of each bookie.',
          normal: 'Below 80 %. At diskUsageThreshold (95 %) the bookie turns read-only.',
          act: 'Look for subscriptions that pin storage, and for a suspended compaction; then add disks or bookies.',
          targets: [
            metric(`max by (instance) ({__name__=~"bookie_ledger_dir_.+_usage",cluster=~"$cluster"})`, '{{instance}}'),
          ],
          unit: 'percent',
          min: 0,
          max: 100,
          thresholds: [
            [80, 'yellow'],
            [90, 'red'],
          ],
          links: [linkTo('observatory-bookie-writes')],
        }),
        gauges({
          title: 'Direct memory in use',
          means: 'Share of the direct memory of brokers and bookies; entries in flight and caches live there.',
          normal: 'Below 80 %, and not rising from day to day.',
          act: 'A reader that drains an old backlog fills it; when it is gone the process dies with OutOfDirectMemoryError.',
          targets: [
            metric(
              `jvm_memory_direct_bytes_used${inCluster()} / (jvm_memory_direct_bytes_max${inCluster()} > 0)`,
              '{{job}} {{instance}}',
            ),
          ],
          unit: 'percentunit',
          min: 0,
          max: 1,
          thresholds: [
            [0.8, 'yellow'],
            [0.9, 'red'],
          ],
          links: [linkTo('observatory-jvm')],
        }),
        chart({
          title: 'Stored bytes',
          means: 'Size of all ledgers with their copies, as the brokers know it.',
          normal: 'Rises with the load and falls with retention.',
          act: 'It only rises: a subscription pins ledgers, or retention is longer than the disks.',
          targets: [metric(`sum by (cluster) (pulsar_broker_storage_size${inCluster()})`, '{{cluster}}')],
          unit: 'bytes',
          links: [linkTo('observatory-topics')],
        }),
      ],
    },
  ],
};
