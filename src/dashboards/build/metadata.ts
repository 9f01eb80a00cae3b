import { linkTo } from './links.ts';
import type { DashboardSource } from './model.ts';
import { chart, stat } from './panels.ts';
import { inCluster, metric } from './queries.ts';
import { clusterVariable, datasourceVariable } from './variables.ts';

const ZK = (...matchers: string[]) => inCluster('job=~".*(zookeeper|zk).*"', ...matchers);
const OPS = 'pulsar_metadata_store_ops_latency_ms';
const BATCH = 'pulsar_batch_metadata_store';
const p99 = (family: string, by: string, window = '$__rate_interval') =>
  `histogram_quantile(0.99, sum by (le${by && `, ${by}`}) (rate(${family}_bucket${inCluster()}[${window}])))`;

/** From what clients of the store see to the servers' disks. */
export const metadata: DashboardSource = {
  uid: 'observatory-metadata',
  title: 'Pulsar / Metadata store',
  description:
    'Lookups, topic loads and changes of ownership wait for the metadata store. First what brokers and bookies see of it, then the ZooKeeper servers behind it; with etcd or Oxia the second part stays empty.',
  tags: ['metadata'],
  variables: [datasourceVariable, clusterVariable],
  events: ['node_down', 'leader_changed', 'broker_left', 'bookie_left', 'restart'],
  head: [
    stat({
      title: 'Operation p99',
      means:
        'Time of an operation on the metadata store, 99th percentile over brokers and bookies, from a true histogram.',
      normal: 'Below 20 ms.',
      act: 'Look at fsync and outstanding requests of the servers, then at who writes so much.',
      targets: [metric(p99(OPS, '', '5m'))],
      unit: 'ms',
      thresholds: [
        [50, 'yellow'],
        [100, 'red'],
      ],
    }),
    stat({
      title: 'Operations',
      means: 'Operations a second of brokers and bookies.',
      normal: 'Some tens; more while topics load.',
      act: 'A multiple of what is usual: somebody creates or deletes very many topics.',
      targets: [metric(`sum(rate(${OPS}_count${inCluster()}[$__rate_interval]))`)],
      unit: 'ops',
    }),
    stat({
      title: 'Failed',
      means: 'Operations a second that failed. Some reads of what does not exist are counted, too.',
      normal: 'A few a minute.',
      act: 'More: read the broker log for the reason; bad versions mean that two write the same node.',
      targets: [metric(`sum(rate(${OPS}_count${inCluster('status="fail"')}[$__rate_interval]))`)],
      unit: 'ops',
      thresholds: [[1, 'orange']],
    }),
    stat({
      title: 'Outstanding',
      means: 'Requests that wait in the ZooKeeper server with the most of them.',
      normal: 'Below 10.',
      act: 'Sessions are in danger: look at the disk of the transaction log.',
      targets: [metric(`max(outstanding_requests${ZK()})`)],
      unit: 'short',
      thresholds: [
        [10, 'yellow'],
        [50, 'red'],
      ],
      noValue: 'no ZooKeeper',
    }),
    stat({
      title: 'Sessions',
      means: 'Sessions that the servers hold: each broker, bookie and worker has some.',
      normal: 'Steady.',
      act: 'A step down: processes lost their session; see the events.',
      targets: [metric(`max(global_sessions${ZK()})`)],
      unit: 'short',
      noValue: 'no ZooKeeper',
    }),
    stat({
      title: 'Expired in 1 h',
      means: 'Sessions that ended because their owner did not answer in time.',
      normal: '0; one for each process that was killed.',
      act: 'A process that lives and lost its session was frozen: look at its garbage collection.',
      targets: [metric(`sum(increase(stale_sessions_expired_total${ZK()}[1h]))`)],
      unit: 'short',
      decimals: 0,
      thresholds: [[1, 'orange']],
      noValue: 'no ZooKeeper',
      links: [linkTo('observatory-jvm')],
    }),
  ],
  rows: [
    {
      title: 'What brokers and bookies see',
      panels: [
        chart({
          title: 'Operation p99 by process',
          means: 'Time of an operation, 99th percentile of each broker and bookie.',
          normal: 'All alike.',
          act: 'One alone: its own collections or network. All: the servers.',
          targets: [metric(p99(OPS, 'instance'), '{{instance}}')],
          unit: 'ms',
          interval: '2m',
          thresholds: [[100, 'red']],
        }),
        chart({
          title: 'Operation p99 by kind',
          means:
            'Time of reads, writes and deletions, 99th percentile. Writes wait for the disks of a majority, reads do not.',
          normal: 'Reads a few ms, writes some more.',
          act: 'Only writes are slow: the servers’ disks. Both: load or network.',
          targets: [metric(p99(OPS, 'type'), '{{type}}')],
          unit: 'ms',
          interval: '2m',
        }),
        chart({
          title: 'Operations by kind',
          means: 'Operations a second, and those that failed.',
          normal: 'Mostly reads.',
          act: 'Many writes: ledgers roll over too often, cursors are stored too often, or topics come and go.',
          targets: [
            metric(`sum by (type) (rate(${OPS}_count${inCluster('status="success"')}[$__rate_interval]))`, '{{type}}'),
            metric(
              `sum by (type) (rate(${OPS}_count${inCluster('status="fail"')}[$__rate_interval]))`,
              '{{type}} failed',
            ),
          ],
          unit: 'ops',
        }),
        chart({
          title: 'Operations that wait',
          means: 'Operations in the queue before the metadata store, by process.',
          normal: '0.',
          act: 'The store does not keep up with this process.',
          targets: [
            metric(`max by (instance, name) (${BATCH}_executor_queue_size${inCluster()})`, '{{instance}} {{name}}'),
          ],
          unit: 'short',
          thresholds: [[100, 'red']],
        }),
        chart({
          title: 'Wait before a batch',
          means: 'Time that an operation waits until its batch is sent, 99th percentile over all processes.',
          normal: 'Below metadataStoreBatchingMaxDelayMillis (5 ms) and a little.',
          act: 'More: batches before it take long.',
          targets: [
            metric(p99(`${BATCH}_queue_wait_time_ms`, ''), 'wait'),
            metric(p99(`${BATCH}_batch_execute_time_ms`, ''), 'execution'),
          ],
          unit: 'ms',
          interval: '2m',
        }),
        chart({
          title: 'Bytes written to the store',
          means: 'Bytes a second that processes put into the metadata store.',
          normal: 'Kilobytes.',
          act: 'Megabytes: cursors with very many holes (individual acknowledgements), or huge policies.',
          targets: [
            metric(
              `sum by (instance) (rate(pulsar_metadata_store_put_bytes_total${inCluster()}[$__rate_interval]))`,
              '{{instance}}',
            ),
          ],
          unit: 'binBps',
        }),
      ],
    },
    {
      title: 'ZooKeeper servers',
      panels: [
        chart({
          title: 'Requests that wait',
          means: 'Requests outstanding in each server.',
          normal: 'Near 0.',
          act: 'Look at the fsync beside it, and at who sends so much.',
          targets: [metric(`outstanding_requests${ZK()}`, '{{instance}}')],
          unit: 'short',
          thresholds: [[50, 'red']],
        }),
        chart({
          title: 'Mean fsync of the log',
          means: 'Mean time of an fsync of the transaction log: every write waits for it.',
          normal: 'Below 10 ms.',
          act: 'The log needs a disk of its own.',
          targets: [
            metric(
              `rate(fsynctime_sum${ZK()}[$__rate_interval]) / (rate(fsynctime_count${ZK()}[$__rate_interval]) > 0)`,
              '{{instance}}',
            ),
          ],
          unit: 'ms',
        }),
        chart({
          title: 'Latency in the server',
          means: 'Time of reads and of updates in the server, 99th percentile; the largest of the chosen servers.',
          normal: 'Reads 1 ms, updates below 20 ms.',
          act: 'Updates only: the disk or a slow follower.',
          targets: [
            metric(`max by (instance) (readlatency${ZK('quantile="0.99"')})`, '{{instance}} read'),
            metric(`max by (instance) (updatelatency${ZK('quantile="0.99"')})`, '{{instance}} update'),
          ],
          unit: 'ms',
        }),
        chart({
          title: 'Connections and sessions',
          means: 'Connections that are open, and sessions, by server.',
          normal: 'Steady.',
          act: 'Many more connections than processes: a client in a loop.',
          targets: [
            metric(`num_alive_connections${ZK()}`, '{{instance}} connections'),
            metric(`global_sessions${ZK()}`, '{{instance}} sessions'),
          ],
          unit: 'short',
          decimals: 0,
        }),
        chart({
          title: 'Nodes in the tree',
          means: 'Znodes, and those that vanish with their session.',
          normal: 'Grows with topics and ledgers.',
          act: 'It only grows while topics do not: ledgers are not deleted.',
          targets: [
            metric(`znode_count${ZK()}`, '{{instance}} znodes'),
            metric(`ephemerals_count${ZK()}`, '{{instance}} ephemeral'),
          ],
          unit: 'short',
          overrides: [{ of: '/ephemeral$/', right: true }],
        }),
        chart({
          title: 'Watches',
          means: 'Watches that clients have set.',
          normal: 'Grows with brokers and topics.',
          act: 'Very many: each change sends as many notices at once.',
          targets: [metric(`watch_count${ZK()}`, '{{instance}}')],
          unit: 'short',
        }),
      ],
    },
  ],
};
