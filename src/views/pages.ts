import type { ComponentType } from 'react';
import { loadedPage } from './page/loaded-page.tsx';
import type { ThemeName } from './theme/series-colors.ts';

export interface ViewPageProps {
  theme: ThemeName;
}

/** A page of the product, for either host. */
export interface ViewPage {
  /** First part of the address below the host's root; what follows it is the page's own. */
  path: string;
  title: string;
  /** One sentence under the title. */
  subTitle: string;
  component: ComponentType<ViewPageProps>;
}

const page = (
  path: string,
  title: string,
  subTitle: string,
  load: () => Promise<ComponentType<ViewPageProps>>,
): ViewPage => ({ path, title, subTitle, component: loadedPage(load) });

/** Pages in the order of the navigation, each loaded when it is opened first. */
export const VIEW_PAGES: readonly ViewPage[] = [
  page('overview', 'Overview', 'Is all well, what changed, and what needs you', async () => {
    return (await import('./overview/OverviewPage.tsx')).OverviewPage;
  }),
  page(
    'topology',
    'Topology',
    'The clusters as a map: what there is, how it does and what hangs on what, at any time',
    async () => {
      return (await import('./topology/TopologyPage.tsx')).TopologyPage;
    },
  ),
  page('nodes', 'Nodes', 'Brokers, bookies and the rest: state, processes, and how they did over time', async () => {
    return (await import('./nodes/NodesPage.tsx')).NodesPage;
  }),
  page('topics', 'Topics', 'The largest topics, and the subscriptions that need a look', async () => {
    return (await import('./topics/TopicsPage.tsx')).TopicsPage;
  }),
  page('latency', 'Latency', 'The distribution over time, its percentiles, and what happened meanwhile', async () => {
    return (await import('./latency/LatencyPage.tsx')).LatencyPage;
  }),
  page('explain', 'Explain', 'From a spike to its ranked causes, each with its evidence', async () => {
    return (await import('./explain/ExplainPage.tsx')).ExplainPage;
  }),
  page('services', 'Services', 'Services on all hosts, operations on the clusters, and how they go on', async () => {
    return (await import('./services/ServicesPage.tsx')).ServicesPage;
  }),
  page('logs', 'Logs', 'What the agents read: by node, level, logger and text, followed live', async () => {
    return (await import('./logs/LogsPage.tsx')).LogsPage;
  }),
  page('actions', 'Alerts and actions', 'What is wrong, what it set off, and what waits for you', async () => {
    return (await import('./actions/ActionsPage.tsx')).ActionsPage;
  }),
  page('runs', 'Runs', 'Benchmarks beside the cluster: started, followed, reported, compared', async () => {
    return (await import('./runs/RunsPage.tsx')).RunsPage;
  }),
  page('audit', 'Audit', 'Who did what, and whether the record of it is whole', async () => {
    return (await import('./audit/AuditPage.tsx')).AuditPage;
  }),
  page('settings', 'Settings', 'The sidecar, its connections, and what the targets expose', async () => {
    return (await import('./settings/SettingsPage.tsx')).SettingsPage;
  }),
];

/** The page of an address; the first one for an address that is none's. */
export function viewPageOf(path: string): ViewPage {
  const first = path.split('/', 1)[0];
  return VIEW_PAGES.find((each) => each.path === first) ?? VIEW_PAGES[0];
}
