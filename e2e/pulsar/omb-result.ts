/**
 * OpenMessaging Benchmark's result file (the fields of its TestResult since 2022) from what pulsar-perf measured. What
 * pulsar-perf cannot tell is left out: `publishDelayLatency*`, for it does not note when a message was meant to be sent.
 */
import { mergeHistograms, meanOf, quantiles, valueAtPercentile, type Histogram } from './hdr-histogram.ts';

export interface OmbPoint {
  publishRate: number;
  publishErrorRate: number;
  consumeRate: number;
  /** Messages, summed over subscriptions. */
  backlog: number;
  /** Microseconds. */
  publishLatency: Histogram;
  /** Milliseconds. */
  endToEndLatency: Histogram;
}

export interface OmbWorkload {
  workload: string;
  messageSize: number;
  partitions: number;
  producersPerTopic: number;
  consumersPerTopic: number;
}

/** Ticks of the quantile maps, as OMB has them. */
const TICKS = 100;

const PERCENTILES: readonly (readonly [name: string, percentile: number])[] = [
  ['50pct', 50],
  ['75pct', 75],
  ['95pct', 95],
  ['99pct', 99],
  ['999pct', 99.9],
  ['9999pct', 99.99],
  ['Max', 100],
];

/** The object of the result file. */
export function ombResult(workload: OmbWorkload, points: readonly OmbPoint[]): Record<string, unknown> {
  const publish = points.map((each) => each.publishLatency);
  const endToEnd = points.map((each) => each.endToEndLatency);
  return {
    workload: workload.workload,
    driver: 'Pulsar',
    messageSize: workload.messageSize,
    topics: 1,
    partitions: workload.partitions,
    producersPerTopic: workload.producersPerTopic,
    consumersPerTopic: workload.consumersPerTopic,
    publishRate: points.map((each) => each.publishRate),
    publishErrorRate: points.map((each) => each.publishErrorRate),
    consumeRate: points.map((each) => each.consumeRate),
    backlog: points.map((each) => each.backlog),
    ...series('publishLatency', publish, 1000),
    ...aggregate('aggregatedPublishLatency', mergeHistograms(publish), 1000),
    ...series('endToEndLatency', endToEnd, 1),
    ...aggregate('aggregatedEndToEndLatency', mergeHistograms(endToEnd), 1),
  };
}

/** @param perMs so many of the histogram's units make a millisecond */
function series(name: string, histograms: readonly Histogram[], perMs: number): Record<string, number[]> {
  return {
    [`${name}Avg`]: histograms.map((each) => meanOf(each) / perMs),
    ...Object.fromEntries(
      PERCENTILES.map(([suffix, percentile]) => [
        `${name}${suffix}`,
        histograms.map((each) => valueAtPercentile(each, percentile) / perMs),
      ]),
    ),
  };
}

function aggregate(name: string, histogram: Histogram, perMs: number): Record<string, unknown> {
  return {
    [`${name}Avg`]: meanOf(histogram) / perMs,
    ...Object.fromEntries(
      PERCENTILES.map(([suffix, percentile]) => [`${name}${suffix}`, valueAtPercentile(histogram, percentile) / perMs]),
    ),
    [`${name}Quantiles`]: Object.fromEntries(
      quantiles(histogram, TICKS).map(([percentile, value]) => [javaDouble(percentile), value / perMs]),
    ),
  };
}

/** As Java writes a double: what OMB's keys look like ("50.0", "2.5E-6"). */
export function javaDouble(value: number): string {
  if (value !== 0 && Math.abs(value) < 1e-3) {
    const [digits, exponent] = value.toExponential().split('e');
    return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `{workload}-{driver}-{yyyy-MM-dd-HH-mm-ss}.json`: the end, in the local zone. */
export function ombFileName(workload: string, end: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${end.getFullYear()}-${two(end.getMonth() + 1)}-${two(end.getDate())}`;
  return `${workload}-Pulsar-${day}-${two(end.getHours())}-${two(end.getMinutes())}-${two(end.getSeconds())}.json`;
}
