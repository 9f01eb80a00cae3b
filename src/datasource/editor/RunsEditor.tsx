import { RadioButtonGroup } from '@grafana/ui';
import type { RunsQuery } from '@observatory/protocol/datasource-query';
import { RUN_STATES } from '@observatory/protocol/run-objects';
import { useState } from 'react';
import { labelsText, parseLabels } from '../../views/runs/label-text.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { ClustersField } from './ClustersField.tsx';
import type { TypeEditorProps } from './editor-context.ts';
import { EditorField } from './EditorField.tsx';
import { EditorRow } from './EditorRow.tsx';
import { FilterField } from './FilterField.tsx';
import { LimitField } from './LimitField.tsx';

const FORMATS = [
  { value: 'annotations', label: 'Annotations' },
  { value: 'table', label: 'Table' },
] as const;

/** Benchmark runs of the time range: for annotations and tables. */
export function RunsEditor({ query, onChange, context }: TypeEditorProps<RunsQuery>): React.JSX.Element {
  const [fault, setFault] = useState<string>();
  const commitLabels = (text: string) => {
    try {
      onChange({ ...query, labels: parseLabels(text) });
      setFault(undefined);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <EditorRow>
      <ClustersField
        value={query.clusters}
        onChange={(clusters) => onChange({ ...query, clusters })}
        context={context}
      />
      <FilterField
        label="Name"
        tooltip="Part of the name or the id, whatever the case; empty for all."
        value={query.name}
        width={24}
        onCommit={(name) => onChange({ ...query, name: name.trim() })}
      />
      <ChoiceField
        label="States"
        value={query.states}
        options={RUN_STATES}
        onChange={(states) => onChange({ ...query, states })}
      />
      <FilterField
        label="Labels"
        tooltip="Such as team=a, env=test: runs that have all of them."
        error={fault}
        value={labelsText(query.labels)}
        width={30}
        onCommit={commitLabels}
      />
      <EditorField label="Format">
        {({ id }) => (
          <RadioButtonGroup
            id={id}
            aria-label="Format"
            options={[...FORMATS]}
            value={query.format}
            onChange={(format) => onChange({ ...query, format })}
          />
        )}
      </EditorField>
      <LimitField
        label="Most runs"
        tooltip="The newest are kept."
        value={query.limit}
        min={1}
        max={1000}
        onChange={(limit) => onChange({ ...query, limit })}
      />
    </EditorRow>
  );
}
