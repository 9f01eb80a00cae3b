import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';
import { aggregationOf, functionOf } from '../../promql/functions.ts';
import { testIds } from '../../testIds.ts';
import type { EditorContext } from '../editor-context.ts';
import type { OperationDraft } from './draft.ts';
import { OperationParameters } from './OperationParameters.tsx';

interface OperationRowProps {
  operation: OperationDraft;
  /** What is inside of it, to find labels for. */
  selector: string;
  onChange: (operation: OperationDraft) => void;
  onRemove: () => void;
  /** Undefined where it cannot. */
  onMoveUp: (() => void) | undefined;
  onMoveDown: (() => void) | undefined;
  context: EditorContext;
  children?: ReactNode;
}

/** One operation around the query, with its parameters. */
export function OperationRow(props: OperationRowProps): React.JSX.Element {
  const { operation, onRemove, onMoveUp, onMoveDown, children } = props;
  const styles = useStyles2(getStyles);
  const name = nameOf(operation);
  return (
    <section
      className={children ? styles.wide : styles.operation}
      aria-label={`Operation ${name}`}
      data-testid={testIds.query.operation}
    >
      <div className={styles.head}>
        <span className={styles.name} title={summaryOf(operation)}>
          {name}
        </span>
        <IconButton name="arrow-left" size="sm" tooltip="Apply earlier" disabled={!onMoveUp} onClick={onMoveUp} />
        <IconButton name="arrow-right" size="sm" tooltip="Apply later" disabled={!onMoveDown} onClick={onMoveDown} />
        <IconButton name="times" size="sm" tooltip={`Remove ${name}`} onClick={onRemove} />
      </div>
      <OperationParameters {...props} />
      {children && <div className={styles.inner}>{children}</div>}
    </section>
  );
}

function nameOf(operation: OperationDraft): string {
  return operation.kind === 'call' || operation.kind === 'aggregate' ? operation.name : operation.operator;
}

function summaryOf(operation: OperationDraft): string | undefined {
  if (operation.kind === 'call') return functionOf(operation.name)?.summary;
  return operation.kind === 'aggregate' ? aggregationOf(operation.name)?.summary : undefined;
}

const getStyles = (theme: GrafanaTheme2) => {
  const operation = {
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    maxWidth: '100%',
    padding: theme.spacing(1),
    backgroundColor: theme.colors.background.secondary,
    borderLeft: `${theme.spacing(0.25)} solid ${theme.colors.border.strong}`,
    borderRadius: theme.shape.radius.default,
  } as const;
  return {
    operation: css(operation),
    wide: css({ ...operation, width: '100%' }),
    head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5) }),
    name: css({
      fontFamily: theme.typography.fontFamilyMonospace,
      fontWeight: theme.typography.fontWeightMedium,
      marginRight: theme.spacing(1),
    }),
    inner: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), paddingLeft: theme.spacing(2) }),
  };
};
