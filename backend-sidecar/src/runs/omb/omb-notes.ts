import { hasValues, maxOf, meanOf } from './omb-columns.ts';
import type { Column, OmbResult } from './omb-result.ts';

/** What a reader has to know beside a chart; `measured` notes come from this file's own numbers, others hold for any. */
export interface OmbNote {
  chart: 'throughput' | 'latency' | 'quantiles';
  measured: boolean;
  text: string;
}

/** OMB's client gives publish latency no room above this. */
const CLAMP_MS = 60_000;

/**
 * The traps of OMB's numbers (reference/pulsar.md section 5), said where they matter. `aligned`: the samples were laid on
 * the cluster's clock.
 */
export function ombNotes(result: OmbResult, aligned = false): OmbNote[] {
  return [
    ...(aligned ? [] : [timing]),
    fanOut,
    searchMode,
    phases,
    negativeBacklog,
    counts,
    clamped,
    skew,
    senderLate,
    quantileEnd,
  ].flatMap((note) => note(result) ?? []);
}

/** Subscriptions as the rates show them: `consumeRate / publishRate`, when that is a whole number above 1. */
export function fanOutOf({ publishRate, consumeRate }: OmbResult): number | undefined {
  const ratios = publishRate.flatMap((rate, index) => {
    const consumed = consumeRate[index];
    return rate !== null && rate > 0 && consumed !== null ? [consumed / rate] : [];
  });
  ratios.sort((left, right) => left - right);
  const median = ratios[Math.floor(ratios.length / 2)];
  if (median === undefined || median < 1.5) return undefined;
  const whole = Math.round(median);
  return Math.abs(median - whole) <= 0.05 * whole ? whole : undefined;
}

/** Longest stretch without consumption while messages were published, in samples. */
export function idleConsumers({ publishRate, consumeRate }: OmbResult): number {
  let longest = 0;
  let current = 0;
  for (const [index, rate] of publishRate.entries()) {
    current = rate !== null && rate > 0 && consumeRate[index] === 0 ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

type NoteOf = (result: OmbResult) => OmbNote | undefined;

const timing: NoteOf = ({ beginMs, endedLocal, intervalMs, intervalStated }) =>
  beginMs === undefined
    ? {
        chart: 'throughput',
        measured: false,
        text: `The file holds no times: the axis counts from the first sample, at ${intervalMs / 1000} s a sample${intervalStated ? '' : ', which OMB means it to be; fetching makes it slightly longer'}.${endedLocal === undefined ? '' : ` By its name the run ended at ${endedLocal}, in the zone of the machine that ran it.`}`,
      }
    : undefined;

const fanOut: NoteOf = (result) => {
  const subscriptions = fanOutOf(result);
  if (subscriptions === undefined) return undefined;
  return {
    chart: 'throughput',
    measured: true,
    text: `Messages were consumed ${subscriptions} times as fast as they were published: ${subscriptions} subscriptions each get every message, and the backlog is their sum.`,
  };
};

const searchMode: NoteOf = () => ({
  chart: 'throughput',
  measured: false,
  text: 'If the workload file said producerRate: 0, the rate was searched for and is an outcome; otherwise it was demanded. The result does not say which.',
});

const phases: NoteOf = (result) => {
  const idle = idleConsumers(result);
  if (idle < 3) return undefined;
  return {
    chart: 'throughput',
    measured: true,
    text: `Nothing was consumed in ${idle} samples in a row while messages came in. With consumerBacklogSizeGB in the workload that is on purpose: build a backlog, then drain it; end-to-end latency then measures the waiting, not the cluster.`,
  };
};

const negativeBacklog: NoteOf = ({ backlog }) =>
  backlog.some((value) => value !== null && value < 0)
    ? {
        chart: 'throughput',
        measured: true,
        text: 'The backlog falls below 0: it is sent minus received as the workers count, and they are not asked at the same moment.',
      }
    : undefined;

const counts: NoteOf = ({ totals, publishRate, intervalMs, samples }) => {
  const sent = totals.sent ?? totals.messagesSent;
  const mean = meanOf(publishRate);
  if (sent === undefined || mean === undefined) return undefined;
  const expected = (mean * samples * intervalMs) / 1000;
  if (expected < 100 || (sent > expected * 0.8 && sent < expected * 1.5)) return undefined;
  return {
    chart: 'throughput',
    measured: true,
    text: `The file counts ${sent} messages sent, its rates add up to about ${Math.round(expected)}: such a counter often covers the last period only. The rates are shown.`,
  };
};

const clamped: NoteOf = ({ latencies }) => {
  const publish = latencies.find(({ kind }) => kind === 'publish');
  const max = Math.max(publish?.whole.max ?? 0, maxOf(publish?.overTime.max ?? []) ?? 0);
  return {
    chart: 'latency',
    measured: max >= CLAMP_MS,
    text:
      max >= CLAMP_MS
        ? 'Publish latency reached 60 s, where OMB cuts it off: the true values are at least that, how much more is unknown.'
        : 'OMB cuts publish latency off at 60 s; none of this run came near.',
  };
};

const skew: NoteOf = (result) => {
  const endToEnd = result.latencies.find(({ kind }) => kind === 'endToEnd');
  if (!endToEnd) return undefined;
  const lost = zeroWhileConsuming(endToEnd.overTime.max, result.consumeRate);
  return {
    chart: 'latency',
    measured: lost > 0,
    text:
      lost > 0
        ? `In ${lost} samples messages were consumed and no end-to-end latency is recorded: OMB drops values at or below 0, as clocks that differ between workers give them. What is left is too high; compare the clocks (chronyc tracking).`
        : 'End-to-end latency compares the clocks of two machines, and OMB drops values at or below 0 without a word: it is as good as their synchronisation (chronyc tracking).',
  };
};

const senderLate: NoteOf = ({ latencies }) => {
  const delay = latencies.find(({ kind }) => kind === 'publishDelay')?.whole.p99;
  if (delay === undefined || delay < 10) return undefined;
  return {
    chart: 'latency',
    measured: true,
    text: `The 99th percentile of messages was sent ${Math.round(delay)} ms later than planned: the benchmark's own workers were saturated, and publish latency does not count that wait.`,
  };
};

const quantileEnd: NoteOf = ({ latencies }) =>
  latencies.some(({ quantiles }) => quantiles.length > 0)
    ? {
        chart: 'quantiles',
        measured: false,
        text: 'The axis counts nines and ends at 99.999: 100 has no place on it, the maximum is in the key figures.',
      }
    : undefined;

function zeroWhileConsuming(max: Column | undefined, consumeRate: Column): number {
  if (!hasValues(max)) return 0;
  return max.filter((value, index) => value === 0 && (consumeRate[index] ?? 0) > 0).length;
}
