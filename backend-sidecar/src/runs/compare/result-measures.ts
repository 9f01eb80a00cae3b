import { hasValues, idleConsumers, maxOf } from '../omb/index.ts';
import type { Column, OmbLatencyKind, OmbResult, OmbStatistic } from '../omb/index.ts';
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
  const drain = drainOf(result);
  return [
    ...column(RATES.publish, result.publishRate),
    // Building a backlog and draining it are two phases: a mean over both says nothing.
    ...(drain
      ? [{ definition: RATES.drain, stepMs: result.intervalMs, values: drain }]
      : column(RATES.consume, result.consumeRate)),
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
  drain: defineMeasure({
    id: 'drain_rate',
    title: 'Consume rate while the backlog drains',
    unit: 'msgps',
    better: 'higher',
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
    isFact: true,
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

const IDLE_SAMPLES = 3;

/** What was consumed after the last long stretch without any, until the backlog is gone; undefined for one phase only. */
function drainOf(result: OmbResult): Float64Array | undefined {
  const { publishRate, consumeRate, backlog, samples } = result;
  if (idleConsumers(result) < IDLE_SAMPLES) return undefined;
  let begin = 0;
  for (let index = 0, idle = 0; index < samples; index++) {
    idle = consumeRate[index] === 0 && (publishRate[index] ?? 0) > 0 ? idle + 1 : 0;
    if (idle >= IDLE_SAMPLES) begin = index + 1;
  }
  const most = maxOf(backlog) ?? 0;
  let end = begin;
  while (end < samples && (most === 0 || (backlog[end] ?? most) > DRAINED * most)) end++;
  return end - begin < IDLE_SAMPLES ? undefined : numbers(consumeRate.slice(begin, end));
}

/** A backlog below this part of its most is drained. */
const DRAINED = 0.02;

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
