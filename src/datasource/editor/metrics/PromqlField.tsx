import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { CodeEditor, useStyles2, type Monaco, type monacoTypes } from '@grafana/ui';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { LANGUAGE_ID } from '../../completion/language.ts';
import { attachSource, registerLanguage } from '../../completion/register-language.ts';
import type { SuggestionSource } from '../../completion/suggestions.ts';
import { parsePromql } from '../../promql/parse-promql.ts';
import { testIds } from '../../testIds.ts';
import type { EditorContext } from '../editor-context.ts';

interface PromqlFieldProps {
  value: string;
  onChange: (expr: string) => void;
  /** On Shift+Enter, Ctrl+Enter, and when the focus leaves. */
  onRun: (expr: string) => void;
  context: EditorContext;
}

const MARKERS = 'observatory';
const LINE_HEIGHT = 20;
const MOST_LINES = 12;

/** PromQL as text: colours, completion, and the place of the first mistake underlined. */
export function PromqlField({ value, onChange, onRun, context }: PromqlFieldProps): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const [lines, setLines] = useState(() => value.split('\n').length);
  const error = useMemo(() => (value.trim() === '' ? undefined : parsePromql(value).error), [value]);
  const editorRef = useRef<{ editor: monacoTypes.editor.IStandaloneCodeEditor; monaco: Monaco }>();
  const detach = useRef<() => void>();
  const lastRun = useRef(value);
  const run = (expr: string) => {
    lastRun.current = expr;
    onRun(expr);
  };
  // Monaco keeps its handlers: they read what is current here.
  const current = useRef({ context, run });
  useEffect(() => {
    current.current = { context, run };
  });
  useEffect(() => () => detach.current?.(), []);

  const mark = useCallback((problem: typeof error) => {
    const { editor, monaco } = editorRef.current ?? {};
    const model = editor?.getModel();
    if (monaco && model) monaco.editor.setModelMarkers(model, MARKERS, problem ? [marker(monaco, model, problem)] : []);
  }, []);
  useEffect(() => mark(error), [error, mark]);

  const mount = (editor: monacoTypes.editor.IStandaloneCodeEditor, monaco: Monaco) => {
    editorRef.current = { editor, monaco };
    // Monaco comes late: what is wrong is known already.
    mark(error);
    const uri = editor.getModel()?.uri.toString();
    if (uri !== undefined) detach.current = attachSource(uri, () => sourceOf(current.current.context));
    editor.onKeyDown((event) => {
      if (event.keyCode !== monaco.KeyCode.Enter || !(event.shiftKey || event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      event.stopPropagation();
      current.current.run(editor.getValue());
    });
    editor.onDidContentSizeChange(({ contentHeight }) => setLines(Math.ceil(contentHeight / LINE_HEIGHT)));
  };

  return (
    <div className={styles.field} data-testid={testIds.query.code}>
      <CodeEditor
        value={value}
        language={LANGUAGE_ID}
        height={Math.min(Math.max(lines, 2), MOST_LINES) * LINE_HEIGHT + 12}
        showMiniMap={false}
        showLineNumbers={false}
        wordWrap
        onBeforeEditorMount={registerLanguage}
        onEditorDidMount={mount}
        onChange={onChange}
        onBlur={(next) => {
          if (next !== lastRun.current) current.current.run(next);
        }}
        monacoOptions={{
          fontSize: 14,
          lineHeight: LINE_HEIGHT,
          scrollBeyondLastLine: false,
          folding: false,
          glyphMargin: false,
          lineDecorationsWidth: 8,
          lineNumbersMinChars: 0,
          overviewRulerLanes: 0,
          renderLineHighlight: 'none',
          fixedOverflowWidgets: true,
          padding: { top: 6, bottom: 6 },
          ariaLabel: 'PromQL expression',
        }}
      />
      {error && (
        <div role="status" className={styles.error}>
          {error.message}
        </div>
      )}
    </div>
  );
}

function sourceOf({ datasource, window }: EditorContext): SuggestionSource {
  const { resources } = datasource;
  return {
    metricNames: () => resources.metricNames(window),
    metrics: () => resources.metrics(),
    labels: (selectors) => resources.labels(selectors, window),
    labelValues: (label, selectors) => resources.labelValues(label, selectors, window),
    variables: () => datasource.variableNames(),
  };
}

function marker(
  monaco: Monaco,
  model: monacoTypes.editor.ITextModel,
  { from, to, message }: { from: number; to: number; message: string },
): monacoTypes.editor.IMarkerData {
  const [start, end] = [model.getPositionAt(from), model.getPositionAt(Math.max(to, from + 1))];
  return {
    severity: monaco.MarkerSeverity.Error,
    message,
    startLineNumber: start.lineNumber,
    startColumn: start.column,
    endLineNumber: end.lineNumber,
    endColumn: end.column,
  };
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0 }),
  error: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.error.text }),
});
