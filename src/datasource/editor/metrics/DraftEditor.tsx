import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Button, useStyles2 } from '@grafana/ui';
import { testIds } from '../../testIds.ts';
import { renderSelector } from '../../promql/render-builder.ts';
import type { EditorContext } from '../editor-context.ts';
import { OneChoice } from '../OneChoice.tsx';
import { EditorField } from '../EditorField.tsx';
import { EditorRow } from '../EditorRow.tsx';
import { TextField } from '../TextField.tsx';
import type { Draft, MatcherDraft, OperationDraft } from './draft.ts';
import { MatcherRow } from './MatcherRow.tsx';
import { MetricFinder } from './MetricFinder.tsx';
import { canSwap, newOperation, OPERATION_OPTIONS, withOperation } from './new-operation.ts';
import { OperationRow } from './OperationRow.tsx';

interface DraftEditorProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  context: EditorContext;
}

const NEW_FILTER: MatcherDraft = { label: '', operator: '=', value: undefined };

/** Metric, filters and operations of one query of the builder; also of the right side of a binary operation. */
export function DraftEditor({ draft, onChange, context }: DraftEditorProps): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const { metric, matchers, offset, operations } = draft;
  const setMatcher = (at: number, matcher: MatcherDraft | undefined) => {
    onChange({ ...draft, matchers: replaceAt(matchers, at, matcher) });
  };
  const setOperation = (at: number, operation: OperationDraft | undefined) => {
    onChange({ ...draft, operations: replaceAt(operations, at, operation) });
  };
  const swap = (at: number) => {
    const [first, second] = [operations[at], operations[at + 1]];
    onChange({ ...draft, operations: [...operations.slice(0, at), second, first, ...operations.slice(at + 2)] });
  };
  return (
    <>
      <EditorRow>
        <MetricFinder metric={metric} onChange={(next) => onChange({ ...draft, metric: next })} context={context} />
        {matchers.map((matcher, at) => (
          <MatcherRow
            // Filters have no identity but their place.
            key={at}
            matcher={matcher}
            selector={otherMatchers(metric, matchers, at)}
            onChange={(next) => setMatcher(at, next)}
            onRemove={() => setMatcher(at, undefined)}
            context={context}
          />
        ))}
        <EditorField label="Filters">
          {() => (
            <Button
              variant="secondary"
              icon="plus"
              onClick={() => onChange({ ...draft, matchers: [...matchers, NEW_FILTER] })}
              data-testid={testIds.query.addFilter}
            >
              Add filter
            </Button>
          )}
        </EditorField>
        <EditorField label="Offset" tooltip="Look at the past: 1h shows what was an hour before.">
          {({ id }) => (
            <TextField
              id={id}
              value={offset}
              width={10}
              placeholder="none"
              onCommit={(text) => onChange({ ...draft, offset: text.replace(/\s/g, '') })}
            />
          )}
        </EditorField>
      </EditorRow>
      <div className={styles.operations}>
        {operations.map((operation, at) => (
          <OperationRow
            key={at}
            operation={operation}
            selector={renderSelector({ metric, matchers: [] })}
            onChange={(next) => setOperation(at, next)}
            onRemove={() => setOperation(at, undefined)}
            onMoveUp={canSwap(operations, at - 1) ? () => swap(at - 1) : undefined}
            onMoveDown={canSwap(operations, at) ? () => swap(at) : undefined}
            context={context}
          >
            {operation.kind === 'binary' && (
              <DraftEditor
                draft={operation.right}
                onChange={(right) => setOperation(at, { ...operation, right })}
                context={context}
              />
            )}
          </OperationRow>
        ))}
      </div>
      <EditorField label="Add an operation">
        {({ id }) => (
          <OneChoice
            id={id}
            // A new list each time, else the choice made last stays in the input.
            key={operations.length}
            options={OPERATION_OPTIONS}
            value={null}
            onChange={(value) =>
              value !== undefined && onChange({ ...draft, operations: withOperation(operations, newOperation(value)) })
            }
            placeholder="rate, sum, histogram_quantile, …"
            width={36}
            data-testid={testIds.query.addOperation}
          />
        )}
      </EditorField>
    </>
  );
}

function replaceAt<T>(items: readonly T[], at: number, item: T | undefined): T[] {
  return [...items.slice(0, at), ...(item === undefined ? [] : [item]), ...items.slice(at + 1)];
}

/** What the other filters leave, to find labels and values under; empty when that is everything. */
function otherMatchers(metric: string, matchers: readonly MatcherDraft[], at: number): string {
  const others = matchers.flatMap(({ label, operator, value }, index) =>
    index === at || label === '' || value === undefined ? [] : [{ label, operator, value }],
  );
  return renderSelector({ metric, matchers: others });
}

const getStyles = (theme: GrafanaTheme2) => ({
  // From the inside to the outside, in reading order; one with a query of its own takes a row.
  operations: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'stretch',
    gap: theme.spacing(1),
    '&:empty': { display: 'none' },
  }),
});
