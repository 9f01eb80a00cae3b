import type { TopologyQuery } from '@observatory/protocol/datasource-query';
import { health, topologyKind } from '@observatory/protocol/topology';
import { ChoiceField, words } from './ChoiceField.tsx';
import { ClustersField } from './ClustersField.tsx';
import type { TypeEditorProps } from './editor-context.ts';
import { OneChoice } from './OneChoice.tsx';
import { EditorField } from './EditorField.tsx';
import { EditorRow } from './EditorRow.tsx';
import { FilterField } from './FilterField.tsx';
import { LimitField } from './LimitField.tsx';

/** The graph of the clusters, or a part of it. */
export function TopologyEditor({ query, onChange, context }: TypeEditorProps<TopologyQuery>): React.JSX.Element {
  return (
    <EditorRow>
      <ClustersField
        value={query.clusters}
        onChange={(clusters) => onChange({ ...query, clusters })}
        context={context}
      />
      <ChoiceField
        label="Kinds"
        tooltip="Empty: cluster, host, broker, bookie, rack and function worker."
        value={query.kinds}
        options={topologyKind.options}
        onChange={(kinds) => onChange({ ...query, kinds })}
        placeholder="The usual ones"
      />
      <FilterField
        label="Around"
        tooltip="A topology id such as demo-1/broker/127.0.0.1:8080: only what is near it. Empty for the whole graph."
        value={query.around}
        width={36}
        placeholder="Whole graph"
        onCommit={(around) => onChange({ ...query, around: around.trim() })}
      />
      {query.around !== '' && (
        <LimitField
          label="Depth"
          tooltip="Edges away from it."
          value={query.depth}
          min={0}
          max={10}
          onChange={(depth) => onChange({ ...query, depth })}
        />
      )}
      <EditorField label="At least this bad" tooltip="Only nodes in this state or a worse one, with their neighbours.">
        {({ id }) => (
          <OneChoice
            id={id}
            options={health.options.map((value) => ({ value, label: words(value) }))}
            value={query.worseThan ?? null}
            onChange={(option) => onChange({ ...query, worseThan: option })}
            placeholder="Any"
            width={18}
            isClearable
          />
        )}
      </EditorField>
      <LimitField
        label="Most nodes"
        tooltip="Grafana's node graph lays out a few hundred well."
        value={query.limit}
        min={1}
        max={20_000}
        onChange={(limit) => onChange({ ...query, limit })}
      />
    </EditorRow>
  );
}
