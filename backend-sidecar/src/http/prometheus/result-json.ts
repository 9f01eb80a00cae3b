import type { Labels } from '../../model/labels.ts';
import type { MatrixSeries, QueryResult, QueryStats } from '../../storage.ts';
import { annotationsJson } from './answer.ts';
import { ByteWriter } from './byte-writer.ts';

/**
 * The JSON answer of a query in chunks, byte for byte as Prometheus writes it (util/jsonutil, web/api/v1/json_codec.go).
 * The points of a matrix, which are nearly all of a big answer, are written by a kernel.
 */
export function* resultJson(result: QueryResult, withStats: boolean): Generator<Buffer> {
  const writer = new ByteWriter();
  const { value } = result;
  writer.text(`{"status":"success","data":{"resultType":"${value.resultType}","result":`);
  if (value.resultType === 'scalar')
    writer.text(`[${formatTimestamp(value.timestampMs)},"${formatValue(value.value)}"]`);
  else if (value.resultType === 'string')
    writer.text(`[${formatTimestamp(value.timestampMs)},${JSON.stringify(value.value)}]`);
  else {
    writer.text('[');
    if (value.resultType === 'matrix') yield* matrixJson(value.series, writer);
    else yield* vectorJson(value, writer);
    writer.text(']');
  }
  if (withStats) writer.text(`,"stats":${statsJson(result.stats)}`);
  writer.text(`}${annotationsJson(result)}}`);
  writer.flush();
  yield* ready(writer);
}

function* vectorJson(
  value: Extract<QueryResult['value'], { resultType: 'vector' }>,
  writer: ByteWriter,
): Generator<Buffer> {
  const time = formatTimestamp(value.timestampMs);
  for (let i = 0; i < value.series.length; i++) {
    const sample = value.series[i];
    writer.text(`${i === 0 ? '' : ','}{"metric":${labelsJson(sample.labels)},"value":[`);
    const own = sample.timestampMs === undefined ? time : formatTimestamp(sample.timestampMs);
    writer.text(`${own},"${formatValue(sample.value)}"]}`);
    if (writer.full) yield* ready(writer);
  }
}

function* matrixJson(series: readonly MatrixSeries[], writer: ByteWriter): Generator<Buffer> {
  for (let i = 0; i < series.length; i++) {
    const { labels, timestamps, values } = series[i];
    writer.text(`${i === 0 ? '' : ','}{"metric":${labelsJson(labels)},"values":[`);
    for (let point = 0; point < values.length;) {
      point = writer.points(timestamps, values, point);
      if (writer.full) yield* ready(writer);
    }
    writer.text(']}');
    if (writer.full) yield* ready(writer);
  }
}

function* ready(writer: ByteWriter): Generator<Buffer> {
  for (let chunk = writer.take(); chunk; chunk = writer.take()) yield chunk;
}

/** Seconds with exactly three decimals, or none. */
export function formatTimestamp(timeMs: number): string {
  const sign = timeMs < 0 ? '-' : '';
  const absolute = Math.abs(timeMs);
  const fraction = absolute % 1000;
  const seconds = `${sign}${(absolute - fraction) / 1000}`;
  return fraction === 0 ? seconds : `${seconds}.${String(Math.round(fraction)).padStart(3, '0')}`;
}

/** Shortest text that reads back as the same number; Prometheus' exponent form has the same bounds as JavaScript's. */
export function formatValue(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return 'NaN';
  return value > 0 ? '+Inf' : '-Inf';
}

function labelsJson(labels: Labels): string {
  const { flat } = labels;
  let text = '{';
  for (let i = 0; i < flat.length; i += 2)
    text += `${i === 0 ? '' : ','}${JSON.stringify(flat[i])}:${JSON.stringify(flat[i + 1])}`;
  return `${text}}`;
}

/** Seconds, as Prometheus names them; what is not measured apart is 0. */
function statsJson(stats: QueryStats): string {
  const seconds = (ms: number) => ms / 1000;
  return JSON.stringify({
    timings: {
      evalTotalTime: seconds(stats.timings.evalMs),
      resultSortTime: 0,
      queryPreparationTime: 0,
      innerEvalTime: seconds(stats.timings.evalMs),
      execQueueTime: seconds(stats.timings.queueMs),
      execTotalTime: seconds(stats.timings.totalMs),
    },
    samples: { totalQueryableSamples: stats.samples, peakSamples: stats.peakSamples },
  });
}
