import type { AnomaliesQuery } from '@observatory/protocol/datasource-query';
import type { TypeEditorProps } from '../editor-context.ts';
import { EditorRow } from '../EditorRow.tsx';
import { LimitField } from '../LimitField.tsx';
import { ExprField } from './ExprField.tsx';
import { ModeField } from './ModeField.tsx';

/** A query and the band that was to be expected of it. */
export function AnomaliesEditor({ query, onChange, context }: TypeEditorProps<AnomaliesQuery>): React.JSX.Element {
  return (
    <>
      <ExprField label="Query" value={query.expr} onCommit={(expr) => onChange({ ...query, expr })} context={context} />
      <EditorRow>
        <LimitField
          label="Sensitivity"
          tooltip="Half-width of the band in robust standard deviations: the smaller, the more is an anomaly."
          value={query.sensitivity}
          min={1}
          max={20}
          onChange={(sensitivity) => onChange({ ...query, sensitivity })}
        />
        <ModeField
          value={query.mode}
          instant="How far outside: above 1 is an anomaly"
          onChange={(mode) => onChange({ ...query, mode })}
        />
      </EditorRow>
    </>
  );
}
