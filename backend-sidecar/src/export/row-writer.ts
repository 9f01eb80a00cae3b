import type { ExportQuery } from '@observatory/protocol/export';
import { formatFloat } from '../model/format-float.ts';
import type { Labels } from '../model/labels.ts';
import type { TimeZone } from './time-zone.ts';

/** Rows as text. `series` is made once a series and slice, `row` for every sample. */
export interface RowWriter {
  readonly contentType: string;
  head(): string;
  series(labels: Labels): string;
  row(series: string, timeMs: number, values: readonly number[]): string;
  tail(warnings: readonly string[]): string;
}

export interface RowLayout {
  format: ExportQuery['format'];
  time: ExportQuery['time'];
  zone: TimeZone;
  /** Labels that are columns of a CSV. */
  labelNames: readonly string[];
  /** `value`, or the aggregations. */
  valueNames: readonly string[];
}

export function rowWriter(layout: RowLayout): RowWriter {
  return layout.format === 'csv' ? csvWriter(layout) : jsonWriter(layout, layout.format === 'ndjson');
}

/** RFC 4180, with a bare newline at the end of lines. */
function csvWriter({ time, zone, labelNames, valueNames }: RowLayout): RowWriter {
  const timeText = timeTexts(time, zone);
  return {
    contentType: 'text/csv; charset=utf-8; header=present',
    head: () => `${['time', ...labelNames, ...valueNames].map(csvCell).join(',')}\n`,
    series: (labels) => labelNames.map((name) => `,${csvCell(labels.get(name))}`).join(''),
    row(series, timeMs, values) {
      let text = timeText(timeMs) + series;
      for (let i = 0; i < values.length; i++) text += `,${formatFloat(values[i])}`;
      return `${text}\n`;
    },
    tail: () => '',
  };
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function jsonWriter({ time, zone, valueNames }: RowLayout, isLines: boolean): RowWriter {
  const timeText = timeTexts(time, zone);
  const quote = time === 'rfc3339' ? '"' : '';
  const keys = valueNames.map((name) => `,${JSON.stringify(name)}:`);
  let separator = '';
  return {
    contentType: isLines ? 'application/x-ndjson; charset=utf-8' : 'application/json; charset=utf-8',
    head: () => (isLines ? '' : '{"rows":[\n'),
    series: (labels) => `,"metric":${JSON.stringify(labels.toObject())}`,
    row(series, timeMs, values) {
      let text = `${separator}{"time":${quote}${timeText(timeMs)}${quote}${series}`;
      for (let i = 0; i < values.length; i++) text += keys[i] + jsonNumber(values[i]);
      separator = isLines ? '' : ',\n';
      return `${text}}${isLines ? '\n' : ''}`;
    },
    tail: (warnings) => (isLines ? '' : `\n],"warnings":${JSON.stringify(warnings)}}\n`),
  };
}

function jsonNumber(value: number): string {
  return Number.isFinite(value) ? formatFloat(value) : `"${formatFloat(value)}"`;
}

/** The last text is kept: neighbours in a table of buckets have the same time. */
function timeTexts(time: ExportQuery['time'], zone: TimeZone): (timeMs: number) => string {
  const make = (timeMs: number): string =>
    time === 'unix' ? String(timeMs / 1000) : time === 'unix_ms' ? String(timeMs) : zone.toText(timeMs);
  let lastMs = NaN;
  let last = '';
  return (timeMs) => {
    if (timeMs !== lastMs) {
      lastMs = timeMs;
      last = make(timeMs);
    }
    return last;
  };
}
