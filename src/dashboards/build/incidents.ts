import { linkTo } from './links.ts';
import type { DashboardSource, Panel } from './model.ts';
import { chart, orElse, stat, table, type ChartOptions, type PanelOptions } from './panels.ts';
import { anomalies, candidates, events, forecast, inCluster, metric, now } from './queries.ts';
import { clusterVariable, datasourceVariable } from './variables.ts';

const EXPLAIN = '/a/observatory-pulsar-app/explain?from=${__from}&to=${__to}';
const explainLink = { title: 'Explain this time', url: EXPLAIN };

/** A line with the band that was to be expected of it; what was expected is grey, bounds are dashed. */
function band(options: Omit<ChartOptions, 'targets'> & { expr: string }): Panel {
  const { expr, ...rest } = options;
  return chart({
    ...rest,
    targets: [anomalies(expr)],
    links: [explainLink],
    overrides: [
      { of: '/(^| )(lower|upper)$/', color: 'text', isLimit: true },
      { of: '/(^| )expected$/', color: 'text', properties: [{ id: 'custom.lineWidth', value: 1 }] },
      {
        of: '/(^| )anomaly$/',
        properties: [{ id: 'custom.hideFrom', value: { legend: true, tooltip: true, viz: true } }],
      },
    ],
    width: 12,
    height: 9,
  });
}

/** History, and what follows from it. */
function outlook(options: Omit<PanelOptions, 'targets'> & { expr: string; limit?: number }): Panel {
  const { expr, limit, ...rest } = options;
  return chart({
    ...rest,
    targets: [forecast(expr, { horizon: '6h', ...(limit !== undefined && { limit }) })],
    overrides: [
      { of: '/(^| )(lower|upper)$/', color: 'text', isLimit: true },
      { of: '/(^| )forecast$/', properties: [{ id: 'custom.lineStyle', value: { fill: 'dash', dash: [4, 4] } }] },
    ],
    width: 12,
    height: 8,
  });
}

/** Resources against what clients feel. */
function correlation(options: PanelOptions, outcomes: string): Panel {
  const panel = chart(options);
  return {
    ...panel,
    type: 'observatory-correlation-panel',
    fieldConfig: {
      defaults: { unit: 'short', custom: {}, mappings: [] },
      overrides: [],
    },
    options: { outcomes, asTable: false },
  };
}

const PUBLISH_P99 = `histogram_quantile(0.99, sum by (cluster, le) (rate(observatory_pulsar_publish_latency_seconds_bucket${inCluster()}[2m])))`;
const PUBLISHED = `sum by (cluster) (rate(pulsar_in_messages_total${inCluster()}[$__rate_interval]))`;
const DELIVERED = `sum by (cluster) (rate(pulsar_out_messages_total${inCluster()}[$__rate_interval]))`;
const BACKLOG = `sum by (cluster) (pulsar_subscription_back_log${inCluster()})`;

