/**
 * The part of Grafana's dashboard JSON (v1, schemaVersion 42) that we write. Builders make it, `npm run gen` writes it to
 * src/dashboards/*.json, and the app's includes name those files.
 */
import type { SavedDatasourceQuery } from '@observatory/protocol/datasource-query';

export const SCHEMA_VERSION = 42;
export const DATASOURCE_TYPE = 'observatory-pulsar-datasource';
/** All panels ask the datasource that the variable of this name chooses. */
export const DATASOURCE_VARIABLE = 'datasource';
export const DATASOURCE = { type: DATASOURCE_TYPE, uid: `\${${DATASOURCE_VARIABLE}}` } as const;

export type Target = SavedDatasourceQuery & { refId: string; datasource: typeof DATASOURCE };

export interface Link {
  title: string;
  url: string;
  targetBlank?: boolean;
}

export interface Step {
  value: number | null;
  color: string;
}

export interface FieldConfig {
  defaults: Record<string, unknown>;
  overrides: { matcher: { id: string; options: unknown }; properties: { id: string; value: unknown }[] }[];
}

/** A panel before it has its place. */
export interface Panel {
  type: string;
  title: string;
  description: string;
  targets: Target[];
  fieldConfig: FieldConfig;
  options: Record<string, unknown>;
  links?: Link[];
  transformations?: { id: string; options: Record<string, unknown> }[];
  interval?: string;
  maxDataPoints?: number;
  /** Columns of 24, and rows of 30 px. */
  width: number;
  height: number;
}

/** Panels in reading order: they are put side by side until 24 columns are full. */
export interface Row {
  title: string;
  collapsed?: boolean;
  panels: Panel[];
}

export interface Variable {
  name: string;
  label: string;
  type: 'datasource' | 'query' | 'custom' | 'textbox';
  [key: string]: unknown;
}

export interface DashboardSource {
  uid: string;
  title: string;
  description: string;
  tags: string[];
  variables: Variable[];
  rows: Row[];
  /** Panels above the first row. */
  head?: Panel[];
  /** Kinds of events drawn over all charts; none for no annotations. */
  events?: string[];
  /** `now-1h` by default. */
  from?: string;
  refresh?: string;
}
