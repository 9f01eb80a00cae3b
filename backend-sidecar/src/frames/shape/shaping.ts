import type { Labels } from '../../model/labels.ts';
import type { FieldConfig, Frame, FrameMeta, FrameType, TimeField } from '../frame.ts';
import { legendOf } from '../legend.ts';

/** What the shapes need of a query beside its result. */
export interface Shaping {
  refId: string;
  expr: string;
  legendFormat: string;
  /** Step of a range query. */
  stepMs?: number;
  /** Grafana's unit of the values. */
  unit?: string;
  /** The source computes its metrics anew only once in this many ms. */
  steppedMs?: number;
  /** Prometheus' name of the result's type, for `meta.custom`. */
  resultType: string;
  /** Fields of a wide frame are named by their series instead of `Value`. */
  hasUniqueNames?: boolean;
  /** Name of the column of values in a table. */
  valueName: string;
}

export function metaOf({ resultType, steppedMs }: Shaping, type: FrameType, custom: object = {}): FrameMeta {
  const stepped = steppedMs === undefined ? {} : { steppedMs };
  return { type, typeVersion: [0, 1], custom: { resultType, ...stepped, ...custom } };
}

export function timeField({ stepMs }: Shaping, values: Float64Array): TimeField {
  return { kind: 'time', name: 'Time', values, ...(stepMs === undefined ? {} : { config: { interval: stepMs } }) };
}

export function valueConfig({ unit }: Shaping, displayName: string | undefined): FieldConfig | undefined {
  if (unit === undefined && displayName === undefined) return undefined;
  return {
    ...(displayName === undefined ? {} : { displayNameFromDS: displayName }),
    ...(unit === undefined ? {} : { unit }),
  };
}

export function nameOf({ legendFormat, expr }: Shaping, labels: Labels): string | undefined {
  return legendOf(labels, legendFormat, expr);
}

/** An answer without data: a frame of the type that data would have had, without fields. */
export function emptyFrame(shaping: Shaping, type: FrameType): Frame {
  return { name: '', refId: shaping.refId, meta: metaOf(shaping, type), length: 0, fields: [] };
}
