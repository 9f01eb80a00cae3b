import type { QueryPayload, WireValue } from '@observatory/protocol/stream';
import type { TimeColumns } from './time-columns.ts';

/** A value from the wire as a number; "no value" becomes NaN, which the chart draws as a gap. */
export function numberOf(value: WireValue): number {
  switch (value) {
    case null:
    case 'NaN':
      return NaN;
    case '+Inf':
      return Infinity;
    case '-Inf':
      return -Infinity;
    default:
      return value;
  }
}

/**
 * Puts one payload of a `query` channel into a chart's columns; `nameOf` gives a new series its legend. Returns the notice
 * to show, if the payload was one.
 */
export function applyQueryPayload(
  columns: TimeColumns,
  nameOf: (labels: Readonly<Record<string, string>>) => string,
  payload: QueryPayload,
): string | undefined {
  switch (payload.type) {
    case 'meta':
      for (const { id, labels } of payload.series) columns.ensureSeries(String(id), nameOf(labels));
      return undefined;
    case 'history':
      for (let step = 0; step < payload.length; step++) {
        columns.append(
          payload.startMs + step * payload.stepMs,
          payload.ids.map((id, row) => [String(id), numberOf(payload.values[row][step])] as const),
        );
      }
      return undefined;
    case 'vector':
      columns.append(
        payload.t,
        payload.ids.map((id, index) => [String(id), numberOf(payload.values[index])] as const),
      );
      return undefined;
    case 'notice':
      return payload.message;
  }
}
