import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { Checkbox, RadioButtonGroup, useStyles2 } from '@grafana/ui';
import type { VectorMatching } from '../../promql/builder-query.ts';
import { aggregationOf, functionOf } from '../../promql/functions.ts';
import { COMPARISONS, SET_OPERATORS } from '../../promql/operators.ts';
import type { EditorContext } from '../editor-context.ts';
import { OneChoice } from '../OneChoice.tsx';
import { EditorField } from '../EditorField.tsx';
import { matching } from '../matching.ts';
import { MultiChoice } from '../MultiChoice.tsx';
import { TextField } from '../TextField.tsx';
import type { OperationDraft } from './draft.ts';
import { parameterText, parameterValue } from './parameter-text.ts';

interface OperationParametersProps {
  operation: OperationDraft;
  selector: string;
  onChange: (operation: OperationDraft) => void;
  context: EditorContext;
}

const RANGES = ['$__rate_interval', '$__interval', '$__range', '1m', '5m', '10m', '30m', '1h', '6h', '1d'];
const SIDES = [
  { value: 'right', label: 'result first' },
  { value: 'left', label: 'number first' },
] as const;

/** The inputs of one operation. */
export function OperationParameters({
  operation,
  selector,
  onChange,
  context,
}: OperationParametersProps): React.JSX.Element {
  const styles = useStyles2(getStyles);
  return <div className={styles.parameters}>{fields({ operation, selector, onChange, context })}</div>;
}

function fields({ operation, selector, onChange, context }: OperationParametersProps): React.JSX.Element {
  switch (operation.kind) {
    case 'call': {
      const parameters = functionOf(operation.name)?.parameters ?? [];
      const at = operation.before.length;
      const change = (side: 'before' | 'after', index: number, text: string) => {
        onChange({ ...operation, [side]: operation[side].map((old, other) => (other === index ? text : old)) });
      };
      const input = (side: 'before' | 'after', index: number) => {
        const parameter = parameters[side === 'before' ? index : Math.min(at + 1 + index, parameters.length - 1)];
        return (
          <Parameter
            key={`${side} ${index}`}
            label={parameter?.name.replace(/[?…]$/, '') ?? `Parameter ${index + 1}`}
            value={operation[side][index]}
            onCommit={(text) => change(side, index, text)}
          />
        );
      };
      return (
        <>
          {operation.range !== undefined && (
            <EditorField
              label="Range"
              tooltip="$__rate_interval is at least four scrapes, and at least one step of the panel."
            >
              {({ id }) => (
                <OneChoice
                  id={id}
                  options={RANGES.map((value) => ({ value, label: value }))}
                  value={{ value: operation.range ?? '', label: operation.range ?? '' }}
                  onChange={(value) =>
                    value !== undefined && onChange({ ...operation, range: value.replace(/\s/g, '') })
                  }
                  allowsOthers
                  width={22}
                />
              )}
            </EditorField>
          )}
          {operation.before.map((_value, index) => input('before', index))}
          {operation.after.map((_value, index) => input('after', index))}
        </>
      );
    }
    case 'aggregate': {
      const { parameter, grouping, labels, name } = operation;
      return (
        <>
          {parameter !== undefined && (
            <Parameter
              label={aggregationOf(name)?.parameter?.name ?? 'Parameter'}
              value={parameter}
              onCommit={(text) => onChange({ ...operation, parameter: text })}
            />
          )}
          <EditorField label="Grouping">
            {({ id }) => (
              <RadioButtonGroup
                id={id}
                aria-label="Grouping"
                options={[
                  { value: 'none' as const, label: 'all in one' },
                  { value: 'by' as const, label: 'by' },
                  { value: 'without' as const, label: 'without' },
                ]}
                value={grouping}
                onChange={(next) => onChange({ ...operation, grouping: next, labels: next === 'none' ? [] : labels })}
              />
            )}
          </EditorField>
          {grouping !== 'none' && (
            <LabelsField
              label="Labels"
              value={labels}
              selector={selector}
              onChange={(next) => onChange({ ...operation, labels: next })}
              context={context}
            />
          )}
        </>
      );
    }
    case 'scalar':
      return (
        <>
          <Parameter label="Number" value={operation.value} onCommit={(value) => onChange({ ...operation, value })} />
          <EditorField label="Order">
            {({ id }) => (
              <RadioButtonGroup
                id={id}
                aria-label="Order"
                options={[...SIDES]}
                value={operation.side}
                onChange={(side) => onChange({ ...operation, side })}
              />
            )}
          </EditorField>
          <BoolField operation={operation} onChange={onChange} />
        </>
      );
    case 'binary': {
      const { matching: match } = operation;
      return (
        <>
          <EditorField label="Pair series" tooltip="Which labels must be equal for two series to meet.">
            {({ id }) => (
              <RadioButtonGroup
                id={id}
                aria-label="Pair series"
                options={[
                  { value: 'all', label: 'all labels' },
                  { value: 'on', label: 'on' },
                  { value: 'ignoring', label: 'ignoring' },
                ]}
                value={match?.kind ?? 'all'}
                onChange={(kind) => onChange({ ...operation, matching: pairing(kind, match) })}
              />
            )}
          </EditorField>
          {match && (
            <LabelsField
              label="Labels"
              value={match.labels}
              selector={selector}
              onChange={(labels) => onChange({ ...operation, matching: { ...match, labels } })}
              context={context}
            />
          )}
          {match && !SET_OPERATORS.includes(operation.operator) && (
            <EditorField label="Many to one">
              {({ id }) => (
                <OneChoice
                  id={id}
                  options={[
                    { value: 'group_left' as const, label: 'group_left', description: 'Many at the left' },
                    { value: 'group_right' as const, label: 'group_right', description: 'Many at the right' },
                  ]}
                  value={match.group?.side ?? null}
                  onChange={(option) => {
                    const { group, ...rest } = match;
                    const labels = group?.labels ?? [];
                    onChange({
                      ...operation,
                      matching: option ? { ...rest, group: { side: option, labels } } : rest,
                    });
                  }}
                  placeholder="no"
                  isClearable
                  width={16}
                />
              )}
            </EditorField>
          )}
          <BoolField operation={operation} onChange={onChange} />
        </>
      );
    }
  }
}

