import { lazy, type ComponentType, type LazyExoticComponent } from 'react';
import { ACTIONS } from '../permissions.ts';
import { VIEW_PAGES } from '../views/pages.ts';
import { viewAdapter } from './view-adapter.tsx';

export interface AppPage {
  /** Below the app's root; what follows it in the address (`nodes/<id>`) is the page's own. */
  path: string;
  title: string;
  /** One sentence under the title. */
  subTitle: string;
  /** Who may open it; the same as `includes[].action` in plugin.json, which Grafana checks for the exact path only. */
  action: string;
  component: LazyExoticComponent<ComponentType> | ComponentType;
}

/**
 * The app's pages: those of the views, which the console has too, and Grafana's own. A new one needs a line here or
 * there and, to be seen in the navigation, an entry in plugin.json's `includes`; plugin-json.test.ts holds them together.
 */
export const PAGES: readonly AppPage[] = [
  ...VIEW_PAGES.map((page) => ({ ...page, action: ACTIONS.read, component: viewAdapter(page) })),
  {
    path: 'alert-rules',
    title: 'Alert rules',
    subTitle: 'Install the shipped rules as Grafana alert rules of your own',
    action: ACTIONS.installRules,
    component: lazy(() => import('./AlertRulesPage.tsx').then((module) => ({ default: module.AlertRulesPage }))),
  },
];

/** The page of an address: the longest path that it equals or lies below. */
export function pageOf(path: string): AppPage | undefined {
  return PAGES.filter((page) => path === page.path || path.startsWith(`${page.path}/`)).sort(
    (a, b) => b.path.length - a.path.length,
  )[0];
}
