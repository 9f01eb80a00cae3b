import { maxOf, meanOf } from '../omb/index.ts';
import type { OmbLatencyKind, OmbResult, OmbStatistic } from '../omb/index.ts';
import { elapsedText } from './elapsed-text.ts';
import { numberText } from './number-text.ts';

type Figure = [name: string, of: (result: OmbResult) => string];

const latency =
  (kind: OmbLatencyKind, statistic: OmbStatistic) =>
  ({ latencies }: OmbResult): string =>
    numberText(latencies.find((entry) => entry.kind === kind)?.whole[statistic], 'ms');

const FIGURES: Figure[] = [
  ['Publish rate, mean', ({ publishRate }) => numberText(meanOf(publishRate), 'msgps')],
  ['Consume rate, mean', ({ consumeRate }) => numberText(meanOf(consumeRate), 'msgps')],
  [
    'Bytes published, mean',
    ({ publishRate, messageSizeBytes }) => numberText(product(meanOf(publishRate), messageSizeBytes), 'Bps'),
  ],
  ['Publish errors, mean', ({ publishErrorRate }) => numberText(meanOf(publishErrorRate), 'msgps')],
  ['Backlog, most', ({ backlog }) => numberText(maxOf(backlog), 'msg')],
  ['Publish latency p50', latency('publish', 'p50')],
  ['Publish latency p95', latency('publish', 'p95')],
  ['Publish latency p99', latency('publish', 'p99')],
  ['Publish latency p99.9', latency('publish', 'p99.9')],
  ['Publish latency, most', latency('publish', 'max')],
  ['End-to-end latency p50', latency('endToEnd', 'p50')],
  ['End-to-end latency p95', latency('endToEnd', 'p95')],
  ['End-to-end latency p99', latency('endToEnd', 'p99')],
  ['End-to-end latency p99.9', latency('endToEnd', 'p99.9')],
  ['End-to-end latency, most', latency('endToEnd', 'max')],
  ['Sent later than planned, p99', latency('publishDelay', 'p99')],
  ['Measured', ({ samples, intervalMs }) => `${samples} samples, ${elapsedText(samples * intervalMs)}`],
];

/** Rows of the table: a name, and a text for each result. Rows of which nobody knows anything are left out. */
export function keyFigures(results: readonly OmbResult[]): { name: string; values: string[] }[] {
  return FIGURES.map(([name, of]) => ({ name, values: results.map(of) })).filter(({ values }) =>
    values.some((value) => value !== '–'),
  );
}

function product(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left * right;
}
