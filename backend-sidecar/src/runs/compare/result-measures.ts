import { hasValues, type Column, type OmbLatencyKind, type OmbResult, type OmbStatistic } from '../omb/index.ts';
import { defineMeasure, type MeasuredColumn, type MeasureDefinition } from './measure-definition.ts';
import type { SteadyPhase } from './steady-phase.ts';

const STATISTICS: [OmbStatistic, string, Partial<MeasureDefinition>][] = [
  ['avg', 'mean', {}],
  ['p50', 'p50', {}],
  ['p95', 'p95', {}],
  ['p99', 'p99', { weight: 1.5 }],
  ['p99.9', 'p99.9', { relevant: 0.1 }],
  // One message decides it: only large changes say something.
  ['max', 'max', { relevant: 0.25, weight: 0.5 }],
];

const LATENCIES: [OmbLatencyKind, string, string, Partial<MeasureDefinition>][] = [
  ['publish', 'publish', 'Publish latency', { weight: 3 }],
  ['endToEnd', 'e2e', 'End-to-end latency', { weight: 3 }],
  ['publishDelay', 'publish_delay', 'Sent later than planned', { weight: 1, least: 1 }],
  ['schedule', 'publish_delay', 'Sent later than planned', { weight: 1, least: 1 }],
];

/**
 * Measures of a benchmark result over its steady phase: `publish_rate`, `consume_rate`, `publish_errors`, `backlog`,
 * `publish_p99`, `e2e_p50` and their like. Latencies are means of the samples' own percentiles; where a file has only those of
 * the whole run they are one value.
 */
export function resultMeasures(result: OmbResult, phase: SteadyPhase): MeasuredColumn[] {
  const column = (definition: MeasureDefinition, values: Column | undefined): MeasuredColumn[] =>
    hasValues(values)
      ? [{ definition, stepMs: result.intervalMs, values: numbers(values.slice(phase.from, phase.to)) }]
      : [];
  const second = Number.isFinite(phase.level) ? phase.level : 0;
  return [
    ...column(RATES.publish, result.publishRate),
    ...column(RATES.consume, result.consumeRate),
    ...column({ ...RATES.errors, least: second / 10_000 }, result.publishErrorRate),
    // Less than what is published in a second is on its way, not behind.
    ...column({ ...RATES.backlog, least: second }, result.backlog),
    ...LATENCIES.flatMap(([kind, id, title, more]) => {
      const latency = result.latencies.find((entry) => entry.kind === kind);
      if (!latency) return [];
      return STATISTICS.flatMap(([statistic, name, finer]) => {
        const definition = latencyMeasure(id, title, statistic, name, more, finer);
        const values = latency.overTime[statistic];
        if (hasValues(values)) return column(definition, withoutIdle(values, latency.overTime.max));
        const whole = latency.whole[statistic];
        return whole === undefined ? [] : [{ definition, stepMs: result.intervalMs, values: Float64Array.of(whole) }];
      });
    }),
  ];
}

const RATES = {
  publish: defineMeasure({
    id: 'publish_rate',
    title: 'Publish rate',
    unit: 'msgps',
    better: 'higher',
    relevant: 0.03,
    weight: 5,
    family: 'rate',
  }),
  consume: defineMeasure({
    id: 'consume_rate',
    title: 'Consume rate',
    unit: 'msgps',
    better: 'higher',
    relevant: 0.03,
    weight: 5,
    family: 'rate',
  }),
  errors: defineMeasure({
    id: 'publish_errors',
    title: 'Publish errors',
    unit: 'msgps',
    better: 'lower',
    relevant: 0.1,
    weight: 10,
  }),
  backlog: defineMeasure({
    id: 'backlog',
    title: 'Backlog',
    unit: 'msg',
    better: 'lower',
    relevant: 0.25,
    weight: 2,
  }),
};

function latencyMeasure(
  id: string,
  title: string,
  statistic: OmbStatistic,
  name: string,
  more: Partial<MeasureDefinition>,
  finer: Partial<MeasureDefinition>,
): MeasureDefinition {
  return defineMeasure({
    least: 0.05,
    ...more,
    ...finer,
    id: `${id}_${statistic.replace('.', '')}`,
    title: `${title} ${name}`,
    unit: 'ms',
    better: 'lower',
    family: id,
    weight: (more.weight ?? 1) * (finer.weight ?? 1),
  });
}

/** OMB writes 0 for a sample without messages: that is none. */
function withoutIdle(values: Column, max: Column | undefined): Column {
  return values.map((value, index) => (value === 0 && (max?.[index] ?? 0) === 0 ? null : value));
}

function numbers(values: Column): Float64Array {
  return Float64Array.from(values, (value) => value ?? NaN);
}
