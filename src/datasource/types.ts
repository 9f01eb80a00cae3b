import type { DataQuery, DataSourceJsonData } from '@grafana/data';
import type { SavedDatasourceQuery } from '@observatory/protocol/datasource-query';
import type { SavedDatasourceSettings } from '@observatory/protocol/datasource-settings';

/** A query as dashboards keep it: what has a default may be missing, and an older or newer plugin may have written it. */
export type ObservatoryQuery = DataQuery & SavedDatasourceQuery;

export type ObservatoryOptions = DataSourceJsonData & SavedDatasourceSettings;
