import type { RunFigure } from '@observatory/protocol/run-objects';
import type { RunMeasure, RunTimeseries } from '@observatory/protocol/runs';
import { maxOf, meanOf, type OmbLatencyKind, type OmbResult, type OmbStatistic } from '../omb/index.ts';

/** Key figures of a run: what the benchmark measured first, then what its cluster did. Unknown ones are left out. */
export function runFigures(results: readonly OmbResult[], timeseries: RunTimeseries | undefined): RunFigure[] {
  return [...resultFigures(results), ...(timeseries ? clusterFigures(timeseries) : [])].filter(
    ({ value }) => value !== null,
  );
}

/** Of several results the rates' mean and the latencies' worst, since each workload has its own. */
function resultFigures(results: readonly OmbResult[]): RunFigure[] {
  const several = results.length > 1;
  const rate = (id: string, title: string, of: (result: OmbResult) => number | undefined): RunFigure => ({
    id,
    title: several ? `${title}, mean of ${results.length} results` : title,
    unit: 'msgps',
    value: meanOf(results.map((result) => of(result) ?? null)) ?? null,
  });
  const worst = (
    id: string,
    title: string,
    unit: string,
    of: (result: OmbResult) => number | undefined,
  ): RunFigure => ({
    id,
    title: several ? `${title}, worst of ${results.length} results` : title,
    unit,
    value: maxOf(results.map((result) => of(result) ?? null)) ?? null,
  });
  const latency = (kind: OmbLatencyKind, statistic: OmbStatistic) => (result: OmbResult) =>
    result.latencies.find((each) => each.kind === kind)?.whole[statistic];
  return [
    rate('publishRate', 'Publish rate', ({ publishRate }) => meanOf(publishRate)),
    rate('consumeRate', 'Consume rate', ({ consumeRate }) => meanOf(consumeRate)),
    worst('publishP50', 'Publish latency p50', 'ms', latency('publish', 'p50')),
    worst('publishP99', 'Publish latency p99', 'ms', latency('publish', 'p99')),
    worst('publishP999', 'Publish latency p99.9', 'ms', latency('publish', 'p99.9')),
    worst('endToEndP99', 'End-to-end latency p99', 'ms', latency('endToEnd', 'p99')),
    worst('backlog', 'Backlog, most', 'msg', ({ backlog }) => maxOf(backlog)),
  ];
}

function clusterFigures(timeseries: RunTimeseries): RunFigure[] {
  const of = (measure: RunMeasure, tier?: string) =>
    timeseries.series.filter((series) => series.measure === measure && (tier === undefined || series.tier === tier));
  /** Over time, what all nodes have together. */
  const total = (measure: RunMeasure) => {
    const all = of(measure);
    return timeseries.times.map((_, index) => {
      const values = all.flatMap(({ values }) => values[index] ?? []);
      return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
    });
  };
  const most = (measure: RunMeasure, tier?: string) =>
    maxOf(of(measure, tier).map(({ values }) => maxOf(values) ?? null));
  const figure = (id: string, title: string, unit: string, value: number | undefined): RunFigure => ({
    id,
    title,
    unit,
    value: value ?? null,
  });
  return [
    figure('rateIn', 'Rate into the brokers, mean', 'msgps', meanOf(total('rateIn'))),
    figure('rateOut', 'Rate out of the brokers, mean', 'msgps', meanOf(total('rateOut'))),
    figure('brokerWriteP99', "Brokers' write latency p99, worst", 'ms', most('writeP99', 'broker')),
    figure('bookieWriteP99', "Bookies' write latency p99, worst", 'ms', most('writeP99', 'bookie')),
    figure('brokerCpu', "Brokers' CPU, most", 'percentunit', most('cpu', 'broker')),
    figure('brokerHeap', "Brokers' heap, most", 'percentunit', most('heap', 'broker')),
    figure('gc', 'Garbage collection in one second, most', 'ms', most('gc')),
    figure('clusterBacklog', "Brokers' backlog, most", 'msg', maxOf(total('backlog'))),
  ];
}
