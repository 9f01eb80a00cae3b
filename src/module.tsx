import { lazy, Suspense } from 'react';
import { AppPlugin, type AppRootProps } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';

// Grafana loads this file with every page of its own, so all that weighs comes later.
const LazyApp = lazy(() => import('./app/App.tsx').then(({ App }) => ({ default: App })));

function App(props: AppRootProps): React.JSX.Element {
  return (
    <Suspense fallback={<LoadingPlaceholder text="" />}>
      <LazyApp {...props} />
    </Suspense>
  );
}

export const plugin = new AppPlugin().setRootPage(App);
