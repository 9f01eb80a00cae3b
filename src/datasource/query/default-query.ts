import { CoreApp } from '@grafana/data';
import type { SavedDatasourceQuery } from '@observatory/protocol/datasource-query';

/** What a new query begins with: rules ask for one number a series, Explore and panels for a time range. */
export function defaultQuery(app?: CoreApp | string): SavedDatasourceQuery {
  const isAlert = app === CoreApp.UnifiedAlerting || app === CoreApp.CloudAlerting;
  return {
    queryType: 'metrics',
    version: 1,
    expr: '',
    mode: isAlert ? 'instant' : 'range',
    editor: app === CoreApp.Explore ? 'code' : 'builder',
    legendFormat: isAlert ? '' : '__auto',
    exemplars: app === CoreApp.Explore,
  };
}
