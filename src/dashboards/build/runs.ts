import type { DashboardSource, Panel } from './model.ts';
import { chart, orElse, table, type TableOptions } from './panels.ts';
import { inCluster, metric, runs as runsTarget } from './queries.ts';
import { clusterVariable, datasourceVariable, runVariable } from './variables.ts';

const rate = (name: string, ...matchers: string[]) => `rate(${name}${inCluster(...matchers)}[$__rate_interval])`;
const quantile = (q: number) =>
  `histogram_quantile(${q}, sum by (cluster, le) (${rate('observatory_pulsar_publish_latency_seconds_bucket')}))`;

const RUN = '/a/observatory-pulsar-app/runs/run/${__data.fields.Id}';
const ITS_TIME =
  '/d/observatory-runs?${datasource:queryparam}&var-run=${__data.fields.Id}&from=${__data.fields.Began.numeric}&to=${__data.fields.Ended.numeric}';

/** All columns, whatever figures the runs have, but the id, which links need. */
function runsTable(options: Omit<TableOptions, 'columns'>): Panel {
  const panel = table({
    ...options,
    columns: [
      {
        name: 'name',
        width: 220,
        links: [
          { title: 'Charts of its time', url: ITS_TIME },
          { title: 'The run, with its report', url: RUN },
        ],
      },
      { name: 'state', width: 110, cell: 'color' },
    ],
  });
  panel.fieldConfig.overrides.push({
    matcher: { id: 'byName', options: 'Id' },
    properties: [{ id: 'custom.hidden', value: true }],
  });
  return orElse({ ...panel, transformations: [] }, 'no benchmark run');
}

/** Benchmark runs, and what the cluster did while they lasted. */
export const runs: DashboardSource = {
  uid: 'observatory-runs',
  title: 'Pulsar / Benchmark runs',
  description:
    'Runs of the time range with their key figures, and what the cluster did meanwhile. Choose a run in the table: the charts take its time.',
  tags: ['runs'],
  variables: [datasourceVariable, clusterVariable, runVariable],
  events: ['node_down', 'node_up', 'restart', 'broker_left', 'bookie_left', 'leader_changed'],
  from: 'now-24h',
  refresh: '',
  head: [
    runsTable({
      title: 'Runs',
      means: 'Benchmark runs that lasted at some time of the range, with the key figures of their results.',
      normal: 'Finished, with figures like those of the runs before.',
      act: 'Failed or aborted: open the run, its report says why. Slower than before: compare it on the page Runs.',
      targets: [runsTarget({ format: 'table', name: '$run' })],
      unit: 'short',
      width: 24,
      height: 8,
      sortBy: 'Began',
    }),
  ],
  rows: [
    {
      title: 'What the load did',
      panels: [
        chart({
          title: 'Messages published and delivered',
          means: 'Over all topics of the cluster; other clients than the benchmark are in it.',
          normal: 'Flat at the rate that the workload asks for; delivered as much as published, times subscriptions.',
          act: 'Below the rate asked for: producers are held back. Look at the latency and at throttling.',
          targets: [
            metric(`sum by (cluster) (${rate('pulsar_in_messages_total')})`, 'published {{cluster}}'),
            metric(`sum by (cluster) (${rate('pulsar_out_messages_total')})`, 'delivered {{cluster}}'),
          ],
          unit: 'mps',
          width: 12,
          height: 9,
        }),
        chart({
          title: 'Publish latency',
          means:
            'Quantiles over all brokers, measured in the broker: the client adds its own batching and the network.',
          normal: 'p99 within a few times p50, and flat.',
          act: 'A step or a spike: draw over it and open the explanation.',
          targets: [metric(quantile(0.5), 'p50'), metric(quantile(0.99), 'p99'), metric(quantile(0.999), 'p99.9')],
          unit: 's',
          width: 12,
          height: 9,
        }),
        chart({
          title: 'Backlog of the cluster',
          means: 'Messages that no subscription acknowledged yet.',
          normal: 'Flat: consumers keep up.',
          act: 'Growing: the consumers are the limit, and end-to-end latency measures the backlog.',
          targets: [metric(`sum by (cluster) (pulsar_subscription_back_log${inCluster()})`, '{{cluster}}')],
          unit: 'short',
          width: 12,
          height: 9,
        }),
        chart({
          title: 'Bytes written by bookies',
          means:
            'Into the journals of all bookies: the rate published times the write quorum, and more for small batches.',
          normal: 'In proportion to what is published.',
          act: 'At the limit of the disk the journal queue grows: see the bookie write path.',
          targets: [metric(`sum by (instance) (${rate('bookie_WRITE_BYTES')})`, '{{instance}}')],
          unit: 'Bps',
          width: 12,
          height: 9,
        }),
      ],
    },
    {
      title: 'What the processes did meanwhile',
      panels: [
        chart({
          title: 'CPU by process',
          means: 'Cores in use.',
          normal: 'Even over the brokers, and over the bookies.',
          act: 'One far above the others: its bundles or ledgers are unevenly spread.',
          targets: [metric(`sum by (job, instance) (${rate('process_cpu_seconds_total')})`, '{{job}} {{instance}}')],
          unit: 'short',
          width: 12,
          height: 9,
        }),
        chart({
          title: 'Heap by process',
          means: 'Share of the heap in use, with what the next collection frees.',
          normal: 'A saw whose floor is flat.',
          act: 'A floor that rises during the run: it would not have lasted.',
          targets: [
            metric(
              `jvm_memory_bytes_used${inCluster('area="heap"')} / (jvm_memory_bytes_max${inCluster('area="heap"')} > 0)`,
              '{{job}} {{instance}}',
            ),
          ],
          unit: 'percentunit',
          min: 0,
          max: 1,
          width: 12,
          height: 9,
        }),
        chart({
          title: 'Time in garbage collection',
          means: 'Share of the time that collections stop each process.',
          normal: 'Below 2 %.',
          act: 'Pauses are in the latency of everything that the process serves: p99 follows them.',
          targets: [
            metric(
              `sum by (job, instance) (${rate('jvm_gc_collection_seconds_sum', 'gc!~".*Cycles"')})`,
              '{{job}} {{instance}}',
            ),
          ],
          unit: 'percentunit',
          width: 12,
          height: 9,
        }),
        chart({
          title: 'Processes that answer',
          means: '1 while the last scrape of a process succeeded, 0 while it did not.',
          normal: '1 all run.',
          act: '0: the run measured a cluster with a process less. Its figures are those of a failover.',
          targets: [metric(`up${inCluster()}`, '{{job}} {{instance}}')],
          unit: 'short',
          min: 0,
          max: 1,
          width: 12,
          height: 9,
        }),
      ],
    },
  ],
};
