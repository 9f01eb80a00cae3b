import { Alert } from '@grafana/ui';
import type { MetricsQuery } from '@observatory/protocol/datasource-query';
import { useMemo } from 'react';
import { parseBuilder } from '../../promql/parse-builder.ts';
import { testIds } from '../../testIds.ts';
import type { TypeEditorProps } from '../editor-context.ts';
import { AdviceList } from './AdviceList.tsx';
import { BuilderEditor } from './BuilderEditor.tsx';
import { Explanation } from './Explanation.tsx';
import { MetricsOptions } from './MetricsOptions.tsx';
import { PromqlField } from './PromqlField.tsx';

interface MetricsEditorProps extends TypeEditorProps<MetricsQuery> {
  isExplained: boolean;
}

/** PromQL, built or written; one turns into the other as far as the builder can show it. */
export function MetricsEditor({ query, isExplained, onChange, context }: MetricsEditorProps): React.JSX.Element {
  const parsed = useMemo(() => parseBuilder(query.expr), [query.expr]);
  const isBuilt = query.editor === 'builder';
  const change = (part: Partial<MetricsQuery>) => onChange({ ...query, ...part });
  const changeAndRun = (part: Partial<MetricsQuery>) => {
    change(part);
    context.run();
  };
  return (
    <>
      {isBuilt && !parsed.ok && (
        <Alert
          severity="info"
          title={`The builder cannot show ${parsed.reason}`}
          data-testid={testIds.query.beyondBuilder}
        >
          The query stays in code and is asked as it is written.
        </Alert>
      )}
      {isBuilt && parsed.ok ? (
        <BuilderEditor expr={query.expr} onChange={(expr) => changeAndRun({ expr })} context={context} />
      ) : (
        <PromqlField
          value={query.expr}
          onChange={(expr) => change({ expr })}
          onRun={(expr) => changeAndRun({ expr })}
          context={context}
        />
      )}
      {isExplained && <Explanation parsed={parsed} />}
      <AdviceList expr={query.expr} context={context} />
      <MetricsOptions query={query} onChange={changeAndRun} context={context} />
    </>
  );
}
