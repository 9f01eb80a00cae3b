import { useTheme2 } from '@grafana/ui';
import { LiveOverview } from '../views/overview/LiveOverview.tsx';

/** Adapter of the live overview. */
export function OverviewPage(): React.JSX.Element {
  const theme = useTheme2();
  return <LiveOverview theme={theme.isDark ? 'dark' : 'light'} />;
}
