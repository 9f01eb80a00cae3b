import type { OmbResult } from '../omb/index.ts';
import type { RunData } from '../run-data.ts';
import type { Prices } from '../cost/prices.ts';
import { hourlyCost } from '../cost/run-cost.ts';
import { clusterMeasures, type ClockSpan } from './cluster-measures.ts';
import { defineMeasure, type MeasuredColumn } from './measure-definition.ts';
import { resultMeasures } from './result-measures.ts';
import { steadyPhase } from './steady-phase.ts';

/** A run as columns over its steady phase. */
export interface MeasuredRun {
  run: RunData;
  /** What was measured: `steady load`, `the recorded load`. */
  phase: string;
  /** Length of the phase, and how much was cut off before and after it. */
  seconds: number;
  cutSeconds: [before: number, after: number];
  /** The phase on the cluster's clock; absent where a result lies nowhere on it. */
  span?: ClockSpan;
  columns: Map<string, MeasuredColumn>;
}

export interface MeasureOptions {
  /** Ids get `@WORKLOAD`, for runs of several results. */
  byWorkload: boolean;
  prices?: Prices;
}

/** Cuts a run to its steady phase and takes every measure there is in it. */
export function measureRun(run: RunData, { byWorkload, prices }: MeasureOptions): MeasuredRun {
  const measured: MeasuredRun = { run, phase: 'the recording', seconds: 0, cutSeconds: [0, 0], columns: new Map() };
  const seen = new Map<string, number>();
  for (const [index, result] of run.results.entries()) {
    const phase = steadyPhase(result.publishRate.map((rate) => rate ?? NaN));
    const { intervalMs, samples } = result;
    if (index === 0 || !byWorkload) {
      measured.phase = 'steady load';
      measured.seconds = ((phase.to - phase.from) * intervalMs) / 1000;
      measured.cutSeconds = [(phase.from * intervalMs) / 1000, ((samples - phase.to) * intervalMs) / 1000];
    }
    const beginMs = clockBegin(run, result, index);
    if (beginMs !== undefined) {
      const span = { fromMs: beginMs + phase.from * intervalMs, toMs: beginMs + phase.to * intervalMs };
      // Several results follow each other: the cluster is measured from the first to the last.
      measured.span = measured.span
        ? { fromMs: Math.min(measured.span.fromMs, span.fromMs), toMs: Math.max(measured.span.toMs, span.toMs) }
        : span;
    }
    const workload = result.workload ?? result.fileName.replace(/\.json$/, '');
    const times = (seen.get(workload) ?? 0) + 1;
    seen.set(workload, times);
    const suffix = byWorkload ? `@${workload}${times > 1 ? `#${times}` : ''}` : '';
    for (const column of resultMeasures(result, phase)) {
      const { id, title, family } = column.definition;
      const definition = {
        ...column.definition,
        id: id + suffix,
        title: suffix === '' ? title : `${title}, ${suffix.slice(1)}`,
        family: family + suffix,
      };
      measured.columns.set(definition.id, { ...column, definition });
    }
  }
  addCluster(measured);
  if (prices) addCost(measured, prices);
  return measured;
}

function clockBegin(run: RunData, result: OmbResult, index: number): number | undefined {
  const alignment = run.info.results[index]?.alignment ?? (run.results.length === 1 ? run.info.alignment : undefined);
  return alignment?.beginMs ?? result.beginMs;
}

/** Without a result on the clock, the load as the brokers saw it says where the steady phase lies. */
function addCluster(measured: MeasuredRun): void {
  const { timeseries, results } = measured.run;
  if (!timeseries || timeseries.times.length === 0) return;
  const { times, stepMs } = timeseries;
  const overlaps =
    measured.span && measured.span.toMs > times[0] && measured.span.fromMs < times[times.length - 1] + stepMs;
  if (!overlaps) {
    const rates = timeseries.series.filter(({ measure, tier }) => measure === 'rateIn' && tier === 'broker');
    const load = times.map((_, index) => {
      const present = rates.flatMap(({ values }) => values[index] ?? []);
      return present.length === 0 ? NaN : present.reduce((sum, value) => sum + value, 0);
    });
    const phase = steadyPhase(load);
    const [first, last] = [times[phase.from], times[phase.to - 1]];
    measured.span = { fromMs: first, toMs: last + stepMs };
    if (results.length === 0) {
      measured.phase = Number.isFinite(phase.level) ? 'the recorded load' : 'the recording';
      measured.seconds = (last + stepMs - first) / 1000;
      measured.cutSeconds = [(first - times[0]) / 1000, (times[times.length - 1] - last) / 1000];
    }
  }
  if (!measured.span) return;
  for (const column of clusterMeasures(timeseries, measured.span, results.length > 0)) {
    measured.columns.set(column.definition.id, column);
  }
}

/** Money for a million messages at the rate of each sample. */
function addCost(measured: MeasuredRun, prices: Prices): void {
  const hourly = hourlyCost(measured.run, prices);
  const rate = measured.columns.get('publish_rate') ?? measured.columns.get('broker_rate_in');
  if (hourly === undefined || !rate) return;
  measured.columns.set('cost_per_million', {
    definition: defineMeasure({
      id: 'cost_per_million',
      title: 'Cost of a million messages',
      unit: prices.currency,
      better: 'lower',
      relevant: 0.03,
      weight: 2,
    }),
    stepMs: rate.stepMs,
    values: rate.values.map((value) => (value > 0 ? (hourly.total * 1e6) / (value * 3600) : NaN)),
  });
}