/** What is wrong, what may have caused it, what happened meanwhile, and where it is going. */
export const incidents: DashboardSource = {
  uid: 'observatory-incidents',
  title: 'Pulsar / Incidents',
  description: 'What got worse, what may have caused it, what happened meanwhile, and where it is going.',
  tags: ['incidents'],
  variables: [datasourceVariable, clusterVariable],
  events: ['node_down', 'node_up', 'restart', 'broker_left', 'bookie_left', 'bookie_read_only', 'leader_changed'],
  from: 'now-30m',
  refresh: '1m',
  head: [
    stat({
      title: 'Strongest candidate',
      means:
        'Confidence of the candidate that explains the worst symptom of the time range best: the calibrated share of such candidates that were the cause.',
      normal: '0: nothing got worse, or nothing upstream explains it.',
      act: 'Read the candidates below, then open the explanation.',
      targets: [candidates({ mode: 'instant', limit: 1 })],
      unit: 'percentunit',
      max: 1,
      thresholds: [
        [0.4, 'orange'],
        [0.75, 'red'],
      ],
      links: [explainLink],
    }),
    stat({
      title: 'Publish latency outside its band',
      means: 'How far the newest p99 is from the middle of its expected band, in half-widths of the band.',
      normal: 'Below 1.',
      act: 'Above 1 it is outside: look at the candidates.',
      targets: [anomalies(PUBLISH_P99, { mode: 'instant' })],
      unit: 'short',
      decimals: 1,
      thresholds: [
        [1, 'orange'],
        [2, 'red'],
      ],
      noValue: 'no history',
    }),
    stat({
      title: 'Throughput outside its band',
      means: 'The same for messages published a second.',
      normal: 'Below 1.',
      act: 'Above 1 producers send less or more than usual at this time, or are held back.',
      targets: [anomalies(PUBLISHED, { mode: 'instant' })],
      unit: 'short',
      decimals: 1,
      thresholds: [
        [1, 'orange'],
        [2, 'red'],
      ],
      noValue: 'no history',
    }),
    stat({
      title: 'Targets that do not answer',
      means: 'Processes whose last scrape failed.',
      normal: '0.',
      act: 'They are candidates by themselves: see whether they are frozen, dead or cut off.',
      targets: [now(`count(up${inCluster()} == 0) or vector(0)`)],
      unit: 'short',
      thresholds: [[1, 'red']],
      links: [linkTo('observatory-overview')],
    }),
  ],
  rows: [
    {
      title: 'What may have caused it',
      panels: [
        orElse(
          table({
            title: 'Candidates',
            means:
              'What is upstream of the worst symptom of the time range, began before it and left what is usual: candidates and contributing factors, not proof.',
            normal: 'Empty.',
            act: 'Follow the next step of the first one. The explanation shows the evidence of each, and what was rejected.',
            targets: [candidates()],
            unit: 'short',
            width: 24,
            height: 8,
            links: [explainLink],
            columns: [
              { name: 'rank', width: 60 },
              { name: 'confidence', width: 140, cell: 'gauge' },
              { name: 'kind', width: 110 },
              { name: 'node', width: 160 },
              { name: 'onset', width: 170 },
              { name: 'lead', width: 140 },
              { name: 'sentence', wrap: true },
              { name: 'next_step', wrap: true },
            ],
          }),
          'nothing got worse',
        ),
        orElse(
          table({
            title: 'What happened meanwhile',
            means: 'Events of the time range: nodes that came, went or restarted, moved bundles, changed ensembles.',
            normal: 'Few, and none that nobody caused.',
            act: 'Compare the first one with the moment the charts below leave their bands.',
            targets: [events({ limit: 100 })],
            unit: 'short',
            width: 24,
            height: 7,
            columns: [
              { name: 'time', width: 170 },
              { name: 'severity', cell: 'color', width: 80 },
              { name: 'title', width: 170 },
              'text',
            ],
            sortBy: 'Time',
          }),
          'nothing',
        ),
      ],
    },
    {
      title: 'What clients feel, and what was to be expected',
      panels: [
        band({
          title: 'Publish latency p99',
          means: 'Over all brokers, with the band that was to be expected (dashed).',
          normal: 'Within the band.',
          act: 'Draw over the part outside and open the explanation.',
          expr: PUBLISH_P99,
          unit: 's',
          stepped: true,
        }),
        band({
          title: 'Messages published',
          means: 'A second, with the band that was to be expected (dashed).',
          normal: 'Within the band.',
          act: 'Below: producers are held back, or gone. Above: a new load.',
          expr: PUBLISHED,
          unit: 'mps',
        }),
        band({
          title: 'Messages delivered',
          means: 'A second, over all subscriptions, with the band that was to be expected (dashed).',
          normal: 'Within the band.',
          act: 'Below while as much is published: consumers are slow, stuck or gone.',
          expr: DELIVERED,
          unit: 'mps',
          dataLinks: [linkTo('observatory-topics')],
        }),
        band({
          title: 'Backlog',
          means: 'Messages not yet consumed, with the band that was to be expected (dashed).',
          normal: 'Within the band.',
          act: 'Above: find the subscription that grows.',
          expr: BACKLOG,
          unit: 'short',
          dataLinks: [linkTo('observatory-topics')],
        }),
      ],
    },
    {
      title: 'Where it is going',
      panels: [
        outlook({
          title: 'Backlog ahead',
          means: 'The line through what came after the last change of trend, with an interval of 90 %.',
          normal: 'Flat or falling.',
          act: 'Rising: the time until a quota or the disk is full is what is left to act.',
          expr: BACKLOG,
          unit: 'short',
        }),
        outlook({
          title: 'Fullest ledger directory ahead',
          means: 'Share of the fullest disk of each bookie, in percent. At 95 % a bookie turns read-only.',
          normal: 'Far below 95 %.',
          act: 'See which topics grow, shorten retention, or add bookies.',
          expr: `max by (instance) ({__name__=~"bookie_ledger_dir_.+_usage",cluster=~"$cluster"})`,
          limit: 95,
          unit: 'percent',
          links: [linkTo('observatory-bookie-writes')],
        }),
      ],
    },
    {
      title: 'Which resources moved with it',
      panels: [
        correlation(
          {
            title: 'Resources against latency, throughput and backlog',
            means:
              'Rank correlation at the best lag. Alike is not caused by: the candidates above know the topology, this does not.',
            normal: 'Grey: no more alike than chance allows.',
            act: 'A coloured pair: see which of the two leads, and by how much.',
            targets: [
              metric(PUBLISH_P99, 'publish p99'),
              metric(PUBLISHED, 'published'),
              metric(BACKLOG, 'backlog'),
              metric(`sum by (instance) (rate(process_cpu_seconds_total${inCluster()}[1m]))`, 'CPU {{instance}}'),
              metric(`sum by (instance) (jvm_memory_bytes_used${inCluster('area="heap"')})`, 'heap {{instance}}'),
              metric(`sum by (instance) (rate(jvm_gc_collection_seconds_sum${inCluster()}[1m]))`, 'GC {{instance}}'),
            ],
            unit: 'short',
            width: 24,
            height: 16,
          },
          'A,B,C',
        ),
      ],
    },
  ],
};
