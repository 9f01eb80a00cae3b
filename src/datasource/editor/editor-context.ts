import type { DatasourceQuery } from '@observatory/protocol/datasource-query';
import type { ObservatoryDataSource } from '../DataSource.ts';
import type { Window } from '../resources.ts';

/** What the parts of a query editor share. */
export interface EditorContext {
  datasource: ObservatoryDataSource;
  /** The dashboard's time range. */
  window: Window | undefined;
  /** A CoreApp. */
  app: string | undefined;
  run: () => void;
}

export interface TypeEditorProps<Query extends DatasourceQuery> {
  query: Query;
  onChange: (query: Query) => void;
  context: EditorContext;
}
