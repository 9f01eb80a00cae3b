import type { RunMeasure, RunSeries, RunTimeseries } from '@observatory/protocol/runs';
import { defineMeasure, type MeasuredColumn, type MeasureDefinition } from './measure-definition.ts';

type Tier = RunSeries['tier'];

interface ClusterMeasure extends Partial<MeasureDefinition> {
  measure: RunMeasure;
  /** Words of the id, before and after the tier's name. */
  id: string;
  title: string;
  unit: string;
  better: MeasureDefinition['better'];
  tiers: readonly Tier[];
  /** Of the nodes of a tier at one moment. */
  of: 'mean' | 'sum' | 'max';
  factor?: number;
}

const SERVERS: readonly Tier[] = ['broker', 'bookie', 'metadata'];

const MEASURES: readonly ClusterMeasure[] = [
  {
    measure: 'up',
    id: 'up',
    title: 'Nodes that answer',
    unit: 'percentunit',
    better: 'higher',
    tiers: SERVERS,
    of: 'mean',
    relevant: 0.001,
    weight: 8,
    isFact: true,
  },
  {
    measure: 'cpu',
    id: 'cpu',
    title: 'CPU',
    unit: 'percentunit',
    better: 'lower',
    tiers: SERVERS,
    of: 'mean',
    least: 0.01,
    followsLoad: true,
  },
  {
    measure: 'heap',
    id: 'heap',
    title: 'Heap',
    unit: 'percentunit',
    better: 'lower',
    tiers: SERVERS,
    of: 'mean',
    least: 0.02,
  },
  {
    measure: 'gc',
    id: 'gc',
    title: 'GC pause of each minute',
    unit: 'ms',
    better: 'lower',
    tiers: SERVERS,
    of: 'mean',
    factor: 60,
    relevant: 0.1,
    least: 60,
    followsLoad: true,
  },
  {
    measure: 'gcCount',
    id: 'gc_count',
    title: 'Collections a minute',
    unit: 'short',
    better: 'neither',
    tiers: SERVERS,
    of: 'mean',
  },
  {
    measure: 'direct',
    id: 'direct',
    title: 'Direct memory',
    unit: 'percentunit',
    better: 'lower',
    tiers: SERVERS,
    of: 'mean',
    least: 0.02,
  },
  {
    measure: 'memory',
    id: 'memory',
    title: 'Memory',
    unit: 'bytes',
    better: 'lower',
    tiers: SERVERS,
    of: 'mean',
    least: 50e6,
    weight: 0.5,
  },
  {
    measure: 'disk',
    id: 'disk',
    title: 'Disk in use',
    unit: 'percentunit',
    better: 'neither',
    tiers: ['bookie'],
    of: 'max',
  },
  {
    measure: 'rateIn',
    id: 'rate_in',
    title: 'Rate into',
    unit: 'msgps',
    better: 'neither',
    tiers: ['broker'],
    of: 'sum',
    relevant: 0.03,
    weight: 4,
  },
  {
    measure: 'rateOut',
    id: 'rate_out',
    title: 'Rate out of',
    unit: 'msgps',
    better: 'neither',
    tiers: ['broker'],
    of: 'sum',
    relevant: 0.03,
    weight: 4,
  },
  {
    measure: 'bytesIn',
    id: 'bytes_in',
    title: 'Bytes into',
    unit: 'Bps',
    better: 'neither',
    tiers: ['broker', 'bookie'],
    of: 'sum',
  },
  {
    measure: 'bytesOut',
    id: 'bytes_out',
    title: 'Bytes out of',
    unit: 'Bps',
    better: 'neither',
    tiers: ['broker', 'bookie'],
    of: 'sum',
  },
  {
    measure: 'writeP99',
    id: 'write_p99',
    title: 'Write latency p99',
    unit: 'ms',
    better: 'lower',
    tiers: ['broker', 'bookie'],
    of: 'mean',
    least: 0.2,
    weight: 2,
  },
  {
    measure: 'journalP99',
    id: 'journal_p99',
    title: 'Journal latency p99',
    unit: 'ms',
    better: 'lower',
    tiers: ['bookie'],
    of: 'mean',
    least: 0.2,
    weight: 1.5,
  },
  {
    measure: 'backlog',
    id: 'backlog',
    title: 'Backlog',
    unit: 'msg',
    better: 'lower',
    tiers: ['broker'],
    of: 'sum',
    relevant: 0.25,
    least: 1000,
    weight: 2,
  },
  {
    measure: 'underReplicated',
    id: 'under_replicated',
    title: 'Under-replicated ledgers',
    unit: 'short',
    better: 'lower',
    tiers: ['bookie'],
    of: 'max',
    least: 0.5,
    weight: 4,
    isFact: true,
  },
];

const NAMES: Record<Tier, string> = {
  broker: 'brokers',
  bookie: 'bookies',
  metadata: 'metadata servers',
  client: 'clients',
  other: 'others',
};

/** A span of the cluster's clock. */
export interface ClockSpan {
  fromMs: number;
  toMs: number;
}

/**
 * Measures of the cluster by tier over a span: `broker_cpu`, `bookie_gc`, `broker_rate_in` and their like. `isLoadKnown`: a
 * benchmark's result says what was published; without one the brokers' own rates are what is judged.
 */
export function clusterMeasures(metrics: RunTimeseries, span: ClockSpan, isLoadKnown: boolean): MeasuredColumn[] {
  return MEASURES.flatMap((entry) =>
    entry.tiers.flatMap((tier): MeasuredColumn[] => {
      const series = metrics.series.filter(({ measure, tier: of }) => measure === entry.measure && of === tier);
      if (series.length === 0) return [];
      const { measure, tiers: _, of, factor = 1, ...fields } = entry;
      const isLoad = measure === 'rateIn' || measure === 'rateOut';
      const definition = defineMeasure({
        ...fields,
        id: `${tier}_${entry.id}`,
        title: / (into|out of)$/.test(entry.title) ? `${entry.title} ${NAMES[tier]}` : `${entry.title}, ${NAMES[tier]}`,
        better: isLoad && !isLoadKnown ? 'higher' : entry.better,
        family: isLoad ? 'rate' : `${tier}_${entry.id}`,
      });
      const values = tierColumn(metrics, series, span, of).map((value) => value * factor);
      return values.some(Number.isFinite) ? [{ definition, stepMs: metrics.stepMs, values }] : [];
    }),
  );
}

/** One value a step of the span: of all nodes that have one then. */
function tierColumn(
  metrics: RunTimeseries,
  series: readonly RunSeries[],
  { fromMs, toMs }: ClockSpan,
  of: ClusterMeasure['of'],
): Float64Array {
  const rows = Math.max(1, Math.round((toMs - fromMs) / metrics.stepMs));
  const out = new Float64Array(rows).fill(NaN);
  for (const [index, time] of metrics.times.entries()) {
    const row = Math.floor((time - fromMs) / metrics.stepMs);
    if (row < 0 || row >= rows || time >= toMs) continue;
    const present = series.flatMap(({ values }) => values[index] ?? []);
    if (present.length === 0) continue;
    const sum = present.reduce((total, value) => total + value, 0);
    out[row] = of === 'sum' ? sum : of === 'max' ? Math.max(...present) : sum / present.length;
  }
  return out;
}
