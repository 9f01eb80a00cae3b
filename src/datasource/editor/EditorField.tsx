import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { IconButton, useStyles2 } from '@grafana/ui';
import { useId, type ReactNode } from 'react';

interface Ids {
  /** For the input. */
  id: string;
  /** Of the label's element, for inputs that are no single element. */
  labelId: string;
}

interface EditorFieldProps {
  label: string;
  tooltip?: string;
  /** What is wrong with the value. */
  error?: string;
  children: (ids: Ids) => ReactNode;
}

/** An input of a query editor with its label above it; several of them flow into as many rows as the width asks for. */
export function EditorField({ label, tooltip, error, children }: EditorFieldProps): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const id = useId();
  const labelId = `${id}-label`;
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <label id={labelId} htmlFor={id} className={styles.label}>
          {label}
        </label>
        {tooltip && <IconButton name="info-circle" size="sm" tooltip={tooltip} aria-label={`About ${label}`} />}
      </div>
      {children({ id, labelId })}
      {error && (
        <div role="alert" className={styles.error}>
          {error}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  field: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5), minWidth: 0, maxWidth: '100%' }),
  head: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(0.5), minHeight: theme.spacing(2) }),
  label: css({
    fontSize: theme.typography.bodySmall.fontSize,
    fontWeight: theme.typography.fontWeightMedium,
    color: theme.colors.text.primary,
  }),
  error: css({ fontSize: theme.typography.bodySmall.fontSize, color: theme.colors.error.text }),
});
