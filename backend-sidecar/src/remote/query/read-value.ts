import { Labels } from '../../model/labels.ts';
import type { MatrixSeries, QueryValue } from '../../storage.ts';
import { ObservatoryError } from '../../util/errors.ts';
import { isObject } from './is-object.ts';

export interface ReadValue {
  value: QueryValue;
  samples: number;
  /** Series that carried native histograms, which are left out. */
  histogramSeries: number;
}

/** `data` of query and query_range as our types. @throws ObservatoryError OBS_REMOTE_QUERY_ANSWER when it is none. */
export function readQueryValue(data: unknown, maxSamples: number): ReadValue {
  if (!isObject(data)) throw unreadable('data');
  const { resultType, result } = data;
  if (resultType === 'scalar' || resultType === 'string') {
    if (!Array.isArray(result)) throw unreadable(resultType);
    const timestampMs = readTime(result[0]);
    const text = String(result[1]);
    const value: QueryValue =
      resultType === 'scalar'
        ? { resultType, timestampMs, value: readNumber(text) }
        : { resultType, timestampMs, value: text };
    return { value, samples: 1, histogramSeries: 0 };
  }
  if (!Array.isArray(result)) throw unreadable('result');
  if (resultType === 'vector') return readVector(result);
  if (resultType === 'matrix') return readMatrix(result, maxSamples);
  throw unreadable(`resultType ${String(resultType)}`);
}

function readVector(result: readonly unknown[]): ReadValue {
  const series: { labels: Labels; value: number; timestampMs: number }[] = [];
  let histogramSeries = 0;
  for (const entry of result) {
    if (!isObject(entry)) throw unreadable('vector');
    if (!Array.isArray(entry.value)) {
      histogramSeries++;
      continue;
    }
    series.push({
      labels: readLabels(entry.metric),
      timestampMs: readTime(entry.value[0]),
      value: readNumber(entry.value[1]),
    });
  }
  return {
    value: { resultType: 'vector', timestampMs: series[0]?.timestampMs ?? 0, series },
    samples: series.length,
    histogramSeries,
  };
}

function readMatrix(result: readonly unknown[], maxSamples: number): ReadValue {
  const series: MatrixSeries[] = [];
  let samples = 0;
  let histogramSeries = 0;
  for (const entry of result) {
    if (!isObject(entry)) throw unreadable('matrix');
    if (Array.isArray(entry.histograms)) histogramSeries++;
    if (!Array.isArray(entry.values)) continue;
    samples += entry.values.length;
    if (samples > maxSamples) {
      throw new ObservatoryError(
        'OBS_REMOTE_QUERY_LIMIT',
        `the query engine's answer holds more than ${maxSamples} samples`,
        {
          hint: 'select fewer series, a shorter range or a longer step',
          httpStatus: 422,
        },
      );
    }
    series.push({ labels: readLabels(entry.metric), ...readSamples(entry.values) });
  }
  return { value: { resultType: 'matrix', series }, samples, histogramSeries };
}

function readSamples(pairs: readonly unknown[]): { timestamps: Float64Array; values: Float64Array } {
  const timestamps = new Float64Array(pairs.length);
  const values = new Float64Array(pairs.length);
  for (let i = 0; i < pairs.length; i++) {
    const pair = pairs[i];
    if (!Array.isArray(pair)) throw unreadable('values');
    timestamps[i] = readTime(pair[0]);
    values[i] = readNumber(pair[1]);
  }
  return { timestamps, values };
}

export function readLabels(metric: unknown): Labels {
  if (!isObject(metric)) throw unreadable('metric');
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(metric)) pairs.push([name, String(value)]);
  return Labels.fromPairs(pairs);
}

/** Seconds, with a fraction, as a number. */
function readTime(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw unreadable('time');
  return Math.round(value * 1000);
}

/** Prometheus writes values as text, since JSON has no NaN and no infinity. */
function readNumber(value: unknown): number {
  if (typeof value === 'string' && value !== '') {
    const number = Number(value);
    if (!Number.isNaN(number)) return number;
    if (value === '+Inf' || value === 'Inf') return Infinity;
    if (value === '-Inf') return -Infinity;
    if (value === 'NaN') return NaN;
  }
  throw unreadable('value');
}

export function unreadable(what: string): ObservatoryError {
  return new ObservatoryError(
    'OBS_REMOTE_QUERY_ANSWER',
    `the query engine's answer cannot be read: unexpected ${what}`,
    {
      hint: 'check that query.url is the address of a Prometheus-compatible engine',
      httpStatus: 502,
    },
  );
}
