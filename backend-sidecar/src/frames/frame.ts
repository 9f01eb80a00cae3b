/**
 * A data frame as Grafana reads it: columns of equal length with labels and display hints. Columns are typed arrays; a
 * frame may share them with others and never writes to them.
 */

/** Hints for display: the keys of Grafana's FieldConfig that we set. */
export interface FieldConfig {
  displayNameFromDS?: string;
  /** Heading of a column; `name` stays what links and transformations find it by. */
  displayName?: string;
  description?: string;
  decimals?: number;
  min?: number;
  max?: number;
  color?: { mode: 'fixed'; fixedColor: string };
  mappings?: readonly ValueMapping[];
  /** Options of the panel that draws it; those of the table. */
  custom?: Readonly<Record<string, unknown>>;
  /** Grafana's unit id (`s`, `bytes`, `percentunit`). */
  unit?: string;
  /** On a time field: expected distance of rows in ms, beyond which a chart shows a gap. */
  interval?: number;
}

/** What a value is shown as. */
export interface ValueMapping {
  type: 'value';
  options: Readonly<Record<string, { text?: string; color: string; index: number }>>;
}

export interface FieldHead {
  name: string;
  labels?: Readonly<Record<string, string>>;
  config?: FieldConfig;
}

/** Milliseconds since the epoch, each a whole number within what int64 nanoseconds can hold (years 1678 to 2261). */
export interface TimeField extends FieldHead {
  kind: 'time';
  values: Float64Array;
  /** As a number's. */
  present?: Uint8Array;
}

export interface NumberField extends FieldHead {
  kind: 'number';
  values: Float64Array;
  /** 1 where there is a value, 0 where there is none (null); every row has one when undefined. NaN is a value. */
  present?: Uint8Array;
}

/** Rows name an entry of `dictionary`, or none (null) with a negative code. */
export interface StringField extends FieldHead {
  kind: 'string';
  dictionary: readonly string[];
  codes: Int32Array;
}

export type FrameField = TimeField | NumberField | StringField;

export interface Notice {
  severity: 'info' | 'warning' | 'error';
  text: string;
}

export interface QueryStat {
  displayName: string;
  value: number;
  unit?: string;
}

/** The keys of Grafana's FrameMeta that we set. */
export interface FrameMeta {
  type?: FrameType;
  typeVersion?: readonly [number, number];
  custom?: Readonly<Record<string, unknown>>;
  executedQueryString?: string;
  notices?: readonly Notice[];
  stats?: readonly QueryStat[];
  preferredVisualisationType?: 'graph' | 'table' | 'nodeGraph' | 'logs';
  /** Drawn over the data instead of as data. */
  dataTopic?: 'annotations';
  /** Grafana Live channel that goes on where the frame ends. */
  channel?: string;
}

export type FrameType =
  | 'timeseries-multi'
  | 'timeseries-wide'
  | 'timeseries-long'
  | 'numeric-multi'
  | 'numeric-long'
  | 'heatmap-rows'
  | 'log-lines';

export interface Frame {
  name: string;
  refId: string;
  meta: FrameMeta;
  /** Rows of every field. */
  length: number;
  fields: readonly FrameField[];
}

/** Bounds of times that nanoseconds in an int64 can hold. */
export const MAX_FRAME_TIME_MS = 9_223_372_036_854;
export const MIN_FRAME_TIME_MS = -MAX_FRAME_TIME_MS;
