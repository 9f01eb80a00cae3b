import { ChoiceField } from './ChoiceField.tsx';
import type { EditorContext } from './editor-context.ts';
import { matching } from './matching.ts';

interface ClustersFieldProps {
  value: readonly string[];
  onChange: (clusters: string[]) => void;
  context: EditorContext;
}

/** Clusters of the sidecar, and variables of the dashboard. */
export function ClustersField({ value, onChange, context: { datasource } }: ClustersFieldProps): React.JSX.Element {
  const find = async (typed: string) => {
    const nodes = await datasource.resources.nodes().catch(() => []);
    return matching([...datasource.variableNames(), ...new Set(nodes.map(({ cluster }) => cluster))], typed);
  };
  return (
    <ChoiceField
      label="Clusters"
      tooltip="Empty for all. A variable of the dashboard, $cluster, may stand here."
      value={value}
      options={find}
      onChange={onChange}
      allowsOthers
    />
  );
}
