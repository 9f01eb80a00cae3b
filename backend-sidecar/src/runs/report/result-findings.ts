import type { Column, OmbResult } from '../omb/index.ts';
import { fanOutOf, hasValues, idleConsumers, maxOf, meanOf } from '../omb/index.ts';
import { medianOf } from '../../analysis/math/robust.ts';
import { circumstances } from './cluster-context.ts';
import { elapsedText } from './elapsed-text.ts';
import { numberText } from './number-text.ts';
import type { Finding, ReportInput, ReportResult } from './report-input.ts';

/** What one result says: what, when, and what the cluster did then. */
export function resultFindings(entry: ReportResult, metrics: ReportInput['metrics']): Finding[] {
  const beginMs = entry.alignment?.beginMs ?? entry.result.beginMs;
  const place: Place = {
    at: (index) => {
      const sinceMs = index * entry.result.intervalMs;
      const clock = beginMs === undefined ? '' : ` (${new Date(beginMs + sinceMs).toISOString().slice(11, 19)} UTC)`;
      return `${elapsedText(sinceMs)}${clock}`;
    },
    beside: (from, to) => whileText(entry, metrics, from, to),
  };
  return [errors, lagging, unsteady, spikes, hidden, smooth].flatMap((check) => check(entry.result, place));
}

/** Where samples lie. */
interface Place {
  /** `02:15` since the first sample, with the clock's time where it is known. */
  at(index: number): string;
  /** `, while broker-2 was down` for the samples from one index to another; empty when nothing is known. */
  beside(from: number, to: number): string;
}
type Check = (result: OmbResult, place: Place) => Finding[];

function whileText(
  { result, alignment }: ReportResult,
  metrics: ReportInput['metrics'],
  from: number,
  to: number,
): string {
  const beginMs = alignment?.beginMs ?? result.beginMs;
  if (beginMs === undefined || !metrics) return '';
  // What the cluster shows at a look began up to a step before; the sample itself may lie as far off as is not known.
  const reachMs = Math.min(alignment?.uncertaintyMs ?? 0, 30_000);
  const found = circumstances(metrics, {
    fromMs: beginMs + from * result.intervalMs - reachMs,
    toMs: beginMs + (to + 1) * result.intervalMs + reachMs + metrics.stepMs,
  });
  if (found.length === 0) return '';
  const more = found.length > 2 ? ` (and ${found.length - 2} more nodes)` : '';
  return `, while ${found
    .slice(0, 2)
    .map(({ text }) => text)
    .join(' and ')}${more}`;
}

const errors: Check = ({ publishErrorRate, publishRate, totals }, { at, beside }) => {
  const failed = (totals.publishFailed ?? 0) + (totals.consumeFailed ?? 0);
  const rate = meanOf(publishErrorRate) ?? 0;
  if (rate <= 0 && failed <= 0) return [];
  if (rate <= 0) return [{ grade: 'bad', text: `${failed} messages failed.` }];
  const share = rate / Math.max(1e-9, rate + (meanOf(publishRate) ?? 0));
  const most = highestOf(publishErrorRate);
  const isSteady = (publishErrorRate[most] ?? 0) < 2 * rate;
  const when = isSteady
    ? ''
    : `; most at ${at(most)}, ${numberText(publishErrorRate[most], 'msgps')}${beside(most, most)}`;
  return [
    {
      grade: 'bad',
      text: `Publishing failed for ${numberText(rate, 'msgps')} on average, ${numberText(share, 'percentunit')} of what was tried${when}.`,
    },
  ];
};

/** Consumers that get less than what is published, by more than what counting at different moments explains. */
const lagging: Check = (result) => {
  const { publishRate, consumeRate, backlog } = result;
  const published = meanOf(publishRate);
  const consumed = meanOf(consumeRate);
  if (published === undefined || consumed === undefined || published === 0) return [];
  const values = backlog.filter((value) => value !== null);
  const grown = values.length > 1 ? values[values.length - 1] - values[0] : undefined;
  const most = maxOf(backlog);
  const idle = idleConsumers(result);
  if (idle >= 3) {
    const drained = (values.at(-1) ?? 0) < (most ?? 0) * 0.5;
    return [
      {
        grade: drained ? 'warn' : 'bad',
        text: `Nothing was consumed for ${elapsedText(idle * result.intervalMs)} in a row; the backlog rose to ${numberText(most, 'msg')} and ${drained ? `was drained to ${numberText(values.at(-1), 'msg')}` : 'was not drained'}.`,
      },
    ];
  }
  const wanted = published * (fanOutOf(result) ?? 1);
  if (consumed >= wanted * 0.97 || (grown !== undefined && grown <= 0)) return [];
  return [
    {
      grade: 'bad',
      text: `Consumers did not keep up: ${numberText(consumed, 'msgps')} of ${numberText(wanted, 'msgps')} (${numberText(consumed / wanted, 'percentunit')})${grown === undefined ? '' : `, and the backlog grew by ${numberText(grown, 'msg')}`}.`,
    },
  ];
};

