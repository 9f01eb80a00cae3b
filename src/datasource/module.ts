import { DataSourcePlugin } from '@grafana/data';
import type { SecureDatasourceSettings } from '@observatory/protocol/datasource-settings';
import { ConfigEditor } from './config/ConfigEditor.tsx';
import { ObservatoryDataSource } from './DataSource.ts';
import { QueryEditor } from './editor/QueryEditor.tsx';
import { CheatSheet } from './help/CheatSheet.tsx';
import type { ObservatoryOptions, ObservatoryQuery } from './types.ts';

export const plugin = new DataSourcePlugin<
  ObservatoryDataSource,
  ObservatoryQuery,
  ObservatoryOptions,
  SecureDatasourceSettings
>(ObservatoryDataSource)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(CheatSheet);
