import { columnOf, numberOf, textOf } from './omb-columns.ts';
import { latenciesOf, latencyArrayNames } from './omb-latencies.ts';
import { endOfFileName } from './omb-file-name.ts';
import type { OmbResult, OmbShape } from './omb-result.ts';

/** OMB samples every 10 s and writes no time; the fetch between two samples makes it slightly more. */
const ASSUMED_INTERVAL_MS = 10_000;
/** Longer arrays than a year of samples are no result. */
const MAX_SAMPLES = 3_200_000;

export type OmbParsed = { status: 'result'; result: OmbResult } | { status: 'refused'; reason: string };

/**
 * Reads a result file of any shape. Never throws: a file that is no result is refused with a sentence, one that lacks
 * fields becomes a result that names them.
 */
export function parseOmb(text: string, fileName: string): OmbParsed {
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return refused(`it is no JSON (${error instanceof Error ? error.message : 'unreadable'})`);
  }
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return refused('it holds no JSON object');
  const fields = file as Record<string, unknown>;
  const lengths = Object.entries(fields).flatMap(([name, value]) =>
    Array.isArray(value) && isSampled(name) ? [{ name, length: value.length }] : [],
  );
  const samples = Math.min(
    MAX_SAMPLES,
    lengths.reduce((most, { length }) => Math.max(most, length), 0),
  );
  const latencies = latenciesOf(fields, samples);
  if (samples === 0 && latencies.length === 0) {
    return refused('it has none of the fields of an OpenMessaging Benchmark result (publishRate, publishLatencyAvg …)');
  }
  return { status: 'result', result: resultOf(fields, { fileName, samples, latencies, lengths }) };
}

function resultOf(
  fields: Record<string, unknown>,
  read: Pick<OmbResult, 'fileName' | 'samples' | 'latencies'> & { lengths: { name: string; length: number }[] },
): OmbResult {
  const { fileName, samples, latencies, lengths } = read;
  const statedInterval = numberOf(fields.sampleRateMillis);
  const totals: Record<string, number> = {};
  for (const name of TOTALS) {
    const total = numberOf(fields[name]);
    if (total !== undefined) totals[name] = total;
  }
  return {
    fileName,
    shape: shapeOf(fields),
    workload: textOf(fields.workload),
    driver: textOf(fields.driver),
    endedLocal: endOfFileName(fileName),
    beginMs: timeOf(fields.beginTime),
    endMs: timeOf(fields.endTime),
    intervalMs: statedInterval !== undefined && statedInterval > 0 ? statedInterval : ASSUMED_INTERVAL_MS,
    intervalStated: statedInterval !== undefined && statedInterval > 0,
    samples,
    messageSizeBytes: numberOf(fields.messageSize),
    topics: numberOf(fields.topics),
    partitions: numberOf(fields.partitions),
    producersPerTopic: numberOf(fields.producersPerTopic),
    consumersPerTopic: numberOf(fields.consumersPerTopic),
    publishRate: columnOf(fields.publishRate, samples),
    publishErrorRate: columnOf(fields.publishErrorRate, samples),
    consumeRate: columnOf(fields.consumeRate, samples),
    backlog: columnOf(fields.backlog, samples),
    totals,
    latencies,
    missing: missingOf(fields),
    problems: problemsOf(fields, lengths, samples),
  };
}

const TOTALS = ['sent', 'consumed', 'publishFailed', 'consumeFailed', 'messagesSent', 'messagesReceived'] as const;
const RATES = ['publishRate', 'consumeRate', 'backlog'];
const ABOUT = ['workload', 'driver', 'messageSize', 'topics', 'partitions', 'producersPerTopic', 'consumersPerTopic'];

function isSampled(name: string): boolean {
  return RATES.includes(name) || name === 'publishErrorRate' || /Latency(Min|Avg|Max|\d+pct)$/.test(name);
}

function shapeOf(fields: Record<string, unknown>): OmbShape {
  if ('beginTime' in fields || 'sampleRateMillis' in fields || 'scheduleLatencyAvg' in fields) return 'redpanda';
  if ('subscriptionChangeLatencyAvg' in fields) return 'other';
  return 'messageSize' in fields || 'publishDelayLatencyAvg' in fields ? 'upstream' : 'classic';
}

function missingOf(fields: Record<string, unknown>): string[] {
  const arrays = [...RATES, 'publishErrorRate', ...latencyArrayNames('publish'), ...latencyArrayNames('endToEnd')];
  const wanted = [
    ...ABOUT,
    ...arrays,
    'aggregatedPublishLatencyQuantiles',
    'aggregatedEndToEndLatencyQuantiles',
    'publishDelayLatencyAvg',
  ];
  return wanted.filter((name) => fields[name] === undefined || fields[name] === null);
}

function problemsOf(
  fields: Record<string, unknown>,
  lengths: { name: string; length: number }[],
  samples: number,
): string[] {
  const problems = lengths
    .filter(({ length }) => length !== samples)
    .map(({ name, length }) => `${name} has ${length} of ${samples} samples; the rest is shown as absent`);
  for (const { name } of lengths) {
    const bad = (fields[name] as unknown[]).filter((value) => numberOf(value) === undefined).length;
    if (bad > 0) problems.push(`${name} has ${bad} samples that are no number; they are shown as absent`);
  }
  return problems;
}

/** Milliseconds since the epoch, also written as ISO text; nothing before 2010, which would be another unit. */
function timeOf(value: unknown): number | undefined {
  const number = numberOf(value) ?? (typeof value === 'string' ? Date.parse(value) : NaN);
  return number > 1.262e12 && number < 4.2e12 ? number : undefined;
}

function refused(reason: string): OmbParsed {
  return { status: 'refused', reason };
}
