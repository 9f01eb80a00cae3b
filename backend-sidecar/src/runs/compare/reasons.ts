/**
 * Likely reasons of a regression: what else differs between two runs and acts on the measure. Each is a sentence with both numbers;
 * none says that it was the cause.
 */
import type { RunMeasure, RunSeries } from '@observatory/protocol/runs';
import { idleConsumers } from '../omb/index.ts';
import { elapsedText } from '../report/elapsed-text.ts';
import { numberText } from '../report/number-text.ts';
import { coincidence } from './coincidence.ts';
import type { ClockSpan } from './cluster-measures.ts';
import type { MeasureDefinition } from './measure-definition.ts';
import type { MeasuredRun } from './measured-run.ts';

interface Reason {
  weight: number;
  text: string;
}

type Rule = (base: MeasuredRun, other: MeasuredRun, definition: MeasureDefinition) => Reason[];

const MOST_REASONS = 5;

/** Sentences, likeliest first. */
export function reasonsOf(base: MeasuredRun, other: MeasuredRun, definition: MeasureDefinition): string[] {
  const found = RULES.flatMap((rule) => rule(base, other, definition));
  return found
    .sort((a, b) => b.weight - a.weight)
    .slice(0, MOST_REASONS)
    .map(({ text }) => text);
}

const down: Rule = (base, other) =>
  nodesOf(other, 'up').flatMap((series) => {
    const [now, then] = [valuesIn(other, series), twinValues(base, series)];
    const lost = now.filter(({ value }) => value === 0);
    if (lost.length === 0 || then.some(({ value }) => value === 0)) return [];
    const at = elapsedText(lost[0].sinceMs);
    return [
      {
        weight: 20 + lost.length / now.length,
        text: `${series.node} was down in ${lost.length} of ${now.length} samples, first ${at} into the steady load.`,
      },
    ];
  });

/** Pauses by their time, told as their number where that is known. */
const collections: Rule = (base, other, definition) =>
  nodesOf(other, 'gc').flatMap((series) => {
    const [now, then] = [meanIn(other, series), meanOfTwin(base, series)];
    if (now === undefined || then === undefined || now < then * 1.3 || now - then < 2) return [];
    const count = nodesOf(other, 'gcCount').find(({ node }) => node === series.node);
    const [many, few] = [count && meanIn(other, count), count && meanOfTwin(base, count)];
    const times =
      many !== undefined && few !== undefined && many > few * 1.2
        ? `GC pauses of ${series.node} went from ${short(few)} to ${short(many)} a minute`
        : undefined;
    const length = `${numberText(then * 60, 'ms')} to ${numberText(now * 60, 'ms')} of each minute`;
    const text = times === undefined ? `GC pauses of ${series.node} went from ${length}` : `${times}, from ${length}`;
    const same = coincidence(other, definition.id, series);
    return [
      { weight: 10 + Math.min(6, (2 * now) / Math.max(then, 1)) + (same ? 3 : 0), text: `${text}${same ?? ''}.` },
    ];
  });

/** Resources that come near their end, and those that grew by much. */
const resource =
  (measure: RunMeasure, name: string, { high, step, weight }: { high: number; step: number; weight: number }): Rule =>
  (base, other, definition) =>
    nodesOf(other, measure).flatMap((series) => {
      const [now, then] = [meanIn(other, series), meanOfTwin(base, series)];
      if (now === undefined || then === undefined || now - then < step) return [];
      if (definition.id.endsWith(`_${measure}`)) return [];
      const most = Math.max(...valuesIn(other, series).map(({ value }) => value));
      const reached = most >= high ? `, at most ${numberText(most, 'percentunit')}` : '';
      return [
        {
          weight: weight * (most >= high ? 2 : 1) * Math.min(2, 1 + now - then),
          text: `${name} of ${series.node} went from ${numberText(then, 'percentunit')} to ${numberText(now, 'percentunit')}${reached}.`,
        },
      ];
    });

/** Latencies of servers: where a client's latency may come from. */
const slower =
  (measure: RunMeasure, name: string, weight: number): Rule =>
  (base, other, definition) =>
    nodesOf(other, measure).flatMap((series) => {
      const [now, then] = [meanIn(other, series), meanOfTwin(base, series)];
      if (now === undefined || then === undefined || now < then * 1.1 || now - then < 0.1) return [];
      if (definition.id === `${series.tier}_${measure === 'writeP99' ? 'write_p99' : 'journal_p99'}`) return [];
      const same = coincidence(other, definition.id, series);
      // Bookies come before brokers on a message's way.
      const stage = series.tier === 'bookie' ? 1.3 : 1;
      return [
        {
          weight: weight * stage * Math.min(2, now / Math.max(then, 0.1) / 2 + 0.5) + (same ? 2 : 0),
          text: `${name} of ${series.node} went from ${numberText(then, 'ms')} to ${numberText(now, 'ms')}${same ?? ''}.`,
        },
      ];
    });

/** The share of the most loaded broker. */
const uneven: Rule = (base, other) => {
  const [now, then] = [mostLoaded(other), mostLoaded(base)];
  if (!now || !then || now.times < 1.3 || now.times < then.times * 1.15) return [];
  return [
    {
      weight: 7 * Math.min(2, now.times / then.times),
      text: `Load is less even: ${now.node} took ${short(now.times)} times the mean of ${now.of} brokers, the most loaded one of the base ${short(then.times)} times.`,
    },
  ];
};

