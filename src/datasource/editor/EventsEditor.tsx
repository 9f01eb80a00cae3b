import { RadioButtonGroup } from '@grafana/ui';
import type { EventsQuery } from '@observatory/protocol/datasource-query';
import { EVENT_TYPES } from '@observatory/protocol/events';
import { ChoiceField } from './ChoiceField.tsx';
import { ClustersField } from './ClustersField.tsx';
import type { TypeEditorProps } from './editor-context.ts';
import { EditorField } from './EditorField.tsx';
import { EditorRow } from './EditorRow.tsx';
import { FilterField } from './FilterField.tsx';
import { LimitField } from './LimitField.tsx';

const SEVERITIES = [
  { value: '', label: 'All' },
  { value: 'info', label: 'Info' },
  { value: 'warning', label: 'Warning' },
] as const;

/** What happened: for tables, logs and annotations. */
export function EventsEditor({ query, onChange, context }: TypeEditorProps<EventsQuery>): React.JSX.Element {
  return (
    <EditorRow>
      <ClustersField
        value={query.clusters}
        onChange={(clusters) => onChange({ ...query, clusters })}
        context={context}
      />
      <ChoiceField
        label="Types"
        value={query.types}
        options={EVENT_TYPES}
        onChange={(types) => onChange({ ...query, types })}
      />
      <EditorField label="Severity">
        {({ id }) => (
          <RadioButtonGroup
            id={id}
            aria-label="Severity"
            options={[...SEVERITIES]}
            value={query.severity}
            onChange={(severity) => onChange({ ...query, severity })}
          />
        )}
      </EditorField>
      <FilterField
        label="Node"
        tooltip="A topology id such as demo-1/broker/127.0.0.1:8080; empty for all."
        value={query.node}
        width={36}
        onCommit={(node) => onChange({ ...query, node: node.trim() })}
      />
      <LimitField
        label="Most events"
        tooltip="The newest are kept."
        value={query.limit}
        min={1}
        max={10_000}
        onChange={(limit) => onChange({ ...query, limit })}
      />
    </EditorRow>
  );
}
