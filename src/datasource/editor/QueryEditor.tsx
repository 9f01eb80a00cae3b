import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryEditorProps, SelectableValue } from '@grafana/data';
import { Alert, InlineSwitch, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { DatasourceQuery, DatasourceQueryType } from '@observatory/protocol/datasource-query';
import { useMemo, useState } from 'react';
import { windowOf, type ObservatoryDataSource } from '../DataSource.ts';
import { switchType } from '../query/switch-type.ts';
import { isOfNewerVersion, upgradeQuery } from '../query/upgrade-query.ts';
import { testIds } from '../testIds.ts';
import type { ObservatoryOptions, ObservatoryQuery } from '../types.ts';
import { AnomaliesEditor } from './analysis/AnomaliesEditor.tsx';
import { CandidatesEditor } from './analysis/CandidatesEditor.tsx';
import { ForecastEditor } from './analysis/ForecastEditor.tsx';
import { EditorField } from './EditorField.tsx';
import { EventsEditor } from './EventsEditor.tsx';
import { LogsEditor } from './LogsEditor.tsx';
import { MetricsEditor } from './metrics/MetricsEditor.tsx';
import { NodesEditor } from './NodesEditor.tsx';
import { RunsEditor } from './RunsEditor.tsx';
import { TopicsEditor } from './TopicsEditor.tsx';
import { TopologyEditor } from './TopologyEditor.tsx';
import type { EditorContext } from './editor-context.ts';

type Props = QueryEditorProps<ObservatoryDataSource, ObservatoryQuery, ObservatoryOptions>;

const TYPES: Array<SelectableValue<DatasourceQueryType>> = [
  { value: 'metrics', label: 'Metrics', description: 'PromQL over everything that is scraped' },
  { value: 'topology', label: 'Topology', description: 'Nodes and edges, for the node graph' },
  { value: 'nodes', label: 'Nodes', description: 'Brokers, bookies and function workers with their state' },
  { value: 'topics', label: 'Topics', description: 'Largest topics, namespaces or subscriptions' },
  { value: 'events', label: 'Events', description: 'Restarts, elections, moved bundles, lost bookies' },
  { value: 'logs', label: 'Logs', description: 'Lines that agents read on the hosts, or how many there are' },
  { value: 'runs', label: 'Runs', description: 'Benchmark runs, as annotations or as a table' },
  { value: 'anomalies', label: 'Anomalies', description: 'A query with the band that was to be expected' },
  { value: 'forecast', label: 'Forecast', description: 'Where a query is going, and when it meets a limit' },
  { value: 'candidates', label: 'Candidates', description: 'What may have caused a symptom, ranked' },
];

const EDITORS = [
  { value: 'builder', label: 'Builder' },
  { value: 'code', label: 'Code' },
] as const;

/** Edits one query, of any kind, in dashboards, Explore, alert rules and annotations alike. */
export function QueryEditor({ datasource, query: saved, onChange, onRunQuery, range, app }: Props): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const [isExplained, setExplained] = useState(false);
  const query = useMemo(() => upgradeQuery(saved), [saved]);
  if (isOfNewerVersion(saved) || !TYPES.some(({ value }) => value === query.queryType)) {
    return (
      <Alert severity="info" title="There is no editor for this query" data-testid={testIds.query.newer}>
        It asks for &ldquo;{String(saved.queryType)}&rdquo; and is left as it is. A newer version of the plugin may be
        able to edit it.
      </Alert>
    );
  }
  const change = (next: DatasourceQuery) => {
    onChange({ ...next, refId: saved.refId } as ObservatoryQuery);
  };
  const changeAndRun = (next: DatasourceQuery) => {
    change(next);
    onRunQuery();
  };
  const context: EditorContext = { datasource, window: windowOf(range), app, run: onRunQuery };
  return (
    <div className={styles.editor} data-testid={testIds.query.editor}>
      <div className={styles.head}>
        <EditorField label="Query type">
          {({ id }) => (
            <RadioButtonGroup
              id={id}
              aria-label="Query type"
              options={TYPES}
              value={query.queryType}
              onChange={(queryType) => changeAndRun(switchType(query, queryType))}
            />
          )}
        </EditorField>
        {query.queryType === 'metrics' && (
          <EditorField label="Editor">
            {({ id }) => (
              <RadioButtonGroup
                id={id}
                aria-label="Editor"
                options={[...EDITORS]}
                value={query.editor}
                onChange={(editor) => change({ ...query, editor })}
              />
            )}
          </EditorField>
        )}
        {query.queryType === 'metrics' && (
          <EditorField label="Explain" tooltip="What the query does, step by step.">
            {({ id }) => (
              <InlineSwitch
                id={id}
                value={isExplained}
                onChange={(event) => setExplained(event.currentTarget.checked)}
              />
            )}
          </EditorField>
        )}
      </div>
      {query.queryType === 'metrics' && (
        <MetricsEditor query={query} isExplained={isExplained} onChange={change} context={context} />
      )}
      {query.queryType === 'topology' && <TopologyEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'nodes' && <NodesEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'topics' && <TopicsEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'events' && <EventsEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'logs' && <LogsEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'runs' && <RunsEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'anomalies' && <AnomaliesEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'forecast' && <ForecastEditor query={query} onChange={changeAndRun} context={context} />}
      {query.queryType === 'candidates' && <CandidatesEditor query={query} onChange={changeAndRun} context={context} />}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: theme.spacing(1, 2) }),
  editor: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
