import { RadioButtonGroup, type ComboboxOption } from '@grafana/ui';
import type { LogsQuery } from '@observatory/protocol/datasource-query';
import { LOG_LEVELS, type LogLevel, type LogSources } from '@observatory/protocol/logs';
import { ChoiceField } from './ChoiceField.tsx';
import type { TypeEditorProps } from './editor-context.ts';
import { EditorField } from './EditorField.tsx';
import { EditorRow } from './EditorRow.tsx';
import { FilterField } from './FilterField.tsx';
import { LimitField } from './LimitField.tsx';
import { matching } from './matching.ts';
import { OneChoice } from './OneChoice.tsx';

const SHOW = [
  { value: 'lines', label: 'Lines' },
  { value: 'counts', label: 'Counts', description: 'How many in each step, by level: for charts and alert rules' },
] as const;

/** Grafana's choice wants a value; empty stands for all. */
const LEVELS: Array<ComboboxOption<LogLevel | 'all'>> = [
  { value: 'all', label: 'All' },
  ...LOG_LEVELS.slice(1).map((level) => ({ value: level, label: level === 'fatal' ? level : `${level} and worse` })),
];

/** Log lines of agents: for the logs panel, Explore and annotations; counted, for charts and alert rules. */
export function LogsEditor({ query, onChange, context }: TypeEditorProps<LogsQuery>): React.JSX.Element {
  const { datasource } = context;
  const find = (key: 'nodes' | 'sources') => async (typed: string) => {
    const known: LogSources | undefined = await datasource.resources.logSources().catch(() => undefined);
    return matching([...datasource.variableNames(), ...(known?.[key] ?? [])], typed);
  };
  return (
    <EditorRow>
      <EditorField label="Show">
        {({ id }) => (
          <RadioButtonGroup
            id={id}
            aria-label="Show"
            options={[...SHOW]}
            value={query.show}
            onChange={(show) => onChange({ ...query, show })}
          />
        )}
      </EditorField>
      <ChoiceField
        label="Agents"
        tooltip="Empty for all. A variable of the dashboard, $agent, may stand here."
        value={query.nodes}
        options={find('nodes')}
        onChange={(nodes) => onChange({ ...query, nodes })}
        allowsOthers
      />
      <ChoiceField
        label="Sources"
        tooltip="Services, units or files; empty for all."
        value={query.sources}
        options={find('sources')}
        onChange={(sources) => onChange({ ...query, sources })}
        allowsOthers
      />
      <EditorField label="Level">
        {({ id }) => (
          <OneChoice
            id={id}
            value={query.minLevel ?? 'all'}
            options={LEVELS}
            onChange={(level) => {
              const { minLevel: _before, ...rest } = query;
              onChange(level === 'all' ? (rest as LogsQuery) : { ...query, minLevel: level });
            }}
          />
        )}
      </EditorField>
      <FilterField
        label="Logger"
        tooltip="Part of its name, whatever the case."
        value={query.logger}
        width={20}
        onCommit={(logger) => onChange({ ...query, logger: logger.trim() })}
      />
      <FilterField
        label="Text"
        tooltip="Anywhere in the message, whatever the case."
        value={query.text}
        width={28}
        onCommit={(text) => onChange({ ...query, text })}
      />
      <FilterField
        label="Pattern"
        tooltip="A regular expression (RE2), anywhere in the message."
        value={query.regex}
        width={28}
        onCommit={(regex) => onChange({ ...query, regex })}
      />
      {query.show === 'lines' && (
        <LimitField
          label="Most lines"
          tooltip="The newest are kept."
          value={query.limit}
          min={1}
          max={10_000}
          onChange={(limit) => onChange({ ...query, limit })}
        />
      )}
    </EditorRow>
  );
}
