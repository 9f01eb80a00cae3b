import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { MatchOperator } from '../../promql/builder-query.ts';
import { testIds } from '../../testIds.ts';
import type { EditorContext } from '../editor-context.ts';
import { OneChoice } from '../OneChoice.tsx';
import { EditorField } from '../EditorField.tsx';
import { matching } from '../matching.ts';
import type { MatcherDraft } from './draft.ts';

interface MatcherRowProps {
  matcher: MatcherDraft;
  /** Series under the other filters; empty for all. */
  selector: string;
  onChange: (matcher: MatcherDraft) => void;
  onRemove: () => void;
  context: EditorContext;
}

const OPERATORS: Array<{ value: MatchOperator; label: string; description: string }> = [
  { value: '=', label: '=', description: 'is' },
  { value: '!=', label: '!=', description: 'is not' },
  { value: '=~', label: '=~', description: 'matches the regular expression' },
  { value: '!~', label: '!~', description: 'does not match' },
];

/** One filter of a selector: label, operator, value. */
export function MatcherRow({ matcher, selector, onChange, onRemove, context }: MatcherRowProps): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const { datasource, window } = context;
  const selectors = selector === '' || selector.includes('$') ? [] : [selector];
  const findLabels = async (typed: string) => {
    const names = await datasource.resources.labels(selectors, window).catch(() => []);
    return matching(
      names.filter((name) => name !== '__name__'),
      typed,
    );
  };
  const findValues = async (typed: string) => {
    const values =
      matcher.label === ''
        ? []
        : await datasource.resources.labelValues(matcher.label, selectors, window).catch(() => []);
    return matching([...datasource.variableNames(), ...values], typed);
  };
  return (
    <EditorField label="Filter">
      {({ id }) => (
        <div className={styles.row} data-testid={testIds.query.filter}>
          <OneChoice
            id={id}
            options={findLabels}
            value={matcher.label === '' ? null : { value: matcher.label, label: matcher.label }}
            onChange={(value) => value !== undefined && onChange({ ...matcher, label: value })}
            placeholder="label"
            allowsOthers
            width={16}
          />
          <OneChoice
            options={OPERATORS}
            value={matcher.operator}
            onChange={(value) => value !== undefined && onChange({ ...matcher, operator: value })}
            width={8}
          />
          <OneChoice
            // The values are those of the label.
            key={matcher.label}
            options={findValues}
            value={matcher.value === undefined ? null : { value: matcher.value, label: matcher.value }}
            onChange={(value) => value !== undefined && onChange({ ...matcher, value })}
            placeholder="value"
            allowsOthers
            width={18}
          />
          <IconButton name="times" tooltip="Remove filter" onClick={onRemove} />
        </div>
      )}
    </EditorField>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(0.5) }),
});