const load: Rule = (base, other, { id, family }) => {
  if (family.startsWith('rate') || id === 'cost_per_million') return [];
  const [then, now] = [base, other].map(({ columns }) =>
    meanOfColumn(columns.get('publish_rate') ?? columns.get('broker_rate_in')),
  );
  if (now === undefined || then === undefined || Math.abs(now / then - 1) < 0.1) return [];
  return [
    {
      weight: 5,
      text: `${now > then ? 'More' : 'Less'} was published: ${numberText(now, 'msgps')}, in the base ${numberText(then, 'msgps')}.`,
    },
  ];
};

const clients: Rule = (base, other, { id }) => {
  if (id.startsWith('publish_delay')) return [];
  const [then, now] = [base, other].map(({ columns }) => meanOfColumn(columns.get('publish_delay_p99')));
  if (now === undefined || now < 10 || now < (then ?? 0) * 2) return [];
  return [
    {
      weight: 9,
      text: `The benchmark's own workers sent later than planned: p99 of the delay ${numberText(now, 'ms')}${then === undefined ? '' : `, in the base ${numberText(then, 'ms')}`}.`,
    },
  ];
};

const consumers: Rule = (base, other) => {
  const [then, now] = [base, other].map(({ run }) => {
    const [result] = run.results;
    return result ? idleConsumers(result) * result.intervalMs : 0;
  });
  if (now < 30_000 || now < then * 2) return [];
  return [{ weight: 8, text: `Nothing was consumed for ${elapsedText(now)} in a row.` }];
};

/** Copies that had to be made again load the bookies. */
const recovery: Rule = (base, other) =>
  nodesOf(other, 'underReplicated').flatMap((series) => {
    const most = (values: { value: number }[]) => Math.max(0, ...values.map(({ value }) => value));
    const [now, then] = [most(valuesIn(other, series)), most(twinValues(base, series))];
    return now > then
      ? [{ weight: 6, text: `${short(now)} ledgers were under-replicated at a time; bookies copied them meanwhile.` }]
      : [];
  });

/** How the run ended, and what its own report found that the base's did not. */
const told: Rule = (base, other) => {
  const { state, exitCode, reason, findings } = other.run.info;
  const known = new Set(base.run.info.findings.map(({ text }) => text.replace(/[\d.:,]+/g, '#')));
  const ended = state !== 'finished' && state !== 'running' && base.run.info.state !== state;
  return [
    ...(ended
      ? [
          {
            weight: 4,
            text: `The run ${state === 'failed' ? `failed${exitCode === undefined ? '' : ` with exit code ${exitCode}`}` : `was ${state}`}${reason === undefined ? '' : `: ${reason}`}.`,
          },
        ]
      : []),
    ...findings
      .filter(({ grade, text }) => grade === 'bad' && !known.has(text.replace(/[\d.:,]+/g, '#')))
      .slice(0, 2)
      .map(({ text }) => ({ weight: 3, text: `Its own report says: ${text}` })),
  ];
};

const RULES: readonly Rule[] = [
  down,
  collections,
  resource('heap', 'The heap', { high: 0.9, step: 0.08, weight: 4 }),
  resource('cpu', 'CPU', { high: 0.85, step: 0.1, weight: 5 }),
  resource('direct', 'Direct memory', { high: 0.9, step: 0.1, weight: 4 }),
  resource('disk', 'The disk in use', { high: 0.9, step: 0.1, weight: 4 }),
  slower('journalP99', 'Journal latency p99', 8),
  slower('writeP99', 'Write latency p99', 5),
  uneven,
  load,
  clients,
  consumers,
  recovery,
  told,
];

function nodesOf({ run }: MeasuredRun, measure: RunMeasure): RunSeries[] {
  return run.timeseries?.series.filter((series) => series.measure === measure) ?? [];
}

function valuesIn({ run, span }: MeasuredRun, { values }: RunSeries): { sinceMs: number; value: number }[] {
  const { fromMs, toMs }: ClockSpan = span ?? { fromMs: -Infinity, toMs: Infinity };
  return (run.timeseries?.times ?? []).flatMap((time, index) => {
    const value = values[index];
    return value == null || time < fromMs || time >= toMs ? [] : [{ sinceMs: time - fromMs, value }];
  });
}

/** The same node in another run; where nodes have other names, all of its tier. */
function twins(run: MeasuredRun, { measure, node, tier }: RunSeries): RunSeries[] {
  const all = nodesOf(run, measure).filter((series) => series.tier === tier);
  const same = all.filter((series) => series.node === node);
  return same.length > 0 ? same : all;
}

function twinValues(run: MeasuredRun, series: RunSeries): { value: number }[] {
  return twins(run, series).flatMap((twin) => valuesIn(run, twin));
}

function meanOfTwin(run: MeasuredRun, series: RunSeries): number | undefined {
  return meanOf(twinValues(run, series));
}

function meanIn(run: MeasuredRun, series: RunSeries): number | undefined {
  return meanOf(valuesIn(run, series));
}

function meanOf(values: readonly { value: number }[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, { value }) => sum + value, 0) / values.length;
}

function meanOfColumn(column: { values: Float64Array } | undefined): number | undefined {
  return column && meanOf([...column.values].filter(Number.isFinite).map((value) => ({ value })));
}

function mostLoaded(run: MeasuredRun): { node: string; times: number; of: number } | undefined {
  const loads = nodesOf(run, 'rateIn')
    .filter(({ tier }) => tier === 'broker')
    .flatMap((series) => {
      const mean = meanIn(run, series);
      return mean === undefined ? [] : [{ node: series.node, mean }];
    })
    .sort((a, b) => b.mean - a.mean);
  const mean = loads.reduce((sum, each) => sum + each.mean, 0) / loads.length;
  return loads.length < 2 || !(mean > 0)
    ? undefined
    : { node: loads[0].node, times: loads[0].mean / mean, of: loads.length };
}

function short(value: number): string {
  return String(Number(value.toPrecision(value >= 100 ? 3 : 2)));
}
