import { useState } from 'react';
import { EditorField } from '../EditorField.tsx';
import type { EditorContext } from '../editor-context.ts';
import { PromqlField } from '../metrics/PromqlField.tsx';

interface ExprFieldProps {
  label: string;
  tooltip?: string;
  value: string;
  onCommit: (expr: string) => void;
  context: EditorContext;
}

/** PromQL of an analysis: asked when the user is done with it, for every question costs an analysis. */
export function ExprField({ label, tooltip, value, onCommit, context }: ExprFieldProps): React.JSX.Element {
  // What is typed counts for the value it began with: a value that comes from elsewhere replaces it.
  const [typed, setTyped] = useState<{ over: string; text: string }>();
  return (
    <EditorField label={label} tooltip={tooltip}>
      {() => (
        <PromqlField
          value={typed?.over === value ? typed.text : value}
          onChange={(text) => setTyped({ over: value, text })}
          onRun={(expr) => {
            if (expr !== value) onCommit(expr);
            else context.run();
          }}
          context={context}
        />
      )}
    </EditorField>
  );
}
