import type { ReportUnit, RunMeasure, RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { moneyText, runCost } from '../cost/run-cost.ts';
import { maxOf, meanOf } from '../omb/index.ts';
import { numberText } from './number-text.ts';
import type { ReportInput } from './report-input.ts';

/** Rows of the table on the cluster: a name and what is known, with the node where it was. Unknown ones are left out. */
export function clusterFigures({ metrics, results, prices }: ReportInput): { name: string; value: string }[] {
  const rows: { name: string; value: string | undefined }[] = [];
  if (metrics) {
    const worst = (name: string, measure: RunMeasure, unit: ReportUnit, tier?: RunSeries['tier']) =>
      rows.push({ name, value: worstOf(metrics, measure, unit, tier) });
    rows.push({ name: 'Rate into brokers, mean of all', value: totalOf(metrics, 'rateIn', 'msgps') });
    rows.push({ name: 'Rate out of brokers, mean of all', value: totalOf(metrics, 'rateOut', 'msgps') });
    worst('CPU of a broker, most', 'cpu', 'percentunit', 'broker');
    worst('Heap, most', 'heap', 'percentunit');
    worst('Garbage collection in a second, most', 'gc', 'ms');
    worst('Write latency p99 of a broker, most', 'writeP99', 'ms', 'broker');
    worst('Write latency p99 of a bookie, most', 'writeP99', 'ms', 'bookie');
    worst('Journal latency p99 of a bookie, most', 'journalP99', 'ms', 'bookie');
    worst('Ledger disk, fullest', 'disk', 'percentunit');
  }
  if (prices && metrics) {
    const cost = runCost({ timeseries: metrics, results: results.map(({ result }) => result) }, prices);
    const { currency } = prices;
    const nodes = cost?.parts.map(({ name, nodes: count, price }) => `${count} × ${name} at ${moneyText(price, '')}`);
    rows.push({
      name: 'Cost of an hour',
      value: cost && `${moneyText(cost.perHour, currency)} (${nodes?.join(', ')})`,
    });
    rows.push({ name: 'Cost of a million messages', value: cost && moneyText(cost.perMillionMessages, currency) });
    rows.push({ name: 'Cost of a GB published', value: cost && moneyText(cost.perGigabyte, currency) });
    if (cost && cost.unpriced.length > 0) rows.push({ name: 'Without a price', value: cost.unpriced.join(', ') });
  }
  return rows.flatMap(({ name, value }) => (value === undefined || value === '–' ? [] : [{ name, value }]));
}

function totalOf(metrics: RunTimeseries, measure: RunMeasure, unit: ReportUnit): string | undefined {
  const all = metrics.series.filter((series) => series.measure === measure && series.tier === 'broker');
  const means = all.flatMap(({ values }) => meanOf(values) ?? []);
  return means.length === 0
    ? undefined
    : numberText(
        means.reduce((sum, value) => sum + value, 0),
        unit,
      );
}

function worstOf(metrics: RunTimeseries, measure: RunMeasure, unit: ReportUnit, tier?: RunSeries['tier']) {
  const found = metrics.series
    .filter((series) => series.measure === measure && (tier === undefined || series.tier === tier))
    .flatMap(({ node, values }) => {
      const most = maxOf(values);
      return most === undefined ? [] : [{ node, most }];
    })
    .sort((a, b) => b.most - a.most);
  return found.length === 0 ? undefined : `${numberText(found[0].most, unit)} (${found[0].node})`;
}
