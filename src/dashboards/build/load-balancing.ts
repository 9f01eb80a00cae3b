import { linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, gauges, stat, table } from './panels.ts';
import { events, inCluster, metric, onBroker } from './queries.ts';
import { brokerVariable, clusterVariable, datasourceVariable } from './variables.ts';

const THROUGHPUT = (selector: string) =>
  `(pulsar_broker_throughput_in${selector} + pulsar_broker_throughput_out${selector})`;

/** Is the load even, what moved, and what the brokers report of themselves. */
export const loadBalancing: DashboardSource = {
  uid: 'observatory-load-balancing',
  title: 'Pulsar / Load balancing',
  description:
    'Whether the brokers carry the same, which bundles were moved or split, and what the load manager sees. Clients of a bundle reconnect each time it moves.',
  tags: ['brokers'],
  variables: [datasourceVariable, clusterVariable, brokerVariable],
  events: ['bundle_moved', 'bundle_split', 'leader_changed', 'broker_joined', 'broker_left'],
  head: [
    stat({
      title: 'Imbalance',
      means: 'Standard deviation of the brokers’ throughput, relative to its mean; of the worst cluster.',
      normal: 'Below 30 %.',
      act: 'See whether shedding is on, and whether one bundle carries most of the load: split it.',
      stepped: true,
      targets: [
        metric(
          `max(stddev by (cluster) ${THROUGHPUT(inCluster())} / (avg by (cluster) ${THROUGHPUT(inCluster())} > 0))`,
        ),
      ],
      unit: 'percentunit',
      decimals: 0,
      thresholds: [
        [0.3, 'yellow'],
        [0.5, 'red'],
      ],
    }),
    stat({
      title: 'Moved in 1 h',
      means: 'Bundles that the load manager unloaded within the last hour. The leader counts them.',
      normal: 'A few after a broker came or went, then none.',
      act: 'Again and again: shedding goes back and forth. Raise its threshold, or turn it off while you look.',
      targets: [metric(`sum(increase(pulsar_lb_unload_bundle_total${inCluster()}[1h]))`)],
      unit: 'short',
      decimals: 0,
      thresholds: [[20, 'red']],
    }),
    stat({
      title: 'Split in 1 h',
      means: 'Bundles that the load manager split within the last hour. Splits are for good.',
      normal: '0 most of the time.',
      act: 'Many: a namespace grows fast; its bundles will not merge again.',
      targets: [metric(`sum(increase(pulsar_lb_bundles_split_total${inCluster()}[1h]))`)],
      unit: 'short',
      decimals: 0,
    }),
    stat({
      title: 'Brokers',
      means: 'Brokers that can take bundles now.',
      normal: 'All.',
      act: 'The fewer, the more each carries: see Brokers.',
      targets: [metric(`sum(up${inCluster('job=~".*broker.*"')})`)],
      unit: 'short',
      links: [linkTo('observatory-brokers')],
    }),
    stat({
      title: 'Busiest CPU',
      means: 'Highest CPU use that a broker reports to the load manager: that of its host, not of the process.',
      normal: 'Below 75 %; the load manager sheds at its threshold (85 % by default).',
      act: 'Only one host is busy: find its bundle with the most traffic, or what else runs there.',
      targets: [metric(`max(pulsar_lb_cpu_usage${onBroker()})`)],
      unit: 'percent',
      decimals: 0,
      thresholds: [
        [75, 'yellow'],
        [85, 'red'],
      ],
    }),
    stat({
      title: 'Loads waiting',
      means: 'Topics that clients asked for and that are not ready.',
      normal: '0.',
      act: 'They follow a move. If they do not become fewer, look at the metadata store and the bookies.',
      targets: [metric(`sum(pulsar_broker_topic_load_pending_requests${inCluster()})`)],
      unit: 'short',
      thresholds: [[10, 'orange']],
      links: [linkTo('observatory-metadata')],
    }),
  ],
  rows: [
    {
      title: 'Is the load even?',
      panels: [
        chart({
          title: 'Throughput by broker',
          means: 'Bytes a second in and out of each broker.',
          normal: 'Lines close to each other.',
          act: 'One far above: its busiest bundle. One at 0: it owns nothing, or its session ended.',
          stepped: true,
          targets: [metric(`sum by (instance) ${THROUGHPUT(onBroker())}`, '{{instance}}')],
          unit: 'binBps',
        }),
        chart({
          title: 'Message rate by broker',
          means: 'Messages a second in and out of each broker.',
          normal: 'Lines close to each other.',
          act: 'Even bytes and uneven messages: tiny messages on one broker; CPU decides there.',
          stepped: true,
          targets: [
            metric(
              `sum by (instance) (pulsar_broker_rate_in${onBroker()} + pulsar_broker_rate_out${onBroker()})`,
              '{{instance}}',
            ),
          ],
          unit: 'mps',
        }),
        chart({
          title: 'Imbalance over time',
          means: 'Standard deviation of the throughput over the brokers, relative to its mean.',
          normal: 'Below 30 %, lower after each move.',
          act: 'Moves do not lower it: single bundles are too heavy; split them.',
          stepped: true,
          targets: [
            metric(
              `stddev by (cluster) ${THROUGHPUT(inCluster())} / (avg by (cluster) ${THROUGHPUT(inCluster())} > 0)`,
              '{{cluster}}',
            ),
          ],
          unit: 'percentunit',
          thresholds: [[0.5, 'red']],
        }),
        chart({
          title: 'Topics by broker',
          means: 'Topics that each broker has loaded.',
          normal: 'Roughly even.',
          act: 'A step on one and the mirror image on another: a bundle moved.',
          targets: [metric(`sum by (instance) (pulsar_broker_topics_count${onBroker()})`, '{{instance}}')],
          unit: 'short',
        }),
        chart({
          title: 'Connections by broker',
          means: 'Client connections of each broker.',
          normal: 'Roughly even.',
          act: 'Uneven with even topics: some clients open many connections.',
          targets: [metric(`sum by (instance) (pulsar_active_connections${onBroker()})`, '{{instance}}')],
          unit: 'short',
        }),
        gauges({
          title: 'What brokers report',
          means: 'CPU of the host, heap and direct memory as each broker reports them to the load manager.',
          normal: 'Below the shedding threshold (85 %).',
          act: 'What is nearest to it decides what is moved away.',
          targets: [
            metric(`max by (instance) (pulsar_lb_cpu_usage${onBroker()})`, '{{instance}} CPU'),
            metric(`max by (instance) (pulsar_lb_memory_usage${onBroker()})`, '{{instance}} heap'),
            metric(`max by (instance) (pulsar_lb_directMemory_usage${onBroker()})`, '{{instance}} direct'),
          ],
          unit: 'percent',
          min: 0,
          max: 100,
          decimals: 0,
          thresholds: [
            [75, 'yellow'],
            [85, 'red'],
          ],
        }),
      ],
    },
    {
      title: 'What moved',
      panels: [
        chart({
          title: 'Moves and splits',
          means: 'Bundles unloaded and split within each five minutes, by the broker that led then.',
          normal: 'None in a quiet hour.',
          act: 'Compare with the imbalance: each move should lower it.',
          targets: [
            metric(
              `sum by (cluster) (increase(pulsar_lb_unload_bundle_total${inCluster()}[5m]))`,
              '{{cluster}} unloaded',
            ),
            metric(`sum by (cluster) (increase(pulsar_lb_bundles_split_total${inCluster()}[5m]))`, '{{cluster}} split'),
          ],
          unit: 'short',
          decimals: 0,
          width: 12,
          height: 9,
        }),
        table({
          title: 'Moves, one by one',
          means:
            'Bundles that moved or were split, brokers that came and went, and changes of the leader, as the sidecar saw them.',
          normal: 'Each has a reason: a broker that came or went, a hot bundle, an operator.',
          act: 'The same bundle again and again: it is too heavy for any broker. Split it.',
          targets: [
            events({
              types: ['bundle_moved', 'bundle_split', 'leader_changed', 'broker_joined', 'broker_left'],
              limit: 200,
            }),
          ],
          unit: 'short',
          width: 12,
          height: 9,
          columns: [{ name: 'time', width: 170 }, { name: 'title', width: 140 }, 'text'],
          sortBy: 'Time',
        }),
      ],
    },
  ],
};
