import { Suspense, useEffect, useState } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';
import type { AppRootProps } from '@grafana/data';
import { usePluginUserStorage } from '@grafana/runtime';
import { APP_ROOT } from '../constants.ts';
import { createGrafanaHost } from '../pages/host.ts';
import { PAGES } from '../pages/pages.ts';
import { ViewHostProvider } from '../views/host/ViewHost.ts';
import { NotFound } from './NotFound.tsx';
import { PageFrame } from './PageFrame.tsx';

/** The app's pages below `/a/observatory-pulsar-app`, with one connection to the sidecar for all of them. */
export function App(_props: AppRootProps): React.JSX.Element {
  const userStorage = usePluginUserStorage();
  // The hook makes a new storage object with every render; one is as good as the other.
  const [host] = useState(() => createGrafanaHost({ userStorage }));
  useEffect(() => () => host.close(), [host]);
  return (
    <ViewHostProvider value={host}>
      <Suspense fallback={null}>
        <Routes>
          {PAGES.map((page) => (
            <Route key={page.path} path={`${page.path}/*`} element={<PageFrame page={page} />} />
          ))}
          <Route index element={<Navigate to={`${APP_ROOT}/${PAGES[0].path}`} replace />} />
          <Route path="*" element={<NotFound />} />
        </Routes>
      </Suspense>
    </ViewHostProvider>
  );
}
