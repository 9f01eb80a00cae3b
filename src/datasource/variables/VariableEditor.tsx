import { css } from '@emotion/css';
import type { GrafanaTheme2, QueryEditorProps } from '@grafana/data';
import { useStyles2, type ComboboxOption } from '@grafana/ui';
import { windowOf, type ObservatoryDataSource } from '../DataSource.ts';
import { OneChoice } from '../editor/OneChoice.tsx';
import { EditorField } from '../editor/EditorField.tsx';
import { EditorRow } from '../editor/EditorRow.tsx';
import { matching } from '../editor/matching.ts';
import { TextField } from '../editor/TextField.tsx';
import { parsePromql } from '../promql/parse-promql.ts';
import { testIds } from '../testIds.ts';
import type { ObservatoryOptions, ObservatoryQuery } from '../types.ts';
import { upgradeVariableQuery, variableText, type VariableKind, type VariableQuery } from './variable-query.ts';

type Props = QueryEditorProps<ObservatoryDataSource, ObservatoryQuery, ObservatoryOptions, VariableQuery>;

const KINDS: Array<ComboboxOption<VariableKind>> = [
  { value: 'clusters', label: 'Clusters' },
  { value: 'brokers', label: 'Brokers', description: 'Addresses, as in the label instance' },
  { value: 'bookies', label: 'Bookies', description: 'Addresses, as in the label instance' },
  { value: 'function_workers', label: 'Function workers', description: 'Addresses, as in the label instance' },
  { value: 'namespaces', label: 'Namespaces' },
  { value: 'topics', label: 'Topics', description: 'Full names, at most 5,000' },
  { value: 'runs', label: 'Benchmark runs', description: 'Ids, shown by name' },
  { value: 'label_names', label: 'Label names' },
  { value: 'label_values', label: 'Label values' },
  { value: 'metrics', label: 'Metrics', description: 'Names of metrics' },
  {
    value: 'query_result',
    label: 'Query result',
    description: 'Series and value of an instant query, for a regular expression to take apart',
  },
];
const OF_CLUSTER: readonly VariableKind[] = ['brokers', 'bookies', 'function_workers', 'namespaces', 'topics', 'runs'];

/** What a dashboard variable lists. */
export function VariableEditor({ query: saved, onChange, datasource, range }: Props): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const query = upgradeVariableQuery(saved);
  const { resources } = datasource;
  const window = windowOf(range);
  // The list of variables shows `query`; nothing reads it back.
  const change = (part: Partial<VariableQuery>) => {
    const next = { ...query, ...part };
    onChange({ ...next, query: variableText(next) } as VariableQuery);
  };
  const finder = (names: () => Promise<string[]>) => async (typed: string) =>
    matching([...datasource.variableNames(), ...(await names().catch(() => []))], typed);
  const selectors = query.selector === '' || query.selector.includes('$') ? [] : [query.selector];
  return (
    <div className={styles.editor}>
      <EditorRow>
        <EditorField label="List">
          {({ id }) => (
            <OneChoice
              id={id}
              options={KINDS}
              value={query.kind}
              onChange={(value) => value !== undefined && change({ kind: value })}
              width={26}
              data-testid={testIds.variable.kind}
            />
          )}
        </EditorField>
        {OF_CLUSTER.includes(query.kind) && (
          <Choice
            label="Cluster"
            value={query.cluster}
            find={finder(async () => (await resources.nodes()).map(({ cluster }) => cluster))}
            onChange={(cluster) => change({ cluster })}
          />
        )}
        {query.kind === 'topics' && (
          <Choice
            label="Namespace"
            value={query.namespace}
            find={finder(() => resources.topicNames('namespace'))}
            onChange={(namespace) => change({ namespace })}
          />
        )}
        {query.kind === 'label_values' && (
          <Choice
            label="Label"
            placeholder="Choose a label"
            value={query.label}
            find={finder(() => resources.labels(selectors, window))}
            onChange={(label) => change({ label })}
            testId={testIds.variable.label}
          />
        )}
        {(query.kind === 'label_values' || query.kind === 'label_names') && (
          <EditorField
            label="Of series"
            tooltip='A selector such as pulsar_rate_in{cluster="$cluster"}; empty for all.'
            error={problem(query.selector)}
          >
            {({ id }) => (
              <TextField
                id={id}
                value={query.selector}
                width={50}
                placeholder="all series"
                onCommit={(selector) => change({ selector: selector.trim() })}
                data-testid={testIds.variable.selector}
              />
            )}
          </EditorField>
        )}
        {(query.kind === 'metrics' || query.kind === 'runs') && (
          <EditorField
            label={query.kind === 'runs' ? 'Name holds' : 'Name matches'}
            tooltip={query.kind === 'runs' ? 'Part of the name.' : 'A regular expression, anywhere in the name.'}
          >
            {({ id }) => (
              <TextField
                id={id}
                value={query.pattern}
                width={30}
                placeholder={`all ${query.kind}`}
                onCommit={(pattern) => change({ pattern })}
              />
            )}
          </EditorField>
        )}
        {query.kind === 'query_result' && (
          <EditorField
            label="PromQL"
            tooltip="Asked at the end of the time range. $__range may stand in it."
            error={problem(query.expr)}
          >
            {({ id }) => (
              <TextField
                id={id}
                value={query.expr}
                width={60}
                placeholder="topk(5, sum by (namespace) (pulsar_rate_in))"
                onCommit={(expr) => change({ expr })}
                data-testid={testIds.variable.expr}
              />
            )}
          </EditorField>
        )}
      </EditorRow>
    </div>
  );
}

interface ChoiceProps {
  label: string;
  value: string;
  placeholder?: string;
  find: (typed: string) => Promise<Array<ComboboxOption<string>>>;
  onChange: (value: string) => void;
  testId?: string;
}

function Choice({ label, value, placeholder = 'All', find, onChange, testId }: ChoiceProps): React.JSX.Element {
  return (
    <EditorField label={label} tooltip="May be another variable of the dashboard.">
      {({ id }) => (
        <OneChoice
          id={id}
          options={find}
          value={value === '' ? null : { value, label: value }}
          onChange={(value) => onChange(value ?? '')}
          placeholder={placeholder}
          allowsOthers
          isClearable
          width={30}
          data-testid={testId}
        />
      )}
    </EditorField>
  );
}

function problem(expr: string): string | undefined {
  return expr === '' ? undefined : parsePromql(expr).error?.message;
}

const getStyles = (theme: GrafanaTheme2) => ({
  editor: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
