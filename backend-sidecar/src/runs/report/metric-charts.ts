import type { ReportGrid, ReportLines, ReportPanel, RunMeasure, RunTimeseries } from '@observatory/protocol/runs';
import { rounded } from './rounded.ts';

/** Panels over what was recorded of the cluster. */
export function metricCharts(metrics: RunTimeseries): Record<'throughput' | 'health' | 'resources', ReportPanel[]> {
  return {
    throughput: [
      ...lines(metrics, 'rateIn', ['broker'], 'Rate into the brokers', 'msgps'),
      ...grid(metrics, 'up', 'Nodes that answer', 'short', [0.99, 0.5]),
      ...grid(metrics, 'gc', 'Garbage collection, ms of each second', 'ms', [50, 200]),
    ],
    health: [
      ...grid(metrics, 'heap', 'Heap', 'percentunit', [0.8, 0.95], 'health'),
      ...grid(metrics, 'cpu', 'CPU', 'percentunit', [0.7, 0.9], 'health'),
      ...grid(metrics, 'gc', 'Garbage collection, ms of each second', 'ms', [50, 200], 'health'),
    ],
    resources: (['broker', 'bookie', 'metadata'] as const).flatMap((tier) => [
      ...lines(metrics, 'cpu', [tier], `CPU, ${tier}s`, 'percentunit'),
      ...lines(metrics, 'heap', [tier], `Heap, ${tier}s`, 'percentunit'),
      ...lines(metrics, 'memory', [tier], `Memory, ${tier}s`, 'bytes'),
      ...lines(metrics, 'bytesIn', [tier], `Bytes in, ${tier}s`, 'Bps'),
      ...lines(metrics, 'bytesOut', [tier], `Bytes out, ${tier}s`, 'Bps'),
    ]),
  };
}

function lines(
  metrics: RunTimeseries,
  measure: RunMeasure,
  tiers: readonly string[],
  title: string,
  unit: ReportLines['unit'],
): ReportPanel[] {
  const series = metrics.series
    .filter((entry) => entry.measure === measure && tiers.includes(entry.tier))
    .map(({ node, values }) => ({ name: node, values: values.map(rounded) }));
  if (series.length === 0) return [];
  const id = `${measure}-${tiers.join('-')}`;
  return [{ kind: 'lines', id, title, unit, scale: 'linear', axis: 'time', x: metrics.times, series }];
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
