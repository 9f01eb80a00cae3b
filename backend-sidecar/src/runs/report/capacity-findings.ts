/**
 * How much more the cluster can take: each broker's CPU over its own rate, carried on to its end by the line that the capacity
 * analysis uses (analysis/capacity/saturation.ts: Theil-Sen, 80 % interval). The broker that ends first ends the cluster's load,
 * as long as it keeps its share of it.
 */
import type { RunMeasure, RunTimeseries } from '@observatory/protocol/runs';
import { saturationOf, type Saturation } from '../../analysis/capacity/saturation.ts';
import { medianOf, quantileOfSorted } from '../../analysis/math/robust.ts';
import { numberText } from './number-text.ts';
import type { Finding, ReportInput } from './report-input.ts';

/** CPU at which latencies have long begun to rise; more than this is not there to be used. */
const LIMIT = 0.95;
/** Less room than this is worth a warning. */
const LITTLE_ROOM = 1.15;

interface LoadedBroker {
  node: string;
  rate: number;
  cpu: number;
  saturation: Saturation | undefined;
}

/** A sentence on capacity, where brokers' rates and CPU were recorded. */
export function capacityFindings({ metrics }: Pick<ReportInput, 'metrics'>): Finding[] {
  const brokers = metrics ? brokersOf(metrics) : [];
  if (brokers.length === 0) return [];
  const total = brokers.reduce((sum, { rate }) => sum + rate, 0);
  const busiest = brokers.reduce((a, b) => (b.cpu > a.cpu ? b : a));
  const took = `The brokers took ${numberText(total, 'msgps')}`;
  const room = ({ rate, saturation }: LoadedBroker) => (saturation ? saturation.at / rate : Infinity);
  const first = brokers.reduce((a, b) => (room(b) < room(a) ? b : a));
  if (!first.saturation || !Number.isFinite(room(first))) {
    return [
      {
        grade: 'info',
        text: `${took}, ${busiest.node} at ${numberText(busiest.cpu, 'percentunit')} CPU; load and CPU did not vary together enough to say where that ends.`,
      },
    ];
  }
  const { at, lower, upper } = first.saturation;
  const ofAll = (rate: number) => numberText((rate / first.rate) * total, 'msgps');
  return [
    {
      grade: at < first.rate * LITTLE_ROOM ? 'warn' : 'info',
      text: `${took}, ${first.node} at ${numberText(first.cpu, 'percentunit')} CPU; carried on as it went, that broker is at ${numberText(LIMIT, 'percentunit')} near ${ofAll(at)} in all (80 % sure: ${ofAll(lower)} to ${upper === null ? 'no bound' : ofAll(upper)}).`,
    },
  ];
}

function brokersOf(metrics: RunTimeseries): LoadedBroker[] {
  const of = (measure: RunMeasure) =>
    metrics.series.filter((series) => series.measure === measure && series.tier === 'broker');
  const cpus = of('cpu');
  return of('rateIn').flatMap(({ node, values: rates }) => {
    const used = cpus.find((series) => series.node === node)?.values ?? [];
    const rows = rates.flatMap((rate, index) => {
      const cpu = used[index];
      return rate !== null && rate > 0 && cpu != null ? [{ rate, cpu }] : [];
    });
    if (rows.length < 4) return [];
    const [load, cpu] = [rows.map((row) => row.rate), rows.map((row) => row.cpu)];
    return [
      {
        node,
        rate: medianOf(load),
        cpu: medianOf(cpu),
        saturation: hasVaried(load) ? saturationOf(Float64Array.from(load), Float64Array.from(cpu), LIMIT) : undefined,
      },
    ];
  });
}

/** From a load that hardly moved no line can be carried on. */
const LEAST_SPAN = 0.1;

function hasVaried(load: readonly number[]): boolean {
  const sorted = Float64Array.from(load).sort();
  return quantileOfSorted(sorted, 0.95) - quantileOfSorted(sorted, 0.05) >= LEAST_SPAN * quantileOfSorted(sorted, 0.5);
}
