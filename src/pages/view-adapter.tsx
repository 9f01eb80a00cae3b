import type { ComponentType } from 'react';
import { useTheme2 } from '@grafana/ui';
import type { ViewPage } from '../views/pages.ts';

/** A page of the views as a page of the app: it is told Grafana's theme. */
export function viewAdapter({ component: View, title }: ViewPage): ComponentType {
  function Adapter(): React.JSX.Element {
    const theme = useTheme2();
    return <View theme={theme.isDark ? 'dark' : 'light'} />;
  }
  Adapter.displayName = `${title}Page`;
  return Adapter;
}
