import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import { parseBuilder } from '../../promql/parse-builder.ts';
import { renderBuilder } from '../../promql/render-builder.ts';
import { testIds } from '../../testIds.ts';
import type { EditorContext } from '../editor-context.ts';
import { DraftEditor } from './DraftEditor.tsx';
import { completeDraft, type Draft } from './draft.ts';

interface BuilderEditorProps {
  /** One that the builder can show. */
  expr: string;
  onChange: (expr: string) => void;
  context: EditorContext;
}

const EMPTY: Draft = { metric: '', matchers: [], offset: '', operations: [] };

/** The builder: rows that are the expression, and the expression below them. */
export function BuilderEditor({ expr, onChange, context }: BuilderEditorProps): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const [draft, setDraft] = useState<Draft>(() => draftOf(expr));
  // What the rows say; an expression that differs came from elsewhere (undo, history, a variable) and replaces them.
  const written = useRef(expr);
  useEffect(() => {
    if (expr === written.current) return;
    written.current = expr;
    setDraft(draftOf(expr));
  }, [expr]);
  const change = (next: Draft) => {
    setDraft(next);
    const rendered = renderBuilder(completeDraft(next));
    if (rendered === written.current) return;
    written.current = rendered;
    onChange(rendered);
  };
  return (
    <div className={styles.builder} data-testid={testIds.query.builder}>
      <DraftEditor draft={draft} onChange={change} context={context} />
      {expr !== '' && (
        <pre className={styles.preview} aria-label="PromQL" data-testid={testIds.query.preview}>
          {expr}
        </pre>
      )}
    </div>
  );
}

function draftOf(expr: string): Draft {
  const parsed = parseBuilder(expr);
  return parsed.ok ? parsed.query : EMPTY;
}

const getStyles = (theme: GrafanaTheme2) => ({
  builder: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
  preview: css({
    margin: 0,
    padding: theme.spacing(0.5, 1),
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontFamily: theme.typography.fontFamilyMonospace,
    fontSize: theme.typography.bodySmall.fontSize,
    color: theme.colors.text.secondary,
    backgroundColor: theme.colors.background.canvas,
    border: `1px solid ${theme.colors.border.weak}`,
  }),
});
