import { columnOf, hasValues, numberOf, quantilesOf } from './omb-columns.ts';
import { OMB_STATISTICS, type OmbLatency, type OmbLatencyKind, type OmbStatistic } from './omb-result.ts';

interface LatencyFields {
  kind: OmbLatencyKind;
  /** Of the arrays; scalars and quantiles prefix it with `aggregated`, one fork without a capital letter. */
  prefix: string;
  /** What a value is multiplied with to be ms. */
  factor: number;
}

/** Unit by field as reference/pulsar.md section 5 gives it: only upstream's publishDelay is written in µs. */
const FIELDS: readonly LatencyFields[] = [
  { kind: 'publish', prefix: 'publishLatency', factor: 1 },
  { kind: 'endToEnd', prefix: 'endToEndLatency', factor: 1 },
  { kind: 'publishDelay', prefix: 'publishDelayLatency', factor: 1e-3 },
  { kind: 'schedule', prefix: 'scheduleLatency', factor: 1 },
  { kind: 'subscriptionChange', prefix: 'subscriptionChangeLatency', factor: 1 },
];

const SUFFIX: Record<OmbStatistic, string> = {
  min: 'Min',
  avg: 'Avg',
  p50: '50pct',
  p75: '75pct',
  p95: '95pct',
  p99: '99pct',
  'p99.9': '999pct',
  'p99.99': '9999pct',
  max: 'Max',
};

/** Every latency of which the file has anything. */
export function latenciesOf(file: Record<string, unknown>, samples: number): OmbLatency[] {
  return FIELDS.map((fields) => latencyOf(file, samples, fields)).filter(
    ({ overTime, whole, quantiles }) =>
      Object.keys(overTime).length + Object.keys(whole).length > 0 || quantiles.length > 0,
  );
}

/** Names of the arrays, for the file's length and for what is missing. */
export function latencyArrayNames(kind: OmbLatencyKind): string[] {
  const prefix = FIELDS.find((fields) => fields.kind === kind)?.prefix ?? '';
  return OMB_STATISTICS.filter((statistic) => statistic !== 'min').map((statistic) => `${prefix}${SUFFIX[statistic]}`);
}

function latencyOf(
  file: Record<string, unknown>,
  samples: number,
  { kind, prefix, factor }: LatencyFields,
): OmbLatency {
  const latency: OmbLatency = { kind, overTime: {}, whole: {}, quantiles: [] };
  const aggregated = (suffix: string) =>
    file[`aggregated${prefix[0].toUpperCase()}${prefix.slice(1)}${suffix}`] ?? file[`aggregated${prefix}${suffix}`];
  for (const statistic of OMB_STATISTICS) {
    const column = columnOf(file[prefix + SUFFIX[statistic]], samples);
    if (hasValues(column)) {
      latency.overTime[statistic] = factor === 1 ? column : column.map((value) => value && value * factor);
    }
    const whole = numberOf(aggregated(SUFFIX[statistic]));
    if (whole !== undefined) latency.whole[statistic] = whole * factor;
  }
  latency.quantiles = quantilesOf(aggregated('Quantiles'), factor);
  return latency;
}
