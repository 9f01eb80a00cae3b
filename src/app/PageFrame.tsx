import { Suspense } from 'react';
import { hasPermission, PluginPage } from '@grafana/runtime';
import { Alert, ErrorBoundaryAlert, LoadingPlaceholder } from '@grafana/ui';
import { ViewsRoot } from '../components/views-root/ViewsRoot.tsx';
import { PAGES, type AppPage } from '../pages/pages.ts';

/** Title, navigation and rights of a page around its component. */
export function PageFrame({ page }: { page: AppPage }): React.JSX.Element {
  const { component: Component } = page;
  return (
    // The navigation's own entry is the title of every page but the first, which the app's entry stands for.
    <PluginPage pageNav={page === PAGES[0] ? { text: page.title } : undefined} subTitle={page.subTitle}>
      {hasPermission(page.action) ? (
        <ErrorBoundaryAlert>
          <ViewsRoot>
            <Suspense fallback={<LoadingPlaceholder text="Loading …" />}>
              <Component />
            </Suspense>
          </ViewsRoot>
        </ErrorBoundaryAlert>
      ) : (
        <Alert severity="warning" title="You may not open this page">
          It needs the permission {page.action}. Ask an administrator of your organization.
        </Alert>
      )}
    </PluginPage>
  );
}
