import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { ReactNode } from 'react';

interface EditorRowProps {
  children: ReactNode;
  'data-testid'?: string;
}

/** Fields side by side on a ground of their own; they wrap where it is narrow. */
export function EditorRow({ children, 'data-testid': testId }: EditorRowProps): React.JSX.Element {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.row} data-testid={testId}>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  row: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'flex-start',
    gap: theme.spacing(1, 2),
    padding: theme.spacing(1),
    backgroundColor: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
  }),
});
