import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Alert, InlineSwitch, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { MetricsQuery } from '@observatory/protocol/datasource-query';
import { useState } from 'react';
import { parseBuilder } from '../../promql/parse-builder.ts';
import { testIds } from '../../testIds.ts';
import type { TypeEditorProps } from '../editor-context.ts';
import { AdviceList } from './AdviceList.tsx';
import { BuilderEditor } from './BuilderEditor.tsx';
import { MetricsOptions } from './MetricsOptions.tsx';
import { PromqlField } from './PromqlField.tsx';

const EDITORS = [
  { value: 'builder', label: 'Builder' },
  { value: 'code', label: 'Code' },
] as const;

/** PromQL, built or written; one turns into the other as far as the builder can show it. */
export function MetricsEditor({ query, onChange, context }: TypeEditorProps<MetricsQuery>): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const [isExplained, setExplained] = useState(false);
  const parsed = query.editor === 'builder' ? parseBuilder(query.expr) : undefined;
  const change = (part: Partial<MetricsQuery>) => onChange({ ...query, ...part });
  const changeAndRun = (part: Partial<MetricsQuery>) => {
    change(part);
    context.run();
  };
  return (
    <>
      <div className={styles.head}>
        <RadioButtonGroup
          size="sm"
          aria-label="Editor"
          options={[...EDITORS]}
          value={query.editor}
          onChange={(editor) => change({ editor })}
        />
        <InlineSwitch
          label="Explain"
          showLabel
          transparent
          value={isExplained}
          onChange={(event) => setExplained(event.currentTarget.checked)}
        />
      </div>
      {parsed?.ok === false && (
        <Alert
          severity="info"
          title={`The builder cannot show ${parsed.reason}`}
          data-testid={testIds.query.beyondBuilder}
        >
          The query stays in code and is asked as it is written.
        </Alert>
      )}
      {parsed?.ok ? (
        <BuilderEditor
          expr={query.expr}
          isExplained={isExplained}
          onChange={(expr) => changeAndRun({ expr })}
          context={context}
        />
      ) : (
        <PromqlField
          value={query.expr}
          onChange={(expr) => change({ expr })}
          onRun={(expr) => changeAndRun({ expr })}
          context={context}
        />
      )}
      <AdviceList expr={query.expr} context={context} />
      <MetricsOptions query={query} onChange={changeAndRun} context={context} />
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  head: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
});
