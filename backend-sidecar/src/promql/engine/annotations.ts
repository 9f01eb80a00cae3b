import { formatFloatGeneral } from '../../model/format-float.ts';
import { goQuote } from '../parser/go-quote.ts';
import { lineColumn, type PosRange } from '../parser/position.ts';

interface Annotation {
  pos: PosRange;
  /** Text between message and position. */
  details?: () => string;
}

const BAD_BUCKET = 'PromQL warning: bucket label "le" is missing or has a malformed value of';
const MONOTONICITY =
  'PromQL info: input to histogram_quantile needed to be fixed for monotonicity (see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

/** What forcing a histogram's buckets to be monotonic changed. */
export interface MonotonicityRepair {
  timestampMs: number;
  minBucket: number;
  maxBucket: number;
  maxDiff: number;
}

interface MonotonicityRecord {
  fromMs: number;
  toMs: number;
  minBucket: number;
  maxBucket: number;
  maxDiff: number;
  samples: number;
}

/**
 * Warnings and infos of one query in Prometheus' words. Equal messages are told once, with the position of the first; the
 * cost of telling one again is a look-up, so callers may do it per sample.
 */
export class Annotations {
  private readonly byMessage = new Map<string, Annotation>();
  private readonly repairs = new Map<string, MonotonicityRecord>();

  add(message: string, pos: PosRange): void {
    if (!this.byMessage.has(message)) this.byMessage.set(message, { pos });
  }

  invalidQuantile(value: number, pos: PosRange): void {
    this.add(`PromQL warning: quantile value should be between 0 and 1, got ${formatFloatGeneral(value)}`, pos);
  }

  invalidRatio(value: number, cappedTo: number, pos: PosRange): void {
    this.add(
      `PromQL warning: ratio value should be between -1 and 1, got ${formatFloatGeneral(value)}, capping to ${cappedTo}`,
      pos,
    );
  }

  badBucketLabel(metricName: string, le: string, pos: PosRange): void {
    this.add(`${BAD_BUCKET} ${goQuote(le)}${forMetric(metricName)}`, pos);
  }

  possibleNonCounter(metricName: string, pos: PosRange): void {
    this.add(
      `PromQL info: metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${goQuote(metricName)}`,
      pos,
    );
  }

  sortInRangeQuery(pos: PosRange): void {
    this.add('PromQL warning: sort is ineffective for range queries since results are always ordered by labels', pos);
  }

  forcedMonotonicity(metricName: string, pos: PosRange, repair: MonotonicityRepair): void {
    const message = MONOTONICITY + forMetric(metricName);
    const record = this.repairs.get(message);
    if (!record) {
      const { timestampMs, minBucket, maxBucket, maxDiff } = repair;
      const fresh = { fromMs: timestampMs, toMs: timestampMs, minBucket, maxBucket, maxDiff, samples: 1 };
      this.repairs.set(message, fresh);
      this.byMessage.set(message, { pos, details: () => describeRepairs(fresh) });
      return;
    }
    record.fromMs = Math.min(record.fromMs, repair.timestampMs);
    record.toMs = Math.max(record.toMs, repair.timestampMs);
    record.minBucket = Math.min(record.minBucket, repair.minBucket);
    record.maxBucket = Math.max(record.maxBucket, repair.maxBucket);
    record.maxDiff = Math.max(record.maxDiff, repair.maxDiff);
    record.samples++;
  }

  /** Messages with `(line:column)`, at most `limit` of each kind (0: all), then how many were left out. */
  render(query: string, limit: number): { warnings: string[]; infos: string[] } {
    const warnings: string[] = [];
    const infos: string[] = [];
    for (const [message, { pos, details }] of this.byMessage) {
      const text = `${message}${details ? details() : ''} (${lineColumn(query, pos.start)})`;
      (message.startsWith('PromQL info') ? infos : warnings).push(text);
    }
    return { warnings: cut(warnings, limit, 'warning'), infos: cut(infos, limit, 'info') };
  }
}

function forMetric(metricName: string): string {
  return metricName === '' ? '' : ` for metric name ${goQuote(metricName)}`;
}

function describeRepairs(record: MonotonicityRecord): string {
  const { minBucket, maxBucket, maxDiff, samples, fromMs, toMs } = record;
  const from = new Date(Math.floor(fromMs / 1000) * 1000).toISOString().replace('.000', '');
  const to = new Date(Math.floor(toMs / 1000) * 1000).toISOString().replace('.000', '');
  const diff = formatFloatGeneral(Number(maxDiff.toPrecision(2)));
  return `, from buckets ${formatFloatGeneral(minBucket)} to ${formatFloatGeneral(maxBucket)}, with a max diff of ${twoDigits(maxDiff, diff)}, over ${samples} samples from ${from} to ${to}`;
}

/** Go's `%.2g` switches to an exponent from 100 on. */
function twoDigits(value: number, shortest: string): string {
  if (!Number.isFinite(value) || (Math.abs(value) < 100 && Math.abs(value) >= 1e-4) || value === 0) return shortest;
  const [mantissa, exponent] = value.toExponential(1).split('e');
  const magnitude = exponent.slice(1).padStart(2, '0');
  return `${mantissa.replace(/\.0$/, '')}e${exponent[0]}${magnitude}`;
}

function cut(texts: string[], limit: number, kind: string): string[] {
  if (limit === 0 || texts.length <= limit) return texts;
  return [...texts.slice(0, limit), `${texts.length - limit} more ${kind} annotations omitted`];
}