function pairing(kind: string, before: VectorMatching | undefined): VectorMatching | undefined {
  return kind === 'on' || kind === 'ignoring' ? { labels: [], ...before, kind } : undefined;
}

function Parameter({
  label,
  value,
  onCommit,
}: {
  label: string;
  value: string;
  onCommit: (text: string) => void;
}): React.JSX.Element {
  return (
    <EditorField label={label}>
      {({ id }) => (
        <TextField
          id={id}
          value={parameterText(value)}
          width={14}
          onCommit={(text) => onCommit(parameterValue(text, value))}
        />
      )}
    </EditorField>
  );
}

type WithBool = Extract<OperationDraft, { bool: boolean }>;

function BoolField({
  operation,
  onChange,
}: {
  operation: WithBool;
  onChange: (operation: OperationDraft) => void;
}): React.JSX.Element | null {
  if (!COMPARISONS.includes(operation.operator)) return null;
  return (
    <EditorField label="Result" tooltip="bool: 0 or 1 for every series, instead of only those for which it holds.">
      {({ id }) => (
        <Checkbox
          id={id}
          label="as 0 or 1"
          value={operation.bool}
          onChange={(event) => onChange({ ...operation, bool: event.currentTarget.checked })}
        />
      )}
    </EditorField>
  );
}

interface LabelsFieldProps {
  label: string;
  value: readonly string[];
  selector: string;
  onChange: (labels: string[]) => void;
  context: EditorContext;
}

function LabelsField({
  label,
  value,
  selector,
  onChange,
  context: { datasource, window },
}: LabelsFieldProps): React.JSX.Element {
  const find = async (typed: string) => {
    const selectors = selector === '' || selector.includes('$') ? [] : [selector];
    const names = await datasource.resources.labels(selectors, window).catch(() => []);
    return matching(
      names.filter((name) => name !== '__name__'),
      typed,
    );
  };
  return (
    <EditorField label={label}>
      {({ id }) => (
        <MultiChoice
          id={id}
          options={find}
          value={value.map((name) => ({ value: name, label: name }))}
          onChange={onChange}
          allowsOthers
          placeholder="none"
        />
      )}
    </EditorField>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  parameters: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: theme.spacing(1, 2) }),
});
