/** What Grafana reads beside a frame's values: `FrameMeta` of the frame and `FieldConfig` of each field. */

export type FrameType =
  | 'timeseries-wide'
  | 'timeseries-long'
  | 'timeseries-many'
  | 'timeseries-multi'
  | 'numeric-wide'
  | 'numeric-long'
  | 'numeric-multi'
  | 'log-lines'
  | 'directory-listing'
  | 'table'
  | 'heatmap-rows'
  | 'heatmap-cells';

export interface Notice {
  severity: 'info' | 'warning' | 'error';
  text: string;
  link?: string;
  /** Tab of the inspector that the notice points to. */
  inspect?: 'meta' | 'error' | 'data' | 'stats';
}

export interface QueryStat {
  displayName: string;
  value: number;
  unit?: string;
}

/** Keys that Grafana knows; the dataplane contract wants `type` with `typeVersion`. */
export interface FrameMeta {
  type?: FrameType;
  typeVersion?: readonly [number, number];
  /** Live channel that goes on where the frame ends. Grafana subscribes by itself. */
  channel?: string;
  custom?: Readonly<Record<string, unknown>>;
  dataTopic?: 'series' | 'annotations' | 'alertStates';
  executedQueryString?: string;
  notices?: readonly Notice[];
  path?: string;
  pathSeparator?: string;
  preferredVisualisationType?: 'graph' | 'table' | 'logs' | 'trace' | 'nodeGraph' | 'flamegraph' | 'rawPrometheus';
  preferredVisualisationPluginId?: string;
  stats?: readonly QueryStat[];
  /** Indexes of the fields that together name a row. */
  uniqueRowIdFields?: readonly number[];
}

export interface Threshold {
  /** Undefined stands for minus infinity. */
  value?: number;
  color?: string;
  state?: string;
}

export interface DataLink {
  title: string;
  url: string;
  targetBlank?: boolean;
  internal?: Readonly<Record<string, unknown>>;
}

/** Keys that Grafana knows; all of them are hints that a panel's own settings overrule. */
export interface FieldConfig {
  displayName?: string;
  displayNameFromDS?: string;
  path?: string;
  description?: string;
  filterable?: boolean;
  writeable?: boolean;
  /** Grafana's unit id (`s`, `bytes`, `percentunit`). */
  unit?: string;
  decimals?: number;
  min?: number;
  max?: number;
  /** On a time field: expected distance of rows in ms, beyond which a chart shows a gap. */
  interval?: number;
  mappings?: readonly Readonly<Record<string, unknown>>[];
  thresholds?: { mode: 'absolute' | 'percentage'; steps: readonly Threshold[] };
  color?: Readonly<Record<string, unknown>>;
  links?: readonly DataLink[];
  noValue?: string;
  type?: { enum?: { text: readonly string[]; color?: readonly string[]; icon?: readonly string[] } };
  custom?: Readonly<Record<string, unknown>>;
}
