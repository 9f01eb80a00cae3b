import type { CandidatesQuery } from '@observatory/protocol/datasource-query';
import { ClustersField } from '../ClustersField.tsx';
import type { TypeEditorProps } from '../editor-context.ts';
import { EditorRow } from '../EditorRow.tsx';
import { LimitField } from '../LimitField.tsx';
import { ExprField } from './ExprField.tsx';
import { ModeField } from './ModeField.tsx';

/** The symptom, or none, and how many candidates are told. */
export function CandidatesEditor({ query, onChange, context }: TypeEditorProps<CandidatesQuery>): React.JSX.Element {
  return (
    <>
      <ExprField
        label="Symptom"
        tooltip="What got worse in the time range. Empty: it is looked for there."
        value={query.expr}
        onCommit={(expr) => onChange({ ...query, expr })}
        context={context}
      />
      <EditorRow>
        <ClustersField
          value={query.clusters}
          onChange={(clusters) => onChange({ ...query, clusters })}
          context={context}
        />
        <LimitField
          label="Most candidates"
          value={query.limit}
          min={1}
          max={50}
          onChange={(limit) => onChange({ ...query, limit })}
        />
        <ModeField
          value={query.mode}
          instant="the confidence of each candidate, 0 where there is none"
          onChange={(mode) => onChange({ ...query, mode })}
        />
      </EditorRow>
    </>
  );
}
