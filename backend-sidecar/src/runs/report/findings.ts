import { fanOutOf, hasValues, maxOf, meanOf, type OmbResult } from '../omb/index.ts';
import { idleConsumers } from '../omb/index.ts';
import { numberText } from './number-text.ts';
import { resultLabel, type Finding, type ReportInput } from './report-input.ts';
import { metricFindings } from './metric-findings.ts';
import { elapsedText } from './elapsed-text.ts';

/** What the numbers say, worst first. Each sentence holds its evidence; there is none without a measurement behind it. */
export function findingsOf(input: ReportInput): Finding[] {
  const found = input.results.flatMap(({ result }, index) => {
    const label = resultLabel(input, index);
    return [errors, lagging, unsteady, spikes, hidden, smooth].flatMap((check) =>
      check(result).map((finding) => ({ ...finding, text: label === '' ? finding.text : `${label}: ${finding.text}` })),
    );
  });
  const refused = input.refused.map(({ fileName, reason }): Finding => ({
    grade: 'warn',
    text: `${fileName} is left out: ${reason}.`,
  }));
  const order = { bad: 0, warn: 1, ok: 2 };
  return [...input.remarks, ...found, ...metricFindings(input.metrics), ...refused].sort(
    (left, right) => order[left.grade] - order[right.grade],
  );
}

/** The worst finding leads; without a bad or a warning one the run went well as far as is known. */
export function verdictOf(findings: readonly Finding[]): Finding {
  const worst = findings[0];
  if (worst !== undefined && worst.grade !== 'ok') return worst;
  if (worst === undefined) return { grade: 'warn', text: 'There is nothing to judge: no result holds numbers.' };
  return { grade: 'ok', text: 'Nothing went wrong that these numbers show.' };
}

type Check = (result: OmbResult) => Finding[];

const errors: Check = ({ publishErrorRate, publishRate, totals }) => {
  const failed = (totals.publishFailed ?? 0) + (totals.consumeFailed ?? 0);
  const rate = meanOf(publishErrorRate) ?? 0;
  if (rate <= 0 && failed <= 0) return [];
  const share = rate / Math.max(1e-9, rate + (meanOf(publishRate) ?? 0));
  const text =
    rate > 0
      ? `Publishing failed for ${numberText(rate, 'msgps')} on average, ${numberText(share, 'percentunit')} of what was tried.`
      : `${failed} messages failed.`;
  return [{ grade: 'bad', text }];
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
const unsteady: Check = ({ publishRate, intervalMs }) => {
  const values = publishRate.filter((value) => value !== null);
  if (values.length < 6) return [];
  const median = medianOf(values);
  const low = publishRate.flatMap((value, index) => (value !== null && value < 0.75 * median ? [index] : []));
  if (low.length === 0) return [];
  const deepest = low.reduce((worst, index) => ((publishRate[index] ?? 0) < (publishRate[worst] ?? 0) ? index : worst));
  return [
    {
      grade: low.length > values.length / 10 ? 'bad' : 'warn',
      text: `The publish rate fell below three quarters of its median (${numberText(median, 'msgps')}) in ${low.length} of ${values.length} samples, to ${numberText(publishRate[deepest], 'msgps')} at ${elapsedText(deepest * intervalMs)}.`,
    },
  ];
};

/** Samples whose p99 publish latency is five times the median sample's, and more than 20 ms. */
const spikes: Check = ({ latencies, intervalMs }) => {
  const p99 = latencies.find(({ kind }) => kind === 'publish')?.overTime.p99;
  if (!hasValues(p99)) return [];
  const values = p99.filter((value) => value !== null);
  const median = medianOf(values);
  const high = p99.flatMap((value, index) => (value !== null && value > 5 * median && value > 20 ? [index] : []));
  if (values.length < 6 || high.length === 0) return [];
  const highest = high.reduce((most, index) => ((p99[index] ?? 0) > (p99[most] ?? 0) ? index : most));
  return [
    {
      grade: 'warn',
      text: `p99 publish latency left its usual ${numberText(median, 'ms')} in ${high.length} of ${values.length} samples; it reached ${numberText(p99[highest], 'ms')} at ${elapsedText(highest * intervalMs)}.`,
    },
  ];
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

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}
