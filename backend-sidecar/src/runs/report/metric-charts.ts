import type {
  ReportChartId,
  ReportGrid,
  ReportLines,
  ReportPanel,
  RunMeasure,
  RunTimeseries,
} from '@observatory/protocol/runs';
import { rounded } from './rounded.ts';

/** Panels over what was recorded of the cluster. */
export function metricCharts(metrics: RunTimeseries): Record<Exclude<ReportChartId, 'quantiles'>, ReportPanel[]> {
  return {
    throughput: [
      ...lines(metrics, 'rateIn', ['broker'], 'Rate into the brokers', 'msgps'),
      ...lines(metrics, 'sent', ['client'], "Sent, by the benchmark's workers", 'msgps'),
      ...lines(metrics, 'received', ['client'], "Received, by the benchmark's workers", 'msgps'),
      ...lines(metrics, 'sendErrors', ['client'], "Failed, by the benchmark's workers", 'msgps'),
      ...lines(metrics, 'backlog', ['broker'], 'Backlog, by broker', 'msg'),
      ...grid(metrics, 'up', 'Nodes that answer', 'short', [0.99, 0.5]),
      ...grid(metrics, 'gc', 'Garbage collection, ms of each second', 'ms', [50, 200]),
    ],
    latency: [
      ...lines(metrics, 'sendP99', ['client'], "Publish latency p99, by the benchmark's workers", 'ms', 'log'),
      ...lines(metrics, 'endToEndP99', ['client'], "End-to-end latency p99, by the benchmark's workers", 'ms', 'log'),
      ...lines(metrics, 'writeP99', ['broker'], 'Publish latency p99, by broker', 'ms', 'log'),
      ...lines(metrics, 'writeP99', ['bookie'], 'Write latency p99, by bookie', 'ms', 'log'),
      ...lines(metrics, 'journalP99', ['bookie'], 'Journal latency p99, by bookie', 'ms', 'log'),
    ],
    health: [
      ...grid(metrics, 'heap', 'Heap', 'percentunit', [0.8, 0.95], 'health'),
      ...grid(metrics, 'cpu', 'CPU', 'percentunit', [0.7, 0.9], 'health'),
      ...grid(metrics, 'direct', 'Direct memory', 'percentunit', [0.8, 0.95], 'health'),
      ...grid(metrics, 'gc', 'Garbage collection, ms of each second', 'ms', [50, 200], 'health'),
    ],
    resources: [
      ...(['broker', 'bookie', 'metadata'] as const).flatMap((tier) => [
        ...lines(metrics, 'cpu', [tier], `CPU, ${TIERS[tier]}`, 'percentunit'),
        ...lines(metrics, 'heap', [tier], `Heap, ${TIERS[tier]}`, 'percentunit'),
        ...lines(metrics, 'direct', [tier], `Direct memory, ${TIERS[tier]}`, 'percentunit'),
        ...lines(metrics, 'memory', [tier], `Memory, ${TIERS[tier]}`, 'bytes'),
        ...lines(metrics, 'bytesIn', [tier], `Bytes in, ${TIERS[tier]}`, 'Bps'),
        ...lines(metrics, 'bytesOut', [tier], `Bytes out, ${TIERS[tier]}`, 'Bps'),
      ]),
      ...lines(metrics, 'disk', ['bookie'], 'Ledger disk in use, bookies', 'percentunit'),
      ...lines(metrics, 'underReplicated', ['bookie'], 'Under-replicated ledgers', 'short'),
    ],
  };
}

const TIERS = { broker: 'brokers', bookie: 'bookies', metadata: 'metadata servers' };

function lines(
  metrics: RunTimeseries,
  measure: RunMeasure,
  tiers: readonly string[],
  title: string,
  unit: ReportLines['unit'],
  scale: ReportLines['scale'] = 'linear',
): ReportPanel[] {
  const series = metrics.series
    .filter((entry) => entry.measure === measure && tiers.includes(entry.tier))
    .map(({ node, values }) => ({ name: node, values: values.map(rounded) }));
  if (series.every(({ values }) => values.every((value) => value === null))) return [];
  const id = `${measure}-${tiers.join('-')}`;
  return [{ kind: 'lines', id, title, unit, scale, axis: 'time', x: metrics.times, series }];
}

function grid(
  metrics: RunTimeseries,
  measure: RunMeasure,
  title: string,
  unit: ReportGrid['unit'],
  [warn, bad]: [number, number],
  prefix = 'strip',
): ReportPanel[] {
  const rows = metrics.series
    .filter((entry) => entry.measure === measure && (prefix === 'strip' || entry.tier === 'broker'))
    .map(({ node, values }) => ({ name: node, values: values.map(rounded) }));
  if (rows.length === 0) return [];
  return [{ kind: 'grid', id: `${prefix}-${measure}`, title, unit, axis: 'time', x: metrics.times, warn, bad, rows }];
}