/** Publish rate whose samples fall below three quarters of their median. */
const unsteady: Check = ({ publishRate }, { at, beside }) => {
  const values = publishRate.filter((value) => value !== null);
  if (values.length < 6) return [];
  const median = medianOf(values);
  const low = publishRate.flatMap((value, index) => (value !== null && value < 0.75 * median ? [index] : []));
  if (low.length === 0) return [];
  const deepest = low.reduce((worst, index) => ((publishRate[index] ?? 0) < (publishRate[worst] ?? 0) ? index : worst));
  return [
    {
      grade: low.length > values.length / 10 ? 'bad' : 'warn',
      text: `The publish rate fell below three quarters of its median (${numberText(median, 'msgps')}) in ${low.length} of ${values.length} samples, to ${numberText(publishRate[deepest], 'msgps')} at ${at(deepest)}${beside(...around(low, deepest))}.`,
    },
  ];
};

const MOST_SPIKES = 3;

/**
 * Samples whose p99 latency is five times the median sample's, and more than 20 ms: of publishing, and of the way from end to end
 * where publishing shows none. Neighbours are one episode; the highest ones are told with what the cluster did then.
 */
const spikes: Check = ({ latencies, intervalMs }, { at, beside }) => {
  for (const [kind, name] of [
    ['publish', 'publish'],
    ['endToEnd', 'end-to-end'],
  ] as const) {
    const p99 = latencies.find((latency) => latency.kind === kind)?.overTime.p99;
    if (!hasValues(p99)) continue;
    const values = p99.filter((value) => value !== null);
    const median = medianOf(values);
    const high = p99.flatMap((value, index) => (value !== null && value > 5 * median && value > 20 ? [index] : []));
    if (values.length < 6 || high.length === 0) continue;
    const episodes = stretches(high).sort((a, b) => peakOf(p99, b).value - peakOf(p99, a).value);
    const told = episodes.slice(0, MOST_SPIKES).map(([from, to], rank): Finding => {
      const { index, value } = peakOf(p99, [from, to]);
      const length =
        to > from ? `, high from ${elapsedText(from * intervalMs)} to ${elapsedText((to + 1) * intervalMs)}` : '';
      const first = rank === 0 ? `, usually ${numberText(median, 'ms')}` : ' again';
      return {
        grade: 'warn',
        text: `p99 ${name} latency reached ${numberText(value, 'ms')}${first}, at ${at(index)}${length}${beside(from, to)}.`,
      };
    });
    const rest = episodes.length - told.length;
    return rest === 0
      ? told
      : [
          ...told,
          {
            grade: 'warn',
            text: `p99 ${name} latency rose like that ${rest} more ${rest === 1 ? 'time' : 'times'}, ${high.length} of ${values.length} samples in all.`,
          },
        ];
  }
  return [];
};

/** A tail that the percentiles of a report usually hide. */
const hidden: Check = ({ latencies }) =>
  latencies.flatMap(({ kind, whole }) => {
    if (kind !== 'endToEnd' || whole.p50 === undefined || whole.p95 === undefined) return [];
    if (whole.p95 < 100 * whole.p50 || whole.p95 < 1000) return [];
    return [
      {
        grade: 'bad',
        text: `Half of the messages arrived within ${numberText(whole.p50, 'ms')}, but one in twenty took ${numberText(whole.p95, 'ms')} or more: deliveries stood still for a time.`,
      },
    ];
  });

const smooth: Check = ({ publishRate, consumeRate, latencies }) => {
  const published = meanOf(publishRate);
  if (published === undefined) return [];
  const publish = latencies.find(({ kind }) => kind === 'publish')?.whole;
  const consumed = meanOf(consumeRate);
  return [
    {
      grade: 'ok',
      text: `${numberText(published, 'msgps')} were published${consumed === undefined ? '' : ` and ${numberText(consumed, 'msgps')} consumed`} on average${publish?.p99 === undefined ? '' : `, 99 % of them acknowledged within ${numberText(publish.p99, 'ms')}`}.`,
    },
  ];
};

function highestOf(column: Column): number {
  let top = 0;
  for (const [index, value] of column.entries()) if (value !== null && value > (column[top] ?? -Infinity)) top = index;
  return top;
}

function peakOf(column: Column, [from, to]: readonly [number, number]): { index: number; value: number } {
  const index = from + highestOf(column.slice(from, to + 1));
  return { index, value: column[index] ?? 0 };
}

/** Indices as stretches of neighbours; a single sample between two does not part them. */
function stretches(indices: readonly number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const index of indices) {
    const last = found.at(-1);
    if (last && index - last[1] <= 2) last[1] = index;
    else found.push([index, index]);
  }
  return found;
}

function around(indices: readonly number[], index: number): [number, number] {
  return stretches(indices).find(([from, to]) => index >= from && index <= to) ?? [index, index];
}
