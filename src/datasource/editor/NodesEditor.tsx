import type { NodesQuery } from '@observatory/protocol/datasource-query';
import { NODE_KINDS, nodeState } from '@observatory/protocol/nodes';
import { ChoiceField } from './ChoiceField.tsx';
import { ClustersField } from './ClustersField.tsx';
import type { TypeEditorProps } from './editor-context.ts';
import { EditorRow } from './EditorRow.tsx';

/** A table of nodes with their state. */
export function NodesEditor({ query, onChange, context }: TypeEditorProps<NodesQuery>): React.JSX.Element {
  return (
    <EditorRow>
      <ClustersField
        value={query.clusters}
        onChange={(clusters) => onChange({ ...query, clusters })}
        context={context}
      />
      <ChoiceField
        label="Kinds"
        value={query.kinds}
        options={NODE_KINDS}
        onChange={(kinds) => onChange({ ...query, kinds })}
      />
      <ChoiceField
        label="States"
        tooltip="Down: the last scrape failed. Stale: older than it should be. Gone: no longer discovered."
        value={query.states}
        options={nodeState.options}
        onChange={(states) => onChange({ ...query, states })}
      />
    </EditorRow>
  );
}
