import type { PluginExtensionAddedLinkConfig } from '@grafana/data';
import { APP_ROOT, DATASOURCE_TYPE } from '../constants.ts';
import { ACTIONS } from '../permissions.ts';
import { linkSearch, type LinkContext } from './link-search.ts';

/** Where an offered link leads: a page of the app with the context's time and labels in its address. */
interface ExtensionLink {
  targets: string[];
  title: string;
  description: string;
  icon: 'eye' | 'sitemap' | 'question-circle';
  page: string;
  /** The link is offered only where this holds. */
  isFor: (context: LinkContext) => boolean;
}

const asksOurs = ({ targets }: LinkContext): boolean =>
  (targets ?? []).some(({ datasource }) => datasource?.type === DATASOURCE_TYPE);
const isOurRule = ({ rule }: LinkContext): boolean =>
  rule?.labels?.__grafana_origin === 'plugin/observatory-pulsar-app' ||
  (rule?.grafana_alert?.data ?? []).some(({ model }) => model?.datasource?.type === DATASOURCE_TYPE);

/** All links of the app; plugin.json declares the same ones, so that Grafana knows them before it loads the module. */
export const LINKS: readonly ExtensionLink[] = [
  {
    targets: ['grafana/dashboard/panel/menu'],
    title: 'See the cluster at this time',
    description: 'Opens Pulsar Observatory with the time range of this panel',
    icon: 'eye',
    page: 'overview',
    isFor: asksOurs,
  },
  {
    targets: ['grafana/explore/toolbar/action'],
    title: 'See the cluster in Pulsar Observatory',
    description: 'Opens Pulsar Observatory with the time range of Explore',
    icon: 'eye',
    page: 'overview',
    isFor: asksOurs,
  },
  {
    targets: ['grafana/alerting/alertingrule/action'],
    title: 'See what this rule watches',
    description: 'Opens Pulsar Observatory on what this rule watches',
    icon: 'eye',
    page: 'overview',
    isFor: isOurRule,
  },
  {
    targets: ['grafana/commandpalette/action'],
    title: 'Pulsar Observatory: Overview',
    description: 'Opens the overview of the Pulsar clusters',
    icon: 'eye',
    page: 'overview',
    isFor: () => true,
  },
];

/** A link as `AppPlugin.addLink` takes it. `mayRead` says whether the user has the app's read permission. */
export function linkConfig(link: ExtensionLink, mayRead: (action: string) => boolean): PluginExtensionAddedLinkConfig {
  const path = `${APP_ROOT}/${link.page}`;
  return {
    targets: link.targets,
    title: link.title,
    description: link.description,
    icon: link.icon,
    path,
    // Undefined hides the link.
    configure: (context) => {
      const known = (context ?? {}) as LinkContext;
      if (!mayRead(ACTIONS.read) || !link.isFor(known)) return undefined;
      const search = linkSearch(known).toString();
      return { path: search === '' ? path : `${path}?${search}` };
    },
  };
}
