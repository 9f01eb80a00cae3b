import { createElement, lazy, Suspense, type ComponentType } from 'react';
import { AppPlugin } from '@grafana/data';
import { hasPermission } from '@grafana/runtime';
import { LoadingPlaceholder } from '@grafana/ui';
import { linkConfig, LINKS } from './extensions/links.ts';

// Grafana loads this file with pages of its own as well (links), so all that weighs comes later.
const app = lazy(() => import('./app/App.tsx').then(({ App }) => ({ default: App })));
const connectionPage = lazy(() =>
  import('./config/connection/ConnectionPage.tsx').then(({ ConnectionPage }) => ({ default: ConnectionPage })),
);
const alertRulesPage = lazy(() =>
  import('./config/rules/AlertRulesConfigPage.tsx').then(({ AlertRulesConfigPage }) => ({
    default: AlertRulesConfigPage,
  })),
);

/** Shows nothing while the code of a page is on its way. */
function waiting<Props extends object>(page: ComponentType<Props>): ComponentType<Props> {
  return function Waiting(props: Props) {
    return <Suspense fallback={<LoadingPlaceholder text="" />}>{createElement(page, props)}</Suspense>;
  };
}

export const plugin = new AppPlugin()
  .setRootPage(waiting(app))
  .addConfigPage({ title: 'Connection', icon: 'cog', id: 'connection', body: waiting(connectionPage) })
  .addConfigPage({ title: 'Alert rules', icon: 'bell', id: 'alert-rules', body: waiting(alertRulesPage) });

for (const link of LINKS) plugin.addLink(linkConfig(link, hasPermission));
