import type { CSSProperties, ReactNode } from 'react';
import { useTheme2 } from '@grafana/ui';
import { viewTokens } from './view-tokens.ts';
import styles from './ViewsRoot.module.css';

/**
 * Frame of the host-neutral views inside Grafana: their design tokens from Grafana's theme, and the base look of native
 * elements, which Grafana resets. Pages and panels wrap their views in it.
 */
export function ViewsRoot({ children, fill = false }: { children: ReactNode; fill?: boolean }): React.JSX.Element {
  const theme = useTheme2();
  return (
    <div
      className={fill ? `${styles.root} ${styles.fill}` : styles.root}
      data-theme={theme.isDark ? 'dark' : 'light'}
      style={viewTokens(theme) as CSSProperties}
    >
      {children}
    </div>
  );
}
